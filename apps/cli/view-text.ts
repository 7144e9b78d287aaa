import type { View, ViewRowAnswer } from '#projections';
import { alignColumns, width, wrapped } from './columns.js';
import { comparabilityLines } from './comparability-text.js';
import { csvLine } from './csv.js';
import { cellOf, notesOf, remarksOf, titleOf } from './export/view-notes.js';
import { swedish } from './numbers.js';

/** Behind a cell that has just changed. */
const CHANGED_SIGN = '*';

/**
 * A view as a table for a terminal, with its marks explained and its discrepancies listed below. `changed` tells cells
 * to be marked, by the number of their row.
 */
export function viewText(
  view: View,
  publishedBy?: string,
  changed?: (row: number, column: string) => boolean,
  lineWidth?: number,
): string {
  const lines: (string | string[])[] = headLines(view);
  const remarksIn = (row: ViewRowAnswer, at: number, column: string): string =>
    `${remarksAt(row, column)}${changed?.(at, column) === true ? CHANGED_SIGN : ''}`;
  const remarks = view.columns.map(({ id }) =>
    Math.max(0, ...view.rows.map((row, at) => width(remarksIn(row, at, id)))),
  );
  let before: readonly string[] = [];
  for (const [number, row] of view.rows.entries()) {
    lines.push(...headingsOf(row, before));
    // A long label is broken at words; the numbers stand beside the last of it.
    const label = labelLines(row.path);
    lines.push(...label.slice(0, -1));
    const cells = view.columns.map(({ id }, at) =>
      cellText(row, id, remarksIn(row, number, id), remarks[at] ?? 0),
    );
    lines.push([label.at(-1) ?? '', ...cells]);
    before = row.path;
  }
  const styles = [{ align: 'left' } as const, ...view.columns.map(() => ({ align: 'right' }) as const)];
  const notes = notesOf(view, (found) => comparabilityLines(found, lineWidth));
  return `${[
    titleOf(view, publishedBy),
    '',
    ...alignColumns(lines, styles),
    ...(notes.length === 0 ? [] : ['', ...notes]),
  ].join('\n')}\n`;
}

/** A view as CSV: a row for each row, a column for each column, decimal strings. */
export function viewCsv(view: View): string {
  const head = csvLine(['row', 'kind', ...view.columns.map((column) => column.id)]);
  const rows = view.rows.map((row) =>
    csvLine([
      row.path.join(' > '),
      row.kind,
      ...view.columns.map((column) => cellOf(row, column.id)?.value ?? null),
    ]),
  );
  return head + rows.join('');
}

/** Headings and labels are broken, so that a table of six columns fits a terminal of 120 characters. */
const HEADING_CHARACTERS = 13;
const LABEL_CHARACTERS = 36;

function headLines(view: View): string[][] {
  const headings = view.columns.map((column) => wrapped(column.label, HEADING_CHARACTERS));
  const height = Math.max(0, ...headings.map((heading) => heading.length));
  return Array.from({ length: height }, (_, at) => [
    '',
    // The last words stand on the line above the numbers.
    ...headings.map((heading) => heading[at - height + heading.length] ?? ''),
  ]);
}

/** The labels above a row that no row before it has shown. */
function headingsOf(row: ViewRowAnswer, before: readonly string[]): string[] {
  const above = row.path.slice(0, -1);
  const shared = above.findIndex((label, at) => label !== before[at]);
  const from = shared === -1 ? above.length : shared;
  return above.slice(from).map((_, at) => indented(above.slice(0, from + at + 1)));
}

/** A long label goes on further in than a row below it would stand. */
function labelLines(path: readonly string[]): string[] {
  const line = indented(path);
  if (width(line) <= LABEL_CHARACTERS) return [line];
  const space = ' '.repeat(2 * (path.length - 1));
  const [first = '', ...more] = wrapped(path.at(-1) ?? '', LABEL_CHARACTERS - space.length - 4);
  return [space + first, ...more.map((words) => `${space}    ${words}`)];
}

function indented(path: readonly string[]): string {
  return `${'  '.repeat(Math.max(0, path.length - 1))}${path.at(-1) ?? ''}`;
}

function remarksAt(row: ViewRowAnswer, column: string): string {
  const cell = cellOf(row, column);
  return cell === undefined ? '' : remarksOf(cell);
}

/** The number, and behind it its remarks in a column of their own. */
function cellText(row: ViewRowAnswer, column: string, remarks: string, space: number): string {
  const value = cellOf(row, column)?.value ?? null;
  if (value === null && remarks === '') return '';
  const number = value === null ? '' : swedish(value);
  return space === 0 ? number : `${number} ${remarks}${' '.repeat(space - width(remarks))}`;
}
