import type { Decision, SourceCell } from '#ledger';
import type { Cause, ChangedLines, PairLines, StatedLines } from '../lines.js';

/** A budget was adopted (*budget antagen*): the readings of its table. Basis budget, approved or target. */
export interface BudgetAdopted extends StatedLines {
  readonly basis: 'budget' | 'approved' | 'target';
}

/** The budget in force was changed, because of a cause, under a decision (*budgetändring*). */
export interface BudgetChanged extends ChangedLines {
  readonly basis: 'budget' | 'approved' | 'target';
  readonly cause: Cause;
}

/** Money was moved between lines (*omfördelning*): the lines sum to zero. */
export interface BudgetReallocated extends ChangedLines {
  readonly basis: 'budget' | 'approved';
  readonly cause: Cause;
}

/** A change between two named readings was explained (*förklaring*): each line names the reading it leads from. */
export interface ChangeExplained extends PairLines {
  readonly cause: Cause;
}

/** A second source for entries: it adds a place, not an amount (*ytterligare källa*). */
export interface SourceAdded {
  /** Ids of entries: `<event id>/<n>`. */
  readonly to: readonly string[];
  readonly source?: SourceCell;
  readonly decision?: Decision;
}

export interface BudgetCatalogue {
  readonly BudgetAdopted: BudgetAdopted;
  readonly BudgetChanged: BudgetChanged;
  readonly BudgetReallocated: BudgetReallocated;
  readonly ChangeExplained: ChangeExplained;
  readonly SourceAdded: SourceAdded;
}
