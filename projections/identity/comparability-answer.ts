import type { SourceCell } from '#ledger';

/** What sets two things apart that a view or an explanation puts beside each other (*jämförbarhet*). */
export type ComparabilityKind =
  'unitMoved' | 'perimeterChanged' | 'lineRenamed' | 'lineSplit' | 'linesMerged' | 'scaleChanged';

/** One reason why rows, columns or codes are not of the same thing, or are not called the same. */
export interface ComparabilityAnswer {
  readonly kind: ComparabilityKind;
  /** In words, as the source or whoever registered it has them. */
  readonly what: string;
  /** Where it stood, or what it was called, before. */
  readonly from: string | null;
  /** Where it stands, or what it is called, after; null where that is outside the ledger. */
  readonly to: string | null;
  /** A day, a month or a year; null where no source says. */
  readonly since: string | null;
  /** Who judged it, where no source states it. */
  readonly judgedBy: string | null;
  readonly source: SourceCell | null;
  /** Whether the ledger knows how to make it comparable. Of a line that is only called otherwise it always is. */
  readonly restatable: boolean;
  /** Paths of the rows concerned; empty where it is none of the table's. */
  readonly rows: readonly (readonly string[])[];
  /** Ids of the columns that differ from what they are compared with. */
  readonly columns: readonly string[];
}

/** Asks for what can be made comparable to be so (*jämförbar*): what cannot stays as it is, and is marked. */
export interface Comparing {
  readonly comparable?: boolean;
}
