import { toDecimal } from '#amount';
import type { LineEntry } from '#domain';
import type { SourceCell } from '#ledger';
import { cellKey, measureOf, pad, rankOf, signOf, type Context, type TableContent } from './context.js';
import { printedAt } from './fields.js';
import { frameOfColumn } from './frames.js';
import type { CellRow, ColumnRow, DocumentRow, RowRow, TableRow } from './rows.js';

/** The cells of a table as lines of events. */

/** A cell as a line of an event, with the row that it stands in. */
export interface Printed {
  readonly row: RowRow;
  readonly line: LineEntry & { readonly amount: string | null };
}

export interface PrintedAmount extends Printed {
  readonly line: LineEntry & { readonly amount: string };
}

export function hasAmount(printed: Printed): printed is PrintedAmount {
  return printed.line.amount !== null;
}

/** In the order of the table's rows. */
export function linesOfColumn(
  ctx: Context,
  content: TableContent,
  document: DocumentRow,
  column: ColumnRow,
): Printed[] {
  return content.rows.flatMap((row) => {
    const cell = content.cells.get(cellKey(row.row, column.column));
    const measure = measureOf(row, column);
    if (measure === null || cell === undefined) return [];
    return [{ row, line: lineOfCell(ctx, content, document, column, row, measure, cell) }];
  });
}

function lineOfCell(
  ctx: Context,
  { table }: TableContent,
  document: DocumentRow,
  column: ColumnRow,
  row: RowRow,
  measure: string,
  cell: CellRow,
): Printed['line'] {
  const unitOfMeasure = row.unitOfMeasure ?? column.unitOfMeasure ?? table.unitOfMeasure;
  const printed = printedAt(cell.at, 'printed', unitOfMeasure, { document: document.id });
  const sign = signOf(ctx, column, measure);
  const isAmount = printed.kind === 'amount';
  const status = column.status ?? row.status;
  return {
    line: row.line,
    measure,
    amount: isAmount ? toDecimal(sign === 1 ? printed.amount : -printed.amount, unitOfMeasure) : null,
    unitOfMeasure,
    printed: { text: printed.text, decimals: isAmount ? printed.decimals : 0, sign },
    source: sourceOf(document, table, row, column, cell),
    rank: rankOf(ctx, document, frameOfColumn(table, column), table.rank, placeIn(table, row, column)),
    ...(isAmount && printed.preliminary ? { preliminary: true } : {}),
    ...(status === null ? {} : { status }),
  };
}

export function sourceOf(
  document: DocumentRow,
  table: TableRow,
  row: RowRow,
  column: ColumnRow,
  cell: CellRow,
): SourceCell {
  return {
    document: document.sha256,
    table: table.id,
    row: row.row,
    column: column.column,
    printed: cell.printed,
  };
}

/** Where a cell stands among those of its document, as a text that sorts. */
export function placeIn(table: TableRow, row: RowRow, column: ColumnRow): string {
  return [pad(table.place), pad(row.order), pad(column.order)].join('/');
}
