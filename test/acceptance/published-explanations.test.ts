import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fromDecimal, LedgerError, type Amount } from '#amount';
import {
  everyItem,
  VIEW_NAMES,
  type ComparisonAnswer,
  type ReadLedger,
  type ViewRequest,
} from '#projections';
import { requireCellAddsUp, requireDifferenceAddsUp, Seen } from '../properties/exact-sums.js';
import { LOADING_MS, publishedLedger, type PublishedLedger } from '../support/published-ledger.js';

/*
 * Every cell of every view of the published figures is explained, computed ones too, and columns against one another:
 * nothing refuses, and all of it adds up.
 */

let published: PublishedLedger;
let reader: ReadLedger;

beforeAll(async () => {
  published = await publishedLedger();
  ({ reader } = published.ledger);
}, LOADING_MS);

afterAll(() => published.remove());

const LIVES = [
  ['alingsas/ks/exploatering', '2023', 'land', [], 'revenue'],
  ['alingsas/ks/exkl-exploatering', '2025', 'operations', [], 'grant'],
  ['boras/ks/stadsledningskansliet', '2021', 'operations', ['Kommunledning'], 'cost'],
  ['boras/ks', '2023', 'indicator', ['Guestnights'], 'value'],
] as const;

/** Every view that the published figures have. */
function requests(): ViewRequest[] {
  const found: ViewRequest[] = [];
  const units = ['boras/ks', 'alingsas/ks'];
  const years = ['2020', '2021', '2022', '2023', '2024', '2025', '2027'];
  for (const unit of units) {
    for (const year of years) {
      const budgets = [
        ...new Set(
          [...everyItem((page) => reader.editionsPage({ unit, year }, page))]
            .filter(({ basis }) => basis === 'budget')
            .map(({ edition }) => edition),
        ),
      ];
      for (const [at, to] of budgets.entries()) {
        const from = budgets[at - 1];
        if (from !== undefined) found.push({ view: 'budget-diff', unit, year, from, to });
      }
      found.push({ view: 'tertial-forecast', unit, year });
      for (const month of ['04', '08', '12'])
        found.push({ view: 'delarsbokslut', unit, year, through: `${year}-${month}` });
      found.push({ view: 'land', unit, year }, { view: 'internal-control', unit, year });
    }
    found.push({ view: 'goals', unit });
  }
  for (const [unit, year, area, line, measure] of LIVES)
    found.push({ view: 'life', unit, year, area, line, measure });
  return found.filter((request) => {
    try {
      reader.view(request);
      return true;
    } catch (error) {
      if (error instanceof LedgerError && error.code.startsWith('UNKNOWN_')) return false;
      throw error;
    }
  });
}

const amount = (text: string | null): Amount => (text === null ? 0n : fromDecimal(text, 'tkr'));

function requireComparison(d: ComparisonAnswer): void {
  const told = [d.changed, d.begun, d.ended, d.unexplained, d.learned].reduce(
    (sum, t) => sum + amount(t),
    0n,
  );
  if (d.difference !== null) expect(told).toBe(amount(d.difference));
}

describe('the published figures', () => {
  it('every cell of every view is explained, also against another column, and adds up', () => {
    const seen = new Seen();
    const cells = new Map<string, number>();
    const refused: string[] = [];
    let count = 0;
    for (const request of requests()) {
      const { rows, columns } = reader.view(request);
      for (const { path, kind, cells: shown } of rows) {
        // A heading has no figures.
        if (kind === 'group' && shown.every(({ value }) => value === null)) continue;
        const row = path.join(' > ');
        for (const [at, { column, value }] of shown.entries()) {
          const place = `${JSON.stringify(request)} ${row} ${column}`;
          try {
            const answer = reader.explain(request, row, column);
            if (answer.kind === 'cell') requireCellAddsUp(answer.cell, seen);
            else requireDifferenceAddsUp(answer.difference, seen);
            const told = answer.kind === 'cell' ? answer.cell.value : answer.difference.difference;
            const unit = answer.kind === 'cell' ? answer.cell.unitOfMeasure : answer.difference.unitOfMeasure;
            if (told?.replace('-', '') !== value?.replace('-', '') && (told !== null || value !== null))
              refused.push(`${place}: shown ${value}, explained ${told} ${unit}`);
            cells.set(request.view, (cells.get(request.view) ?? 0) + 1);
            if ((count++ + at) % 3 !== 0) continue;
            const other = columns[(at + 1) % columns.length]?.id ?? column;
            const against = reader.explain(request, row, column, other);
            if (against.kind === 'difference') requireDifferenceAddsUp(against.difference, seen);
            requireComparison(
              reader.difference(
                { cell: { request, row, column: other } },
                { cell: { request, row, column } },
              ),
            );
          } catch (error) {
            refused.push(`${place}: ${error instanceof Error ? error.message : String(error)}`);
          }
        }
      }
    }
    expect(refused).toEqual([]);
    // What there is to explain, lest a view be left out.
    expect([...cells.keys()].sort()).toEqual([...VIEW_NAMES].sort());
    expect([...cells.values()].reduce((sum, n) => sum + n, 0)).toBeGreaterThan(3_000);
  }, 1_200_000);
});
