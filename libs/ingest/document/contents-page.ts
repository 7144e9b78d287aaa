import type { RawRow } from './document.js';

const PAGE = /^\d{1,4}$/;
const DOTS_AND_PAGE = /\.{4,}\s*\d{1,4}\s*$/u;
const LEADERS = /(?:\.{3,}|…|(?:\. ){3,})\s*$/u;
/** A title with its dots; patterns that look for the end of a line are not let loose on longer ones. */
const CHARACTERS_MAX = 300;
const TITLE = /^inneh[åa]ll(?:sf[öo]rteckning)?\b/iu;

/** An entry of a contents page (*innehållsförteckning*). */
export interface ContentsEntry {
  readonly title: string;
  /** Dots led from it to its page: where only some entries have them, those are of a lower level. */
  readonly led: boolean;
  readonly row: RawRow;
}

/**
 * The entries of a contents page, or null where the rows are a table. Titles and pages make it one when dots lead from
 * a title to its page, or when "Innehåll" stands above; pages never fall.
 */
export function contentsEntries(rows: readonly RawRow[], above: string | null): ContentsEntry[] | null {
  const entries: ContentsEntry[] = [];
  let led = false;
  let last = 0;
  for (const row of rows) {
    const texts = row.cells.map(({ text }) => text.trim()).filter((text) => text !== '');
    const [title, page] = texts;
    if (title === undefined || page === undefined || texts.length !== 2) return null;
    if (title.length > CHARACTERS_MAX) return null;
    if (!PAGE.test(page) || Number(page) < last) return null;
    last = Number(page);
    const dots = LEADERS.test(title);
    led ||= dots;
    entries.push({ title: title.replace(LEADERS, '').trim(), led: dots, row });
  }
  return led || (above !== null && TITLE.test(above)) ? entries : null;
}

/** Is it what stands above a contents page? */
export function isContentsTitle(text: string): boolean {
  return TITLE.test(text.trim()) && text.trim().split(/\s+/u).length <= 2;
}

/** A line of a contents page that has no tab: `Inledning ..... 3`. */
export function isContentsLine(line: string): boolean {
  return line.length <= CHARACTERS_MAX && DOTS_AND_PAGE.test(line);
}

export function withoutPage(line: string): string {
  return isContentsLine(line) ? line.replace(DOTS_AND_PAGE, '').trim() : line;
}
