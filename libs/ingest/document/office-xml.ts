import { LedgerError } from '#amount';
import { SaxesParser } from 'saxes';
import { type Archive, damaged, hostile } from './archive.js';
import { NESTING_MAX } from './limits.js';
import { tooLarge } from './refusal.js';

/**
 * XML of an office file, read as a stream. Documents have no use for a document type declaration, so entities are never
 * declared and none but XML's own five is known: nothing expands and nothing is fetched.
 */
export interface XmlHandler {
  /** Name with the prefix that {@link PREFIXES} gives its namespace, as `w:p`, whatever the file's own prefix. */
  readonly open?: (name: string, attribute: Attribute) => void;
  readonly close?: (name: string) => void;
  readonly text?: (text: string) => void;
}

/** The value of an attribute by its local name. */
export type Attribute = (name: string) => string | undefined;

/** Namespaces (ECMA-376, transitional and strict). An element of any other is called `?:name`. */
const PREFIXES: ReadonlyMap<string, string> = new Map([
  ['http://schemas.openxmlformats.org/wordprocessingml/2006/main', 'w'],
  ['http://purl.oclc.org/ooxml/wordprocessingml/main', 'w'],
  ['http://schemas.openxmlformats.org/spreadsheetml/2006/main', 'x'],
  ['http://purl.oclc.org/ooxml/spreadsheetml/main', 'x'],
  ['http://schemas.openxmlformats.org/package/2006/relationships', 'rel'],
  ['http://schemas.openxmlformats.org/officeDocument/2006/math', 'm'],
  ['http://purl.oclc.org/ooxml/officeDocument/math', 'm'],
  ['http://schemas.openxmlformats.org/markup-compatibility/2006', 'mc'],
  ['http://schemas.openxmlformats.org/drawingml/2006/chart', 'c'],
  ['http://purl.oclc.org/ooxml/drawingml/chart', 'c'],
  ['http://schemas.openxmlformats.org/drawingml/2006/picture', 'pic'],
  ['http://purl.oclc.org/ooxml/drawingml/picture', 'pic'],
]);

/** No element of an office file has as many attributes. */
const ATTRIBUTES_MAX = 1_000;
const CHUNK_BYTES = 64 * 1024;

/**
 * Reads one part of an office file.
 *
 * @throws LedgerError FILE_DAMAGED, FILE_HOSTILE, FILE_TOO_LARGE, and what the handler throws
 */
export function readXml(archive: Archive, part: string, handler: XmlHandler): void {
  const { file } = archive;
  const bytes = archive.read(part);
  const parser = new SaxesParser({ xmlns: true, position: false });
  let depth = 0;
  let attributes = 0;
  parser.on('error', (error) => {
    throw damaged(file, `${part} is not well-formed XML (${error.message})`);
  });
  parser.on('doctype', () => {
    throw hostile(file, `${part} declares a document type, and with it perhaps entities`);
  });
  parser.on('attribute', () => {
    attributes += 1;
    if (attributes > ATTRIBUTES_MAX) {
      throw tooLarge(file, `an element with more attributes in ${part}`, `${ATTRIBUTES_MAX}`);
    }
  });
  parser.on('opentag', (tag) => {
    depth += 1;
    attributes = 0;
    if (depth > NESTING_MAX) {
      throw tooLarge(file, `elements nested ${depth} deep in ${part}`, `${NESTING_MAX}`);
    }
    handler.open?.(prefixed(tag.uri, tag.local), (name) => attributeOf(tag.attributes, name));
  });
  parser.on('closetag', (tag) => {
    depth -= 1;
    handler.close?.(prefixed(tag.uri, tag.local));
  });
  if (handler.text !== undefined) {
    parser.on('text', handler.text);
    parser.on('cdata', handler.text);
  }
  const decoder = new TextDecoder(encodingOf(bytes), { fatal: true });
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    parser.write(
      decoded(decoder, bytes.subarray(at, at + CHUNK_BYTES), at + CHUNK_BYTES < bytes.length, file, part),
    );
  }
  parser.close();
}

function prefixed(uri: string, local: string): string {
  return `${PREFIXES.get(uri) ?? '?'}:${local}`;
}

function attributeOf(
  attributes: Readonly<Record<string, { local: string; value: string }>>,
  name: string,
): string | undefined {
  for (const key in attributes) if (attributes[key]?.local === name) return attributes[key].value;
  return undefined;
}

/** XML 1.0, 4.3.3: UTF-16 announces itself; office programs write UTF-8. */
function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

function decoded(
  decoder: InstanceType<typeof TextDecoder>,
  chunk: Uint8Array,
  stream: boolean,
  file: string,
  part: string,
): string {
  try {
    return decoder.decode(chunk, { stream });
  } catch {
    throw damaged(file, `${part} has bytes that are no text`);
  }
}

/** Where a part leads: by id, the kind (last word of its type) and the part's name. */
export interface Relationship {
  readonly kind: string;
  readonly target: string;
}

/**
 * The relationships of a part, or of the whole file (`''`), without those that lead out of the file, which are never
 * followed. A part without relationships has none.
 */
export function relationshipsOf(archive: Archive, part: string): Map<string, Relationship> {
  const slash = part.lastIndexOf('/');
  const folder = part.slice(0, slash + 1);
  const name = `${folder}_rels/${part.slice(slash + 1)}.rels`;
  const relationships = new Map<string, Relationship>();
  if (!archive.names.some((other) => other.toLowerCase() === name.toLowerCase())) return relationships;
  readXml(archive, name, {
    open: (element, attribute) => {
      if (element !== 'rel:Relationship' || attribute('TargetMode') === 'External') return;
      const kind = (attribute('Type') ?? '').split('/').at(-1) ?? '';
      relationships.set(attribute('Id') ?? '', { kind, target: resolved(folder, attribute('Target') ?? '') });
    },
  });
  return relationships;
}

function resolved(folder: string, target: string): string {
  const steps = (target.startsWith('/') ? target : `${folder}${target}`).split('/');
  const path: string[] = [];
  for (const step of steps) {
    if (step === '..') path.pop();
    else if (step !== '' && step !== '.') path.push(step);
  }
  return path.join('/');
}

/**
 * The part that everything else hangs on: the text of a docx, the workbook of an xlsx.
 *
 * @throws LedgerError PART_MISSING
 */
export function mainPart(archive: Archive): string {
  for (const { kind, target } of relationshipsOf(archive, '').values())
    if (kind === 'officeDocument') return target;
  throw new LedgerError('PART_MISSING', `${archive.file} does not say where its content is`, {
    place: { file: archive.file },
    hint: 'Is it an office document? Open it in the program that made it and save it again.',
  });
}

/** An attribute that is on unless it says otherwise: `<w:b/>`, `<w:b w:val="0"/>`. */
export function isOn(value: string | undefined): boolean {
  return value === undefined || !['0', 'false', 'off', 'none'].includes(value);
}
