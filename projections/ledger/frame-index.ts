import { lineKey, type Correction, type Line, type NameTable, type PlainEntry } from '#ledger';
import { ENTRY_KINDS } from '../runner/schema.js';
import type { EntryRow, Model } from './model.js';

const DIFFERENCE = ENTRY_KINDS.indexOf('statedDifference');

/** One entry of a frame, from when it counts to when it was taken out. What it says is read when it is asked for. */
export class Filed {
  readonly seq: number;
  /** Infinity while it stands. */
  readonly outSeq: number;
  readonly isDifference: boolean;
  readonly #model: Model;
  readonly #row: EntryRow;
  #entry: PlainEntry | undefined;

  constructor(model: Model, row: EntryRow) {
    this.seq = row.seq;
    this.outSeq = row.out?.outSeq ?? Infinity;
    this.isDifference = row.kind === DIFFERENCE;
    this.#model = model;
    this.#row = row;
  }

  get withdrawn(): boolean {
    return this.#row.out?.withdrawn === 1;
  }

  entry(): PlainEntry {
    return (this.#entry ??= this.#model.entry(this.#row.event, this.#row.n));
  }

  correction(): Correction | null {
    const { out } = this.#row;
    return out === null ? null : correctionOf(this.#model, out.outEvent, out.outN);
  }
}

/**
 * All that was ever filed in one frame, in memory: it answers for every position up to the head it was read at, and a
 * correction that came later is no harm, since it only counts from its own seq.
 */
export interface FrameIndex {
  readonly head: number;
  readonly size: number;
  /** Its number; undefined where nothing was ever filed in it. */
  readonly frame: number | undefined;
  /** By key of the line as printed. */
  readonly lines: ReadonlyMap<string, { readonly line: Line; readonly filed: readonly Filed[] }>;
}

export function loadFrame(model: Model, frame: number | undefined, head: number): FrameIndex {
  const lines = new Map<string, { line: Line; filed: Filed[] }>();
  const byId = new Map<number, Filed[]>();
  const rows = frame === undefined ? [] : model.entryRows(frame);
  for (const row of rows) {
    // What the applier wrote after the head was read would be half of a transaction to whoever asks.
    if (row.seq > head) continue;
    const filed = new Filed(model, row);
    const list = byId.get(row.line);
    if (list === undefined) {
      const line = model.line(row.line);
      const fresh = [filed];
      byId.set(row.line, fresh);
      lines.set(lineKey(line), { line, filed: fresh });
    } else list.push(filed);
  }
  return { head, size: rows.length, frame, lines };
}

/**
 * The same as of a later head. An entry stands where it was filed, so only what was filed since is read; where something
 * was taken out since, all of it is.
 */
export function frameSince(model: Model, before: FrameIndex & { frame: number }, head: number): FrameIndex {
  const { frame } = before;
  if (model.isTakenOutSince(frame, before.head)) return loadFrame(model, frame, head);
  const rows = model.entryRowsSince(frame, before.head).filter((row) => row.seq <= head);
  if (rows.length === 0) return { ...before, head };
  const lines = new Map(before.lines);
  for (const row of rows) {
    const line = model.line(row.line);
    const key = lineKey(line);
    lines.set(key, { line, filed: [...(lines.get(key)?.filed ?? []), new Filed(model, row)] });
  }
  return { head, size: before.size + rows.length, frame, lines };
}

function correctionOf(model: Model, event: number, n: number): Correction | null {
  const record = model.record(event, n);
  return record.kind === 'correction' ? record : null;
}

/** What counts by a seq and stands. */
export function standsAt(filed: Filed, seq: number): boolean {
  return filed.seq <= seq && filed.outSeq > seq;
}

/** Whether the entry says, by a seq, that its edition has its line: it stands or was withdrawn, not corrected away. */
export function placesLine(filed: Filed, seq: number): boolean {
  if (filed.isDifference || filed.seq > seq) return false;
  return filed.outSeq > seq || filed.withdrawn;
}

/** The same frame by key of the line that all spellings resolve to. */
export function byResolvedLine(index: FrameIndex, names: NameTable): Map<string, Filed[]> {
  const resolved = new Map<string, Filed[]>();
  for (const { line, filed } of index.lines.values()) {
    const key = lineKey(names.resolve(line));
    const list = resolved.get(key);
    resolved.set(key, list === undefined ? [...filed] : [...list, ...filed]);
  }
  return resolved;
}
