import type { View } from '#projections';
import { cellOf, notesOf, titleOf } from './view-notes.js';
import { rowRemarks } from './view-workbook.js';

/**
 * A view as the CSV that a Swedish Excel opens by itself: semicolons, a decimal comma, UTF-8 with a byte order mark. The
 * title stands above the table and the notes below it, one field each.
 */
export function viewTable(view: View): string {
  const lines = [
    [titleOf(view)],
    [`Ur liggaren vid ${view.position}`],
    [],
    ['Rad', ...view.columns.map(({ label }) => label), 'Anmärkning'],
    ...view.rows.map((row) => [
      harmless(row.path.join(' > ')),
      ...view.columns.map(({ id }) => (cellOf(row, id)?.value ?? '').replace('.', ',')),
      rowRemarks(view, row),
    ]),
    [],
    ...notesOf(view).map((note) => [note]),
  ];
  return `\ufeff${lines.map((fields) => `${fields.map(field).join(';')}\r\n`).join('')}`;
}

function field(text: string): string {
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A label that a spreadsheet would take for a formula is shown as text. */
function harmless(label: string): string {
  return /^[=+\-@\t]/.test(label) ? `'${label}` : label;
}
