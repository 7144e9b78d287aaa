import type { Database } from 'better-sqlite3';
import {
  editionLineKey,
  isPlainEntry,
  lineKey,
  readingOf,
  type Correction,
  type EditionLine,
  type LedgerRecord,
  type PlainEntry,
} from '#ledger';
import { eventCorrection, type DocumentRegistered } from '#domain';
import {
  eventKey,
  frameKeyOf,
  FRAME_SEPARATOR,
  kindNumber,
  scopeOfFrame,
  type Batch,
  type Envelope,
  type RecordsOf,
} from './batch.js';
import { statements, type Statements } from './applier-statements.js';
import { readMeta, type Checkpoint } from './files.js';
import { editionLineOfKey, movesKey } from '../ledger/scope.js';
import { measureNumber, packed, unpacked } from './schema.js';
import { putTogether, type StoredEvent } from './stored-event.js';
import { subjectOf, SUBJECT_SEPARATOR, type Subject } from './subjects.js';
import { belowKey, discrepancyKey, documentKey, subjectKey, unitsAbove, UNITS_KEY } from './touched-keys.js';
import { TermWriter } from './term-writer.js';
import { term } from './terms.js';

/** Numbers of frames and lines that are remembered; beyond that they are looked up again. */
const NUMBERS_MAX = 200_000;

/** Entries on their way into the table; sorted by frame before they are written, so that neighbours are written together. */
interface Waiting {
  readonly frame: number;
  readonly seq: number;
  readonly event: number;
  entries: string;
}

/** Where an entry is: the row of its event, and which of its records. */
interface Located {
  readonly event: number;
  readonly n: number;
  readonly entry: PlainEntry;
}

/**
 * Applies events to the tables, in the order of the log. The caller opens and commits the transaction: `begin`, any
 * number of batches, `commit`; the checkpoint is written with them.
 */
export class Applier {
  readonly #database: Database;
  readonly #recordsOf: RecordsOf;
  readonly #sql: Statements;
  readonly #terms: TermWriter;
  readonly #frames = new Map<string, number>();
  readonly #lines = new Map<string, number>();
  /** Names of areas, measures and editions that are noted. */
  readonly #named = new Set<string>();
  #waiting: Waiting[] = [];
  /** Entries that are named by corrections recorded before them; normally none. */
  #awaited: Set<string>;
  #checkpoint: Checkpoint;
  /** What this transaction changed something in: lines of editions, names, and what else touched-keys.ts tells. */
  readonly #touched = new Set<string>();

  constructor(database: Database, recordsOf: RecordsOf) {
    this.#database = database;
    this.#recordsOf = recordsOf;
    this.#sql = statements(database);
    this.#terms = new TermWriter(database);
    this.#checkpoint = readMeta(database);
    this.#awaited = this.#readAwaited();
  }

  /** As far as the last committed (or, inside a transaction, applied) event. */
  get checkpoint(): Checkpoint {
    return this.#checkpoint;
  }

  begin(): void {
    this.#sql.begin.run();
  }

