import { symbolOf } from '#amount';
import type { HistoryTotals } from '#projections';
import { alignColumns } from './columns.js';
import { csvLine } from './csv.js';
import { swedish } from './numbers.js';
import { basisText, entryKindText, measureText } from './terms.js';

/** How much matches, for a person. */
export function totalsText(totals: HistoryTotals): string {
  const { events, entries, takenOut, sums, complete, countedTo } = totals;
  const rows = sums.map((s) => [
    entryKindText(s.kind),
    basisText(s.basis),
    measureText(s.measure),
    swedish(s.sum),
    symbolOf(s.unitOfMeasure),
    `(${s.entries})`,
  ]);
  const [left, right] = [{ align: 'left' } as const, { align: 'right' } as const];
  return [
    `${numbered(events, 'händelse', 'händelser')}, ${numbered(entries, 'post', 'poster')}${takenOut === 0 ? '' : `, varav ${takenOut} inte längre gäller`}`,
    ...(complete ? [] : [`tiden tog slut: räknat till ${countedTo}`]),
    ...alignColumns(rows, [left, left, left, right, left, right]),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function numbered(number: number, one: string, several: string): string {
  return `${swedish(String(number))} ${number === 1 ? one : several}`;
}

export function totalsCsv({ sums }: HistoryTotals): string {
  return [
    csvLine(['kind', 'basis', 'measure', 'unitOfMeasure', 'entries', 'sum']),
    ...sums.map((s) => csvLine([s.kind, s.basis, s.measure, s.unitOfMeasure, String(s.entries), s.sum])),
  ].join('');
}
