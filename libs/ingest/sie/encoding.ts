import { LedgerError } from '#amount';

/**
 * Characters of a SIE file. The standard knows one set, IBM PC 8-bit extended ASCII (code page 437), which files declare
 * as `#FORMAT PC8`; but they declare it too when they are written in UTF-8 or windows-1252. So the content decides.
 */
export type SieEncoding = 'utf-8' | 'cp437' | 'windows-1252';

/** Code page 437 from 0x80. */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀' +
  'αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

const FIRST_HIGH = 0x80;
const LINE_FEED = 0x0a;
/** First and second byte of å, ä, ö, é and their like in UTF-8. */
const UTF8_LEAD = 0xc3;
const UTF8_TAIL_LAST = 0xbf;

/** Letters that Swedish names are written with, as bytes of each set. */
const LETTERS: Readonly<Record<'cp437' | 'windows-1252', ReadonlySet<number>>> = {
  cp437: new Set([...'åäöÅÄÖéÉüÜ'].map((letter) => FIRST_HIGH + CP437.indexOf(letter))),
  'windows-1252': new Set([...'åäöÅÄÖéÉüÜ'].map((letter) => letter.charCodeAt(0))),
};

/**
 * The text of the bytes, and which character set they turned out to be in. Where nothing tells (no letter beyond ASCII)
 * it is UTF-8, which is then the same.
 *
 * @throws LedgerError ENCODING_BROKEN for UTF-8 with bytes amiss, as a file that was cut or put together of two
 */
export function decodeSie(bytes: Uint8Array, file: string): { text: string; encoding: SieEncoding } {
  const utf8 = utf8Of(bytes);
  if (utf8 !== null) return { text: utf8, encoding: 'utf-8' };
  const counts = { cp437: 0, 'windows-1252': 0, utf8: 0 };
  for (const [index, byte] of bytes.entries()) {
    if (byte < FIRST_HIGH) continue;
    if (LETTERS.cp437.has(byte)) counts.cp437 += 1;
    if (LETTERS['windows-1252'].has(byte)) counts['windows-1252'] += 1;
    const next = bytes[index + 1] ?? 0;
    if (byte === UTF8_LEAD && next >= FIRST_HIGH && next <= UTF8_TAIL_LAST) counts.utf8 += 1;
  }
  if (counts.utf8 > 0 && counts.utf8 * 2 >= Math.max(counts.cp437, counts['windows-1252'])) {
    throw broken(bytes, file);
  }
  if (counts['windows-1252'] > counts.cp437) {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' };
  }
  return { text: cp437Of(bytes), encoding: 'cp437' };
}

function utf8Of(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function cp437Of(bytes: Uint8Array): string {
  const units = new Uint16Array(bytes.length);
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i] ?? 0;
    units[i] = byte < FIRST_HIGH ? byte : CP437.charCodeAt(byte - FIRST_HIGH);
  }
  return new TextDecoder('utf-16le').decode(units);
}

function broken(bytes: Uint8Array, file: string): LedgerError {
  let line = 1;
  let from = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, from)) {
    if (utf8Of(bytes.subarray(from, at)) === null) break;
    line += 1;
    from = at + 1;
  }
  return new LedgerError('ENCODING_BROKEN', `${file} line ${line} has characters that are not UTF-8`, {
    place: { file, line },
    hint: 'The rest of the file is UTF-8. Export it again; it was cut, or put together of two.',
  });
}

/** The text in code page 437; a character that it does not have becomes `?`. */
export function cp437Bytes(text: string): Uint8Array {
  return Uint8Array.from(text.normalize('NFC'), (letter) => {
    const code = letter.charCodeAt(0);
    if (code < FIRST_HIGH) return code;
    const at = CP437.indexOf(letter);
    return at < 0 ? '?'.charCodeAt(0) : FIRST_HIGH + at;
  });
}
