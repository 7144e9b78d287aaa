import type { SourceCell } from '#ledger';
import type { Attested, DecimalText, DifferenceLine, Frame, LineEntry } from '../lines.js';

/**
 * A derived cell was printed (*avstämning*): a total, a net, or, with `from`, a difference of two readings. It is
 * compared with what is computed, and never changes a figure.
 */
export interface TotalStated extends Frame, Attested {
  readonly lines: readonly (LineEntry | DifferenceLine)[];
}

/** Which discrepancy it is about, and the numbers that were looked at: with others it is a new one. */
interface AboutDiscrepancy {
  readonly discrepancy: string;
  /** In the sign and unit of measure in which the number that asserts is printed. */
  readonly stated: DecimalText;
  readonly computed: DecimalText;
}

/** A discrepancy was explained (*förklarad avvikelse*): why printed and computed differ. */
export interface DiscrepancyExplained extends AboutDiscrepancy {
  readonly explanation: string;
  readonly source?: SourceCell;
}

/** A discrepancy was accepted as it is (*godtagen avvikelse*). */
export interface DiscrepancyAccepted extends AboutDiscrepancy {
  readonly reason: string;
}

export interface AssertionCatalogue {
  readonly TotalStated: TotalStated;
  readonly DiscrepancyExplained: DiscrepancyExplained;
  readonly DiscrepancyAccepted: DiscrepancyAccepted;
}
