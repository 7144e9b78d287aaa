import type { RawRow, Spot, TableBlock } from './document.js';
import { isContentsLine, withoutPage } from './contents-page.js';
import { readFragment, truncated } from './html.js';
import { readCell, readParagraphs } from './inline.js';
import { BLOCKS_MAX } from './limits.js';
import { isPipeRow, isPipeTable, isSeparator, pipeCells } from './pipe-table.js';
import { PlainHeadings } from './plain-heading.js';
import { CellCount, tooLarge } from './refusal.js';
import { BlockList } from './table-rows.js';

const HEADING = /^ {0,3}(#{1,6})[ \t]+(\S.*)$/u;
const RULE = /^ {0,3}(?:(?:-[ ]*){3,}|(?:\*[ ]*){3,}|(?:_[ ]*){3,})$/u;
const ITEM = /^\s*(?:[-*+•·]|\d{1,3}[.)])\s+/u;
const BULLET = /^\s*[-*+]\s+/u;
const HTML_TABLE = /^\s*<table\b/iu;

/** Of a heading that is known only by standing alone on a short line. */
export const PLAIN_LEVEL = 3;

/**
 * A text whose tables have a row a line, with tabs between the cells: Markdown (with headings, emphasis, and tables
 * with pipes or in HTML besides), or, when `markdown` is false, the same without markup, where a heading is a short line.
 */
export function readMarkedUp(lines: readonly string[], file: string, markdown: boolean): BlockList {
  const reader = new MarkedUpReader(lines, file, markdown);
  return reader.read();
}

class MarkedUpReader {
  readonly #list = new BlockList();
  readonly #cells: CellCount;
  readonly #headings: PlainHeadings;
  #index = 0;

  constructor(
    private readonly lines: readonly string[],
    private readonly file: string,
    private readonly markdown: boolean,
  ) {
    this.#cells = new CellCount(file);
    this.#headings = new PlainHeadings(markdown ? [] : lines);
  }

