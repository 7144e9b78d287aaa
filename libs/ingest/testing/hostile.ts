import { deflateRawSync } from 'node:zlib';
import { docxOf, packed, relationships, WORD, xlsxOf } from './packed.js';

/** Files made to harm who opens them, built when they are needed: small on disk, or of nothing but repetition. */

/** A docx whose text unpacks to that many megabytes of one letter; `claims` is the size that it says it has. */
export function bomb(megabytes: number, claims?: number): Uint8Array {
  const text = Buffer.alloc(megabytes * 1024 * 1024, 'a');
  const bytes = docxOf('');
  const packedText = deflateRawSync(text);
  return withPart(bytes, 'word/document.xml', packedText, claims ?? text.length);
}

/** Replaces a part by packed bytes of which it says that they unpack to `size`. */
function withPart(bytes: Uint8Array, name: string, content: Uint8Array, size: number): Uint8Array {
  const others = partsOf(bytes).filter((part) => part.name !== name);
  return zipOf([...others, { name, content, size, method: 8, crc: 0 }]);
}

export interface ZipPart {
  readonly name: string;
  /** As it stands in the file, packed or not. */
  readonly content: Uint8Array;
  readonly size: number;
  readonly method: number;
  readonly crc: number;
  readonly flags?: number;
  /** Where it says that it begins, instead of where it does. */
  readonly start?: number;
}

/** Writes a packed file that may lie about its parts. */
export function zipOf(parts: readonly ZipPart[]): Uint8Array {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, size, method, crc, flags = 0, start } of parts) {
    const nameBytes = Buffer.from(name, 'utf8');
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(flags, 6);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(crc, 14);
    local.writeUInt32LE(content.length, 18);
    local.writeUInt32LE(size, 22);
    local.writeUInt16LE(nameBytes.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(20, 4);
    central.writeUInt16LE(20, 6);
    central.writeUInt16LE(flags, 8);
    central.writeUInt16LE(method, 10);
    central.writeUInt32LE(crc, 16);
    central.writeUInt32LE(content.length, 20);
    central.writeUInt32LE(size, 24);
    central.writeUInt16LE(nameBytes.length, 28);
    central.writeUInt32LE(start ?? at, 42);
    bodies.push(local, nameBytes, Buffer.from(content));
    directory.push(central, nameBytes);
    at += 30 + nameBytes.length + content.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...bodies, list, end]));
}

/** The parts of a packed file that tells the truth. */
export function partsOf(bytes: Uint8Array): ZipPart[] {
  const view = Buffer.from(bytes);
  const end = view.length - 22;
  const parts: ZipPart[] = [];
  let at = view.readUInt32LE(end + 16);
  for (let index = 0; index < view.readUInt16LE(end + 10); index += 1) {
    const nameLength = view.readUInt16LE(at + 28);
    const start = view.readUInt32LE(at + 42);
    const content = start + 30 + view.readUInt16LE(start + 26) + view.readUInt16LE(start + 28);
    parts.push({
      name: view.toString('utf8', at + 46, at + 46 + nameLength),
      content: bytes.subarray(content, content + view.readUInt32LE(at + 20)),
      size: view.readUInt32LE(at + 24),
      method: view.readUInt16LE(at + 10),
      crc: view.readUInt32LE(at + 16),
    });
    at += 46 + nameLength + view.readUInt16LE(at + 30) + view.readUInt16LE(at + 32);
  }
  return parts;
}

/** A docx whose text is that XML, whole. */
export function docxOfXml(xml: string): Uint8Array {
  return packed({
    '_rels/.rels': relationships(['officeDocument', 'word/document.xml']),
    'word/document.xml': xml,
  });
}

/** Entities that expand to others, ten times each, nine times over (*billion laughs*). */
export function entityBomb(): Uint8Array {
  const entities = Array.from({ length: 9 }, (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`);
  return docxOfXml(
    `<!DOCTYPE w [<!ENTITY e0 "ha">${entities.join('')}]>` +
      `<w:document xmlns:w="${WORD}"><w:body><w:p><w:r><w:t>&e9;</w:t></w:r></w:p></w:body></w:document>`,
  );
}

/** An entity that is a file of the machine. */
export function entityOfFile(): Uint8Array {
  return docxOfXml(
    '<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]>' +
      `<w:document xmlns:w="${WORD}"><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>`,
  );
}

/** A sheet of that many rows and columns of numbers, and more markup after them. */
export function sheetOf(rows: number, columns: number, after = ''): Uint8Array {
  const cells = '<c><v>1234</v></c>'.repeat(columns);
  return xlsxOf([
    { name: 'Drift', xml: `<sheetData>${`<row>${cells}</row>`.repeat(rows)}</sheetData>${after}` },
  ]);
}
