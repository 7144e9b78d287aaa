import { decimalsOf, lastPlace, roundTo, splitDecimals, type Amount } from './amount.js';
import type { Printed } from './printed.js';
import { symbolOf, type UnitOfMeasure } from './unit-of-measure.js';

export interface PrintOptions {
  /** NBSP and U+2212 instead of an ordinary space and hyphen: for a page, where lines break. Default false. */
  readonly typographic?: boolean;
  /** Groups of three. Default true. */
  readonly groups?: boolean;
  /** The unit beside the number: `52,6%`, `1 300 tkr`. Default false. */
  readonly withUnit?: boolean;
  /** In parentheses, as preliminary numbers are printed. Default false. */
  readonly preliminary?: boolean;
  /** A plus sign before what is above zero, as in a list of changes. Default false. */
  readonly plus?: boolean;
}

/**
 * Prints an amount as the documents do: `-128 650`, `52,6`. With `decimals` it is rounded half away from zero to that
 * many; without, it has as many as it takes to be exact. Zero has no sign. readPrinted reads the result again.
 */
export function printAmount(
  amount: Amount,
  unit: UnitOfMeasure,
  decimals?: number,
  options: PrintOptions = {},
): string {
  const { negative, whole, digits } = rounded(amount, unit, decimals);
  const space = options.typographic === true ? '\u00a0' : ' ';
  const minus = options.typographic === true ? '\u2212' : '-';
  const sign = negative
    ? minus
    : options.plus === true && amount !== 0n && hasValue(whole, digits)
      ? '+'
      : '';
  const number = `${sign}${options.groups === false ? whole : group(whole, space)}${digits === '' ? '' : `,${digits}`}`;
  const text = options.withUnit === true ? `${number}${unitBeside(unit, space, options)}` : number;
  return options.preliminary === true ? `(${text})` : text;
}

/** Prints again what was read, in its own precision: parentheses and unit where the print had them. */
export function printAgain(
  printed: Printed,
  options: Pick<PrintOptions, 'typographic' | 'groups'> = {},
): string {
  if (printed.kind === 'blank') return '';
  if (printed.kind === 'missing') return options.typographic === true ? '\u2212' : '-';
  const { amount, unit, decimals, preliminary, withUnit } = printed;
  return printAmount(amount, unit, decimals, { ...options, preliminary, withUnit });
}

function rounded(
  amount: Amount,
  unit: UnitOfMeasure,
  decimals: number | undefined,
): { negative: boolean; whole: string; digits: string } {
  const places = decimalsOf(unit);
  if (decimals === undefined) {
    const { negative, whole, fraction } = splitDecimals(amount, places);
    return { negative, whole, digits: fraction.replace(/0+$/u, '') };
  }
  const step = lastPlace(unit, decimals);
  if (step === 0n) {
    const { negative, whole, fraction } = splitDecimals(amount, places);
    return { negative, whole, digits: fraction };
  }
  const { negative, whole, fraction } = splitDecimals(roundTo(amount, unit, decimals) / step, decimals);
  return { negative, whole, digits: fraction };
}

function hasValue(whole: string, digits: string): boolean {
  return /[1-9]/u.test(whole) || /[1-9]/u.test(digits);
}

function group(whole: string, space: string): string {
  if (whole.length <= 3) return whole;
  let grouped = '';
  for (let end = whole.length; end > 0; end -= 3) {
    const part = whole.slice(Math.max(0, end - 3), end);
    grouped = grouped === '' ? part : `${part}${space}${grouped}`;
  }
  return grouped;
}

/** The documents print `52,6%` without a space; Swedish typography wants one. */
function unitBeside(unit: UnitOfMeasure, space: string, options: PrintOptions): string {
  const symbol = symbolOf(unit);
  if (symbol === '') return '';
  return unit === 'percent' && options.typographic !== true ? symbol : `${space}${symbol}`;
}
