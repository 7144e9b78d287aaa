import { findUnitOfMeasure } from '#amount';
import type { Block, RawCell, RawRow, Spot, TableBlock } from './document.js';
import { CELLS_MAX } from './limits.js';
import { isFigure } from './numeric-cell.js';
import { mayBeHeading as isPlainHeading } from './plain-heading.js';
import { type CellCount, tooLarge } from './refusal.js';

/** Filled cells of a sheet or of a file of separated values, which have no tables but only rows and columns. */
export interface SheetRow {
  /** Counted from 1, among the rows that are shown: a gap is a blank row. */
  readonly order: number;
  readonly at: Spot;
  /** From left to right; blank cells are not among them. */
  readonly cells: readonly SheetCell[];
}

export interface SheetCell {
  /** Counted from 1. */
  readonly column: number;
  readonly text: string;
  readonly exact?: string;
  readonly emphasis?: RawCell['emphasis'];
  /** Of a merged cell: its last column, and the line of its last row. */
  readonly lastColumn?: number;
  readonly lastLine?: number;
  readonly at: Spot;
}

export interface SheetForm {
  readonly file: string;
  /** Level of the headings that stand above tables. */
  readonly level: number;
  readonly count: CellCount;
  /** Where a blank cell stands. */
  readonly spot: (row: Spot, column: number) => Spot;
}

/**
 * Tables of a sheet. Blank rows set them apart, except before rows that go on with the table above: figures without a
 * header of their own. Rows before a table in which one cell is filled are its headings and texts; a column in which
 * nothing stands is left out.
 */
export function sheetBlocks(rows: readonly SheetRow[], form: SheetForm): Block[] {
  const blocks: Block[] = [];
  const plain = !rows.some(({ cells }) => cells.some(isBoldCell));
  let open: OpenTable | undefined;
  let waiting: SheetRow[][] = [];
  const put = (more: readonly Block[]): void => {
    for (const block of more) blocks.push(block);
  };
  const closeTable = (): void => {
    if (open !== undefined) put(tableBlocks(open.rows, form));
    open = undefined;
    for (const lone of waiting) put(texts(lone, form, plain ? 'plain' : 'bold'));
    waiting = [];
  };
  for (const run of runsOf(rows)) {
    const leading = leadingRows(run);
    const rest = run.slice(leading);
    const columns = columnsOf(rest);
    if (rest.length === 0) {
      waiting.push(run);
    } else if (open !== undefined && goesOn(open, rest, columns)) {
      for (const lone of waiting) for (const row of lone) open.rows.push(row);
      for (const row of run) open.rows.push(row);
      waiting = [];
    } else {
      closeTable();
      put(texts(run.slice(0, leading), form, 'aboveTable'));
      open = { rows: rest, columns };
    }
  }
  closeTable();
  return blocks;
}

interface OpenTable {
  readonly rows: SheetRow[];
  readonly columns: ReadonlySet<number>;
}

function runsOf(rows: readonly SheetRow[]): SheetRow[][] {
  const runs: SheetRow[][] = [];
  let last = 0;
  for (const row of rows) {
    const run = runs.at(-1);
    if (run !== undefined && row.order === last + 1) run.push(row);
    else runs.push([row]);
    last = row.order;
  }
  return runs;
}

/** A title begins no further to the right than the table; the upper row of a header does. */
function leadingRows(run: readonly SheetRow[]): number {
  const table = run.filter(({ cells }) => cells.length > 1);
  if (table.length === 0) return run.length;
  const left = Math.min(...columnsOf(table));
  const first = run.findIndex(({ cells }) => cells.length > 1 || (cells[0]?.column ?? 0) > left);
  return Math.max(first, 0);
}

function columnsOf(rows: readonly SheetRow[]): Set<number> {
  const columns = new Set<number>();
  for (const { cells } of rows) for (const { column } of cells) columns.add(column);
  return columns;
}

/** Figures under the columns of the table above need no header; of words only, the header's bold type tells. */
function goesOn(open: OpenTable, rest: readonly SheetRow[], columns: ReadonlySet<number>): boolean {
  const [header] = open.rows;
  const [first] = rest;
  if (header === undefined || first === undefined) return false;
  for (const column of columns) if (!open.columns.has(column)) return false;
  if (first.cells.slice(1).some(({ text }) => isFigure(text) || /^[-–—]$/u.test(text))) return true;
  return isBold(header) && !isBold(first);
}

function isBold({ cells }: SheetRow): boolean {
  return cells.every(isBoldCell);
}

function isBoldCell({ emphasis }: SheetCell): boolean {
  return emphasis === 'bold' || emphasis === 'boldItalic';
}

/**
 * Lone cells above a table or beside none: bold ones are headings, and the first above a table if it is like one. Where
 * nothing at all is bold (`plain`), one between blank rows is, if it would be one in a text without markup.
 */
