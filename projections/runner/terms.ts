import type { Amount } from '#amount';
import { eventCorrection } from '#domain';
import { lineKey, readingOf, type LedgerRecord, type PlainEntry } from '#ledger';
import { amountOf, sizeOf, unitOfEntry } from './entry-amount.js';

/**
 * What an event is found by (*sökord*): who recorded it, its type, the units, lines, causes and decisions that it speaks
 * of, the documents that it stands in, by sha-256, and its words. A term is its field and its text; `text` is what a
 * person would search in. `magnitude` is how large
 * the largest amount of the event is, see {@link magnitude}; `period` is what its entries concern.
 */
export const TERM_FIELDS = {
  actor: 'a',
  body: 'b',
  cause: 'c',
  causeKind: 'k',
  dnr: 'n',
  document: 'd',
  line: 'l',
  magnitude: 'm',
  period: 'p',
  text: 't',
  type: 'y',
  unit: 'u',
} as const;
export type TermField = keyof typeof TERM_FIELDS;

/** The fields whose texts are searched word by word. */
const WORDED: ReadonlySet<string> = new Set(
  (['body', 'cause', 'dnr', 'line', 'text'] as const).map((field) => TERM_FIELDS[field]),
);

/** The smallest size of amounts that are told apart by it: a thousand. */
export const MAGNITUDE_MIN = 41;
/** No amount has more digits than sixty. */
export const MAGNITUDE_MAX = 600;

/** The term of an amount of a size (`sizeOf`), in the order of size. */
export function magnitude(size: number): string {
  const upTo = Math.min(size, MAGNITUDE_MAX);
  return `${TERM_FIELDS.magnitude}${String.fromCharCode(48 + Math.floor(upTo / 10))}${upTo % 10}`;
}

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
  return termOf(TERM_FIELDS[field], text);
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

interface Cited {
  readonly document?: unknown;
}

interface Said {
  readonly unit?: unknown;
  readonly period?: unknown;
  readonly body?: unknown;
  readonly dnr?: unknown;
  readonly decision?: { readonly body?: string; readonly dnr?: string };
  readonly unseen?: { readonly words?: unknown };
  readonly source?: Cited;
  readonly likelihood?: { readonly source?: Cited };
  readonly materiality?: { readonly source?: Cited };
  readonly document?: unknown;
  readonly sha256?: unknown;
  readonly documents?: unknown;
  readonly was?: { readonly reading?: { readonly unit?: string; readonly line?: readonly string[] } };
}

/** A field and a text of it, as it is said; a register's number is not yet as it is searched for. */
export type AddTerm = (field: string, text: string) => void;

/** The term of a field and a text. */
export function termOf(field: string, text: string): string {
  return field + (field === TERM_FIELDS.dnr ? dnrOf(text) : text);
}

/** The terms of an event, each once. */
export function termsOf(event: Told, records: readonly LedgerRecord[]): string[] {
  const found = new Set<string>();
  eachTerm(event, records, (field, text) => found.add(termOf(field, text)));
  return [...found];
}

/** Tells the terms of an event; some of them more than once. */
export function eachTerm(event: Told, records: readonly LedgerRecord[], add: AddTerm): void {
  add(TERM_FIELDS.type, event.type);
  const actor = event.metadata['actor'];
  if (actor !== undefined) add(TERM_FIELDS.actor, actor);
  addData((event.data ?? {}) as TermData, records, add);
  // A correction of a whole event is found by what it took out as by what it put in.
  const correction = eventCorrection(event);
  if (correction === undefined) return;
  for (const data of 'is' in correction ? [correction.was, correction.is] : [correction.was]) {
    addData(data, [], add);
    for (const sha256 of documentsCited(data)) add(TERM_FIELDS.document, sha256);
  }
}

/** The documents of every source cell in something, however deep. */
function* documentsCited(data: unknown): Generator<string> {
  if (data === null || typeof data !== 'object') return;
  for (const [field, value] of Object.entries(data)) {
    const { document } = (field === 'source' ? (value ?? {}) : {}) as Cited;
    if (typeof document === 'string') yield document;
    else yield* documentsCited(value);
  }
}

type TermData = Said & Readonly<Record<string, unknown>>;

