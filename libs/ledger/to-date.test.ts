import { describe, expect, it } from '@jest/globals';
import type { UnitOfMeasure } from '#amount';
import { Book } from './book.js';
import type { EditionDeclared, LayoutStated } from './declaration.js';
import type { Change, Statement } from './entry.js';
import type { Basis, Reading } from './figure.js';
import type { LedgerRecord } from './history.js';
import { Reconciler } from './reconciler.js';
import { Evaluator } from './value.js';

const TKR = 1_000_000_000n;

type At = Partial<Reading> & Pick<Reading, 'basis' | 'edition'>;

function readingOf(at: At): Reading {
  return { unit: 'sjovik/ks', area: 'land', line: ['Norra'], measure: 'outlay', period: 'lifetime', ...at };
}

function edition(at: At, order: readonly number[], more: Partial<EditionDeclared> = {}): EditionDeclared {
  const { unit, area, basis, period } = readingOf(at);
  return {
    kind: 'edition',
    line: { unit, area, basis, period },
    edition: at.edition,
    label: at.edition,
    order,
    extent: 'full',
    status: 'adopted',
    known: true,
    ...more,
  };
}

function stated(at: At, tkr: number, document = 'd', unit: UnitOfMeasure = 'tkr'): Statement {
  const reading = readingOf(at);
  const column = `${reading.basis} ${reading.edition}`;
  const row = reading.line.join(' > ') || 'Totalt';
  return {
    kind: 'statement',
    id: `${document} ${column} ${row}/0`,
    reading,
    says: { kind: 'amount', amount: BigInt(tkr) * TKR },
    rank: { authority: 0, table: 0, date: null, place: '' },
    printed: { text: String(tkr), unitOfMeasure: unit, decimals: 0, sign: 1 },
    source: { document, table: 't', row, column, printed: String(tkr) },
  };
}

function change(to: At, tkr: number, from: Change['from'] = 'inForce', status?: Change['status']): Change {
  return {
    kind: 'change',
    id: `change ${to.edition} ${tkr}/0`,
    to: readingOf(to),
    from,
    amount: BigInt(tkr) * TKR,
    precision: 0n,
    status,
    rank: { authority: 0, table: 0, date: null, place: '' },
    cause: { id: 'c', kind: 'other', words: 'Orsak' },
  };
}

/** `kind class: stated against computed`, in thousands of kronor. */
function found(records: readonly LedgerRecord[], at: At): string[] {
  return new Reconciler(new Evaluator(new Book(records)))
    .of(readingOf(at))
    .map(
      ({ class: is, asserted: { kind, stated: s, computed: c, places } }) =>
        `${kind} ${is}: ${s / TKR} against ${c / TKR} in ${places.map(({ id }) => id.split('/')[0]).join(', ')}`,
    );
}

const through = (basis: Basis, month: string, period = '2023', measure = 'cost'): At => ({
  basis,
  edition: month,
  period,
  measure,
});

