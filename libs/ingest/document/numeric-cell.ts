import { isLedgerError, readPrinted, type UnitOfMeasure } from '#amount';

const MONEY: readonly UnitOfMeasure[] = ['kr', 'tkr', 'mnkr'];
/** What every number begins with; most cells do not, and are told apart at once. */
const BEGINNING = /^\s*\(?\s*[-+\u2013\u2212]?\s*\d/u;
const YEAR = /^(?:19|20)\d\d$/;
/** No number is longer, with its unit. */
const CHARACTERS_MAX = 40;

/** Does a cell hold a number as Swedish documents print it: `-128 650`, `52,6%`, `(72)`, `1,3 mnkr`? */
export function isNumericCell(text: string): boolean {
  if (text.length > CHARACTERS_MAX || !BEGINNING.test(text)) return false;
  if (/\p{L}/u.test(text)) return [...MONEY, 'percent' as const].some((unit) => isAmount(text, unit));
  return isAmount(text, text.includes('%') ? 'percent' : 'kr');
}

/** A year, which stands where labels stand: `2024`. */
export function isYear(text: string): boolean {
  return YEAR.test(text.trim());
}

/** A number that is a figure of its table wherever it stands, as no label is. */
export function isFigure(text: string): boolean {
  return !isYear(text) && isNumericCell(text);
}

function isAmount(text: string, unit: UnitOfMeasure): boolean {
  try {
    return readPrinted(text, unit).kind === 'amount';
  } catch (error) {
    if (isLedgerError(error, 'NUMBER_UNREADABLE')) return false;
    throw error;
  }
}
