import { LedgerError } from './errors.js';
import { exponentOf, type UnitOfMeasure } from './unit-of-measure.js';

/**
 * An exact amount (*belopp*): how many millionths of the base unit (krona, percent, index point, piece) it is.
 * It fits a signed 64-bit integer, as SQLite stores it: up to 9 223 372 million kronor.
 */
export type Amount = bigint;

/** Decimals of the base unit that an amount holds. */
export const AMOUNT_DECIMALS = 6;

/** One base unit: one krona, one percent. */
export const ONE: Amount = 1_000_000n;
const ZERO: Amount = 0n;

/** Largest size, both signs. -2^63 is left out, so that negating never overflows. */
export const AMOUNT_MAX: Amount = 2n ** 63n - 1n;

/** 10^n for every n that a unit and its decimals can give (mnkr: 6 + 6). */
const POWERS: readonly bigint[] = Array.from({ length: 19 }, (_, n) => 10n ** BigInt(n));
const NUMBER_POWERS: readonly number[] = Array.from({ length: 16 }, (_, n) => Number(`1e${n}`));
/** Any integer of so many digits is exact in a double. */
const SAFE_DIGITS = 15;
/** Longer than any amount in any unit; BigInt() of a text takes time that grows with its square. */
const MAX_DIGITS = 40;
const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

const CODE_0 = 48;
const CODE_9 = 57;
const CODE_MINUS = 45;
const CODE_POINT = 46;

/** Most decimals that an amount can hold in this unit: kr 6, tkr 9, mnkr 12. */
export function decimalsOf(unit: UnitOfMeasure): number {
  return AMOUNT_DECIMALS + exponentOf(unit);
}

function power(n: number): bigint {
  return POWERS[n] ?? 10n ** BigInt(n);
}

/** @throws LedgerError AMOUNT_OUT_OF_RANGE when it does not fit 64 bits */
export function checkRange(amount: Amount): Amount {
  if (amount <= AMOUNT_MAX && amount >= -AMOUNT_MAX) return amount;
  throw outOfRange(`${amount} millionths`);
}

function outOfRange(what: string): LedgerError {
  return new LedgerError('AMOUNT_OUT_OF_RANGE', `The amount ${what} is larger than the ledger can hold`, {
    hint: 'Check the unit of measure: kronor read as tkr or mnkr grow a thousand or a million times.',
  });
}

/**
 * The amount of digits without a sign or a decimal point, `decimals` of which stand after the point.
 * The caller has checked that `digits` holds 0-9 only and that `decimals` is not above decimalsOf(unit).
 * @throws LedgerError AMOUNT_OUT_OF_RANGE
 */
export function fromDigits(digits: string, decimals: number, negative: boolean, unit: UnitOfMeasure): Amount {
  const scale = AMOUNT_DECIMALS + exponentOf(unit) - decimals;
  if (digits.length + scale <= SAFE_DIGITS) {
    // Exact in a double: an integer below 10^15. Far quicker than BigInt arithmetic.
    const size = Number(digits) * (NUMBER_POWERS[scale] ?? 1);
    return BigInt(negative ? -size : size);
  }
  if (digits.length > MAX_DIGITS) throw outOfRange(`${digits.slice(0, MAX_DIGITS)}…`);
  const size = BigInt(digits) * power(scale);
  return checkRange(negative ? -size : size);
}

/**
 * Reads a plain decimal string, as in JSON and events: `-1234.5`, with a point, without groups, exponent or plus sign
 * and without needless zeros in front.
 * @throws LedgerError AMOUNT_UNREADABLE, AMOUNT_TOO_PRECISE (finer than a millionth of the base unit), AMOUNT_OUT_OF_RANGE
 */
export function fromDecimal(text: string, unit: UnitOfMeasure): Amount {
  const length = text.length;
  const negative = length > 0 && text.charCodeAt(0) === CODE_MINUS;
  const start = negative ? 1 : 0;
  let point = -1;
  for (let i = start; i < length; i += 1) {
    const code = text.charCodeAt(i);
    if (code >= CODE_0 && code <= CODE_9) continue;
    if (code !== CODE_POINT || point !== -1) throw unreadable(text);
    point = i;
  }
  const whole = (point === -1 ? length : point) - start;
  const decimals = point === -1 ? 0 : length - point - 1;
  if (whole === 0 || (point !== -1 && decimals === 0)) throw unreadable(text);
  if (whole > 1 && text.charCodeAt(start) === CODE_0) throw unreadable(text);
  if (decimals > decimalsOf(unit)) throw tooPrecise(text, unit);
  const digits = point === -1 ? text.slice(start) : text.slice(start, point) + text.slice(point + 1);
  return fromDigits(digits, decimals, negative, unit);
}

