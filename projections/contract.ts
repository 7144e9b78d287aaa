import type { UnitOfMeasure } from '#amount';
import type {
  AssertionKind,
  Basis,
  Decision,
  FindingClass,
  Mark,
  RowKind,
  SourceCell,
  Status,
} from '#ledger';
import type { CorrectionNote } from './correction-note.js';
import type { ComparabilityAnswer, Comparing } from './identity/comparability-answer.js';

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
  /** With `publishedBy`: entries left out because no date is stated or judged. */
  readonly undatedLeftOut: number;
}

export interface ReadingAddress {
  readonly unit: string;
  readonly area: string;
  readonly line: readonly string[];
  readonly measure: string;
  readonly period: string;
  readonly basis: Basis;
  readonly edition: string;
}

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

export interface DiscrepancyAnswer {
  readonly id: string;
  readonly kind: string;
  readonly class: 'discrepancy' | 'followOn' | 'rounding';
  readonly stated: string;
  readonly computed: string;
  readonly difference: string;
  readonly tolerance: string;
  readonly places: readonly SourceCell[];
}

/** Where a number of a discrepancy stands. `document` is its file name as imported. */
export interface DiscrepancyPlace {
  readonly document: string;
  readonly table: string;
  readonly row: string;
  readonly column: string;
  readonly printed: string;
}

/** Whether somebody has said something of a discrepancy as it is now; with other numbers it is new again. */
export type DiscrepancyStatus = 'new' | 'explained' | 'accepted';

/**
 * What does not agree (*avstämning*). The numbers are in the sign and unit of measure in which the one that asserts is
 * printed; its place is told first, and again as the first of `places`, where it has one.
 */
export interface DiscrepancyItem {
  readonly id: string;
  readonly kind: AssertionKind;
  readonly class: FindingClass;
  readonly status: DiscrepancyStatus;
  readonly unit: string;
  readonly document: string | null;
  readonly table: string | null;
  readonly row: string | null;
  readonly column: string | null;
  readonly unitOfMeasure: UnitOfMeasure;
  readonly stated: string;
  readonly computed: string;
  readonly difference: string;
  readonly tolerance: string;
  readonly places: readonly DiscrepancyPlace[];
  /** What holds when the printed numbers are taken as they are. */
  readonly followOns: readonly DiscrepancyItem[];
}

export interface DiscrepancyFilter {
  /** Of this unit and those below it. */
  readonly unit?: string;
  /** With a place in this document: its file name, or its SHA-256 or the beginning of it. */
  readonly document?: string;
  readonly kind?: AssertionKind;
  /** Without it discrepancies alone; follow-ons stand under their root unless they are asked for. */
  readonly classes?: readonly FindingClass[];
  readonly status?: DiscrepancyStatus;
}

/** A discrepancy that appeared (`before` null), went away (`after` null) or has other numbers. */
export interface DiscrepancyDelta {
  readonly id: string;
  readonly before: DiscrepancyItem | null;
  readonly after: DiscrepancyItem | null;
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
  readonly position: string | null;
  /** With `publishedBy`: entries left out because no date is stated or judged. */
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

export interface UnitAnswer {
  readonly unit: string;
  readonly name: string;
  readonly kind: string;
  readonly parent: string | null;
}

export interface DocumentAnswer {
  readonly sha256: string;
  readonly file: string;
  readonly title: string;
  /** The board that it is of. */
  readonly unit: string | null;
  /** budget, planning, interim, annual or other. */
  readonly kind: string | null;
  /** The year that it is about, and of a report the month that it runs through. */
  readonly year: number | null;
  readonly through: string | null;
  readonly dnr: string | null;
  readonly body: string | null;
  readonly date: string | null;
  readonly paragraph: string | null;
  /** How long it is valid, as printed. */
  readonly validity: string | null;
  /** How many, by party and never by name; empty where the document does not say. */
  readonly notParticipating: readonly PartyCountAnswer[];
  readonly minutesNotes: readonly PartyCountAnswer[];
  readonly reservations: readonly PartyCountAnswer[];
  readonly status: Status;
  readonly statusJudgedBy: string | null;
  /** What the document does not state of itself, and what was judged instead. */
  readonly note: string | null;
  /** `complete`, `started` or `abandoned`: of its last import. */
  readonly importState: string | null;
  readonly replaces: string | null;
}

export interface PartyCountAnswer {
  readonly party: string;
  readonly count: number;
}

export interface EditionAnswer {
  readonly unit: string;
  readonly area: string;
  readonly basis: Basis;
  readonly period: string;
  readonly edition: string;
  readonly label: string;
  readonly extent: 'full' | 'amending';
  readonly status: Status;
  readonly known: boolean;
  readonly open: boolean;
}

export interface EventAnswer {
  readonly position: string;
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly recordedAt: string;
  readonly actor: string | null;
  readonly importId: string | null;
  /** The event's data as canonical JSON. */
  readonly data: string;
  /** What it corrects, where it is a correction. */
  readonly correction: CorrectionNote | null;
  /** What corrected or withdrew it as a whole. */
  readonly takenOut: CorrectionNote | null;
}

/** A page of a list; `cursor` of an item continues after it. */
export interface Page<T> {
  readonly items: readonly { readonly cursor: string; readonly item: T }[];
  readonly hasNext: boolean;
}

export interface PageRequest {
  readonly first: number;
  readonly after?: string;
}

/** Which source cells to list. */
export interface CellsFilter {
  /** Of this unit and those below it. */
  readonly unit?: string;
  /** Of this document: the name of its file, or the beginning of its sha-256. */
  readonly document?: string;
}

/** One cell of a document (*källcell*), and what the ledger holds of it. */
export interface SourceCellAnswer {
  /** Name of the file as it was imported. */
  readonly document: string;
  readonly table: string;
  /** Labels joined by ` > `. */
  readonly row: string;
  readonly column: string;
  readonly printed: string;
  /** In the unit of measure and the sign of the print; null where no number is stated. */
  readonly value: string | null;
  readonly unitOfMeasure: string | null;
  /** What is stated of a reading; what is said of readings that can be computed; what moves one. */
  readonly kind: 'figure' | 'assertion' | 'change';
  /** The reading in words, or what it is about where that is no reading. */
  readonly figure: string;
  /** Id of the event that says it. */
  readonly event: string;
}

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

export interface StatusAnswer {
  readonly log: {
    readonly id: string;
    readonly engine: string;
    readonly head: string;
    readonly events: number;
  };
  readonly readModel: {
    readonly version: string;
    readonly checkpoint: string;
    readonly behind: number;
    readonly rebuilding: boolean;
  };
  readonly documents: number;
  readonly entries: number;
}