describe('a cumulative figure', () => {
  const april = through('outcome', '2023-04');
  const august = through('outcome', '2023-08');
  const months = [edition(april, [2023, 4]), edition(august, [2023, 8])];

  it('that falls from one month to a later one is a discrepancy that names both', () => {
    expect(found([...months, stated(april, -500), stated(august, -450)], august)).toEqual([
      'cumulative discrepancy: -450 against -500 in d outcome 2023-08 Norra, d outcome 2023-04 Norra',
    ]);
  });

  it('that grows, stays, or falls by no more than rounding is none', () => {
    expect(found([...months, stated(april, -500), stated(august, -700)], august)).toEqual([]);
    expect(found([...months, stated(april, -500), stated(august, -500)], august)).toEqual([]);
    expect(found([...months, stated(april, -500), stated(august, -499)], august)).toEqual([
      'cumulative rounding: -499 against -500 in d outcome 2023-08 Norra, d outcome 2023-04 Norra',
    ]);
  });

  it('may fall where a change takes it down, as a repaid sale does', () => {
    const revenue = (month: string): At => through('outcome', month, '2023', 'revenue');
    const [a, b] = [revenue('2023-04'), revenue('2023-08')];
    const repaid = change(b, -572, readingOf(revenue('start')));
    expect(found([...months, stated(a, 400), stated(b, -172)], b)).toHaveLength(1);
    expect(found([...months, stated(a, 400), stated(b, -172), repaid], b)).toEqual([]);
  });

  it('may fall in a month that is stated by itself, and by no more than that month', () => {
    const single: At = { ...august, period: '2023-08' };
    const ofMonth = [edition(single, [2023, 8]), stated(single, 50, 'm')];
    expect(found([...months, ...ofMonth, stated(april, -500), stated(august, -450)], august)).toEqual([]);
    expect(found([...months, ...ofMonth, stated(april, -500), stated(august, -300)], august)).toEqual([
      'cumulative discrepancy: -300 against -450 in d outcome 2023-08 Norra, d outcome 2023-04 Norra',
    ]);
  });

  it('is none where preliminary and final are of one month, and where a net may go either way', () => {
    const final = through('outcome', '2023-12');
    const preliminary = through('outcome', '2023-12p');
    const both = [edition(final, [2023, 12, 1]), edition(preliminary, [2023, 12, 0])];
    expect(found([...both, stated(preliminary, -500), stated(final, -450)], final)).toEqual([]);
    const result = (month: string): At => through('outcome', month, '2023', 'result');
    expect(
      found([...months, stated(result('2023-04'), 500), stated(result('2023-08'), 100)], result('2023-08')),
    ).toEqual([]);
  });
});

describe('outlay to date', () => {
  const june: At = { basis: 'outcome', edition: '2024-06' };
  const approved = (year: string): At => ({ basis: 'approved', edition: year });
  const records = [
    edition(june, [2024, 6]),
    edition(approved('2024'), [2024, 0]),
    stated(approved('2024'), -1000),
  ];

  it('above what is approved is a discrepancy that names the approval', () => {
    expect(found([...records, stated(june, -1100)], june)).toEqual([
      'limit discrepancy: -1100 against -1000 in d outcome 2024-06 Norra, d approved 2024 Norra',
    ]);
    expect(found([...records, stated(june, -1000)], june)).toEqual([]);
  });

  it('is held against the approval with its extensions, but not with proposed ones', () => {
    const extended = [
      ...records,
      edition(approved('2024:2'), [2024, 2], { extent: 'amending' }),
      stated(june, -1100, 'later'),
    ];
    expect(found([...extended, change(approved('2024:2'), -200)], june)).toEqual([]);
    expect(found([...extended, change(approved('2024:2'), -200, 'inForce', 'proposed')], june)).toHaveLength(
      1,
    );
  });

  it('is not held against an approval of a later year, unless it is printed beside it', () => {
    const next = [
      edition(june, [2024, 6]),
      edition(approved('2025'), [2025, 0]),
      stated(approved('2025'), -1000),
    ];
    expect(found([...next, stated(june, -1100, 'another')], june)).toEqual([]);
    expect(found([...next, stated(june, -1100)], june)).toHaveLength(1);
  });

  it('is told of the part that exceeds, and not once more of the sum', () => {
    const line: LayoutStated = {
      kind: 'layout',
      line: edition(june, []).line,
      edition: '2024-06',
      table: 't',
      rank: 0,
      title: 'Projekt',
      unitOfMeasure: 'tkr',
      signs: {},
      rows: [
        { path: ['Norra'], kind: 'leaf', line: ['Norra'], measure: 'outlay' },
        { path: ['Totalt'], kind: 'total', line: [], measure: 'outlay', parts: [['Norra']] },
      ],
    };
    const total = { ...june, line: [] };
    const all = [
      ...records,
      line,
      stated(june, -1100),
      stated(total, -1100),
      stated({ ...approved('2024'), line: [] }, -1000),
    ];
    expect(found(all, june)).toHaveLength(1);
    expect(found(all, total)).toEqual([]);
  });
});
