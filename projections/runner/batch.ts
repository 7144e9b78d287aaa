import { upcast } from '#domain';
import type { LedgerRecord } from '#ledger';
import { isPlainEntry, editionLineKey, lineKey, readingOf, type PlainEntry, type Reading } from '#ledger';
import { ENTRY_KINDS } from './schema.js';
import { takenApart, type Envelope } from './stored-event.js';
import { subjectOf, type Subject } from './subjects.js';
import { eachTerm, termOf } from './terms.js';

export type { Envelope } from './stored-event.js';

/** An event from its stored text, in the current version of its type. */
export function envelopeOf(text: string): Envelope {
  return upcast(JSON.parse(text) as Envelope);
}

/** What an event says: the domain's `entriesOf`. */
export type RecordsOf = (event: Envelope) => readonly LedgerRecord[];

/** Between the parts of a frame's key: scope, edition, measure. The kernel's keys do not use it. */
export const FRAME_SEPARATOR = '\u001d';

/**
 * Events on their way to the applier, flat, so that a thread can send them cheaply: texts in lists, numbers in arrays
 * that are handed over and not copied. An event is *plain* when all it says are entries that count at once; any other is
 * read again by the applier.
 */
export interface Batch {
  readonly positions: string[];
  readonly abouts: string[];
  readonly datas: string[];
  readonly times: Float64Array;
  readonly keys: Float64Array;
  /** For each event how many entries it has; -1 where it is not plain. */
  readonly counts: Int32Array;
  /** For each entry of the plain events: index into `frames`, into `lines`, and the kind. */
  readonly entryFrames: Int32Array;
  readonly entryLines: Int32Array;
  readonly entryKinds: Uint8Array;
  readonly frames: string[];
  readonly lines: string[];
  /** For each event how many terms it is found by; then these, as indexes into `terms`. */
  readonly termCounts: Int32Array;
  readonly eventTerms: Int32Array;
  readonly terms: string[];
  /** What plain events are about beside figures: which event of the batch, and its subject. */
  readonly subjects: readonly { readonly at: number; readonly subject: Subject }[];
}

/** The last 48 bits of a UUID: those that are random (or a hash) in every version of it. */
export function eventKey(id: string): number {
  return Number.parseInt(id.slice(-12), 16) || 0;
}

/** The line of editions that a frame is of. */
export function scopeOfFrame(key: string): string {
  return key.slice(0, key.indexOf(FRAME_SEPARATOR));
}

export function frameKeyOf(entry: PlainEntry): string {
  const reading = readingOf(entry);
  return `${editionLineKey(reading)}${FRAME_SEPARATOR}${reading.edition}${FRAME_SEPARATOR}${reading.measure}`;
}

/** Events that say more than entries, or that do not count when they are recorded. */
const SPECIAL = new Set([
  'DocumentRegistered',
  'ImportStarted',
  'ImportCompleted',
  'ImportAbandoned',
  'UnitDefined',
  'EditionOpened',
  'EditionClosed',
  'DiscrepancyExplained',
  'DiscrepancyAccepted',
  'EventCorrected',
  'EventWithdrawn',
]);

class Numbers {
  readonly #numbers = new Map<string, number>();
  readonly texts: string[] = [];

  of(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.texts.length;
      this.#numbers.set(text, number);
      this.texts.push(text);
    }
    return number;
  }
}

/** Numbers of terms, by field and text, so that a term is put together only when it is new. */
class TermNumbers {
  readonly #fields = new Map<string, Map<string, number>>();
  readonly #numbers = new Numbers();
  /** By term: the last event that said it. */
  readonly #said: number[] = [];

  get texts(): string[] {
    return this.#numbers.texts;
  }

  /** The number of a term; -1 where the event has said it already. */
  said(field: string, text: string, event: number): number {
    let texts = this.#fields.get(field);
    if (texts === undefined) this.#fields.set(field, (texts = new Map<string, number>()));
    let number = texts.get(text);
    if (number === undefined) texts.set(text, (number = this.#numbers.of(termOf(field, text))));
    if (this.#said[number] === event) return -1;
    this.#said[number] = event;
    return number;
  }
}

export interface BatchItem {
  readonly position: string;
  readonly text: string;
  readonly event: Envelope;
}

export function batchOf(items: readonly BatchItem[], recordsOf: RecordsOf): Batch {
  const size = items.length;
  const positions: string[] = [];
  const abouts: string[] = [];
  const datas: string[] = [];
  const times = new Float64Array(size);
  const keys = new Float64Array(size);
  const counts = new Int32Array(size);
  const entryFrames: number[] = [];
  const entryLines: number[] = [];
  const entryKinds: number[] = [];
  const frames = new Numbers();
  const lines = new Numbers();
  const termCounts = new Int32Array(size);
  const eventTerms: number[] = [];
  const terms = new TermNumbers();
  const subjects: { at: number; subject: Subject }[] = [];
  let frame = 0;
  let last: Reading | undefined;
  for (let i = 0; i < size; i++) {
    const { position, text, event } = items[i] as BatchItem;
    positions.push(position);
    const { about, data } = takenApart(text);
    abouts.push(about);
    datas.push(data);
    times[i] = Date.parse(event.recordedAt);
    keys[i] = eventKey(event.id);
    const records = recordsOf(event);
    const before = eventTerms.length;
    eachTerm(event, records, (field, text) => {
      const number = terms.said(field, text, i);
      if (number >= 0) eventTerms.push(number);
    });
    termCounts[i] = eventTerms.length - before;
    if (isSpecial(event) || !records.every(isPlain)) {
      counts[i] = -1;
      continue;
    }
    counts[i] = records.length;
    const subject = subjectOf(event);
    if (subject !== null) subjects.push({ at: i, subject });
    for (const record of records) {
      const entry = record as PlainEntry;
      const reading = readingOf(entry);
      // The entries of an event are mostly of one frame: its key is made once.
      if (last === undefined || !sameFrame(last, reading)) {
        frame = frames.of(frameKeyOf(entry));
        last = reading;
      }
      entryFrames.push(frame);
      const { line } = reading;
      entryLines.push(lines.of(line.length === 1 ? (line[0] as string) : lineKey(line)));
      entryKinds.push(kindNumber(entry));
    }
  }
  return {
    positions,
    abouts,
    datas,
    times,
    keys,
    counts,
    entryFrames: Int32Array.from(entryFrames),
    entryLines: Int32Array.from(entryLines),
    entryKinds: Uint8Array.from(entryKinds),
    frames: frames.texts,
    lines: lines.texts,
    termCounts,
    eventTerms: Int32Array.from(eventTerms),
    terms: terms.texts,
    subjects,
  };
}

function sameFrame(a: Reading, b: Reading): boolean {
  return (
    a.unit === b.unit &&
    a.edition === b.edition &&
    a.measure === b.measure &&
    a.period === b.period &&
    a.area === b.area &&
    a.basis === b.basis
  );
}

function isSpecial(event: Envelope): boolean {
  return event.metadata['importId'] !== undefined || SPECIAL.has(event.type);
}

function isPlain(record: LedgerRecord): boolean {
  return (
    record.kind !== 'edition' &&
    record.kind !== 'layout' &&
    record.kind !== 'name' &&
    record.kind !== 'move' &&
    isPlainEntry(record)
  );
}

export function kindNumber(entry: PlainEntry): number {
  return ENTRY_KINDS.indexOf(entry.kind);
}
