import { labelOf } from '#amount';
import type { Mark } from '#ledger';
import type { View, ViewCell, ViewRowAnswer } from '#projections';
import { alignColumns } from './columns.js';
import { csvLine } from './csv.js';
import { DISCREPANCY_SIGN, legendOf, lettersOf, ROUNDING_SIGN } from './marks.js';
import { swedish } from './numbers.js';

const TITLES: Readonly<Record<string, string>> = {
  'budget-diff': 'Budgetjämförelse',
  'tertial-forecast': 'Tertialprognos',
  delarsbokslut: 'Delårsbokslut',
};

/** A view as a table for a terminal, with its marks explained and its discrepancies listed below. */
export function viewText(view: View): string {
  const marks = new Set<Mark>();
  const lines: (string | string[])[] = headLines(view);
  let before: readonly string[] = [];
  for (const row of view.rows) {
    lines.push(...headingsOf(row, before).map((heading) => [heading]));
    lines.push([indented(row.path), ...view.columns.flatMap(({ id }) => cellTexts(cellOf(row, id), marks))]);
    before = row.path;
  }
  const styles = [
    { align: 'left' } as const,
    ...view.columns.flatMap(() => [{ align: 'right' } as const, { align: 'left' } as const]),
  ];
  const legend = legendOf(marks);
  const notes = discrepancyNotes(view);
  const left = view.undatedLeftOut;
  return `${[
    titleOf(view),
    '',
    ...alignColumns(lines, styles),
    ...(legend === '' && notes.length === 0 ? [] : ['']),
    ...(legend === '' ? [] : [legend]),
    ...notes,
    ...(left > 0 ? ['', `Utelämnade, utan känt datum: ${left} poster`] : []),
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

function titleOf(view: View): string {
  const asOf = view.asOf === null ? '' : ` · per ${view.asOf}`;
  return `${TITLES[view.view] ?? view.view} · ${view.unit} · ${labelOf(view.unitOfMeasure)}${asOf}`;
}

function cellOf(row: ViewRowAnswer, column: string): ViewCell | undefined {
  return row.cells.find((cell) => cell.column === column);
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

function cellTexts(cell: ViewCell | undefined, marks: Set<Mark>): [string, string] {
  if (cell === undefined) return ['', ''];
  for (const mark of cell.marks) marks.add(mark);
  return [cell.value === null ? '' : swedish(cell.value), `${lettersOf(cell.marks)}${signOf(cell)}`];
}

function signOf(cell: ViewCell): string {
  if (cell.discrepancy === null) return '';
  return cell.discrepancyClass === 'rounding' ? ROUNDING_SIGN : DISCREPANCY_SIGN;
}

/** Where the printed number is another: what it is and where it stands. */
function discrepancyNotes(view: View): string[] {
  const notes: string[] = [];
  for (const row of view.rows) {
    for (const cell of row.cells) {
      if (cell.discrepancy === null) continue;
      const label = view.columns.find((column) => column.id === cell.column)?.label ?? cell.column;
      const printed =
        cell.stated === null
          ? ''
          : `: tryckt ${cell.stated.printed} (${cell.stated.document}, ${cell.stated.table})`;
      notes.push(`${signOf(cell)} ${row.path.join(' > ')}, ${label}${printed}`);
    }
  }
  return notes;
}
