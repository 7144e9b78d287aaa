import { bodyCell, isBlank, labelOf, type GridRow } from './assemble-grid.js';
import { isCards } from './assemble-cards.js';
import type { Part } from './assemble-parts.js';
import type { RawRow, ReadDocument, TableDoubt } from './document.js';
import { isFigure } from './numeric-cell.js';

/**
 * Does the place of a cell follow from how many stand before it, so that a lost separator moves the rest of its row? So
 * it is in a text, unless its editor took away the separators at the end of lines: then rows are short for that.
 */
export function cellsAreCounted({ format, blocks }: ReadDocument): boolean {
  if (format !== 'text' && format !== 'markdown') return false;
  const rows = blocks.flatMap((block) => (block.kind === 'table' ? block.rows : []));
  return rows.some(endsBlank) || !rows.some(({ cells }) => cells.length === 1);
}

function endsBlank({ cells }: RawRow): boolean {
  return cells.length > 1 && isBlank(cells.at(-1));
}

/** Tells of rows with figures that have fewer or more cells than the header: a separator may have been lost. */
export function withLengthDoubts(part: Part): Part {
  if (part.header === null || isCards(part.header, part.body)) return part;
  const width = part.header.rows[0]?.stated ?? 0;
  return { ...part, doubts: [...part.doubts, ...part.body.flatMap((row) => doubt(row, width))] };
}

function doubt(row: GridRow, width: number): TableDoubt[] {
  const figures = row.cells.some((_, column) => column > 0 && isFigure(bodyCell(row, column).text));
  if (!figures || row.stated === width) return [];
  const surplus = row.cells.slice(width).some(({ cell }) => !isBlank(cell));
  if (row.stated > width && !surplus) return [];
  return [
    {
      code: row.stated < width ? 'ROW_SHORT' : 'ROW_LONG',
      message: `The row "${labelOf(row)}" has ${row.stated} cells, and the header ${width}`,
      at: row.at,
    },
  ];
}
