import { fromDecimal, toDecimal } from '#amount';
import { assertionsOf, Book, Evaluator, difference, describeReading, type Reading } from '#ledger';
import { publishedRecords } from './published.js';

const records = publishedRecords();
const book = new Book(records);
const evaluator = new Evaluator(book);

const slk = (line: string[], measure: string, edition: string): Reading => ({
  unit: 'boras/ks/stadsledningskansliet',
  area: 'operations',
  basis: 'budget',
  period: '2021',
  edition,
  line,
  measure,
});
const tkr = (amount: bigint | null): string | null => (amount === null ? null : toDecimal(amount, 'tkr'));

describe('the published figures', () => {
  it('explain the change of Kommunledning: three causes and what nobody has explained', () => {
    const split = difference(
      evaluator,
      slk(['Kommunledning'], 'cost', '2021:1'),
      slk(['Kommunledning'], 'cost', '2021:2'),
    );
    expect(tkr(split.difference)).toBe('1250');
    expect(split.changes.map((c) => tkr(c.amount)).sort()).toEqual(['-500', '1300', '500']);
    expect(tkr(split.unexplained)).toBe('-50');
    expect(split.marks.has('withinPrecision')).toBe(true);
  });

  it('list every discrepancy', () => {
    const seen = new Set<string>();
    const out: string[] = [];
    for (const entry of book.entries()) {
      const reading = entry.kind === 'statement' ? entry.reading : entry.to;
      for (const a of assertionsOf(evaluator, reading)) {
        if (seen.has(a.entry.id) || a.class === 'equal') continue;
        seen.add(a.entry.id);
        out.push(
          `${a.class} ${a.kind} ${describeReading(a.reading)} stated ${tkr(a.stated)} computed ${tkr(a.computed)} tol ${tkr(a.tolerance)} ${a.entry.source?.table} ${a.entry.source?.column}`,
        );
      }
    }
    console.log(out.join('\n'));
    expect(fromDecimal('1', 'tkr')).toBe(1_000_000_000n);
  });
});
