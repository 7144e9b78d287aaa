import { describe, expect, it } from '@jest/globals';
import { fromDecimal } from '#amount';
import { Book, type LedgerRecord } from '#ledger';
import type { KeptFinding } from '../../projections/reconciliation/finding.js';
import { reconcileBook } from '../../projections/reconciliation/reconcile.js';
import { publishedRecords } from './published.js';

/** What a cell of the published tables would give rise to, were another number printed in it. */

const records = await publishedRecords();

function found(all: readonly LedgerRecord[]): KeptFinding[] {
  return [...reconcileBook(new Book(all)).values()].flat().filter(({ class: is }) => is !== 'rounding');
}

const textOf = ({ kind, class: is, places, stated, computed }: KeptFinding): string =>
  [kind, is, `${stated} against ${computed}`, ...places.map(({ row, column }) => `${row} | ${column}`)].join(
    '; ',
  );

const before = new Set(found(records).map(textOf));

/** What is found besides, with another amount in the one cell; in the table's own sign. */
function foundWith(table: string, row: string, column: string, tkr: string): string[] {
  let changed = 0;
  const altered = records.map((record): LedgerRecord => {
    if (record.kind !== 'statement' || record.says.kind !== 'amount') return record;
    const { source } = record;
    if (source?.table !== table || source.row !== row || source.column !== column) return record;
    changed++;
    return { ...record, says: { kind: 'amount', amount: fromDecimal(tkr, 'tkr') } };
  });
  expect(changed).toBe(1);
  return found(altered)
    .map(textOf)
    .filter((text) => !before.has(text));
}

describe('a net beside a blank', () => {
  it.each([
    ['Budget 2024', '-142400'],
    ['Prognos 2024', '-143400'],
    ['Budget 2025:1', '-144700'],
  ])('is held against the net of the total: %s', (column, total) => {
    const table = 'boras-ks-planeringsunderlag-2025/kgv-verksamhet';
    const found = foundWith(table, 'Ekonomiskt bistånd > Nettokostnad', column, '9');
    expect(found).toEqual([
      expect.stringMatching(`^sum; discrepancy; ${total} against .*; Totalt > Nettokostnad \\| ${column}; `),
    ]);
    expect(found[0]).toContain(`Ekonomiskt bistånd > Nettokostnad | ${column}`);
  });
});

describe('a result of a forecast beside a blank grant', () => {
  it.each([
    ['slk', '9999', '5673'],
    ['kgv', '-9000', '-1000'],
  ])('is held against the grant of the budget in the same table: %s', (frame, printed, computed) => {
    const table = `boras-ks-planeringsunderlag-2025/${frame}-sammandrag`;
    const found = foundWith(table, 'Resultat jämfört med kommunbidrag', 'Prognos 2024', printed);
    expect(found).toEqual([
      `deviation; discrepancy; ${printed} against ${computed}; Resultat jämfört med kommunbidrag | Prognos 2024; Nettokostnader | Prognos 2024; Kommunbidrag | Budget 2024`,
    ]);
  });
});
