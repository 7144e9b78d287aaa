import type { UnitOfMeasure } from '#amount';
import type { Decision, Line, SourceCell } from '#ledger';
import type {
  Attested,
  Cause,
  ChangedLines,
  DecimalText,
  Frame,
  PairLines,
  PrintedNumber,
  StatedLines,
} from '../lines.js';

/** A land development project was approved (*godkänd utgift*): basis approved, period `lifetime`. */
export interface ProjectApproved extends StatedLines {
  readonly basis: 'approved';
  readonly project: string;
  readonly name: string;
}

/** The approval was extended (*utökning av godkänd utgift*): a change from the approval in force. */
export interface ApprovalExtended extends ChangedLines {
  readonly basis: 'approved';
  readonly project: string;
  readonly cause: Cause;
}

/** What a project has cost and brought in so far (*utgift till och med*). */
export interface ProjectOutlayReported extends StatedLines {
  readonly basis: 'outcome';
  readonly project: string;
  /** A month, `2024-06`. */
  readonly through: string;
}

/**
 * The status of a project changed (*projektstatus*): a code, and the scale that says what it means. A code that a table
 * prints as a number is a figure of the measure `status` too, where `at` says of which reading; it is never summed.
 */
export interface ProjectStatusChanged extends Attested {
  readonly project: string;
  readonly unit: string;
  readonly scale: string;
  readonly code: string;
  /** A date, a month or a year. */
  readonly asAt?: string;
  /** The line of the project, and the edition that the code stands beside. */
  readonly at?: Omit<Frame, 'unit'> & { readonly line: Line };
  readonly printed?: PrintedNumber;
  readonly source?: SourceCell;
}

/** The figures that a land event moved: pairs of readings, each named. */
export type Movement = PairLines;

interface LandDeal {
  readonly unit: string;
  /** The property (*fastighet*), as registered or as the source names it. */
  readonly property: string;
  readonly project?: string;
  /** The other party, an opaque id. */
  readonly party?: string;
  readonly price: DecimalText | null;
  readonly unitOfMeasure: UnitOfMeasure;
  /** A date, a month or a year. */
  readonly date: string;
  readonly decision?: Decision;
  readonly source?: SourceCell;
}

/** A sale of land was agreed (*avtal om markförsäljning*). */
export interface LandSaleAgreed extends LandDeal {
  readonly sale: string;
}

/** A sale of land was completed (*tillträde*). It changes a figure only for the pairs of readings it names. */
export interface LandSaleCompleted extends LandDeal {
  readonly sale: string;
  readonly moves?: readonly Movement[];
}

/** What is known of a sale that the ledger never saw. */
export interface UnseenSale {
  readonly words: string;
  readonly property?: string;
  readonly price?: DecimalText;
  readonly date?: string;
}

/** A completed sale was rescinded and its price repaid (*hävd försäljning*). */
export interface LandSaleRescinded {
  readonly sale: string;
  readonly unit: string;
  /** Given where the ledger never saw the sale. */
  readonly unseen?: UnseenSale;
  /** What was repaid, without a sign; null where it is not stated. */
  readonly repaid: DecimalText | null;
  readonly unitOfMeasure: UnitOfMeasure;
  /** A date, a month or a year. */
  readonly date: string;
  readonly reason: string;
  readonly decision?: Decision;
  readonly source?: SourceCell;
  readonly moves?: readonly Movement[];
}

/** Land was acquired (*markförvärv*). */
export interface LandAcquired extends LandDeal {
  readonly purchase: string;
  readonly moves?: readonly Movement[];
}

export interface LandCatalogue {
  readonly ProjectApproved: ProjectApproved;
  readonly ApprovalExtended: ApprovalExtended;
  readonly ProjectOutlayReported: ProjectOutlayReported;
  readonly ProjectStatusChanged: ProjectStatusChanged;
  readonly LandSaleAgreed: LandSaleAgreed;
  readonly LandSaleCompleted: LandSaleCompleted;
  readonly LandSaleRescinded: LandSaleRescinded;
  readonly LandAcquired: LandAcquired;
}