  commit(): void {
    this.#flush();
    this.#terms.flush();
    const { seq, position, time, entries } = this.#checkpoint;
    this.#sql.setMeta.run(String(seq), 'seq');
    this.#sql.setMeta.run(position, 'position');
    this.#sql.setMeta.run(String(time), 'time');
    this.#sql.setMeta.run(String(entries), 'entries');
    for (const key of this.#touched) this.#sql.touch.run(key, seq);
    this.#touched.clear();
    this.#sql.commit.run();
  }

  rollback(): void {
    if (this.#database.inTransaction) this.#sql.rollback.run();
    this.#waiting = [];
    this.#touched.clear();
    // What was numbered inside the transaction is gone with it.
    this.#frames.clear();
    this.#lines.clear();
    this.#named.clear();
    this.#terms.rollback();
    this.#checkpoint = readMeta(this.#database);
    this.#awaited = this.#readAwaited();
  }

  apply(batch: Batch): void {
    const frames = batch.frames.map((key) => this.#frame(key));
    for (const key of batch.frames) this.#touched.add(scopeOfFrame(key));
    const lines = batch.lines.map((key) => this.#line(key));
    this.#say(batch);
    let { seq, time, entries } = this.#checkpoint;
    for (const { at: i, subject } of batch.subjects) {
      this.#about(subject, seq + 1 + i, seq + 1 + i);
    }
    let at = 0;
    const size = batch.datas.length;
    for (let i = 0; i < size; i++) {
      seq++;
      time = Math.max(time, batch.times[i] as number);
      this.#sql.event.run(seq, batch.positions[i], time, batch.abouts[i], batch.datas[i]);
      const count = batch.counts[i] as number;
      if (count < 0) {
        this.#flush();
        // Its id must be found from here on: it may be corrected, or correct something of its own import.
        this.#sql.eventKey.run(batch.keys[i], seq);
        entries += this.#special(eventIn(batch, i), seq);
        continue;
      }
      this.#keys.push({ key: batch.keys[i] as number, seq });
      for (let n = 0; n < count; n++, at++) {
        const frame = frames[batch.entryFrames[at] as number] as number;
        const entry = packed(
          n,
          lines[batch.entryLines[at] as number] as number,
          batch.entryKinds[at] as number,
        );
        this.#wait(frame, seq, seq, entry);
      }
      entries += count;
      if (this.#awaited.size > 0) entries += this.#meetAwaited(eventIn(batch, i), seq);
    }
    this.#checkpoint = {
      seq,
      position: batch.positions[size - 1] ?? this.#checkpoint.position,
      time,
      entries,
    };
  }

  #say({ terms, termCounts, eventTerms }: Batch): void {
    const numbers = terms.map((key) => this.#terms.number(key));
    const { seq } = this.#checkpoint;
    let at = 0;
    for (const [i, count] of termCounts.entries()) {
      for (const end = at + count; at < end; at++) {
        this.#terms.say(numbers[eventTerms[at] as number] as number, seq + 1 + i);
      }
    }
  }

  #keys: { key: number; seq: number }[] = [];

  #flush(): void {
    const waiting = this.#waiting;
    if (waiting.length > 1) waiting.sort((a, b) => a.frame - b.frame || a.seq - b.seq || a.event - b.event);
    const insert = this.#sql.file;
    for (let i = 0; i < waiting.length; i++) {
      const { frame, seq, event, entries } = waiting[i] as Waiting;
      const next = waiting[i + 1];
      // Lines of an event that go to and fro between two frames meet here.
      if (next !== undefined && next.frame === frame && next.event === event && next.seq === seq) {
        next.entries = entries + next.entries;
      } else insert.run(frame, seq, event, entries);
    }
    this.#waiting = [];
    const keys = this.#keys.sort((a, b) => a.key - b.key);
    for (const { key, seq } of keys) this.#sql.eventKey.run(key, seq);
    this.#keys = [];
  }

  /** The entries of one event in one frame go together. */
  #wait(frame: number, seq: number, event: number, entry: string): void {
    const last = this.#waiting.at(-1);
    if (last !== undefined && last.frame === frame && last.event === event && last.seq === seq)
      last.entries += entry;
    else this.#waiting.push({ frame, seq, event, entries: entry });
  }

  /** An event that says more than entries, or that waits for its import. Gives the number of entries filed. */
  #special(event: Envelope, seq: number): number {
    const data = event.data as { readonly importId?: string; readonly documents?: readonly string[] };
    switch (event.type) {
      case 'DocumentRegistered':
        this.#register(event.data as DocumentRegistered, seq);
        break;
      case 'ImportStarted':
        this.#note('import', data.importId ?? '', seq, seq, 0);
        for (const sha256 of data.documents ?? []) this.#note('imported', sha256, seq, seq, 0);
        return 0;
      case 'ImportCompleted':
      case 'ImportAbandoned':
        this.#note('import', data.importId ?? '', seq, seq, 0);
        return this.#endImport(data.importId ?? '', seq, event.type === 'ImportCompleted');
      default:
    }
    const importId = event.metadata['importId'];
    if (importId !== undefined) {
      this.#sql.hold.run(importId, seq);
      return 0;
    }
    return this.#takeEffect(event, seq, seq);
  }

  #register({ sha256, fileName, title, dnr }: DocumentRegistered, seq: number): void {
    this.#note('document', sha256, seq, seq, 0);
    this.#note('documentName', fileName ?? title, seq, seq, 0);
    if (dnr !== undefined) this.#note('documentNumber', term('dnr', dnr), seq, seq, 0);
    this.#touched.add(documentKey(sha256));
  }

