import { findUnitOfMeasure } from '#amount';

/** A heading of a text without markup is a short line by itself, and longer ones are taken for text. */
const CHARACTERS_MAX = 80;
const WORDS_MAX = 12;

/** A line with such a word is a sentence, although a short one without a full stop. */
const VERB = /\s(?:är|har|ska|skall|kan|får|blir|blev|bör|måste|var|finns|kommer|skulle)(?:\s|$)/iu;

/**
 * Might a line of a text without markup be a heading? It is short, begins with a capital or a number, ends without a
 * stop, and is no item of a list, no field (`Bedömning: Helt uppfyllt`) and no unit of measure (`Belopp i tkr`).
 */
export function mayBeHeading(line: string): boolean {
  const text = line.trim();
  if (text.length > CHARACTERS_MAX || text.split(/\s+/u).length > WORDS_MAX) return false;
  if (!/^(?:\d+(?:\.\d+)*\.?\s+)?\p{Lu}/u.test(text)) return false;
  if (/[.:;,!?%)"”]$/u.test(text) || /:\s/u.test(text) || VERB.test(text)) return false;
  // Columns that lost their table, and names set beside each other.
  if (/\t|\S {2,}\S/u.test(text)) return false;
  return !namesUnit(text);
}

function namesUnit(text: string): boolean {
  const unit = text.replace(/^(?:alla\s+)?(?:belopp|summor|tal)(?:en)?\s+(?:anges\s+)?i\s+/iu, '');
  return findUnitOfMeasure(unit) !== undefined;
}

/** Beginning of one of several like lines (`Mål 3 - …`, `2. …`), its number left open. */
const SERIES = /^(\D{0,40}\d{1,3})(?:\s*[-–:]\s|[.)]\s)/u;

/**
 * Which lines of a text without markup are headings, by themselves and beside each other: of a series (`Mål 1 - …`,
 * `Mål 2 - …`) all are or none is.
 */
export class PlainHeadings {
  readonly #texts = new Set<string>();

  constructor(lines: readonly string[]) {
    for (const line of lines) {
      const series = seriesOf(line);
      if (series !== null && !mayBeHeading(line)) this.#texts.add(series);
    }
  }

  has(line: string): boolean {
    const series = seriesOf(line);
    return mayBeHeading(line) && (series === null || !this.#texts.has(series));
  }
}

function seriesOf(line: string): string | null {
  const found = SERIES.exec(line.trimStart())?.[1];
  return found === undefined ? null : found.replaceAll(/\d+/gu, '#');
}
