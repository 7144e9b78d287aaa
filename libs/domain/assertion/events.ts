import type { SourceCell } from '#ledger';
import type { Attested, DifferenceLine, Frame, LineEntry } from '../lines.js';

/**
 * A derived cell was printed (*avstämning*): a total, a net, or, with `from`, a difference of two readings. It is
 * compared with what is computed, and never changes a figure.
 */
export interface TotalStated extends Frame, Attested {
  readonly lines: readonly (LineEntry | DifferenceLine)[];
}

/** A discrepancy was explained (*förklarad avvikelse*): why printed and computed differ. */
export interface DiscrepancyExplained {
  readonly discrepancy: string;
  readonly explanation: string;
  readonly source?: SourceCell;
}

/** A discrepancy was accepted as it is (*godtagen avvikelse*). */
export interface DiscrepancyAccepted {
  readonly discrepancy: string;
  readonly reason: string;
}

export interface AssertionCatalogue {
  readonly TotalStated: TotalStated;
  readonly DiscrepancyExplained: DiscrepancyExplained;
  readonly DiscrepancyAccepted: DiscrepancyAccepted;
}
