import { lineKey, readingOf, type LedgerRecord, type PlainEntry } from '#ledger';

/**
 * What an event is found by (*sökord*): who recorded it, its type, the units, lines, causes and decisions that it speaks
 * of, and its words. A term is its field and its text; `text` is what a person would search in.
 */
export const TERM_FIELDS = {
  actor: 'a',
  body: 'b',
  cause: 'c',
  causeKind: 'k',
  dnr: 'n',
  line: 'l',
  text: 't',
  type: 'y',
  unit: 'u',
} as const;
export type TermField = keyof typeof TERM_FIELDS;

/** The fields whose texts are searched word by word. */
const WORDED: ReadonlySet<string> = new Set(
  (['body', 'cause', 'dnr', 'line', 'text'] as const).map((field) => TERM_FIELDS[field]),
);

/** Events of one row of `said`: a number of the log is its block and its place in it. */
export const BLOCK_EVENTS = 4096;

/** Fields of the data of events that are words of a person. */
const TEXTS = [
  'title',
  'words',
  'name',
  'label',
  'what',
  'description',
  'method',
  'responsible',
  'result',
  'action',
  'comment',
  'reason',
  'explanation',
  'property',
  'note',
] as const;

export function term(field: TermField, text: string): string {
  return TERM_FIELDS[field] + (field === 'dnr' ? dnrOf(text) : text);
}

export function isWorded(one: string): boolean {
  return WORDED.has(one.charAt(0));
}

/** A number of a register, however it was spaced. */
function dnrOf(text: string): string {
  return text.replace(/\s+/gu, ' ').trim().toLowerCase();
}

/** As words are searched: composed, so that å is one letter, and without the separators of a path. */
export function worded(text: string): string {
  return text.normalize('NFC').replace(/\p{Cc}/gu, ' ');
}

/** What of an event is looked at. */
interface Told {
  readonly type: string;
  readonly data: unknown;
  readonly metadata: Readonly<Record<string, string>>;
}

interface Said {
  readonly unit?: unknown;
  readonly body?: unknown;
  readonly dnr?: unknown;
  readonly decision?: { readonly body?: string; readonly dnr?: string };
  readonly unseen?: { readonly words?: unknown };
  readonly was?: { readonly reading?: { readonly unit?: string; readonly line?: readonly string[] } };
}

/** The terms of an event, each once. */
export function termsOf(event: Told, records: readonly LedgerRecord[]): string[] {
  const found: string[] = [];
  const add = (one: string): void => {
    if (!found.includes(one)) found.push(one);
  };
  add(TERM_FIELDS.type + event.type);
  const actor = event.metadata['actor'];
  if (actor !== undefined) add(TERM_FIELDS.actor + actor);
  const data = (event.data ?? {}) as Said & Readonly<Record<string, unknown>>;
  if (typeof data.unit === 'string') add(TERM_FIELDS.unit + data.unit);
  for (const name of TEXTS) {
    const text = data[name];
    if (typeof text === 'string') add(TERM_FIELDS.text + text);
  }
  if (typeof data.unseen?.words === 'string') add(TERM_FIELDS.text + data.unseen.words);
  if (typeof data.body === 'string') add(TERM_FIELDS.body + data.body);
  if (typeof data.dnr === 'string') add(term('dnr', data.dnr));
  addDecision(data.decision, add);
  const was = data.was?.reading;
  if (was?.unit !== undefined) add(TERM_FIELDS.unit + was.unit);
  if (was?.line !== undefined) add(TERM_FIELDS.line + lineKey(was.line));
  for (const record of records) {
    const entry = entryIn(record);
    if (entry !== null) addEntry(entry, add);
  }
  return found;
}

/** The entry that a record says or puts in. */
export function entryIn(record: LedgerRecord): PlainEntry | null {
  switch (record.kind) {
    case 'statement':
    case 'change':
    case 'statedDifference':
      return record;
    case 'correction':
      return record.replacement;
    default:
      return null;
  }
}

/** What an entry itself says, beside what its event says of all. */
export function termsOfEntry(entry: PlainEntry): string[] {
  const found: string[] = [];
  addEntry(entry, (one) => void found.push(one));
  return found;
}

function addEntry(entry: PlainEntry, add: (one: string) => void): void {
  const { unit, line } = readingOf(entry);
  add(TERM_FIELDS.unit + unit);
  add(TERM_FIELDS.line + lineKey(line));
  if (entry.kind === 'change') {
    add(TERM_FIELDS.cause + entry.cause.words);
    add(TERM_FIELDS.causeKind + entry.cause.kind);
  }
  addDecision(entry.decision, add);
}

function addDecision(
  decision: { readonly body?: string; readonly dnr?: string } | undefined,
  add: (one: string) => void,
): void {
  if (decision?.body !== undefined) add(TERM_FIELDS.body + decision.body);
  if (decision?.dnr !== undefined) add(term('dnr', decision.dnr));
}
