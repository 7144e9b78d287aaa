import type { Amount } from '#amount';
import type { FormulaOperand, RowFormula } from './declaration.js';
import type { Reading } from './figure.js';

/** A fraction kept exact until it is shown. */
export interface Ratio {
  readonly numerator: Amount;
  readonly denominator: Amount;
}

/** Amounts count 10^-6 of the base unit; products and ratios of two amounts are brought back to that scale. */
const SCALE = 1_000_000n;
const PERCENT = 100n;

/** What a term of a formula names: the row's own line and column, except where it says otherwise. */
export function operandReading(at: Reading, operand: FormulaOperand): Reading {
  return {
    ...at,
    measure: operand.measure,
    line: operand.line ?? at.line,
    basis: operand.basis ?? at.basis,
    period: operand.period ?? at.period,
    edition: operand.edition ?? at.edition,
  };
}

/** Applies an operation exactly; a ratio keeps its fraction and is rounded half away from zero to 10^-6 besides. */
export function operate(
  operation: RowFormula['operation'],
  operands: readonly Amount[],
  percent = false,
): { amount: Amount | null; ratio?: Ratio } {
  if (operation === 'sum') return { amount: operands.reduce((a, b) => a + b, 0n) };
  if (operation === 'product') {
    const [first = 0n, ...rest] = operands;
    return { amount: rest.reduce((a, b) => divideRounded(a * b, SCALE), first) };
  }
  const [numerator, denominator] = operands;
  if (numerator === undefined || denominator === undefined || denominator === 0n) return { amount: null };
  const scale = percent ? SCALE * PERCENT : SCALE;
  return { amount: divideRounded(numerator * scale, denominator), ratio: { numerator, denominator } };
}

/** Half away from zero. */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const rounded = (2n * n + d) / (2n * d);
  return negative ? -rounded : rounded;
}
