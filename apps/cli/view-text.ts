import type { View, ViewCell, ViewRowAnswer } from '#projections';
import { alignColumns } from './columns.js';
import { csvLine } from './csv.js';
import { cellOf, notesOf, remarksOf, titleOf } from './export/view-notes.js';
import { swedish } from './numbers.js';

/** A view as a table for a terminal, with its marks explained and its discrepancies listed below. */
export function viewText(view: View): string {
  const lines: (string | string[])[] = headLines(view);
  let before: readonly string[] = [];
  for (const row of view.rows) {
    lines.push(...headingsOf(row, before).map((heading) => [heading]));
    lines.push([indented(row.path), ...view.columns.flatMap(({ id }) => cellTexts(cellOf(row, id)))]);
    before = row.path;
  }
  const styles = [
    { align: 'left' } as const,
    ...view.columns.flatMap(() => [{ align: 'right' } as const, { align: 'left' } as const]),
  ];
  const notes = notesOf(view);
  return `${[
    titleOf(view),
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

/** A heading is broken at words, so that a table of six columns fits a terminal. */
const HEADING_CHARACTERS = 16;

function headLines(view: View): string[][] {
  const headings = view.columns.map((column) => wrapped(column.label, HEADING_CHARACTERS));
  const height = Math.max(0, ...headings.map((heading) => heading.length));
  return Array.from({ length: height }, (_, at) => [
    '',
    // The last words stand on the line above the numbers.
    ...headings.flatMap((heading) => [heading[at - height + heading.length] ?? '', '']),
  ]);
}

function wrapped(text: string, characters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= characters)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** The labels above a row that no row before it has shown. */
function headingsOf(row: ViewRowAnswer, before: readonly string[]): string[] {
  const above = row.path.slice(0, -1);
  const shared = above.findIndex((label, at) => label !== before[at]);
  const from = shared === -1 ? above.length : shared;
  return above.slice(from).map((_, at) => indented(above.slice(0, from + at + 1)));
}

function indented(path: readonly string[]): string {
  return `${'  '.repeat(Math.max(0, path.length - 1))}${path.at(-1) ?? ''}`;
}

function cellTexts(cell: ViewCell | undefined): [string, string] {
  if (cell === undefined) return ['', ''];
  return [cell.value === null ? '' : swedish(cell.value), remarksOf(cell)];
}
