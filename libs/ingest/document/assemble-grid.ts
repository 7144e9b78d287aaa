import type { RawCell, RawRow } from './document.js';
import { CELLS_MAX, COLUMNS_MAX } from './limits.js';
import { tooLarge, type CellCount } from './refusal.js';

/** A row with a cell for every column. */
export interface GridRow {
  readonly cells: readonly GridCell[];
  /** How many cells it had, before it was filled up to the width of the table. */
  readonly stated: number;
  readonly at: RawRow['at'];
}

export interface GridCell {
  readonly cell: RawCell;
  /** Where the cell is covered by a merged one: that stands in `cell`. */
  readonly covered?: 'left' | 'above';
}

/**
 * Lays cells that cover several columns or rows out on a grid, and fills every row up to the width of the widest.
 *
 * @throws LedgerError FILE_TOO_LARGE
 */
export function gridOf(rows: readonly RawRow[], file: string, count: CellCount): GridRow[] {
  const covering: Covering[] = [];
  const laid = rows.map((row, index) => {
    const whole = layOut(row, covering, file);
    count.row(whole.cells.length, index, row.at.line);
    return whole;
  });
  const width = laid.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  if (width * laid.length > CELLS_MAX) {
    throw tooLarge(
      file,
      `a table of ${laid.length} rows and ${width} columns`,
      `${CELLS_MAX} cells`,
      rows[0]?.at.line,
    );
  }
  return laid.map((row) => fillUp(row, width));
}

/** Columns that a merged cell of a row above covers in the rows to come. */
interface Covering {
  readonly cell: GridCell;
  left: number;
}

function layOut(row: RawRow, covering: Covering[], file: string): GridRow {
  const cells: GridCell[] = [];
  const takeCovered = (): void => {
    for (
      let above = covering[cells.length];
      above !== undefined && above.left > 0;
      above = covering[cells.length]
    ) {
      above.left -= 1;
      cells.push({ cell: above.cell.cell, covered: above.cell.covered ?? 'above' });
    }
  };
  for (const cell of row.cells) {
    takeCovered();
    const columns = cell.columns ?? 1;
    if (cells.length + columns > COLUMNS_MAX) {
      throw tooLarge(file, `${cells.length + columns} columns`, `${COLUMNS_MAX}`, row.at.line);
    }
    for (let n = 0; n < columns; n += 1) {
      const laid: GridCell = n === 0 ? { cell } : { cell, covered: 'left' };
      covering[cells.length] = { cell: laid, left: (cell.rows ?? 1) - 1 };
      cells.push(laid);
    }
  }
  takeCovered();
  return { cells, stated: cells.length, at: row.at };
}

function fillUp(row: GridRow, width: number): GridRow {
  if (row.cells.length === width) return row;
  const blank: GridCell = { cell: { text: '', at: row.at } };
  const more = Array.from({ length: width - row.cells.length }, () => blank);
  return { ...row, cells: [...row.cells, ...more] };
}

/** Takes columns away in which nothing stands. */
export function withoutBlankColumns(grid: readonly GridRow[]): GridRow[] {
  const width = grid[0]?.cells.length ?? 0;
  const kept = Array.from({ length: width }, (_, column) =>
    grid.some((row) => !isBlankCell(row.cells[column])),
  );
  if (!kept.includes(false)) return [...grid];
  return grid.map((row) => ({ ...row, cells: row.cells.filter((_, column) => kept[column]) }));
}

export function isBlankCell(laid: GridCell | undefined): boolean {
  return laid === undefined || laid.covered !== undefined || isBlank(laid.cell);
}

export function isBlank(cell: RawCell | undefined): boolean {
  return cell === undefined || (cell.text.trim() === '' && (cell.tables?.length ?? 0) === 0);
}

/** What a cell of the body says: a covered one nothing, except that a label holds for all its rows. */
export function bodyCell(row: GridRow, column: number): RawCell {
  const laid = row.cells[column];
  if (laid === undefined) return { text: '', at: row.at };
  if (laid.covered === undefined || (laid.covered === 'above' && column === 0)) return laid.cell;
  return { text: '', at: row.at };
}

export function labelOf(row: GridRow): string {
  return oneLine(bodyCell(row, 0).text);
}

export function oneLine(text: string): string {
  if (!text.includes('\n')) return text.trim();
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
}
