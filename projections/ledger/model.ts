import type { Database } from 'better-sqlite3';
import {
  isPlainEntry,
  lineOfKey,
  publicationOf,
  type LedgerRecord,
  type Line,
  type PlainEntry,
} from '#ledger';
import { eventKey, type Envelope, type RecordsOf } from '../runner/batch.js';
import { metaOf, type ModelMeta } from '../runner/files.js';
import { unpacked } from '../runner/schema.js';
import { putTogether, type StoredEvent } from '../runner/stored-event.js';
import { Generations } from './generations.js';
import {
  statements,
  type EventPlace,
  type FiledRow,
  type FrameRow,
  type NotedRow,
  type Statements,
  type TakenOutRow,
} from './model-statements.js';

export type { FrameRow, NotedRow, TakenOutRow } from './model-statements.js';

/** How many records of events are kept ready; a record is about a kilobyte. */
const RECORDS_MAX = 6_000;
const LINES_MAX = 20_000;
/** Events of which it is known who recorded them and when: some hundred bytes each. */
const TOLD_MAX = 10_000;
/** Events of which it is known where they stand, and lists of what is noted that one answer asks for again and again. */
const PLACES_MAX = 10_000;
const NOTED_MAX = 1_000;

/** Where an entry stands in its frame, and from when to when. */
export interface EntryRow {
  readonly seq: number;
  readonly event: number;
  readonly n: number;
  readonly line: number;
  readonly kind: number;
  readonly out: TakenOutRow | null;
}

/** What an event tells of itself, beside its data; and how many bytes that is stored in. */
export interface Told extends Pick<Envelope, 'id' | 'type' | 'metadata' | 'recordedAt'> {
  readonly length: number;
}

interface ReadEvent {
  readonly seq: number;
  readonly envelope: Envelope;
}

interface Located {
  readonly seq: number;
  readonly n: number;
  readonly entry: PlainEntry;
  readonly isPutIn: boolean;
}

/** The tables of one read model, and what its events say. Nothing here knows of positions asked for. */
export class Model {
  readonly #sql: Statements;
  readonly #recordsOf: RecordsOf;
  readonly #records = new Generations<number, readonly LedgerRecord[]>(RECORDS_MAX);
  readonly #lines = new Generations<number, Line>(LINES_MAX);
  readonly #told = new Generations<number, Told>(TOLD_MAX);
  readonly #places = new Generations<number, EventPlace>(PLACES_MAX);
  /** Of the answer at hand. */
  readonly #noted = new Map<string, readonly NotedRow[]>();

  /** Who asks what an event tells of itself mostly asks what it says next. */
  #last: ReadEvent | null = null;

  constructor(
    readonly database: Database,
    recordsOf: RecordsOf,
  ) {
    this.#recordsOf = recordsOf;
    this.#sql = statements(database);
  }

  /** Another answer begins. */
  turn(): void {
    this.#last = null;
    this.#records.turn();
    this.#lines.turn();
    this.#told.turn();
    this.#places.turn();
    this.#noted.clear();
  }

  /** Reads in one transaction: of a few dozen short reads each by itself, half is beginning and ending them. */
  reading<T>(read: () => T): T {
    if (this.database.inTransaction) return read();
    this.#sql.begin.run();
    try {
      return read();
    } finally {
      if (this.database.open && this.database.inTransaction) this.#sql.end.run();
    }
  }

