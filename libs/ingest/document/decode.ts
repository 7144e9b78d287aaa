import { LedgerError } from '#amount';
import { LINE_CHARACTERS_MAX, LINES_MAX } from './limits.js';
import { requireSize, tooLarge } from './refusal.js';

/**
 * The lines of a text file, whichever of the usual encodings it is in: UTF-8, UTF-16 with a byte order mark, or
 * windows-1252 (which ISO-8859-1 is a part of). Line n of the file is element n − 1.
 *
 * @throws LedgerError FILE_EMPTY, FILE_TOO_LARGE, FILE_BINARY, ENCODING_UNKNOWN, naming file and line
 */
export function linesOf(bytes: Uint8Array, file: string): string[] {
  requireSize(bytes, file);
  const text = decode(bytes, file);
  if (text.trim() === '') {
    throw new LedgerError('FILE_EMPTY', `${file} has no text`, {
      place: { file },
      hint: 'A scanned document has pictures of its text: it must be read as text before it is imported.',
    });
  }
  const lines = divide(text, file);
  requireText(lines, file);
  return lines;
}

/** @throws LedgerError FILE_BINARY, ENCODING_UNKNOWN */
function decode(bytes: Uint8Array, file: string): string {
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return decodeUtf8(bytes.subarray(3), file);
  if (startsWith(bytes, [0xff, 0xfe])) return decodeUtf16(bytes.subarray(2), 'utf-16le', file);
  if (startsWith(bytes, [0xfe, 0xff])) return decodeUtf16(bytes.subarray(2), 'utf-16be', file);
  const control = bytes.findIndex(isControl);
  if (control >= 0) {
    throw new LedgerError('FILE_BINARY', `${file} is no text: it has bytes that no text has`, {
      place: { file, line: lineAt(bytes, control) },
      hint: 'Export the document as text, docx or xlsx; a PDF must be read as text first.',
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return decodeWindows1252(bytes, file);
  }
}

function decodeUtf8(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw damaged(file, lineAt(bytes, firstInvalid(bytes)));
  }
}

function decodeUtf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be', file: string): string {
  if (bytes.length % 2 !== 0) {
    throw new LedgerError('ENCODING_UNKNOWN', `${file} ends within a character`, {
      place: { file },
      hint: 'The file seems to be cut off: fetch or save it again.',
    });
  }
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new LedgerError('ENCODING_UNKNOWN', `${file} is not the UTF-16 that it says it is`, {
      place: { file, line: 1 },
      hint: 'Save the file as UTF-8.',
    });
  }
}

/**
 * Bytes that are no UTF-8 are windows-1252, if they then are Swedish text. A file with letters in UTF-8 besides is a
 * damaged or cut off UTF-8 file, and one whose letters come out as other signs is in the code page of some old program.
 */
function decodeWindows1252(bytes: Uint8Array, file: string): string {
  const at = firstInvalid(bytes);
  if (hasUtf8Letter(bytes)) throw damaged(file, lineAt(bytes, at));
  const strange = bytes.findIndex((byte) => byte >= 0x80 && !USUAL_IN_1252.has(byte));
  if (strange >= 0) throw damaged(file, lineAt(bytes, strange));
  const quoted = bytes.findIndex((byte, index) => {
    return QUOTES_IN_1252.has(byte) && isLetter(bytes[index - 1]) && isLetter(bytes[index + 1]);
  });
  if (quoted >= 0) throw damaged(file, lineAt(bytes, quoted));
  return Buffer.from(bytes)
    .toString('latin1')
    .replaceAll(
      /[\u0080-\u009f]/gu,
      (character) => BETWEEN_IN_1252[character.charCodeAt(0) - 0x80] ?? '\ufffd',
    );
}

const TAB = 0x09;
const LINE_FEED = 0x0a;
const FORM_FEED = 0x0c;
const CARRIAGE_RETURN = 0x0d;