function unreadable(text: string): LedgerError {
  return new LedgerError('AMOUNT_UNREADABLE', `"${text.slice(0, 80)}" is not a plain decimal number`, {
    hint: 'Write it as -1234.5: a decimal point, no groups, no exponent, no plus sign, no zeros in front.',
  });
}

function tooPrecise(text: string, unit: UnitOfMeasure): LedgerError {
  return new LedgerError(
    'AMOUNT_TOO_PRECISE',
    `"${text.slice(0, 80)}" has more decimals than an amount in ${unit} can hold`,
    {
      hint: `At most ${decimalsOf(unit)} decimals in ${unit}; round it where it comes from.`,
    },
  );
}

/** The shortest exact decimal string of the amount in a unit: `-1234.5`, `0`, never `-0`, `1.50` or `1e3`. */
export function toDecimal(amount: Amount, unit: UnitOfMeasure): string {
  const places = decimalsOf(unit);
  if (amount <= SAFE && amount >= -SAFE) {
    const plain = Number(amount);
    const scale = NUMBER_POWERS[places] ?? 1;
    const whole = plain / scale;
    // A remainder of safe integers is exact, so this is the common case, a whole number of units.
    if (plain % scale === 0) return whole === 0 ? '0' : `${whole}`;
  }
  const { negative, whole, fraction } = splitDecimals(amount, places);
  let end = fraction.length;
  while (end > 0 && fraction.charCodeAt(end - 1) === CODE_0) end -= 1;
  return `${negative ? '-' : ''}${whole}${end === 0 ? '' : `.${fraction.slice(0, end)}`}`;
}

/** The digits before and after the decimal point of count × 10^-places; `fraction` has `places` digits. */
export function splitDecimals(
  count: bigint,
  places: number,
): { negative: boolean; whole: string; fraction: string } {
  const negative = count < 0n;
  const digits = (negative ? -count : count).toString().padStart(places + 1, '0');
  const point = digits.length - places;
  return { negative, whole: digits.slice(0, point), fraction: digits.slice(point) };
}

/** @throws LedgerError AMOUNT_OUT_OF_RANGE */
export function sum(amounts: Iterable<Amount>): Amount {
  let total = ZERO;
  for (const amount of amounts) total += amount;
  return checkRange(total);
}

export function negate(amount: Amount): Amount {
  return -amount;
}

export function abs(amount: Amount): Amount {
  return amount < 0n ? -amount : amount;
}

/** One unit in the last printed place: tkr with 0 decimals is 1 000 kr. */
export function lastPlace(unit: UnitOfMeasure, decimals: number): Amount {
  checkDecimals(decimals);
  const scale = decimalsOf(unit) - decimals;
  return scale < 0 ? ZERO : power(scale);
}

/**
 * Half a unit in the last printed place, what a printed number may differ by for its rounding: tkr with 0 decimals
 * 500 kr, percent with 2 decimals 0.005. With as many decimals as an amount can hold (or more) it is 0: half of a
 * millionth is no amount, and no difference is smaller than a millionth.
 */
export function halfUnit(unit: UnitOfMeasure, decimals: number): Amount {
  return lastPlace(unit, decimals) / 2n;
}

/**
 * Rounds to so many decimals of the unit, half away from zero (2,5 → 3; −2,5 → −3), as printed Swedish tables do, and
 * symmetrically, so that negating and rounding may be done in either order.
 * @throws LedgerError AMOUNT_OUT_OF_RANGE
 */
export function roundTo(amount: Amount, unit: UnitOfMeasure, decimals: number): Amount {
  const step = lastPlace(unit, decimals);
  if (step <= 1n) return amount;
  const remainder = amount % step;
  if (remainder === 0n) return amount;
  const half = step / 2n;
  if (amount < 0n) return checkRange(remainder <= -half ? amount - remainder - step : amount - remainder);
  return checkRange(remainder >= half ? amount - remainder + step : amount - remainder);
}

/** A count of decimals that is none is a fault in the program, not in the data. */
function checkDecimals(decimals: number): void {
  if (!Number.isInteger(decimals) || decimals < 0) {
    throw new RangeError(`A number of decimals must be a whole number from 0, not ${decimals}`);
  }
}
