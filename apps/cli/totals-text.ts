import { symbolOf } from '#amount';
import type { HistoryTotals } from '#projections';
import { alignColumns } from './columns.js';
import { csvLine } from './csv.js';
import { swedish } from './numbers.js';

/** How much matches, for a person. */
export function totalsText(totals: HistoryTotals): string {
  const { events, entries, takenOut, sums, complete, countedTo } = totals;
  const rows = sums.map((s) => [
    s.kind,
    s.basis,
    s.measure,
    swedish(s.sum),
    symbolOf(s.unitOfMeasure),
    `(${s.entries})`,
  ]);
  const [left, right] = [{ align: 'left' } as const, { align: 'right' } as const];
  return [
    `${events} events, ${entries} entries${takenOut === 0 ? '' : `, of them ${takenOut} taken out by corrections`}`,
    ...(complete ? [] : [`the time was up: counted to ${countedTo}`]),
    ...alignColumns(rows, [left, left, left, right, left, right]),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

export function totalsCsv({ sums }: HistoryTotals): string {
  return [
    csvLine(['kind', 'basis', 'measure', 'unitOfMeasure', 'entries', 'sum']),
    ...sums.map((s) => csvLine([s.kind, s.basis, s.measure, s.unitOfMeasure, String(s.entries), s.sum])),
  ].join('');
}
