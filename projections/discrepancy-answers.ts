import type { UnitOfMeasure } from '#amount';
import type { AssertionKind, FindingClass, SourceCell } from '#ledger';

/** What the reconciliation answers with (*avstämning*). */

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
