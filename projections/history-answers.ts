import type { UnitOfMeasure } from '#amount';
import type { Basis } from '#ledger';
import type { EntryAnswer, Page } from './contract.js';
import type { CorrectionNote } from './correction-note.js';

/** What of the history is asked for (*urval ur historiken*); all that is given must hold. */
export interface HistoryFilter {
  /** Of this unit and those below it. */
  readonly unit?: string;
  readonly area?: string;
  /** By any of its names. */
  readonly line?: readonly string[];
  readonly measure?: string;
  readonly basis?: Basis;
  readonly edition?: string;
  /** The period that it concerns. */
  readonly period?: string;
  /** Words of the cause, as in `text`. */
  readonly cause?: string;
  /** Its kind, in English or Swedish. */
  readonly causeKind?: string;
  /** Words of the name of the body that decided. */
  readonly body?: string;
  readonly dnr?: string;
  readonly actor?: string;
  readonly type?: string;
  /** That stands in this document: its file name, the beginning of its sha-256, or its number in the register. */
  readonly document?: string;
  /** In absolute value, in thousands of kronor; of what is no money, in its own unit. */
  readonly amountAtLeast?: string;
  /** Words that are all there; `taxi*` begins so, `"fler barn"` stands so. */
  readonly text?: string;
  /** A time or a day; the whole of it is between. */
  readonly recordedFrom?: string;
  readonly recordedTo?: string;
  /** Only of these events. */
  readonly ids?: readonly string[];
}

export interface HistoryPageRequest {
  readonly first: number;
  readonly after?: string;
  readonly newestFirst?: boolean;
  /** A time or a day to begin at, in the order that is asked for. */
  readonly startAt?: string;
}

/** A page; it may be shorter than was asked for, even empty, where few of many match. */
export interface HistoryPage<T> extends Page<T> {
  /** Where the next page begins; null where nothing was looked at. */
  readonly endCursor: string | null;
}

export type EntriesPage = HistoryPage<EntryAnswer>;

/** An event that matches, and the position before it. */
export interface EventHit {
  readonly position: string;
  readonly before: string;
  /** What it corrects, where it is a correction. */
  readonly correction: CorrectionNote | null;
  /** What corrected or withdrew the event as a whole. */
  readonly takenOut: CorrectionNote | null;
}

/** The sum of entries that say the same sort of thing. */
export interface HistorySum {
  readonly kind: string;
  readonly basis: Basis;
  readonly measure: string;
  readonly unitOfMeasure: UnitOfMeasure;
  readonly entries: number;
  /** Canonical sign. */
  readonly sum: string;
}

/** How much matches (*antal och summor*). */
export interface HistoryTotals {
  readonly events: number;
  readonly entries: number;
  /** Of the entries those that a correction took out: they are in no sum. */
  readonly takenOut: number;
  readonly sums: readonly HistorySum[];
  /** False where the time was up: then it is what was counted up to `countedTo`. */
  readonly complete: boolean;
  readonly countedTo: string;
}