function addData(data: TermData, records: readonly LedgerRecord[], add: AddTerm): void {
  if (typeof data.unit === 'string') add(TERM_FIELDS.unit, data.unit);
  if (typeof data.period === 'string') add(TERM_FIELDS.period, data.period);
  for (const name of TEXTS) {
    const text = data[name];
    if (typeof text === 'string') add(TERM_FIELDS.text, text);
  }
  if (typeof data.unseen?.words === 'string') add(TERM_FIELDS.text, data.unseen.words);
  if (typeof data.body === 'string') add(TERM_FIELDS.body, data.body);
  if (typeof data.dnr === 'string') add(TERM_FIELDS.dnr, data.dnr);
  addDecision(data.decision, add);
  for (const sha256 of documentsOfData(data)) add(TERM_FIELDS.document, sha256);
  const was = data.was?.reading;
  if (was?.unit !== undefined) add(TERM_FIELDS.unit, was.unit);
  if (was?.line !== undefined) add(TERM_FIELDS.line, lineKey(was.line));
  addEntries(records, data, add);
}

/** The documents, by sha-256, that an event says something of or cites for itself. */
function documentsOfData(data: unknown): string[] {
  const { source, likelihood, materiality, document, sha256, documents } = (data ?? {}) as Said;
  const cited = [source, likelihood?.source, materiality?.source].map((cell) => cell?.document);
  const all: unknown[] = [
    ...cited,
    document,
    sha256,
    ...(Array.isArray(documents) ? (documents as unknown[]) : []),
  ];
  return [...new Set(all.filter((one) => typeof one === 'string'))];
}

/** Entries of an event have most in common, often the same object: that is told once. */
function addEntries(records: readonly LedgerRecord[], data: Said, add: AddTerm): void {
  let { unit, period, decision }: { unit?: unknown; period?: unknown; decision?: unknown } = data;
  let cause: unknown;
  let document = data.source?.document;
  let largest: Amount = -1n;
  let largestSize = 0;
  for (const record of records) {
    const entry = entryIn(record);
    if (entry === null) continue;
    const reading = readingOf(entry);
    if (reading.unit !== unit) add(TERM_FIELDS.unit, (unit = reading.unit));
    if (reading.period !== period) add(TERM_FIELDS.period, (period = reading.period));
    addLine(reading.line, add);
    const cited = entry.source?.document;
    if (cited !== undefined && cited !== document) add(TERM_FIELDS.document, (document = cited));
    if (entry.kind === 'change' && entry.cause !== cause) {
      cause = entry.cause;
      addCause(entry.cause, add);
    }
    if (entry.decision !== undefined && entry.decision !== decision) {
      decision = entry.decision;
      addDecision(entry.decision, add);
    }
    const amount = amountOf(entry);
    if (amount === null) continue;
    const size = amount < 0n ? -amount : amount;
    const unitOfMeasure = unitOfEntry(entry);
    if (unitOfMeasure !== 'tkr') largestSize = Math.max(largestSize, sizeOf(size, unitOfMeasure));
    else if (size > largest) largest = size;
  }
  if (largest >= 0n) largestSize = Math.max(largestSize, sizeOf(largest, 'tkr'));
  if (largestSize >= MAGNITUDE_MIN) add(TERM_FIELDS.magnitude, magnitude(largestSize).slice(1));
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
  const add: AddTerm = (field, text) => void found.push(termOf(field, text));
  const { unit, line } = readingOf(entry);
  add(TERM_FIELDS.unit, unit);
  addLine(line, add);
  if (entry.kind === 'change') addCause(entry.cause, add);
  addDecision(entry.decision, add);
  return found;
}

function addLine(line: readonly string[], add: AddTerm): void {
  add(TERM_FIELDS.line, line.length === 1 ? (line[0] as string) : lineKey(line));
}

function addCause(cause: { readonly kind: string; readonly words: string }, add: AddTerm): void {
  add(TERM_FIELDS.cause, cause.words);
  add(TERM_FIELDS.causeKind, cause.kind);
}

function addDecision(
  decision: { readonly body?: string; readonly dnr?: string } | undefined,
  add: AddTerm,
): void {
  if (decision?.body !== undefined) add(TERM_FIELDS.body, decision.body);
  if (decision?.dnr !== undefined) add(TERM_FIELDS.dnr, decision.dnr);
}
