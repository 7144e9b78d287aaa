import { labelOf } from '#amount';
import type { Mark } from '#ledger';
import type { View, ViewCell, ViewRowAnswer } from '#projections';
import { comparabilityNotes } from '../comparability-text.js';
import { undatedText } from '../explain-text.js';
import { discrepancyKindText } from '../kinds.js';
import { DISCREPANCY_SIGN, legendOf, lettersOf, ROUNDING_SIGN } from '../marks.js';
import { swedish } from '../numbers.js';

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

/** What does not agree: what is printed, what it was held against, and where it stands. */
function discrepancyNotes(view: View): string[] {
  const notes: string[] = [];
  for (const row of view.rows) {
    for (const cell of row.cells) {
      if (cell.discrepancyClass === null) continue;
      const label = view.columns.find((column) => column.id === cell.column)?.label ?? cell.column;
      notes.push(`${signOf(cell)} ${row.path.join(' > ')}, ${label}${disagreementText(cell)}`);
    }
  }
  return notes;
}

/** `: netto, tryckt 1 250 mot 1 223 (budget.txt, drift)`; another cell's number, where that is what does not agree. */
function disagreementText({ stated, disagreement }: ViewCell): string {
  const told: string[] = [];
  if (disagreement !== null) told.push(discrepancyKindText(disagreement.kind));
  if (stated !== null) {
    const against = disagreement?.stated === stated.value ? ` mot ${swedish(disagreement.computed)}` : '';
    told.push(`tryckt ${stated.printed}${against}`);
  }
  if (disagreement !== null && disagreement.stated !== stated?.value) {
    const [other, against] = [swedish(disagreement.stated), swedish(disagreement.computed)];
    told.push(stated === null ? `${other} mot ${against}` : `där ${other} står mot ${against}`);
  }
  const place = stated === null ? '' : ` (${stated.document}, ${stated.table})`;
  return told.length === 0 ? '' : `: ${told.join(', ')}${place}`;
}
