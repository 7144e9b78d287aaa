import { describe, expect, it } from '@jest/globals';
import { Book } from '#ledger';
import type { KeptFinding } from '../../projections/reconciliation/finding.js';
import { reconcileBook } from '../../projections/reconciliation/reconcile.js';
import { PUBLISHED_CHECK } from './published-disagreements.js';
import { publishedRecords } from './published.js';

const findings = [...reconcileBook(new Book(await publishedRecords())).values()].flat();

function lineOf({ kind, places: [place], stated, computed, difference }: KeptFinding): string {
  const where = [place?.table, place?.row, place?.column].filter((part) => part !== '').join(' | ');
  return `${kind}: ${where}: ${stated} against ${computed}, ${difference}`;
}

describe('the reconciliation of the published figures', () => {
  it('finds these discrepancies and no others, with what follows from each', () => {
    const found: Record<string, string[]> = {};
    for (const finding of findings.filter((one) => one.class === 'discrepancy')) {
      found[lineOf(finding)] = findings
        .filter(({ root }) => root === finding.id)
        .map(lineOf)
        .sort();
    }
    expect(found).toEqual(PUBLISHED_CHECK);
  });

  it('leaves no follow-on without its root', () => {
    const ids = new Set(findings.filter((one) => one.class === 'discrepancy').map(({ id }) => id));
    expect(findings.filter(({ class: is, root }) => (is === 'followOn') !== ids.has(root ?? ''))).toEqual([]);
  });

  it('names two places at least, where a number has one, and the one that asserts first', () => {
    const discrepancies = findings.filter((one) => one.class === 'discrepancy');
    expect(discrepancies.filter(({ places }) => places.length < 2)).toEqual([]);
    const sign = discrepancies.find(({ stated }) => stated === '-137053');
    expect(sign?.places.slice(0, 2).map(({ table, row, column }) => [table, row, column])).toEqual([
      ['boras-ks-planeringsunderlag-2025/kgv-sammandrag', 'Summa kostnader', 'Bokslut 2023'],
      ['boras-ks-planeringsunderlag-2025/kgv-verksamhet', 'Totalt > Kostnad', 'Bokslut 2023'],
    ]);
  });

  it('has an id of its own for each', () => {
    expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
  });
});
