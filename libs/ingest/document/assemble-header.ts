import { isBlankCell, oneLine, type GridRow } from './assemble-grid.js';
import type { HeaderCell } from './document.js';
import { isFigure, isYear } from './numeric-cell.js';

/** The rows of a table that are its header, and what stands above them within the table. */
export interface Header {
  readonly corner: string;
  readonly columns: readonly HeaderCell[];
  /** Titles in rows of their own above the header, as spreadsheets have them. */
  readonly titles: readonly string[];
  readonly rows: readonly GridRow[];
}

/** A text longer than this is no label of a column. */
const LABEL_CHARACTERS_MAX = 80;
/** More rows of titles than this stand above no table. */
const TITLE_ROWS_MAX = 8;

export function splitHeader(grid: readonly GridRow[]): { header: Header | null; body: readonly GridRow[] } {
  const titled = titleRows(grid);
  const rest = grid.slice(titled);
  const rows = headerRows(rest);
  if (rows === 0) return { header: null, body: grid };
  const header = rest.slice(0, rows);
  const columns = columnTexts(header);
  return {
    header: {
      corner: columns[0]?.text ?? '',
      columns: columns.slice(1),
      titles: grid
        .slice(0, titled)
        .map((row) => oneLine(row.cells[0]?.cell.text ?? ''))
        .filter((title) => title !== ''),
      rows: header,
    },
    body: rest.slice(rows),
  };
}

/** Rows in which at most the first cell says something, above a row that has the form of a header. */
function titleRows(grid: readonly GridRow[]): number {
  const at = grid.findIndex((row) => filled(row) > 0 && !isAlone(row));
  const row = grid[at];
  const next = grid[at + 1];
  if (at <= 0 || at > TITLE_ROWS_MAX || row === undefined || next === undefined) return 0;
  if (hasCards(grid) || !isHeaderLike(row)) return 0;
  // A row of texts is the first of the body, unless what follows it is another kind of row.
  const otherKind = !isHeaderLike(next) || isAlone(next);
  const full = filled(row) >= Math.min(3, row.cells.length) || isBlankCell(row.cells[0]);
  return otherKind && full ? at : 0;
}

function headerRows(grid: readonly GridRow[]): number {
  const first = grid[0];
  if (first === undefined || !isHeaderLike(first)) return 0;
  // A group's name, with nothing beside it, is no header where the table has room for one.
  if (isAlone(first) && first.cells.length > 2 && !hasCards(grid)) return 0;
  let rows = 1;
  for (let row = grid[rows]; row !== undefined && belongsToHeader(row, grid.slice(0, rows)); row = grid[rows])
    rows += 1;
  return rows;
}

function hasCards(grid: readonly GridRow[]): boolean {
  return grid.some((row) => row.cells[0]?.cell.paragraphs !== undefined);
}

function isHeaderLike(row: GridRow): boolean {
  if (filled(row) === 0) return false;
  return row.cells.every(({ cell }) => {
    return !isFigure(cell.text) && cell.text.length <= LABEL_CHARACTERS_MAX && cell.tables === undefined;
  });
}

function isAlone(row: GridRow): boolean {
  return !isBlankCell(row.cells[0]) && filled(row) === 1;
}

function filled(row: GridRow): number {
  return row.cells.filter((cell) => !isBlankCell(cell)).length;
}

/** One more row of the header stands under a merged or blank cell of it, and has years or labels below such cells. */
function belongsToHeader(row: GridRow, above: readonly GridRow[]): boolean {
  if (!isHeaderLike(row) || filled(row) === 0 || isAlone(row)) return false;
  const first = row.cells[0];
  const mergedCorner = first?.covered === 'above' && above.length > 0;
  const cornerFree = isBlankCell(first) || above.every(({ cells }) => isBlankCell(cells[0]));
  if (!mergedCorner && !cornerFree) return false;
  return row.cells.some((cell, column) => {
    if (column === 0 || isBlankCell(cell)) return false;
    const merged = above.some(({ cells }) => cells[column]?.covered === 'left' || isMerged(cells[column]));
    return (
      merged ||
      isYear(cell.cell.text) ||
      (mergedCorner && above.every(({ cells }) => isBlankCell(cells[column])))
    );
  });
}

function isMerged(cell: GridRow['cells'][number] | undefined): boolean {
  return (cell?.cell.columns ?? 1) > 1;
}

/** The label of each column: of several rows joined, a merged cell holding for all that it covers. */
function columnTexts(rows: readonly GridRow[]): HeaderCell[] {
  const width = rows[0]?.cells.length ?? 0;
  const spread = rows.map((row, index) =>
    index < rows.length - 1 ? spreadRight(row, rows.slice(index + 1)) : row,
  );
  return Array.from({ length: width }, (_, column) => {
    const texts: string[] = [];
    let at = rows[0]?.at ?? { line: 1 };
    for (const row of spread) {
      const laid = row.cells[column];
      const text = laid === undefined || laid.covered === 'above' ? '' : oneLine(laid.cell.text);
      if (text === '') continue;
      if (texts.length === 0) at = laid?.cell.at ?? at;
      texts.push(text);
    }
    return { text: texts.join(' '), at };
  });
}

/** Without merged cells an upper label holds for the blank cells to its right that have a label below them. */
function spreadRight(row: GridRow, below: readonly GridRow[]): GridRow {
  let last: GridRow['cells'][number] | undefined;
  const cells = row.cells.map((cell, column) => {
    if (column === 0) return cell;
    if (!isBlankCell(cell)) {
      last = cell;
      return cell;
    }
    const labelled = below.some(({ cells: lower }) => !isBlankCell(lower[column]));
    return cell.covered === undefined && last !== undefined && labelled ? last : cell;
  });
  return { ...row, cells };
}

/** The same header: the same labels in the same order, whatever their spaces. */
export function sameHeader(one: Header, other: Header): boolean {
  return headerKey(one) === headerKey(other);
}

function headerKey({ corner, columns }: Header): string {
  const texts = [corner, ...columns.map(({ text }) => text)].map((text) =>
    text.replaceAll(/\s+/gu, ' ').trim(),
  );
  while (texts.at(-1) === '') texts.pop();
  return texts.join('\t');
}
