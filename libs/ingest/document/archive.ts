import { LedgerError } from '#amount';
import { crc32, inflateRawSync } from 'node:zlib';
import { PACKED_FILES_MAX, UNPACKED_BYTES_MAX } from './limits.js';
import { tooLarge } from './refusal.js';

/**
 * A packed file (zip), as docx and xlsx are. Nothing is written to disk, only the parts that a reader asks for are
 * unpacked, and files packed within are never opened. What the file says of itself (sizes, places) is believed only as
 * far as it agrees with what is there: PKWARE's APPNOTE 6.3.10 describes the records.
 */
export interface Archive {
  readonly file: string;
  readonly names: readonly string[];
  /**
   * The bytes of one part, by its name whatever its case (ECMA-376 part 2, 6.2.2.3).
   *
   * @throws LedgerError PART_MISSING, FILE_DAMAGED, FILE_TOO_LARGE
   */
  readonly read: (name: string) => Uint8Array;
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly start: number;
  readonly end: number;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_BYTES = 22;
const COMMENT_BYTES_MAX = 0xffff;
const STORED = 0;
const DEFLATED = 8;

/** Do the bytes begin as a packed file does? */
export function isArchive(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/**
 * Reads the list of contents, and unpacks nothing yet.
 *
 * @throws LedgerError FILE_DAMAGED, FILE_ENCRYPTED, FILE_HOSTILE, FILE_TOO_LARGE
 */
export function openArchive(bytes: Uint8Array, file: string): Archive {
  const entries = entriesOf(bytes, file);
  let unpacked = 0;
  return {
    file,
    names: [...entries.values()].map(({ name }) => name),
    read: (name) => {
      const entry = entries.get(name.toLowerCase());
      if (entry === undefined) {
        throw new LedgerError('PART_MISSING', `${file} has no part ${name}`, {
          place: { file },
          hint: 'Open it in the program that made it and save it again.',
        });
      }
      const content = unpack(bytes, entry, UNPACKED_BYTES_MAX - unpacked, file);
      unpacked += content.length;
      return content;
    },
  };
}

function entriesOf(bytes: Uint8Array, file: string): Map<string, Entry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view, file);
  const count = view.getUint16(end + 10, true);
  const directory = view.getUint32(end + 16, true);
  if (count > PACKED_FILES_MAX) throw tooLarge(file, `${count} files packed in it`, `${PACKED_FILES_MAX}`);
  const entries = new Map<string, Entry>();
  let at = directory;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || view.getUint32(at, true) !== CENTRAL)
      throw damaged(file, 'its list of contents is cut off');
    const nameEnd = at + 46 + view.getUint16(at + 28, true);
    if (nameEnd > end) throw damaged(file, 'its list of contents is cut off');
    const name = decodeName(bytes.subarray(at + 46, nameEnd));
    requireHarmless(name, file);
    if ((view.getUint16(at + 8, true) & 1) === 1) throw encrypted(file);
    const key = name.toLowerCase();
    if (entries.has(key)) throw hostile(file, `it has two parts called ${name}`);
    entries.set(key, entryAt(view, at, name, directory, file));
    at = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  requireApart([...entries.values()], file);
  return entries;
}

/** Where the record at the end begins. A comment may follow it; its length must be right. */
function endOf(view: DataView, file: string): number {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= Math.max(0, last - COMMENT_BYTES_MAX); at -= 1) {
    if (view.getUint32(at, true) !== END) continue;
    if (at + END_BYTES + view.getUint16(at + 20, true) !== view.byteLength) continue;
    if (
      view.getUint16(at + 4, true) !== 0 ||
      view.getUint16(at + 8, true) !== view.getUint16(at + 10, true)
    ) {
      throw damaged(file, 'it is one part of several');
    }
    if (view.getUint32(at + 16, true) > at) throw damaged(file, 'its list of contents is not where it says');
    return at;
  }
  throw damaged(file, 'its end is missing');
}

function entryAt(view: DataView, at: number, name: string, directory: number, file: string): Entry {
  const packedSize = view.getUint32(at + 20, true);
  const start = view.getUint32(at + 42, true);
  if (start + 30 > directory || view.getUint32(start, true) !== LOCAL)
    throw damaged(file, `${name} is not where it says`);
  const content = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
  if (content + packedSize > directory) throw damaged(file, `${name} is cut off`);
  return {
    name,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packedSize,
    size: view.getUint32(at + 24, true),
    start,
    end: content + packedSize,
  };
}

/** Parts that share bytes are how a small file unpacks to terabytes. */
function requireApart(entries: readonly Entry[], file: string): void {
  let before = 0;
  for (const { name, start, end } of [...entries].sort((a, b) => a.start - b.start)) {
    if (start < before) throw hostile(file, `${name} overlaps another part`);
    before = end;
  }
}

function requireHarmless(name: string, file: string): void {
  const steps = name.split('/');
  if (/^[A-Za-z]:|[\\\0]/.test(name) || name.startsWith('/') || steps.includes('..') || steps.includes('.')) {
    throw hostile(file, `it has a part whose name leads elsewhere: ${JSON.stringify(name)}`);
  }
}

/** Never more than what is left to unpack, however much the part claims to hold. */
function unpack(bytes: Uint8Array, entry: Entry, left: number, file: string): Uint8Array {
  const { name, size, method } = entry;
  const most = `${UNPACKED_BYTES_MAX / (1024 * 1024)} MB`;
  if (size > left) throw tooLarge(file, `a part ${name} that with the others unpacks to more`, most);
  const packed = bytes.subarray(entry.end - entry.packedSize, entry.end);
  const content = method === STORED ? packed : inflated(packed, entry, method, file);
  if (content.length !== size) throw damaged(file, `${name} unpacks to another size than it says`);
  if (crc32(content) !== entry.crc)
    throw damaged(file, `${name} is not what was packed (its checksum differs)`);
  return content;
}

function inflated(packed: Uint8Array, { name, size }: Entry, method: number, file: string): Uint8Array {
  if (method !== DEFLATED) throw damaged(file, `${name} is packed in a way that documents do not use`);
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw hostile(file, `${name} unpacks to more than it says`);
    }
    throw damaged(file, `${name} cannot be unpacked`);
  }
}

function decodeName(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes);
}

/** The file is broken: what is wrong with it, as the end of a sentence. */
export function damaged(file: string, what: string): LedgerError {
  return new LedgerError('FILE_DAMAGED', `${file} is damaged or cut off: ${what}`, {
    place: { file },
    hint: 'Fetch it again, or open it in the program that made it and save it again.',
  });
}

/** The file is made to harm who opens it: by what, as the end of a sentence. */
export function hostile(file: string, what: string): LedgerError {
  return new LedgerError('FILE_HOSTILE', `${file} is not read, for ${what}`, {
    place: { file },
    hint: 'No office program writes such files. Ask where it comes from.',
  });
}

/** The file needs a password. */
export function encrypted(file: string): LedgerError {
  return new LedgerError('FILE_ENCRYPTED', `${file} is protected by a password`, {
    place: { file },
    hint: 'Save a copy of it without a password.',
  });
}
