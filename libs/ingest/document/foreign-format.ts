import { LedgerError } from '#amount';
import { isArchive, encrypted } from './archive.js';

/** Formats that look like documents of ours and are not read: what they are, and what to do. */
interface Foreign {
  readonly name: string;
  readonly begins: readonly number[];
  readonly hint: string;
}

const FOREIGN: readonly Foreign[] = [
  {
    name: 'a PDF',
    begins: [0x25, 0x50, 0x44, 0x46, 0x2d],
    hint: 'Ask for the document as .docx or .xlsx, or save its text as .txt or .md.',
  },
  {
    name: 'rich text (RTF)',
    begins: [0x7b, 0x5c, 0x72, 0x74, 0x66],
    hint: 'Open it in Word and save it as .docx.',
  },
  { name: 'packed (gzip)', begins: [0x1f, 0x8b], hint: 'Unpack it and import what is in it.' },
  { name: 'packed (7z)', begins: [0x37, 0x7a, 0xbc, 0xaf], hint: 'Unpack it and import what is in it.' },
  { name: 'packed (rar)', begins: [0x52, 0x61, 0x72, 0x21], hint: 'Unpack it and import what is in it.' },
  {
    name: 'an image',
    begins: [0x89, 0x50, 0x4e, 0x47],
    hint: 'Ask for the document that it is a picture of.',
  },
  { name: 'an image', begins: [0xff, 0xd8, 0xff], hint: 'Ask for the document that it is a picture of.' },
];

/** Compound file (MS-CFB): what Word, Excel and PowerPoint wrote until 2007, and what holds a file with a password. */
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/**
 * Refuses a file of a known format that is not read, saying what to save it as.
 *
 * @throws LedgerError FORMAT_NOT_READ, FILE_ENCRYPTED
 */
export function requireOwnFormat(bytes: Uint8Array, file: string): void {
  const foreign = FOREIGN.find(({ begins }) => startsWith(bytes, begins));
  if (foreign !== undefined) throw notRead(file, foreign.name, foreign.hint);
  if (startsWith(bytes, COMPOUND)) throw compound(bytes, file);
  if (isArchive(bytes)) requireOwnPackage(bytes, file);
}

/** Holds the names of as many parts as a document has. */
const TAIL_BYTES = 20_000;

/** The names of streams stand in it as UTF-16 ("Workbook" in .xls, "WordDocument" in .doc). */
function compound(bytes: Uint8Array, file: string): LedgerError {
  const text = new TextDecoder('utf-16le').decode(bytes.subarray(0, bytes.length - (bytes.length % 2)));
  if (text.includes('EncryptedPackage')) return encrypted(file);
  if (text.includes('WordDocument')) {
    return notRead(file, 'an older Word document (.doc)', 'Open it in Word and save it as .docx.');
  }
  if (/Workbook|Book\0/.test(text)) {
    return notRead(file, 'an older workbook (.xls)', 'Open it in Excel and save it as .xlsx.');
  }
  return notRead(
    file,
    'an older office file',
    'Open it in the program that made it and save it as .docx or .xlsx.',
  );
}

/** The names of the parts stand at the end. */
function requireOwnPackage(bytes: Uint8Array, file: string): void {
  const tail = latin(bytes.subarray(-TAIL_BYTES));
  if (tail.includes('META-INF/manifest.xml') && tail.includes('content.xml')) {
    const hint = 'Open it in the program that made it and save it as .docx or .xlsx.';
    throw notRead(file, 'an OpenDocument file (.odt, .ods)', hint);
  }
  if (tail.includes('xl/workbook.bin')) {
    throw notRead(file, 'a binary workbook (.xlsb)', 'Open it in Excel and save it as .xlsx.');
  }
  if (tail.includes('ppt/presentation.xml')) {
    throw notRead(file, 'a presentation', 'Import the document or workbook that its tables come from.');
  }
}

function startsWith(bytes: Uint8Array, begins: readonly number[]): boolean {
  return begins.every((byte, index) => bytes[index] === byte);
}

function latin(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}

function notRead(file: string, what: string, hint: string): LedgerError {
  return new LedgerError('FORMAT_NOT_READ', `${file} is ${what}, which is not read`, {
    place: { file },
    hint,
  });
}
