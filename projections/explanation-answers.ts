import type { UnitOfMeasure } from '#amount';
import type { Decision, Mark, SourceCell, Status } from '#ledger';
import type { CorrectionNote } from './correction-note.js';
import type { DiscrepancyAnswer } from './discrepancy-answers.js';
import type { ComparabilityAnswer } from './identity/comparability-answer.js';
import type { ReadingAddress } from './reading-address.js';

/** Why a figure is what it is, and another than another (*förklaring*): in the canonical sign, with the printed text beside. */

export interface ChangeAnswer {
  readonly cause: string;
  readonly causeId: string;
  readonly kind: string;
  /** Canonical sign, in `unitOfMeasure`; null: not stated in the source. */
  readonly amount: string | null;
  readonly precision: string;
  /** False for a proposal that is listed and not counted. */
  readonly counted: boolean;
  readonly status: Status | null;
  readonly since: string | null;
  readonly until: string | null;
  readonly permanent: boolean;
  readonly decision: Decision | null;
  readonly event: string;
  readonly entry: string;
  readonly line: readonly string[];
  readonly measure: string;
  readonly source: SourceCell | null;
  /** Further sources of the same change. */
  readonly sources: readonly SourceCell[];
  /** The correction that put it in, where one did. */
  readonly correction: CorrectionNote | null;
  /** When the event that says it was recorded, by whom, and where it stands; null in an answer made without the log. */
  readonly recordedAt: string | null;
  readonly actor: string | null;
  readonly position: string | null;
  /** The sale of land that it is of: `land` lists its steps. */
  readonly sale: string | null;
}

/** A reading that a relative statement rests on. */
export interface RelativeTermAnswer {
  readonly coefficient: number;
  readonly reading: ReadingAddress;
  /** Its value; null where it has none, and in a plain list of entries. */
  readonly value: string | null;
}

export interface EntryAnswer {
  readonly id: string;
  readonly event: string;
  readonly kind: string;
  readonly reading: ReadingAddress;
  readonly value: string | null;
  readonly unitOfMeasure: UnitOfMeasure;
  readonly says: 'amount' | 'notStated' | 'relative' | 'change' | 'difference';
  /** Of a change: why, and the kind of the cause. */
  readonly cause: string | null;
  readonly causeKind: string | null;
  /** Of a relative statement: the readings it rests on, to which `difference` is added. */
  readonly terms: readonly RelativeTermAnswer[];
  readonly difference: string | null;
  readonly printed: string | null;
  readonly status: Status | null;
  readonly decision: Decision | null;
  readonly published: string | null;
  readonly source: SourceCell | null;
  /** The correction that took it out, where one did. */
  readonly takenOutBy: string | null;
  /** The correction that put it in, where one did. */
  readonly correction: CorrectionNote | null;
  /** The correction that took it out, where one did. */
  readonly takenOut: CorrectionNote | null;
  /** When the event that says it was recorded, by whom, and where it stands; null in an answer made without the log. */
  readonly recordedAt: string | null;
  readonly actor: string | null;
  readonly position: string | null;
}

export interface EditionStepAnswer {
  readonly edition: string;
  readonly value: string | null;
  /** The statement that stands there, also where the value is computed; null where nothing is stated. */
  readonly stated: EntryAnswer | null;
  readonly changes: readonly ChangeAnswer[];
  readonly begun: string;
  readonly ended: string;
  readonly unexplained: string;
  readonly opening: boolean;
}

/** One cell explained; its parts are explained the same way, and add up to its value. */
export interface CellExplanationAnswer extends AnswerStandpoint {
  /** Of what is left when one column is taken from another (*Återstår*): what it is taken from, the first of its parts. */
  readonly reading: ReadingAddress;
  readonly label: string;
  readonly unitOfMeasure: UnitOfMeasure;
  /** Canonical sign. */
  readonly value: string | null;
  /** As the standing statement prints it. */
  readonly printed: string | null;
  readonly marks: readonly Mark[];
  readonly status: Status | null;
  readonly formula: string | null;
  readonly parts: readonly (CellExplanationAnswer & { readonly coefficient: number })[];
  readonly standing: EntryAnswer | null;
  readonly editions: readonly EditionStepAnswer[];
  readonly assertions: readonly EntryAnswer[];
  readonly corrections: readonly {
    /** What was. */
    readonly entry: EntryAnswer;
    /** What was put in; null of a withdrawal. */
    readonly is: EntryAnswer | null;
    readonly nature: string;
    readonly reason: string;
    readonly correction: string;
  }[];
  readonly discrepancies: readonly DiscrepancyAnswer[];
  /**
   * Pairs with another series (the year before, another basis) or with an edition that no step leads from, for which
   * causes were entered by name. Of what was asked only.
   */
  readonly named: readonly DifferenceAnswer[];
}

/** Where a whole answer is from; null in its parts. */
export interface AnswerStandpoint {
  /** What sets it apart from what it is compared with; absent in its parts. */
  readonly comparability?: readonly ComparabilityAnswer[];
  /** Of a cell of a view: −1 where its table has it in the other sign than this answer; absent in its parts. */
  readonly printedSign?: 1 | -1;
  readonly position: string | null;
  /** With `publishedBy`: entries without a date that is stated or judged, of all rows of the tables that are read. */
  readonly undatedLeftOut: number | null;
}

/** Why one reading differs from another: difference = Σ changes + begun + ended + unexplained. */
export interface DifferenceAnswer extends AnswerStandpoint {
  readonly from: ReadingAddress;
  readonly to: ReadingAddress;
  readonly label: string;
  readonly unitOfMeasure: UnitOfMeasure;
  readonly fromValue: string | null;
  readonly toValue: string | null;
  readonly difference: string | null;
  /** The cell as the source prints it. */
  readonly printed: string | null;
  readonly changes: readonly ChangeAnswer[];
  /** Ends of temporary changes that nobody has entered: they may be causes, and are not counted. */
  readonly offered: readonly ChangeAnswer[];
  readonly changed: string;
  readonly begun: string;
  readonly ended: string;
  readonly unexplained: string;
  readonly precision: string;
  readonly marks: readonly Mark[];
  readonly judgedBy: string | null;
  readonly parts: readonly (DifferenceAnswer & { readonly coefficient: number })[];
}

export type ExplainAnswer =
  | { readonly kind: 'cell'; readonly cell: CellExplanationAnswer }
  | { readonly kind: 'difference'; readonly difference: DifferenceAnswer };

/** What nobody has explained of one figure of a document (*oförklarat*). Canonical sign, in `unitOfMeasure`. */
export interface UnexplainedChange {
  /** Between editions of one series; from the year before; of a forecast from its budget. */
  readonly kind: 'edition' | 'year' | 'deviation';
  readonly from: ReadingAddress;
  readonly to: ReadingAddress;
  readonly unitOfMeasure: UnitOfMeasure;
  readonly before: string | null;
  readonly after: string | null;
  readonly difference: string;
  readonly unexplained: string;
}
