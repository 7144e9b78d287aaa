import type { RawCell, RawRow } from './document.js';
import { readCell, readParagraphs, isBookmarked } from './inline.js';
import { isNumericCell } from './numeric-cell.js';
import { PlainHeadings } from './plain-heading.js';
import { CellCount } from './refusal.js';
import { BlockList } from './table-rows.js';
import { truncated } from './html.js';

/** Levels of headings while nothing but their form is known: with a bookmark, and short lines without. */
export const BOOKMARKED_LEVEL = 1;
export const PLAIN_LEVEL = 3;

/** Two blank lines end a table, and what follows the second is the third. */
const LINES_AFTER_TABLE = 3;

const CELL_LINE = /^[ \u00a0]*\t/u;
/** What begins with a space before its tab begins a row, although no blank line stands before it. */
const ROW_WITHOUT_SEPARATOR = /^[ \u00a0]+\t/u;

/**
 * A text with one cell a line, each begun with a tab, and a blank line between rows: what word processors make of a
 * table that is saved as plain text. Two blank lines end a table. A line without a tab right after a cell is one more
 * paragraph of it.
 */
export function readCellLines(lines: readonly string[], file: string): BlockList {
  const list = new BlockList();
  const cells = new CellCount(file);
  const headings = new PlainHeadings(lines);
  let index = 0;
  while (index < lines.length) {
    const line = lines[index] ?? '';
    if (CELL_LINE.test(line)) {
      const table = readTable(lines, index, file, cells);
      list.table(table.rows);
      index = table.next;
    } else {
      readLine(line, index + 1, file, list, headings);
      index += 1;
    }
  }
  return list;
}

function readLine(
  line: string,
  number: number,
  file: string,
  list: BlockList,
  headings: PlainHeadings,
): void {
  const at = { line: number };
  for (const text of readParagraphs(line.replaceAll(/\t+/gu, '  '), at, file)) {
    if (isBookmarked(line)) list.blocks.push({ kind: 'heading', level: BOOKMARKED_LEVEL, text, at });
    else if (headings.has(line)) list.blocks.push({ kind: 'heading', level: PLAIN_LEVEL, text, at });
    else list.blocks.push({ kind: 'text', text, at });
  }
}

interface ReadTable {
  readonly rows: readonly RawRow[];
  readonly next: number;
}

function readTable(lines: readonly string[], from: number, file: string, count: CellCount): ReadTable {
  const rows: RawRow[] = [];
  let row: RawCell[] = [];
  const closeRow = (): void => {
    const first = row[0];
    if (first === undefined) return;
    const width = rows[0]?.cells.length ?? row.length;
    for (const part of apart(row, width)) {
      count.row(part.length, rows.length, first.at.line);
      rows.push({ cells: part, at: part[0]?.at ?? first.at });
    }
    row = [];
  };
  let index = from;
  for (; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const at = { line: index + 1 };
    if (CELL_LINE.test(line)) {
      if (ROW_WITHOUT_SEPARATOR.test(line)) closeRow();
      for (const raw of line.replace(CELL_LINE, '').split('\t')) row.push(readCell(raw, at, file));
    } else if (line.trim() === '') {
      closeRow();
      if (!CELL_LINE.test(lines[index + 1] ?? '')) break;
    } else if (!goesOn(row, line)) break;
    else lengthen(row, line, file, at.line);
  }
  closeRow();
  if (lines.length - index < LINES_AFTER_TABLE) requireWhole(rows, file);
  return { rows, next: index };
}

/** A line without a tab goes on with the cell before it where that holds text; after a number a new text begins. */
function goesOn(row: readonly RawCell[], line: string): boolean {
  const last = row.at(-1);
  return last !== undefined && /\p{L}/u.test(last.text) && !isNumericCell(last.text) && !isBookmarked(line);
}

function lengthen(row: RawCell[], line: string, file: string, number: number): void {
  const last = row.pop();
  if (last === undefined) return;
  const more = readParagraphs(line, { line: number }, file);
  row.push({ ...last, text: [last.text, ...more].filter((text) => text !== '').join('\n') });
}

/** Rows that stand without a blank line between them come as one row of twice or three times the cells. */
function apart(row: RawCell[], width: number): RawCell[][] {
  if (width < 2 || row.length <= width || row.length % width !== 0) return [row];
  const parts = Array.from({ length: row.length / width }, (_, index) =>
    row.slice(index * width, (index + 1) * width),
  );
  return parts.some(([label]) => label !== undefined && isNumericCell(label.text)) ? [row] : parts;
}

/** A file that ends with the table, and whose last row lacks cells, was cut off within it. */
function requireWhole(rows: readonly RawRow[], file: string): void {
  const [header, last] = [rows.at(0), rows.at(-1)];
  if (header !== undefined && last !== undefined && last.cells.length < header.cells.length) {
    throw truncated(file, header.at.line);
  }
}
