import { Decimal } from 'decimal.js';
import { decimalsOf, fromDecimal, toDecimal, type Amount } from './amount.js';
import { LedgerError } from './errors.js';
import type { UnitOfMeasure } from './unit-of-measure.js';

/**
 * decimal.js for ratios and products, which an Amount cannot hold: 60 significant digits (the product of two amounts
 * has at most 38), rounding half away from zero, and its own settings, apart from whatever else uses the library.
 */
export const LedgerDecimal = Decimal.clone({
  precision: 60,
  rounding: Decimal.ROUND_HALF_UP,
  toExpNeg: -60,
  toExpPos: 60,
});
export type LedgerDecimal = Decimal;

/** The amount in the unit, exactly. */
export function toDecimalJs(amount: Amount, unit: UnitOfMeasure): LedgerDecimal {
  return new LedgerDecimal(toDecimal(amount, unit));
}

/**
 * The amount of a decimal in the unit. With `decimals` it is rounded to so many first, half away from zero; without,
 * it must be exact.
 * @throws LedgerError AMOUNT_UNREADABLE (not a finite number), AMOUNT_TOO_PRECISE, AMOUNT_OUT_OF_RANGE
 */
export function fromDecimalJs(value: LedgerDecimal, unit: UnitOfMeasure, decimals?: number): Amount {
  if (!value.isFinite()) {
    throw new LedgerError('AMOUNT_UNREADABLE', `${value.toString()} is not an amount`, {
      hint: 'A ratio whose denominator is zero has no value; show it as not stated.',
    });
  }
  if (decimals === undefined) return fromDecimal(value.toFixed(), unit);
  const places = Math.min(decimals, decimalsOf(unit));
  return fromDecimal(value.toFixed(places, Decimal.ROUND_HALF_UP), unit);
}
