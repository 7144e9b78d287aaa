import type { UnitOfMeasure } from '#amount';
import type { Basis, Decision, Line, Publication, Reading, SourceCell, SourceRank, Status } from '#ledger';

/**
 * What the lines of events have in common. An event says once what holds for all its lines (where they stand, the
 * decision, the rank); a line says what differs. Amounts are decimal strings in the printed unit of measure with the
 * canonical sign (effect on the result: revenue +, cost −, outlay −, sale +); `null` is "not stated in the source".
 */

/** A decimal number as text: `-184169`, `72.5`. Never a binary float. */
export type DecimalText = string;

/** Where the lines of an event stand, said once. */
export interface Frame {
  /** `municipality/board/frame`. */
  readonly unit: string;
  readonly area: string;
  readonly basis: Basis;
  /** A year, a month range, or `lifetime`. */
  readonly period: string;
  readonly edition: string;
}

/** Another reading, by what differs from the reading of the line itself: `{ "edition": "2021:1" }`. */
export type OtherReading = Partial<Reading>;

/** How the source printed a number: canonical value = sign × printed value. */
export interface PrintedNumber {
  readonly text: string;
  readonly decimals: number;
  readonly sign: 1 | -1;
}

/** What may be said once for all lines of an event, and otherwise line by line. */
export interface Attested {
  /** Default: the document that decides (0), table 0, the date of the decision. */
  readonly rank?: SourceRank;
  /** Default: the date of the decision. */
  readonly published?: Publication;
  /** Default: the status of the edition. */
  readonly status?: Status;
  readonly decision?: Decision;
  /** Who judged what no source states; an opaque id. */
  readonly judgedBy?: string;
}

/** What every entry has beside its address and what it says. */
export interface EntryParts extends Attested {
  readonly unitOfMeasure: UnitOfMeasure;
  readonly printed?: PrintedNumber;
  readonly source?: SourceCell;
  readonly preliminary?: boolean;
  readonly note?: string;
}

/** The address of a line within its event. */
export interface LineAddress {
  readonly line: Line;
  readonly measure: string;
  /** Where the line is of another unit, area, basis, period or edition than its event. */
  readonly at?: Partial<Frame>;
}

export interface RelativeTerm {
  /** A whole number, as 1 or −1. */
  readonly coefficient: number;
  readonly of: OtherReading;
}

/** An amount; not stated (`amount: null`); or other readings plus a difference. */
export type Said =
  | { readonly amount: DecimalText | null; readonly relative?: undefined }
  | {
      readonly amount?: undefined;
      readonly relative: { readonly terms: readonly RelativeTerm[]; readonly difference: DecimalText };
    };

/** A line that states a reading (*rad*). */
export type LineEntry = LineAddress & EntryParts & Said;

/** A line that changes a reading; without `from` it leads from the budget in force (the edition before in line). */
export interface ChangeLine extends LineAddress, EntryParts {
  readonly from?: OtherReading;
  /** null: the source names the cause and no amount. */
  readonly amount: DecimalText | null;
  /** ± in the unit of measure. Default: half a unit in the last printed place, else 0. */
  readonly precision?: DecimalText;
}

/** A change of one pair of readings, which it names. */
export interface PairLine extends ChangeLine {
  readonly from: OtherReading;
}

/** A printed difference of two readings (*Förändring*, *Avvikelse*). */
export interface DifferenceLine extends LineAddress, EntryParts {
  readonly from: OtherReading;
  readonly amount: DecimalText;
}

/** Lines that state readings of one frame. */
export interface StatedLines extends Frame, Attested {
  readonly lines: readonly LineEntry[];
}

/** Changes of one frame. */
export interface ChangedLines extends Frame, Attested {
  readonly lines: readonly ChangeLine[];
}

/** Changes of pairs of readings. */
export interface PairLines extends Frame, Attested {
  readonly lines: readonly PairLine[];
}

/**
 * The kinds of cause that the documents use. What is imported may have another word in the same form (`kebab-case`);
 * by hand only one that is in use is accepted. Those that rules know are `temporary` (says until when), `sale` and
 * `rescission`.
 */
export const CAUSE_KINDS = [
  'efficiency', // effektivisering
  'saving', // besparing, sparbeting
  'allocation', // tilldelning, satsning
  'indexation', // uppräkning
  'transfer', // överföring till eller från en annan enhet
  'reallocation', // omfördelning
  'temporary', // tillfällig
  'reclassification', // omklassificering
  'volume', // volym
  'price', // pris
  'reassessment', // ny bedömning
  'postponement', // senareläggning
  'sale', // försäljning
  'rescission', // hävning
  'acquisition', // förvärv
  'extension', // utökning
  'other',
] as const;

/** Why readings changed (*orsak*). One cause may move several figures. */
export interface Cause {
  /** Shared by the entries of one cause, also across events. Default: the id of the event. */
  readonly id?: string;
  readonly kind: string;
  /** In the words of the source. */
  readonly words: string;
  /** From when it holds: a date, a month or a year. */
  readonly since?: string;
  /** Of a temporary change: until when, a date or a year. */
  readonly until?: string;
  /** The source calls it lasting (*permanent*). */
  readonly permanent?: boolean;
}
