import { isLedgerError, readPrinted, type UnitOfMeasure } from '#amount';

const UNITS: readonly UnitOfMeasure[] = ['percent', 'kr', 'tkr', 'mnkr', 'count', 'index'];
const DIGIT = /\d/;
const YEAR = /^(?:19|20)\d\d$/;
/** No number is longer, with its unit. */
const CHARACTERS_MAX = 40;

/** Does a cell hold a number as Swedish documents print it: `-128 650`, `52,6%`, `(72)`, `1,3 mnkr`? */
export function isNumericCell(text: string): boolean {
  return text.length <= CHARACTERS_MAX && DIGIT.test(text) && UNITS.some((unit) => isAmount(text, unit));
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
