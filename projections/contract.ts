import type { UnitOfMeasure } from '#amount';
import type { AssertionKind, Mark, RowKind } from '#ledger';
import type { ComparabilityAnswer, Comparing } from './identity/comparability-answer.js';

export type * from './discrepancy-answers.js';
export type * from './explanation-answers.js';
export type * from './reading-address.js';
export type * from './register-answers.js';

/**
 * What the read side answers with: plain data, the same over GraphQL, on the command line and on the page. Amounts are
 * decimal strings. In a view they are in the table's own unit of measure and printed sign; in an explanation in the
 * canonical sign (effect on the result) with the printed text beside.
 */

/** Limits what is read: by what was recorded (`asOf`) and, apart from that, by what was published. */
export interface ReadOptions {
  /** A position, a time (ISO) or an event id. */
  readonly asOf?: string;
  /** A day (ISO): only what had been published by then. */
  readonly publishedBy?: string;
}

/** Which view, of what. `view` is the name on the command line. */
export type ViewRequest = Comparing & NamedView;

type NamedView =
  | {
      readonly view: 'budget-diff';
      readonly unit: string;
      readonly year: string;
      readonly from: string;
      readonly to: string;
    }
  | { readonly view: 'tertial-forecast'; readonly unit: string; readonly year: string }
  | {
      readonly view: 'delarsbokslut';
      readonly unit: string;
      readonly year: string;
      readonly through: string;
      readonly area?: string;
    }
  | { readonly view: 'land'; readonly unit: string; readonly year: string }
  | { readonly view: 'internal-control'; readonly unit: string; readonly year: string }
  /** Of every year, or up to one. */
  | { readonly view: 'goals'; readonly unit: string; readonly year?: string }
  | LifeRequest;

/** One figure of a year; its area is operations where none is named, its line the whole table where it is empty. */
export interface LifeRequest extends Comparing {
  readonly view: 'life';
  readonly unit: string;
  readonly year: string;
  readonly area?: string;
  readonly line: readonly string[];
  readonly measure: string;
}

export interface StatedCell {
  readonly printed: string;
  /** In the view's unit of measure and printed sign. */
  readonly value: string | null;
  readonly document: string;
  readonly table: string;
  readonly row: string;
  readonly column: string;
}

/** Two numbers that do not agree, in the printed sign: that of the cell, or another one that it is a term of. */
export interface CellDisagreement {
  /** What was checked: a sum, a net, what was approved … */
  readonly kind: AssertionKind;
  readonly stated: string;
  readonly computed: string;
}

export interface ViewCell {
  readonly column: string;
  readonly value: string | null;
  readonly marks: readonly Mark[];
  readonly stated: StatedCell | null;
  /**
   * Id of the discrepancy concerning this cell: what is printed in it is not what its own terms give. Null for rounding,
   * which is none.
   */
  readonly discrepancy: string | null;
  /** Whether it is one by itself, follows on from another, or is no more than rounding. */
  readonly discrepancyClass: 'discrepancy' | 'followOn' | 'rounding' | null;
  /** What does not agree; null where `discrepancyClass` is. */
  readonly disagreement: CellDisagreement | null;
}

export interface ViewRowAnswer {
  /** Labels from the outermost, beginning with the frame where the view spans several. */
  readonly path: readonly string[];
  readonly kind: RowKind;
  readonly cells: readonly ViewCell[];
}

export interface View {
  readonly view: string;
  readonly unit: string;
  readonly unitOfMeasure: UnitOfMeasure;
  readonly columns: readonly { readonly id: string; readonly label: string }[];
  readonly rows: readonly ViewRowAnswer[];
  /** What sets its columns apart, where they are not of the same thing or not called the same. */
  readonly comparability: readonly ComparabilityAnswer[];
  /** What was asked, as given; null for now. */
  readonly asOf: string | null;
  /** The position the answer is from. */
  readonly position: string;
  /** With `publishedBy`: entries without a date that is stated or judged, of all rows of the tables that are read. */
  readonly undatedLeftOut: number;
}
