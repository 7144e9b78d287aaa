import type { UnitOfMeasure } from '#amount';
import type { Mark, Status } from '#ledger';
import type { ChangeAnswer, DifferenceAnswer, EntryAnswer, ReadingAddress, ViewRequest } from './contract.js';
import type { CorrectionNote } from './correction-note.js';
import type { HistoryPage } from './history-answers.js';

/** A cell of a view, by its row and its column. */
export interface CellAddress {
  readonly request: ViewRequest;
  readonly row: string;
  readonly column: string;
}

/** What is explained or followed: a reading, or a cell of a view. */
export type Explained = { readonly reading: ReadingAddress } | { readonly cell: CellAddress };

/** One side of a difference, with a standpoint of its own; what is not given is that of the question. */
export type ExplainSide = Explained & {
  /** A position, a time (ISO) or an event id. */
  readonly asOf?: string;
  /** A day (ISO). */
  readonly publishedBy?: string;
};

/** A reading that a side is the sum of. */
export interface SideTermAnswer {
  readonly coefficient: number;
  readonly reading: ReadingAddress;
  /** Canonical sign; null where it has none. */
  readonly value: string | null;
}

/** One side as it was found. */
export interface SideAnswer {
  readonly label: string;
  /** Null where it is computed from several, which are its terms. */
  readonly reading: ReadingAddress | null;
  readonly terms: readonly SideTermAnswer[];
  /** At its own standpoint. */
  readonly value: string | null;
  readonly marks: readonly Mark[];
  readonly status: Status | null;
  /** What was asked of this side, as given; null where it is that of the question. */
  readonly asOf: string | null;
  readonly publishedBy: string | null;
  /** The position the side is read from. */
  readonly position: string;
  /** With `publishedBy`: entries without a date that is stated or judged, of all rows of the tables that are read. */
  readonly undatedLeftOut: number;
}

/** What made a value another (*skäl*): what was said, or declared, of something it rests on. */
export interface BeliefReason {
  readonly kind: 'statement' | 'change' | 'correction' | 'withdrawal' | 'edition' | 'table' | 'name';
  /** Words of the source: the cause, why it was corrected, what the edition or the table is called. */
  readonly words: string;
  /** What was stated, or put in by a correction. */
  readonly entry: EntryAnswer | null;
  readonly change: ChangeAnswer | null;
  readonly correction: CorrectionNote | null;
  /** The event that says it, by whom and when it was recorded, and where it stands in the log. */
  readonly event: string;
  readonly type: string;
  readonly recordedAt: string;
  readonly actor: string | null;
  readonly position: string;
}

/** One step of what was believed of a figure (*hur vår bild ändrades*). */
export interface BeliefStep {
  /** Whether it was learned when something was recorded, or said when something was published. */
  readonly by: 'recorded' | 'published';
  /** From which position on it was believed: of an import, that of its completion. Null of what was published. */
  readonly position: string | null;
  /** As it counts, ISO; null of what was published. */
  readonly recordedAt: string | null;
  readonly actor: string | null;
  /** The event there. */
  readonly event: string | null;
  readonly type: string | null;
  /** The day, of what was published; null of the rest, which has no date, and of what was recorded. */
  readonly published: string | null;
  readonly unitOfMeasure: UnitOfMeasure;
  /** Canonical sign. */
  readonly before: string | null;
  readonly after: string | null;
  /** After less before, where none counts as nothing. */
  readonly moved: string;
  readonly marks: readonly Mark[];
  readonly status: Status | null;
  readonly why: readonly BeliefReason[];
  /** How many more there were than are listed in `why`. */
  readonly more: number;
}

/**
 * Why one side differs from another: difference = changed + begun + ended + unexplained + learned, exactly. The first
 * four are the two compared at one standpoint, the later one; `learned` is what the other side moved by until then.
 */
export interface ComparisonAnswer extends Omit<
  DifferenceAnswer,
  'from' | 'to' | 'fromValue' | 'toValue' | 'label'
> {
  readonly from: SideAnswer;
  readonly to: SideAnswer;
  readonly label: string;
  readonly unitOfMeasure: UnitOfMeasure;
  /** Null where a side has no value; what is a sum here then counts it as nothing. */
  readonly difference: string | null;
  /** Where the two are compared with each other. */
  readonly position: string;
  readonly publishedBy: string | null;
  readonly learned: string;
  readonly steps: readonly BeliefStep[];
  /** What the steps before those listed made together; null where all are listed. */
  readonly earlier: { readonly moved: string; readonly upTo: string } | null;
}

export interface BeliefsAnswer extends HistoryPage<BeliefStep> {
  readonly label: string;
  readonly reading: ReadingAddress | null;
  readonly terms: readonly Omit<SideTermAnswer, 'value'>[];
  readonly unitOfMeasure: UnitOfMeasure;
  /** The position it is read up to. */
  readonly position: string;
}
