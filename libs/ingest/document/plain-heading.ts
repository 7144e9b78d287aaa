import { findUnitOfMeasure } from '#amount';

/** A heading of a text without markup is a short line by itself, and longer ones are taken for text. */
const CHARACTERS_MAX = 80;
const WORDS_MAX = 12;

/**
 * Might a line of a text without markup be a heading? It is short, begins with a capital or a number, ends without a
 * stop, and is no item of a list, no field (`Bedömning: Helt uppfyllt`) and no unit of measure (`Belopp i tkr`).
 */
export function mayBeHeading(line: string): boolean {
  const text = line.trim();
  if (text.length > CHARACTERS_MAX || text.split(/\s+/u).length > WORDS_MAX) return false;
  if (!/^(?:\d+(?:\.\d+)*\.?\s+)?\p{Lu}/u.test(text)) return false;
  if (/[.:;,!?%)"”]$/u.test(text) || /:\s/u.test(text)) return false;
  // Columns that lost their table, and names set beside each other.
  if (/\t|\S {2,}\S/u.test(text)) return false;
  return !namesUnit(text);
}

function namesUnit(text: string): boolean {
  const unit = text.replace(/^(?:alla\s+)?(?:belopp|summor|tal)(?:en)?\s+(?:anges\s+)?i\s+/iu, '');
  return findUnitOfMeasure(unit) !== undefined;
}
