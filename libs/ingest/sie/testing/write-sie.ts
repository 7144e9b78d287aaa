import { cp437Bytes, type SieEncoding } from '../encoding.js';
import type { SieFile } from '../sie-file.js';

/** A SIE file of what was read of one, for tests: reading it again gives the same. */
export function writeSie(file: Omit<SieFile, 'fileName' | 'skipped'>): Uint8Array {
  const lines: string[] = ['#FLAGGA 0', '#FORMAT PC8', `#SIETYP ${file.type}`];
  if (file.program !== null) lines.push(`#PROGRAM ${quoted(file.program)} 1`);
  if (file.generated !== null) lines.push(`#GEN ${day(file.generated)} "AB"`);
  if (file.company !== null) lines.push(`#FNAMN ${quoted(file.company)}`);
  if (file.organisation !== null) lines.push(`#ORGNR ${file.organisation}`);
  if (file.through !== null) lines.push(`#OMFATTN ${day(file.through)}`);
  if (file.currency !== 'SEK') lines.push(`#VALUTA ${file.currency}`);
  for (const [number, { from, to }] of file.years) lines.push(`#RAR ${number} ${day(from)} ${day(to)}`);
  for (const [number, { name, type }] of file.accounts) {
    lines.push(`#KONTO ${number} ${quoted(name)}`);
    if (type !== null) lines.push(`#KTYP ${number} ${type}`);
  }
  for (const [number, { name, below }] of file.dimensions) {
    lines.push(
      below === null ? `#DIM ${number} ${quoted(name)}` : `#UNDERDIM ${number} ${quoted(name)} ${below}`,
    );
  }
  for (const { dimension, number, name } of file.objects) {
    lines.push(`#OBJEKT ${dimension} ${quoted(number)} ${quoted(name)}`);
  }
  for (const { label, year, period, account, objects, text } of file.amounts) {
    const list = objects.map((object) => `${object.dimension} ${quoted(object.number)}`).join(' ');
    const ofObjects = period !== null || label === 'OIB' || label === 'OUB';
    const fields = [year, period?.replace('-', ''), account, ofObjects ? `{${list}}` : undefined, text];
    lines.push(`#${label} ${fields.filter((field) => field !== undefined).join(' ')}`);
  }
  return encoded(lines.map((line) => `${line}\r\n`).join(''), file.encoding);
}

export function encoded(text: string, encoding: SieEncoding): Uint8Array {
  switch (encoding) {
    case 'utf-8':
      return new TextEncoder().encode(text);
    case 'cp437':
      return cp437Bytes(text);
    case 'windows-1252':
      return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  }
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function day(date: string): string {
  return date.replaceAll('-', '');
}