/** What windows-1252 has from 0x80 to 0x9f, which ISO-8859-1 leaves open; some versions of Node decode them wrongly. */
const BETWEEN_IN_1252 = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ';

/** Letters of Western languages, and the punctuation and signs that occur between them. */
const USUAL_IN_1252: ReadonlySet<number> = new Set(
  [
    Array.from({ length: 0x40 }, (_, index) => 0xc0 + index),
    [0x80, 0x84, 0x85, 0x86, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0xa0, 0xa3, 0xa7, 0xa9, 0xab, 0xad],
    [0xae, 0xb0, 0xb1, 0xb2, 0xb3, 0xb4, 0xb5, 0xb6, 0xb7, 0xb9, 0xba, 0xbb, 0xbc, 0xbd, 0xbe],
  ].flat(),
);

/** Quotation marks and a dagger here; å, ä and ö in the code pages 437 and 850. */
const QUOTES_IN_1252: ReadonlySet<number> = new Set([0x84, 0x86, 0x94]);

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a));
}

function isControl(byte: number): boolean {
  if (byte === 0x7f) return true;
  return byte < 0x20 && byte !== TAB && byte !== LINE_FEED && byte !== FORM_FEED && byte !== CARRIAGE_RETURN;
}

/** å, ä, ö, é, ü, NBSP, dashes and quotation marks as two or three bytes of UTF-8. */
function hasUtf8Letter(bytes: Uint8Array): boolean {
  return bytes.some((byte, index) => {
    const next = bytes[index + 1] ?? 0;
    if (byte === 0xc3 || byte === 0xc2) return next >= 0x80 && next <= 0xbf;
    return byte === 0xe2 && next === 0x80;
  });
}

function firstInvalid(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  // The longest beginning that is valid when more may follow.
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isBeginning(bytes.subarray(0, middle))) low = middle;
    else high = middle - 1;
  }
  return Math.min(low, bytes.length - 1);
}

function isBeginning(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function damaged(file: string, line: number): LedgerError {
  return new LedgerError(
    'ENCODING_UNKNOWN',
    `${file} line ${line} has characters in no encoding that is known`,
    {
      place: { file, line },
      hint: 'The file may be cut off, or put together from two encodings: save it again as UTF-8.',
    },
  );
}

function lineAt(bytes: Uint8Array, index: number): number {
  let line = 1;
  for (let i = 0; i < index; i += 1) if (bytes[i] === LINE_FEED) line += 1;
  return line;
}

function startsWith(bytes: Uint8Array, beginning: readonly number[]): boolean {
  return beginning.every((byte, index) => bytes[index] === byte);
}

/** @throws LedgerError FILE_TOO_LARGE */
function divide(text: string, file: string): string[] {
  const lines: string[] = [];
  const breaks = /\r\n|\n|\r/g;
  let start = 0;
  for (;;) {
    const found = breaks.exec(text);
    const end = found === null ? text.length : found.index;
    const line = lines.length + 1;
    if (end - start > LINE_CHARACTERS_MAX) {
      throw tooLarge(file, `a line of ${end - start} characters`, `${LINE_CHARACTERS_MAX}`, line);
    }
    if (line > LINES_MAX) throw tooLarge(file, `more than ${LINES_MAX} lines`, `${LINES_MAX}`, line);
    // A form feed is a page break: it stands in a line and is none of the text.
    lines.push(text.slice(start, end).replaceAll('\f', ''));
    if (found === null) return lines;
    start = breaks.lastIndex;
  }
}

/** Signs that the text was decoded wrongly before it came here, and å, ä and ö are lost; or that it is no text. */
const LOST = /\ufffd|Ã[¥¤¶…„–]|[^\P{Cc}\t]/u;

function requireText(lines: readonly string[], file: string): void {
  const at = lines.findIndex((line) => LOST.test(line));
  if (at >= 0) throw damaged(file, at + 1);
}
