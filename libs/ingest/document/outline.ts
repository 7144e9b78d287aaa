import { isContentsTitle } from './contents-page.js';
import type { HeadingBlock } from './document.js';

interface Entry {
  readonly heading: HeadingBlock;
  /** `[5, 4, 1]` of `5.4.1 Resultat`. */
  readonly number: readonly number[] | null;
}

const NUMBER = /^(\d{1,2}(?:\.\d{1,2})*)\.?\s+\p{L}/u;

/**
 * The headings that hold where a table stands. Numbered sections (`5.4.1`) go by their numbers, which converters keep
 * better than the levels; all others by their levels.
 */
export class Outline {
  #stack: Entry[] = [];
  readonly #numbered: boolean;

  /** Headings of the whole document: single numbers (`6 Investeringar`) count only where sections have subsections. */
  constructor(headings: readonly HeadingBlock[]) {
    this.#numbered = headings.some(({ text }) => (numberOf(text)?.length ?? 0) > 1);
  }

  push(heading: HeadingBlock): void {
    // Converters give it the level of the document's title, and nothing is of the contents page but itself.
    if (isContentsTitle(heading.text)) return;
    const entry: Entry = { heading, number: this.#numbered ? numberOf(heading.text) : null };
    const kept = this.#stack.findIndex((above) => !isAbove(above, entry));
    this.#stack = [...this.#stack.slice(0, kept < 0 ? this.#stack.length : kept), entry];
  }

  /** The outermost first. */
  get path(): readonly string[] {
    return this.#stack.map(({ heading }) => heading.text);
  }
}

function isAbove(above: Entry, entry: Entry): boolean {
  const { number } = entry;
  if (number !== null && above.number !== null) {
    return above.number.length < number.length && above.number.every((part, index) => part === number[index]);
  }
  return above.heading.level < entry.heading.level;
}

function numberOf(text: string): number[] | null {
  const found = NUMBER.exec(text)?.[1];
  return found === undefined ? null : found.split('.').map(Number);
}