  #endImport(importId: string, seq: number, completed: boolean): number {
    let entries = 0;
    if (completed) {
      const held = this.#sql.held.all(importId);
      for (const event of held) entries += this.#takeEffect(this.#envelope(event), seq, event);
      this.#flush();
      // Whoever follows events finds them by this: where they begin, and how many they are.
      const [first] = held;
      if (first !== undefined) this.#note('delivered', importId, seq, first, held.length);
    }
    this.#sql.release.run(importId);
    return entries;
  }

  #takeEffect(event: Envelope, seq: number, own: number): number {
    if (event.type === 'DiscrepancyExplained' || event.type === 'DiscrepancyAccepted') {
      const { discrepancy } = event.data as { discrepancy: string };
      this.#note('discrepancy', discrepancy, seq, own, 0);
      this.#touched.add(discrepancyKey(discrepancy));
    }
    const correction = eventCorrection(event);
    const { type, data } =
      correction === undefined ? event : { type: correction.event, data: correction.was };
    if (type === 'UnitDefined') {
      this.#note('unit', (data as { unit: string }).unit, seq, own, 0);
      this.#touched.add(UNITS_KEY);
    }
    if (correction !== undefined) this.#note('corrected', correction.corrects, seq, own, 0);
    if (event.type === 'EditionOpened' || event.type === 'EditionClosed') {
      this.#note('opened', editionLineKey(event.data as EditionLine), seq, own, 0);
    }
    const subject = subjectOf(event);
    if (subject !== null) this.#about(subject, seq, own);
    let entries = 0;
    for (const [n, record] of this.#recordsOf(event).entries()) entries += this.#record(record, seq, own, n);
    return entries;
  }

  #record(record: LedgerRecord, seq: number, own: number, n: number): number {
    switch (record.kind) {
      case 'edition':
      case 'layout':
        this.#declare('line', editionLineKey(record.line), seq, own, n);
        for (const unit of unitsAbove(record.line.unit)) this.#touched.add(belowKey(unit));
        this.#name('area', record.line.area);
        this.#name('edition', record.edition);
        if (record.kind === 'layout')
          this.#note('measured', editionLineKey(record.line), seq, own, measureNumber(record.unitOfMeasure));
        return 0;
      case 'name':
        this.#declare('names', `${record.unit}\u001f${record.area}`, seq, own, n);
        return 0;
      case 'move':
        for (const unit of new Set([record.unit, record.to ?? record.unit]))
          this.#declare('names', movesKey(unit), seq, own, n);
        return 0;
      case 'addedSource':
        this.#note('source', record.to, seq, own, n);
        return 0;
      case 'correction':
        return this.#correct(record, seq, own, n);
      default:
        return this.#file(record, seq, own, n);
    }
  }

  /** Files an entry, and what corrections that were waiting for it put in its place. Gives the number filed. */
  #file(entry: PlainEntry, seq: number, event: number, n: number): number {
    const key = frameKeyOf(entry);
    this.#touched.add(scopeOfFrame(key));
    const frame = this.#frame(key);
    const line = this.#line(lineKey(readingOf(entry).line));
    this.#wait(frame, seq, event, packed(n, line, kindNumber(entry)));
    return 1 + (this.#awaited.has(entry.id) ? this.#meet(entry, seq, event, n) : 0);
  }

  /**
   * Takes out what the correction names, and files what it puts in. The first correction of an entry is the one that
   * counts; one of an entry that does not stand yet waits for it (the kernel's book says the same).
   */
  #correct(correction: Correction, seq: number, event: number, n: number): number {
    this.#flush();
    const target = this.#locate(correction.corrects);
    const found = target === null ? undefined : this.#rowOf(target);
    if (target === null || found === undefined) {
      this.#note('await', correction.corrects, seq, event, n);
      this.#awaited.add(correction.corrects);
      return 0;
    }
    return found.out ? 0 : this.#takeOut(target, correction, seq, event, n);
  }

  /** Where an entry was filed, and whether it was taken out; undefined where it does not count yet. */
  #rowOf(target: Located): { seq: number; out: boolean } | undefined {
    const frame = this.#frame(frameKeyOf(target.entry));
    for (const row of this.#sql.findFiled.all(frame, target.event)) {
      if (!unpacked(row.entries).some(({ n }) => n === target.n)) continue;
      return { seq: row.seq, out: this.#sql.findTakenOut.get(frame, target.event, target.n) !== undefined };
    }
    return undefined;
  }

  #takeOut(target: Located, correction: Correction, seq: number, event: number, n: number): number {
    const key = frameKeyOf(target.entry);
    this.#touched.add(scopeOfFrame(key));
    const frame = this.#frame(key);
    const withdrawn = Number(correction.nature === 'withdrawal');
    this.#sql.takeOut.run(frame, target.event, target.n, seq, event, n, withdrawn);
    return correction.replacement === null ? 0 : this.#file(correction.replacement, seq, event, n);
  }

  #meetAwaited(event: Envelope, seq: number): number {
    let entries = 0;
    for (const [n, record] of this.#recordsOf(event).entries()) {
      if (isEntry(record) && this.#awaited.has(record.id)) entries += this.#meet(record, seq, seq, n);
    }
    return entries;
  }

  /** An entry has come that a correction recorded before it names. */
  #meet(entry: PlainEntry, seq: number, event: number, n: number): number {
    this.#flush();
    const first = this.#sql.awaiting.get(entry.id);
    this.#sql.met.run(entry.id);
    this.#awaited.delete(entry.id);
    if (first === undefined) return 0;
    const correction = this.#recordsOf(this.#envelope(first.event))[first.n];
    if (correction?.kind !== 'correction') return 0;
    return this.#takeOut({ event, n, entry }, correction, seq, first.event, first.n);
  }

  /** An entry by its id, `<event id>/<n>`, whether or not it counts yet. */
  #locate(id: string): Located | null {
    const eventId = id.slice(0, id.lastIndexOf('/'));
    for (const seq of this.#sql.byKey.all(eventKey(eventId))) {
      const envelope = this.#envelope(seq);
      if (envelope.id !== eventId) continue;
      for (const [n, record] of this.#recordsOf(envelope).entries()) {
        if (isEntry(record) && record.id === id) return { event: seq, n, entry: record };
        if (record.kind === 'correction' && record.replacement?.id === id) {
          return { event: seq, n, entry: record.replacement };
        }
      }
    }
    return null;
  }

  #envelope(seq: number): Envelope {
    return putTogether(this.#sql.stored.get(seq) as StoredEvent);
  }

  #declare(kind: 'line' | 'names', key: string, seq: number, event: number, n: number): void {
    this.#touched.add(key);
    this.#note(kind, key, seq, event, n);
  }

  #about({ kind, key }: Subject, seq: number, event: number): void {
    this.#note(kind, key, seq, event, 0);
    const [of = ''] = key.split(SUBJECT_SEPARATOR);
    for (const unit of unitsAbove(of)) this.#touched.add(subjectKey(kind, unit));
  }

  #note(kind: string, key: string, seq: number, event: number, n: number): void {
    this.#sql.note.run(kind, key, seq, event, n);
  }

  #frame(key: string): number {
    const known = this.#frames.get(key);
    if (known !== undefined) return known;
    if (this.#frames.size >= NUMBERS_MAX) this.#frames.clear();
    const [scope, edition, measure] = key.split(FRAME_SEPARATOR);
    let id = this.#sql.findFrame.get(scope, edition, measure);
    if (id === undefined) {
      id = Number(this.#sql.frame.run(scope, edition, measure).lastInsertRowid);
      this.#name('area', editionLineOfKey(scope ?? '').area);
      this.#name('edition', edition ?? '');
      this.#name('measure', measure ?? '');
    }
    this.#frames.set(key, id);
    return id;
  }

  #name(kind: 'area' | 'edition' | 'measure', name: string): void {
    const key = `${kind} ${name}`;
    if (this.#named.has(key)) return;
    if (this.#named.size >= NUMBERS_MAX) this.#named.clear();
    this.#named.add(key);
    this.#note(kind, name, 0, 0, 0);
  }

  #line(key: string): number {
    const known = this.#lines.get(key);
    if (known !== undefined) return known;
    if (this.#lines.size >= NUMBERS_MAX) this.#lines.clear();
    const id = this.#sql.findLine.get(key) ?? Number(this.#sql.line.run(key).lastInsertRowid);
    this.#lines.set(key, id);
    return id;
  }

  #readAwaited(): Set<string> {
    return new Set(this.#sql.allAwaited.all());
  }
}

function eventIn({ abouts, datas }: Batch, i: number): Envelope {
  return putTogether({ about: abouts[i] as string, data: datas[i] as string });
}

function isEntry(record: LedgerRecord): record is PlainEntry {
  return (
    record.kind !== 'edition' &&
    record.kind !== 'layout' &&
    record.kind !== 'name' &&
    record.kind !== 'move' &&
    isPlainEntry(record)
  );
}
