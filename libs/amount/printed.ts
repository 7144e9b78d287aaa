import { decimalsOf, fromDigits, type Amount } from './amount.js';
import { isLedgerError, LedgerError, type Place } from './errors.js';
import { findUnitOfMeasure, type UnitOfMeasure } from './unit-of-measure.js';

/** What a printed cell says where a number belongs. `text` is the cell as it stood. */
export type Printed = PrintedAmount | PrintedBlank | PrintedMissing;

export interface PrintedAmount {
  readonly kind: 'amount';
  /** In the sign of the print. */
  readonly amount: Amount;
  readonly unit: UnitOfMeasure;
  /** How many decimals were printed: the precision of the number. */
  readonly decimals: number;
  /** Printed in parentheses: `(72)`. It does not mean a negative number, as it does in some foreign accounts. */
  readonly preliminary: boolean;
  /** The unit stood beside the number: `60%`, `1,3 mnkr`. */
  readonly withUnit: boolean;
  readonly text: string;
}

/** Nothing was printed: it says nothing, and it is not zero. */
export interface PrintedBlank {
  readonly kind: 'blank';
  readonly text: string;
}

/** A lone dash: the number is not stated. */
export interface PrintedMissing {
  readonly kind: 'missing';
  readonly text: string;
}

// Ordinary space, NBSP, figure space, thin space, narrow NBSP: what separates groups of three.
const SPACE = '[ \\u00a0\\u2007\\u2009\\u202f]';
// Hyphen-minus, en dash, minus sign.
const MINUS = '[-\\u2013\\u2212]';
const WHOLE = `(?:0|[1-9]\\d*|[1-9]\\d{0,2}(?:${SPACE}\\d{3})+)`;

/** 1 sign, 2 whole part with its spaces, 3 decimals, 4 the unit beside it */
const NUMBER = new RegExp(
  `^(?:(${MINUS}|\\+)${SPACE}*)?(${WHOLE})(?:,(\\d+))?(?:${SPACE}*(%|\\p{L}(?:[\\p{L}.]|${SPACE})*))?$`,
  'u',
);
const PARENTHESES = new RegExp(`^\\(${SPACE}*([^()]*?)${SPACE}*\\)(${SPACE}*%)?$`, 'u');
const MISSING = new RegExp(`^${MINUS}$`, 'u');
const SPACES = new RegExp(SPACE, 'gu');

/** Integers without groups, the common case in files, are read without a regex; so many digits fit even in mnkr. */
const MAX_FAST_DIGITS = 6;

/** A cell longer than this holds no number, and is cut in the message. */
const MAX_TEXT = 80;

/**
 * Reads a number as Swedish documents print it: `-128 650`, `52,6%`, `- 30 041`, `(72)`.
 *
 * Groups of three are separated by a space, NBSP, narrow NBSP, thin or figure space, all of the number or none of it;
 * decimals by a comma; the sign is `-`, `−`, `–` or `+` and may be detached. The unit may stand after the number when
 * it is the unit asked for. Anything else is refused rather than guessed.
 *
 * @throws LedgerError NUMBER_UNREADABLE, which names the text and the place
 */
export function readPrinted(
  text: string,
  unit: UnitOfMeasure,
  options: { readonly place?: Place } = {},
): Printed {
  const fast = readPlainInteger(text);
  if (fast !== undefined) {
    const amount = fromDigits(fast.digits, 0, fast.negative, unit);
    return { kind: 'amount', amount, unit, decimals: 0, preliminary: false, withUnit: false, text };
  }
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'blank', text };
  if (MISSING.test(trimmed)) return { kind: 'missing', text };

  if (trimmed.length > MAX_TEXT) throw unreadable(text, hintFor(''), options.place);

  const parentheses = PARENTHESES.exec(trimmed);
  const inner = parentheses === null ? trimmed : `${parentheses[1] ?? ''}${parentheses[2] ?? ''}`;
  const match = NUMBER.exec(inner);
  if (match === null) throw unreadable(text, hintFor(trimmed), options.place);

  const [, sign, whole = '', fraction = '', word] = match;
  if (word !== undefined && findUnitOfMeasure(word) !== unit) {
    throw unreadable(text, `The unit here is ${unit}, not "${word}".`, options.place);
  }
  if (fraction.length > decimalsOf(unit)) {
    throw unreadable(text, `At most ${decimalsOf(unit)} decimals can be held in ${unit}.`, options.place);
  }
  try {
    const negative = sign !== undefined && sign !== '+';
    const amount = fromDigits(whole.replace(SPACES, '') + fraction, fraction.length, negative, unit);
    return {
      kind: 'amount',
      amount,
      unit,
      decimals: fraction.length,
      preliminary: parentheses !== null,
      withUnit: word !== undefined,
      text,
    };
  } catch (error) {
    if (!isLedgerError(error, 'AMOUNT_OUT_OF_RANGE')) throw error;
    throw unreadable(
      text,
      `It is larger than the ledger can hold in ${unit}; check the unit of measure.`,
      options.place,
    );
  }
}

function readPlainInteger(text: string): { digits: string; negative: boolean } | undefined {
  const negative = text.charCodeAt(0) === 45;
  const start = negative ? 1 : 0;
  const length = text.length - start;
  if (length < 1 || length > MAX_FAST_DIGITS) return undefined;
  for (let i = start; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) return undefined;
  }
  if (length > 1 && text.charCodeAt(start) === 48) return undefined;
  return { digits: negative ? text.slice(1) : text, negative };
}

function unreadable(text: string, hint: string, place: Place | undefined): LedgerError {
  const shown = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  return new LedgerError('NUMBER_UNREADABLE', `"${shown}" cannot be read as a number`, { place, hint });
}

/** What is probably wrong, from the most telling sign to the least. */
function hintFor(text: string): string {
  if (/[\u2010\u2011\u2012\u2014\u2015]/u.test(text)) return 'Write the minus sign as "-", "–" or "−".';
  if (/[()]/u.test(text))
    return 'Parentheses mark a preliminary number, such as (72), and stand around the whole of it.';
  if (/\d\.\d/u.test(text)) return 'Decimals are written with a comma, and groups with a space: 1 234,5.';
  if (/\d,\d+,/u.test(text))
    return 'A number has one decimal comma, and groups are written with a space: 1 234,5.';
  if (/\d[\s\u00a0\u2007\u2009\u202f]+\d/u.test(text)) {
    return 'Groups are of three digits with one space between them: 1 234 567; two numbers may have run together.';
  }
  if (/\d[eE][-+]?\d/u.test(text)) return 'Write the number out, without an exponent.';
  if (/^[-+\u2013\u2212]?[\s\u00a0]*0\d/u.test(text))
    return 'A number has no zeros in front; is it a code or a date?';
  return 'Expected a number such as -128 650 or 52,6, an empty cell, or a lone "-" where it is not stated.';
}