  meta(): ModelMeta {
    return metaOf(this.#sql.meta.all());
  }

  /** The seq of the last event applied. */
  head(): number {
    return Number(this.#sql.head.get());
  }

  /** What an event says, as it is stored: canonical JSON. */
  dataText(seq: number): string {
    return this.#stored(seq).data;
  }

  #stored(seq: number): StoredEvent {
    const stored = this.#sql.stored.get(seq);
    if (stored === undefined) throw new Error(`the read model has no event ${seq}`);
    return stored;
  }

  envelope(seq: number): Envelope {
    return this.#read(seq).envelope;
  }

  #read(seq: number): ReadEvent {
    if (this.#last?.seq === seq) return this.#last;
    const stored = this.#stored(seq);
    const envelope = putTogether(stored);
    const { id, type, metadata, recordedAt } = envelope;
    this.#told.set(seq, { id, type, metadata, recordedAt, length: stored.data.length });
    this.#last = { seq, envelope };
    return this.#last;
  }

  /** Who recorded an event, and when; what it says is not read for that. */
  told(seq: number): Told {
    const known = this.#told.get(seq);
    if (known !== undefined) return known;
    const stored = this.#sql.about.get(seq);
    if (stored === undefined) throw new Error(`the read model has no event ${seq}`);
    const { id, type, metadata, recordedAt } = JSON.parse(stored.about) as Told;
    const told = { id, type, metadata, recordedAt, length: stored.length };
    this.#told.set(seq, told);
    return told;
  }

  /** In how many bytes an event is stored that was read lately; undefined of others. */
  lengthRead(seq: number): number | undefined {
    return this.#told.get(seq)?.length;
  }

  eventAt(seq: number): EventPlace | undefined {
    let place = this.#places.get(seq);
    if (place === undefined) {
      place = this.#sql.event.get(seq);
      if (place !== undefined) this.#places.set(seq, place);
    }
    return place;
  }

  /** The seq of an event by its id. */
  seqOf(eventId: string): number | null {
    for (const seq of this.#sql.byKey.all(eventKey(eventId))) if (this.told(seq).id === eventId) return seq;
    return null;
  }

  records(event: number): readonly LedgerRecord[] {
    const known = this.#records.get(event);
    if (known !== undefined) return known;
    const records = this.#recordsOf(this.envelope(event));
    this.#records.set(event, records, Math.max(1, records.length));
    return records;
  }

  record(event: number, n: number): LedgerRecord {
    const record = this.records(event)[n];
    if (record === undefined) throw new Error(`event ${event} of the read model has no record ${n}`);
    return record;
  }

  /**
   * The entry of a row: what a statement says, or what a correction put in, dated by what it corrects where that stands
   * in an event that `isKnown` (of every event, unless said otherwise).
   */
  entry(
    event: number,
    n: number,
    isKnown: (seq: number) => boolean = () => true,
    chain: readonly string[] = [],
  ): PlainEntry {
    const record = this.record(event, n);
    if (record.kind !== 'correction') {
      if (isEntry(record)) return record;
      throw new Error(`record ${n} of event ${event} is no entry`);
    }
    if (record.replacement === null) throw new Error(`record ${n} of event ${event} puts nothing in`);
    // Corrections that name each other in a circle have no effect, and are as if each named nothing.
    const corrected = chain.includes(record.id)
      ? null
      : this.entryOf(record.corrects, isKnown, [...chain, record.id]);
    const published = publicationOf(record, corrected ?? undefined);
    if (published === undefined && record.replacement.published === undefined) return record.replacement;
    return { ...record.replacement, published };
  }

  /** An entry by its id, of an event that `isKnown`. */
  entryOf(
    id: string,
    isKnown: (seq: number) => boolean = () => true,
    chain: readonly string[] = [],
  ): PlainEntry | null {
    const found = this.located(id);
    if (found === null || !isKnown(found.seq)) return null;
    return found.isPutIn ? this.entry(found.seq, found.n, isKnown, chain) : found.entry;
  }

  /** Where an entry was recorded, by its id, and what it says there; `isPutIn` where a correction puts it in. */
  located(id: string): Located | null {
    const seq = this.seqOf(id.slice(0, id.lastIndexOf('/')));
    if (seq === null) return null;
    for (const [n, record] of this.records(seq).entries()) {
      if (isEntry(record) && record.id === id) return { seq, n, entry: record, isPutIn: false };
      if (record.kind === 'correction' && record.replacement?.id === id)
        return { seq, n, entry: record.replacement, isPutIn: true };
    }
    return null;
  }

  frame(scope: string, edition: string, measure: string): number | undefined {
    return this.#sql.frame.get(scope, edition, measure);
  }

  /** The frames of one line of editions. */
  framesOf(scope: string): FrameRow[] {
    return this.#sql.framesOf.all(scope);
  }

  /** Everything that was ever filed in a frame, in the order in which it counts. */
  entryRows(frame: number): EntryRow[] {
    // The rows first: a correction that is committed in between then takes out something that is there.
    const filed = this.#sql.filed.all(frame);
    return entriesFiled(filed, this.#sql.takenOut.all(frame));
  }

  /** What was filed in a frame after a seq, as if nothing of it were taken out. */
  entryRowsSince(frame: number, seq: number): EntryRow[] {
    return entriesFiled(this.#sql.filedSince.all(frame, seq), []);
  }

  isTakenOutSince(frame: number, seq: number): boolean {
    return this.#sql.takenOutSince.get(frame, seq) !== undefined;
  }

  /** The seq of the last transaction that changed something in what a key of `touched` stands for; 0 of none. */
  touchedAt(key: string): number {
    return this.#sql.touched.get(key) ?? 0;
  }

  /** The correction that took out an entry of a frame. */
  takenOut(frame: number, event: number, n: number): TakenOutRow | undefined {
    return this.#sql.takenOutOne.get(frame, event, n);
  }

  line(id: number): Line {
    const known = this.#lines.get(id);
    if (known !== undefined) return known;
    const key = this.#sql.line.get(id);
    if (key === undefined) throw new Error(`the read model has no line ${id}`);
    const line = lineOfKey(key);
    this.#lines.set(id, line);
    return line;
  }

  noted(kind: string, key: string): readonly NotedRow[] {
    const asked = `${kind} ${key}`;
    let rows = this.#noted.get(asked);
    if (rows === undefined) {
      if (this.#noted.size >= NOTED_MAX) this.#noted.clear();
      rows = this.#sql.noted.all(kind, key);
      this.#noted.set(asked, rows);
    }
    return rows;
  }

  /** Of one kind, those whose key lies between two texts, the second left out. */
  notedBetween(kind: string, from: string, below: string): NotedRow[] {
    return this.#sql.notedBetween.all(kind, from, below);
  }

  /** As many of those as are asked for. */
  notedSome(kind: string, from: string, below: string, most: number): NotedRow[] {
    return this.#sql.notedSome.all(kind, from, below, most);
  }

  /** The units that the keys of a kind begin with, in order, as many as are asked for: a seek for each. */
  someUnits(kind: string, seq: number, most: number): string[] {
    const units: string[] = [];
    for (let from = ''; units.length < most;) {
      const unit = this.#sql.firstKey.get(kind, from, seq)?.split('\u001f')[0];
      if (unit === undefined) break;
      units.push(unit);
      from = `${unit}\u0020`;
    }
    return units;
  }

  /** How many keys a kind has. */
  countKeys(kind: string): number {
    return this.#sql.countKeys.get(kind) ?? 0;
  }

  /**
   * The keys of a kind after one and below another, in order and each once, of what was noted by a seq: as many as are
   * asked for, and only those that end so.
   */
  keysAfter(
    kind: string,
    range: { readonly after: string; readonly below: string; readonly ending?: string },
    seq: number,
    most: number,
  ): string[] {
    return this.#sql.keysAfter.all({ kind, ending: '', ...range, seq, most });
  }

  /** Imports that began and did not end. */
  importsUnderWay(): NotedRow[] {
    return this.#sql.importsUnderWay.all();
  }
}

export function isEntry(record: LedgerRecord): record is PlainEntry {
  return (
    record.kind !== 'edition' &&
    record.kind !== 'layout' &&
    record.kind !== 'name' &&
    record.kind !== 'move' &&
    isPlainEntry(record)
  );
}

function entriesFiled(filed: readonly FiledRow[], takenOut: readonly TakenOutRow[]): EntryRow[] {
  const rows: EntryRow[] = [];
  const out = new Map(takenOut.map((row) => [`${row.event}/${row.n}`, row]));
  for (const { seq, event, entries } of filed) {
    for (const { n, line, kind } of unpacked(entries)) {
      rows.push({
        seq,
        event,
        n,
        line,
        kind,
        out: out.size === 0 ? null : (out.get(`${event}/${n}`) ?? null),
      });
    }
  }
  return rows;
}
