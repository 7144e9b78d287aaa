import { halfUnit, type Amount } from '#amount';
import type { PrintedForm } from './entry.js';
import type { Ratio } from './operation.js';

/**
 * Assertions (*avstämning*): a printed number beside what the ledger computes or another statement says. Nothing is
 * ever repaired; a discrepancy names both places and accuses neither.
 */

export type AssertionClass = 'equal' | 'rounding' | 'followOn' | 'discrepancy';

/** One term of a cell's own formula: what it computes to, and what is printed of it. */
export interface AssertionTerm {
  readonly coefficient: bigint;
  readonly computed: Amount | null;
  readonly printed: Amount | null;
  /** Half a unit in the last printed place; 0 where nothing is printed. */
  readonly tolerance: Amount;
}

export interface Assessment {
  readonly class: AssertionClass;
  /** stated − computed, canonical. */
  readonly difference: Amount;
  readonly tolerance: Amount;
}

/** Half a unit in the last place of a printed number. */
export function printedTolerance(printed: Pick<PrintedForm, 'unitOfMeasure' | 'decimals'>): Amount {
  return halfUnit(printed.unitOfMeasure, printed.decimals);
}

/**
 * Compares a printed number with a computed one. The tolerance is that of the number and of each term of the cell's own
 * formula. In this order the answer is equal, rounding (within the tolerance), a follow-on (it holds when the terms are
 * taken as printed), or a discrepancy.
 */
export function assess(
  stated: Amount,
  computed: Amount,
  ownTolerance: Amount,
  terms: readonly AssertionTerm[] = [],
): Assessment {
  const difference = stated - computed;
  const tolerance = terms.reduce((sum, term) => sum + scaled(term), ownTolerance);
  const result = (kind: AssertionClass): Assessment => ({ class: kind, difference, tolerance });
  if (difference === 0n) return result('equal');
  if (within(difference, tolerance)) return result('rounding');
  if (terms.some((term) => term.printed !== null && term.printed !== term.computed)) {
    let asPrinted = 0n;
    for (const term of terms) asPrinted += term.coefficient * (term.printed ?? term.computed ?? 0n);
    if (within(stated - asPrinted, tolerance)) return result('followOn');
  }
  return result('discrepancy');
}

/** Compares a printed share or quotient with the exact fraction, without rounding the fraction first. */
export function assessRatio(
  stated: Amount,
  ratio: Ratio,
  percent: boolean,
  ownTolerance: Amount,
): Assessment {
  const scale = percent ? 100_000_000n : 1_000_000n;
  const denominator = ratio.denominator < 0n ? -ratio.denominator : ratio.denominator;
  const numerator = ratio.denominator < 0n ? -ratio.numerator : ratio.numerator;
  const off = stated * denominator - numerator * scale;
  const difference = off / denominator;
  if (off === 0n) return { class: 'equal', difference, tolerance: ownTolerance };
  const inside = (off < 0n ? -off : off) <= ownTolerance * denominator;
  return { class: inside ? 'rounding' : 'discrepancy', difference, tolerance: ownTolerance };
}

function scaled(term: AssertionTerm): Amount {
  return (term.coefficient < 0n ? -term.coefficient : term.coefficient) * term.tolerance;
}

function within(difference: Amount, tolerance: Amount): boolean {
  return difference <= tolerance && -difference <= tolerance;
}
