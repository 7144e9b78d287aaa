import type { CellObject, SheetData } from 'write-excel-file/node';
import type { View, ViewCell, ViewRowAnswer } from '#projections';
import { cellOf, notesOf, remarksOf, titleOf } from './view-notes.js';

/**
 * A view as a workbook (`.xlsx`): numbers as numbers, so that they can be summed, shown in the reader's own groups of
 * digits (in a Swedish Excel `-184 169`), and what is remarked on a row at its end.
 */
export async function viewWorkbook(view: View): Promise<Buffer> {
  // Loaded for this command only.
  const { default: writeXlsxFile } = await import('write-excel-file/node');
  const head = headRow(view);
  const data: SheetData = [
    [{ value: titleOf(view), fontWeight: 'bold', fontSize: 14 }],
    [{ value: `Ur liggaren vid ${view.position}`, textColor: '#666666' }],
    [],
    head,
    ...view.rows.map((row) => bodyRow(view, row)),
    [],
    ...notesOf(view).map((note) => [{ value: note, textColor: '#666666' }]),
  ];
  return writeXlsxFile(data, {
    sheet: 'Tabell',
    columns: [{ width: 44 }, ...view.columns.map(() => ({ width: 16 })), { width: 30 }],
    stickyRowsCount: data.indexOf(head) + 1,
    stickyColumnsCount: 1,
  }).toBuffer();
}

function headRow(view: View): CellObject[] {
  const style = { fontWeight: 'bold', wrap: true, bottomBorderStyle: 'thin' } as const;
  return [
    { value: '', ...style },
    ...view.columns.map(({ label }) => ({ value: label, align: 'right', ...style }) as const),
    { value: 'Anmärkning', ...style },
  ];
}

const SUMS: ReadonlySet<string> = new Set(['subtotal', 'total', 'net', 'result']);

function bodyRow(view: View, row: ViewRowAnswer): CellObject[] {
  const style = SUMS.has(row.kind) ? ({ fontWeight: 'bold' } as const) : {};
  const cells = view.columns.map(({ id }) => ({ id, cell: cellOf(row, id) }));
  return [
    { value: row.path.at(-1) ?? '', indent: Math.max(0, row.path.length - 1), ...style },
    ...cells.map(({ cell }) => ({ ...numberCell(cell), ...style })),
    { value: rowRemarks(view, row), textColor: '#666666' },
  ];
}

/** Significant digits that a number of a workbook keeps; what has more is written as text and loses nothing. */
const DIGITS_MAX = 15;

function numberCell(cell: ViewCell | undefined): CellObject {
  const value = cell?.value ?? null;
  if (value === null) return { value: '' };
  if (value.replace(/^-|\./g, '').replace(/^0+/, '').length > DIGITS_MAX) return { value, align: 'right' };
  // A workbook has no other numbers than binary ones; its text form of up to 15 digits is the decimal string again.
  const decimals = value.split('.')[1]?.length ?? 0;
  return {
    value: Number(value),
    type: Number,
    format: decimals === 0 ? '#,##0' : `#,##0.${'0'.repeat(decimals)}`,
  };
}

/** `Budget 2021:2 f≠; Förändring b`. */
export function rowRemarks(view: View, row: ViewRowAnswer): string {
  return view.columns
    .flatMap(({ id, label }) => {
      const cell = cellOf(row, id);
      const remarks = cell === undefined ? '' : remarksOf(cell);
      return remarks === '' ? [] : [`${label} ${remarks}`];
    })
    .join('; ');
}
