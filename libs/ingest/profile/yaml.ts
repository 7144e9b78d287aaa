import { LedgerError } from '#amount';
import { Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Node } from 'yaml';

/** One value of a YAML file with its place, so that each error names file, line and field. */
export interface YamlField {
  readonly file: string;
  /** `tables[2].heading`; '' is the file. */
  readonly field: string;
  readonly line: number;
  readonly node: Node | null;
  readonly lineOf: (node: Node) => number;
}

/** More would be no profile; and references between nodes are refused, so none can grow. */
const CHARACTERS_MAX = 200_000;

/** @throws LedgerError PROFILE_UNREADABLE */
export function readYaml(file: string, text: string): YamlField {
  if (text.length > CHARACTERS_MAX) throw unreadable({ file }, `${file} is too long for a profile`);
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined) {
    const line = counter.linePos(error.pos[0]).line;
    throw unreadable({ file, line }, `${file} line ${line}: ${error.message.split('\n')[0] ?? ''}`);
  }
  const lineOf = (node: Node): number => counter.linePos(node.range?.[0] ?? 0).line;
  return { file, field: '', line: 1, node: document.contents, lineOf };
}

/** The fields of a map; one that is not among `known` is refused, for it would be read as nothing. */
export function fieldsOf(at: YamlField, known: readonly string[]): ReadonlyMap<string, YamlField> {
  if (!isMap(at.node)) throw fieldError(at, 'is no list of fields', `Write ${known.join(', ')}.`);
  const fields = new Map<string, YamlField>();
  for (const { key, value } of at.node.items) {
    const name = isScalar(key) ? String(key.value) : '';
    const keyLine = isScalar(key) ? at.lineOf(key) : at.line;
    const field = at.field === '' ? name : `${at.field}.${name}`;
    const node = value as Node | null;
    if (isAlias(node))
      throw fieldError({ ...at, field, line: keyLine }, 'refers to another field', 'Write it out.');
    if (!known.includes(name)) {
      throw fieldError({ ...at, field, line: keyLine }, 'is not known', `Known here: ${known.join(', ')}.`);
    }
    fields.set(name, { ...at, field, line: keyLine, node });
  }
  return fields;
}

/** The items of a list; a single value is a list of one, and a field that is not there an empty one. */
export function itemsOf(at: YamlField | undefined): YamlField[] {
  if (at === undefined || at.node === null) return [];
  if (!isSeq(at.node)) return [at];
  return at.node.items.map((item, index) => {
    const node = item as Node | null;
    const field = `${at.field}[${index}]`;
    if (isAlias(node)) throw fieldError({ ...at, field }, 'refers to another field', 'Write it out.');
    return { ...at, field, node, line: node === null ? at.line : at.lineOf(node) };
  });
}

/** Names and values of a map of texts, whatever the names. */
export function textsByName(at: YamlField | undefined): Record<string, string> {
  if (at === undefined || at.node === null) return {};
  if (!isMap(at.node))
    throw fieldError(at, 'is no list of names and values', 'Write `name: value`, one a line.');
  const names = at.node.items.map(({ key }) => (isScalar(key) ? String(key.value) : ''));
  return Object.fromEntries([...fieldsOf(at, names)].map(([name, value]) => [name, requiredText(value)]));
}

export function textOf(at: YamlField | undefined): string {
  if (at === undefined || at.node === null) return '';
  if (!isScalar(at.node)) throw fieldError(at, 'is no text', 'Write one value.');
  const { value } = at.node;
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

export function requiredText(at: YamlField): string {
  const text = textOf(at);
  if (text === '') throw fieldError(at, 'is empty', 'Write its value, or leave the field out.');
  return text;
}

/** A field that must be there. */
export function needed(of: YamlField, fields: ReadonlyMap<string, YamlField>, name: string): YamlField {
  const field = fields.get(name);
  if (field !== undefined) return field;
  const path = of.field === '' ? name : `${of.field}.${name}`;
  throw fieldError({ ...of, field: path }, 'is missing', `Add \`${name}:\`.`);
}

export function wholeNumberOf(at: YamlField): number {
  const text = requiredText(at);
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw fieldError(at, `is "${text}"`, 'Write a whole number, 1 or more.');
}

export function trueOrFalseOf(at: YamlField | undefined): boolean {
  const text = textOf(at);
  if (at === undefined || text === 'false' || text === '') return false;
  if (text === 'true') return true;
  throw fieldError(at, `is "${text}"`, 'Write true or false.');
}

export function oneOf<T extends string>(at: YamlField, allowed: readonly T[]): T {
  const text = requiredText(at);
  const value = allowed.find((each) => each === text);
  if (value !== undefined) return value;
  throw fieldError(at, `is "${text}"`, `Write one of ${allowed.join(', ')}.`);
}

/** An id: small letters and digits of ASCII, with hyphens within. */
export function idOf(at: YamlField): string {
  const text = requiredText(at);
  if (/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text)) return text;
  throw fieldError(at, `is "${text}"`, 'An id has small letters a to z, digits, and hyphens within.');
}

/** The value as plain data, for a section that another reader knows. */
export function plainValue(at: YamlField | undefined): unknown {
  return at === undefined || at.node === null ? null : (new Document(at.node).toJS() as unknown);
}

export function fieldError({ file, field, line }: YamlField, message: string, hint: string): LedgerError {
  return new LedgerError('PROFILE_UNREADABLE', `${file} line ${line}: ${field || 'the profile'} ${message}`, {
    place: { file, line, ...(field === '' ? {} : { field }) },
    hint,
  });
}

function unreadable(place: { file: string; line?: number }, message: string): LedgerError {
  return new LedgerError('PROFILE_UNREADABLE', message, {
    place,
    hint: 'A profile is a small YAML file; profiles/README.md describes it.',
  });
}
