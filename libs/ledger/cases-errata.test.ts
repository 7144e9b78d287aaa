import { describe, expect, it } from '@jest/globals';
import { Book, type Correction, type LedgerRecord, type Statement } from './index.js';

const reading = {
  unit: 'sjovik/ks/drift',
  area: 'operations',
  line: ['Torget'],
  measure: 'cost',
  period: '2030',
  basis: 'budget',
  edition: '2030:1',
} as const;
const stated = (id: string, amount: bigint, date?: string): Statement => ({
  kind: 'statement',
  id,
  reading,
  rank: { authority: 0, table: 1, date: null, place: '1' },
  says: { kind: 'amount', amount },
  ...(date === undefined ? {} : { published: { date } }),
});
const first = stated('a/0', 100n, '2029-11-20');
const correction = (more: Partial<Correction>): Correction => ({
  kind: 'correction',
  id: 'b/0',
  corrects: 'a/0',
  nature: 'erratum',
  replacement: null,
  reason: 'Rättat tryck',
  ...more,
});

function standing(records: readonly LedgerRecord[], publishedBy?: string): string[] {
  const book = new Book(records, publishedBy === undefined ? {} : { publishedBy });
  return book.statements(reading).map(({ id }) => id);
}

describe('an erratum', () => {
  it('without a date of its own counts now, and never as published by a day', () => {
    const undated = [first, correction({ replacement: stated('b/0', 110n, '2029-11-20') })];
    expect(standing(undated)).toEqual(['b/0']);
    expect(standing(undated, '2099-12-31')).toEqual(['a/0']);
  });

  it('that puts nothing in leaves no hole: the line has its place no more', () => {
    const frame = [
      { unit: reading.unit, area: reading.area, basis: reading.basis, period: reading.period },
      reading.edition,
      reading.measure,
    ] as const;
    const gone = [first, correction({ date: '2030-01-15' })];
    expect(standing(gone)).toEqual([]);
    expect(new Book(gone).entryLines(...frame)).toEqual([]);
    expect(standing(gone, '2029-12-31')).toEqual(['a/0']);
    expect(standing(gone, '2030-01-15')).toEqual([]);
    const withdrawn = [first, correction({ nature: 'withdrawal' })];
    expect(new Book(withdrawn).entryLines(...frame)).toEqual([['Torget']]);
  });
});
