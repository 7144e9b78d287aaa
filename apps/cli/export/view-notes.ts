import { labelOf } from '#amount';
import type { Mark } from '#ledger';
import type { View, ViewCell, ViewRowAnswer } from '#projections';
import { comparabilityNotes } from '../comparability-text.js';
import { undatedText } from '../explain-text.js';
import { DISCREPANCY_SIGN, legendOf, lettersOf, ROUNDING_SIGN } from '../marks.js';

/** What stands around the numbers of a view, the same on a terminal and in a file, in Swedish. */

const TITLES: Readonly<Record<string, string>> = {
  'budget-diff': 'Budgetjämförelse',
  'tertial-forecast': 'Tertialprognos',
  delarsbokslut: 'Delårsbokslut',
  land: 'Exploatering',
  'internal-control': 'Internkontroll',
  goals: 'Mål och indikatorer',
  life: 'En siffras liv',
};

export function titleOf(view: View, publishedBy?: string): string {
  const asOf = view.asOf === null ? '' : ` · per ${view.asOf}`;
  const published = publishedBy === undefined ? '' : ` · offentliggjort senast ${publishedBy}`;
  // Each indicator is measured in a unit of its own.
  const unit = view.view === 'goals' ? 'måttenhet radvis' : labelOf(view.unitOfMeasure);
  return `${TITLES[view.view] ?? view.view} · ${view.unit} · ${unit}${asOf}${published}`;
}

export function cellOf(row: ViewRowAnswer, column: string): ViewCell | undefined {
  return row.cells.find((cell) => cell.column === column);
}

/** ≠ or ≈ where what is printed is another number; otherwise empty. */
export function signOf(cell: ViewCell): string {
  if (cell.discrepancyClass === null) return '';
  return cell.discrepancyClass === 'rounding' ? ROUNDING_SIGN : DISCREPANCY_SIGN;
}

/** Letters of its marks and its sign; empty for a plain cell. */
export function remarksOf(cell: ViewCell): string {
  return `${lettersOf(cell.marks)}${signOf(cell)}`;
}

/** What stands below a table: the letters used, the printed numbers that differ, what was left out. */
export function notesOf(view: View, compared = comparabilityNotes): string[] {
  const used = new Set<Mark>(view.rows.flatMap(({ cells }) => cells.flatMap(({ marks }) => [...marks])));
  const legend = legendOf(used);
  const leftOut = leftOutNote(view);
  return [
    ...(legend === '' ? [] : [legend]),
    ...discrepancyNotes(view),
    ...compared(view.comparability),
    ...(leftOut === null ? [] : [leftOut]),
  ];
}

/** With publishedBy: how many entries nobody knows the date of; null where there is none. */
export function leftOutNote({ undatedLeftOut }: View): string | null {
  return undatedLeftOut > 0 ? undatedText(undatedLeftOut) : null;
}

/** Where the printed number is another: what it is and where it stands. */
function discrepancyNotes(view: View): string[] {
  const notes: string[] = [];
  for (const row of view.rows) {
    for (const cell of row.cells) {
      if (cell.discrepancyClass === null) continue;
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