  read(): BlockList {
    while (this.#index < this.lines.length) {
      this.#next(this.#line(0));
      if (this.#list.blocks.length > BLOCKS_MAX) {
        throw tooLarge(this.file, `more than ${BLOCKS_MAX} texts and tables`, `${BLOCKS_MAX}`, this.#index);
      }
    }
    return this.#list;
  }

  #line(ahead: number): string {
    return this.lines[this.#index + ahead] ?? '';
  }

  #next(line: string): void {
    const heading = this.markdown ? HEADING.exec(line) : null;
    if (heading !== null) this.#heading(heading[1]?.length ?? 1, heading[2] ?? '');
    else if (line.includes('\t')) this.#tabTable();
    else if (line.trim() === '' || RULE.test(line)) this.#index += 1;
    else if (HTML_TABLE.test(line)) this.#htmlTable();
    else if (isPipeTable(line, this.#line(1))) this.#pipeTable();
    else this.#text(line);
  }

  #heading(level: number, raw: string): void {
    const at = { line: this.#index + 1 };
    const text = readParagraphs(withoutClosing(raw), at, this.file).join(' ');
    if (text !== '') this.#list.blocks.push({ kind: 'heading', level, text, at });
    this.#index += 1;
  }

  #tabTable(): void {
    const rows: RawRow[] = [];
    for (;;) {
      const line = this.#line(0);
      // Editors take away the tabs at the end of a line: what is left is a row with nothing but its label.
      const bare = !line.includes('\t') && line.trim() !== '' && this.#line(1).includes('\t');
      if (!line.includes('\t') && !(bare && rows.length > 0 && !HEADING.test(line))) break;
      rows.push(this.#row(line.split('\t'), rows.length));
      this.#index += 1;
    }
    this.#requireWhole(rows);
    this.#list.table(rows);
  }

  #row(texts: readonly string[], rowsBefore: number): RawRow {
    const at: Spot = { line: this.#index + 1 };
    this.#cells.row(texts.length, rowsBefore, at.line);
    return { cells: texts.map((text) => readCell(text, at, this.file)), at };
  }

  /** A file whose last row, without an end of line, is shorter than the one before was cut off within it. */
  #requireWhole(rows: readonly RawRow[]): void {
    const [before, last] = rows.slice(-2);
    if (this.#index < this.lines.length || before === undefined || last === undefined) return;
    if (last.cells.length < before.cells.length) throw truncated(this.file, rows[0]?.at.line ?? 1);
  }

  #pipeTable(): void {
    const rows: RawRow[] = [];
    for (; isPipeRow(this.#line(0)); this.#index += 1) {
      const line = this.#line(0);
      if (!isSeparator(line)) rows.push(this.#row(pipeCells(line), rows.length));
    }
    this.#list.table(rows);
  }

  #htmlTable(): void {
    const from = this.#index;
    let open = 0;
    do {
      if (this.#index >= this.lines.length) throw truncated(this.file, from + 1);
      const line = this.#line(0);
      open += occurrences(line, /<table\b/giu) - occurrences(line, /<\/table\s*>/giu);
      this.#index += 1;
    } while (open > 0);
    const html = this.lines.slice(from, this.#index).join('\n');
    const { tables, paragraphs } = readFragment(html, { line: from + 1 }, this.file);
    for (const table of tables) this.#addTable(table);
    for (const { lead, text } of paragraphs) this.#addText(`${lead} ${text}`.trim(), { line: this.#index });
  }

  #addTable({ rows, caption }: TableBlock): void {
    rows.forEach(({ cells, at }, index) => {
      this.#cells.row(cells.length, index, at.line);
    });
    this.#list.table(rows, caption);
  }

  /** A paragraph: in Markdown it goes on until a blank line, an item of a list or a forced end of line. */
  #text(first: string): void {
    const at = { line: this.#index + 1 };
    const lines = [first];
    this.#index += 1;
    while (this.markdown && !/ {2}$|\\$/u.test(lines.at(-1) ?? '') && goesOn(this.#line(0), this.#line(1))) {
      lines.push(this.#line(0));
      this.#index += 1;
    }
    if (isContentsLine(first)) return this.#addText(withoutPage(first), at);
    const joined = lines.map((line) => line.trim()).join(' ');
    const raw = this.markdown ? joined.replace(BULLET, '').replace(/\\$/u, '') : joined;
    const alone =
      !this.markdown && lines.length === 1 && this.#headings.has(first) && this.#standsAlone(at.line - 1);
    for (const text of readParagraphs(raw, at, this.file)) {
      if (alone) this.#list.blocks.push({ kind: 'heading', level: PLAIN_LEVEL, text, at });
      else this.#addText(text, at);
    }
  }

  /** A heading has nothing before it on the line above, and below it nothing or its table. */
  #standsAlone(index: number): boolean {
    const above = this.lines[index - 1] ?? '';
    const below = this.lines[index + 1] ?? '';
    return above.trim() === '' && (below.trim() === '' || below.includes('\t'));
  }

  #addText(text: string, at: Spot): void {
    if (text !== '') this.#list.blocks.push({ kind: 'text', text, at });
  }
}

/** A heading may be closed by the signs that open it: `## Drift ##`. */
function withoutClosing(heading: string): string {
  const end = heading.trimEnd();
  const closing = end.lastIndexOf(' ');
  return closing >= 0 && /^#+$/u.test(end.slice(closing + 1)) ? end.slice(0, closing) : end;
}

function goesOn(line: string, after: string): boolean {
  if (line.trim() === '' || line.includes('\t') || HTML_TABLE.test(line)) return false;
  return !HEADING.test(line) && !RULE.test(line) && !ITEM.test(line) && !isPipeTable(line, after);
}

function occurrences(line: string, pattern: RegExp): number {
  return line.match(pattern)?.length ?? 0;
}