function texts(
  rows: readonly SheetRow[],
  { level }: SheetForm,
  where: 'aboveTable' | 'bold' | 'plain',
): Block[] {
  let headings = 0;
  return rows.flatMap((row, index) => {
    return row.cells.map(({ text, at }): Block => {
      const oneLine = text
        .split('\n')
        .map((line) => line.trim())
        .join(' ')
        .trim();
      const told =
        isBold(row) ||
        (where === 'aboveTable' && index === 0) ||
        (where === 'plain' && rows.length === 1 && isPlainHeading(oneLine));
      const heading = told && mayBeHeading(oneLine);
      if (!heading) return { kind: 'text', text: oneLine, at };
      headings += 1;
      return { kind: 'heading', level: level + headings - 1, text: oneLine, at };
    });
  });
}

/** A longer text, or one that ends as a sentence does, is no heading; nor is what all is measured in. */
const HEADING_CHARACTERS_MAX = 100;

function mayBeHeading(text: string): boolean {
  if (text.length > HEADING_CHARACTERS_MAX || /[.:;,!?]$/u.test(text)) return false;
  const unit = text.replace(/^(?:alla\s+)?(?:belopp|summor|tal)(?:en)?\s+(?:anges\s+)?i\s+/iu, '');
  return findUnitOfMeasure(unit.replaceAll(/^\(|\)$/gu, '')) === undefined;
}

/** Notes at the end of a table stand below it without a blank row between. */
const NOTE = /^\s*(?:\*|\d\)|not(?:er)?\b)/iu;

function tableBlocks(rows: readonly SheetRow[], form: SheetForm): Block[] {
  let end = rows.length;
  while (end > 1 && isNote(rows[end - 1])) end -= 1;
  return [tableBlock(rows.slice(0, end), form), ...texts(rows.slice(end), form, 'bold')];
}

function isNote(row: SheetRow | undefined): boolean {
  if (row === undefined || row.cells.length !== 1) return false;
  const text = row.cells[0]?.text ?? '';
  return NOTE.test(text) || (text.endsWith('.') && text.includes(' '));
}

function tableBlock(rows: readonly SheetRow[], form: SheetForm): TableBlock {
  const kept = [...columnsOf(rows)].sort((a, b) => a - b);
  const lines = rows.map(({ at }) => at.line);
  const covered = new Cover(form.file);
  const made = rows.map((row, index): RawRow => {
    form.count.row(kept.length, index, row.at.line);
    const filled = new Map(row.cells.map((cell) => [cell.column, cell]));
    const cells: RawCell[] = [];
    for (const [across, column] of kept.entries()) {
      if (covered.has(index, across)) continue;
      const cell = filled.get(column);
      if (cell === undefined) {
        cells.push({ text: '', at: form.spot(row.at, column) });
        continue;
      }
      const columns = cell.lastColumn === undefined ? 1 : countFrom(kept, across, cell.lastColumn);
      const down = cell.lastLine === undefined ? 1 : countFrom(lines, index, cell.lastLine);
      covered.add({ row: index, column: across, columns, rows: down }, row.at.line);
      cells.push(rawCell(cell, columns, down));
    }
    return { cells, at: row.at };
  });
  return { kind: 'table', rows: made, at: rows[0]?.at ?? { line: 1 } };
}

function rawCell({ text, exact, emphasis, at }: SheetCell, columns: number, rows: number): RawCell {
  return {
    text,
    ...(columns > 1 ? { columns } : {}),
    ...(rows > 1 ? { rows } : {}),
    ...(emphasis === undefined ? {} : { emphasis }),
    ...(exact === undefined ? {} : { exact }),
    at,
  };
}

/** How many of the ascending numbers, from the one at `index` on, are not above `last`. */
function countFrom(numbers: readonly number[], index: number, last: number): number {
  let low = index;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= last) low = middle + 1;
    else high = middle;
  }
  return Math.max(low - index, 1);
}

interface Area {
  readonly row: number;
  readonly column: number;
  readonly columns: number;
  readonly rows: number;
}

/** Which cells merged ones cover, of the rows and columns that are kept. */
class Cover {
  readonly #rows = new Map<number, Set<number>>();
  #cells = 0;

  constructor(private readonly file: string) {}

  has(row: number, column: number): boolean {
    return this.#rows.get(row)?.has(column) ?? false;
  }

  add({ row, column, columns, rows }: Area, line: number): void {
    if (columns * rows === 1) return;
    this.#cells += columns * rows;
    if (this.#cells > CELLS_MAX) {
      throw tooLarge(this.file, 'merged cells that cover more cells', `${CELLS_MAX}`, line);
    }
    for (let down = 0; down < rows; down += 1) {
      const covered = this.#rows.get(row + down) ?? new Set<number>();
      for (let across = 0; across < columns; across += 1) covered.add(column + across);
      this.#rows.set(row + down, covered);
    }
  }
}
