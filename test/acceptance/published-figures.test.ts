import { describe, expect, it } from '@jest/globals';
import { toDecimal, type Amount } from '#amount';
import {
  assertionsOf,
  Book,
  difference,
  Evaluator,
  readingOf,
  type Asserted,
  type Mark,
  type Reading,
  type Split,
} from '#ledger';
import { MONEY_AREAS, publishedCells, type PublishedCell } from './published-cells.js';
import { DISAGREEMENTS, TEXT_DISAGREEMENTS } from './published-disagreements.js';
import { publishedPackage, publishedRecords } from './published.js';

const source = publishedPackage();
const book = new Book(await publishedRecords());
const evaluator = new Evaluator(book);

/** In thousands of kronor, canonical sign. */
function tkr(amount: Amount | null): string | null {
  return amount === null ? null : toDecimal(amount, 'tkr');
}

function valueOf(reading: Reading): string | null {
  return tkr(evaluator.value(reading).amount);
}

function marksOf(reading: Reading): Mark[] {
  return [...evaluator.value(reading).marks];
}

type At = Pick<Reading, 'unit' | 'area' | 'basis' | 'period'>;

function readingAt(at: At, edition: string, measure: string, line: string[] = []): Reading {
  return { ...at, edition, measure, line };
}

/** b − a = changes + begun + ended + unexplained. */
function splitOf(from: Reading, to: Reading): { split: Split; sums: (string | null)[] } {
  const split = difference(evaluator, from, to);
  const changes = split.changes.reduce(
    (sum, { amount, counted }) => sum + (counted ? (amount ?? 0n) : 0n),
    0n,
  );
  const { begun, ended, unexplained } = split;
  return { split, sums: [split.difference, changes, begun, ended, unexplained].map(tkr) };
}

const SLK: At = {
  unit: 'boras/ks/stadsledningskansliet',
  area: 'operations',
  basis: 'budget',
  period: '2021',
};

describe('budget 2021:1 against 2021:2, Stadsledningskansliet', () => {
  const slk = (edition: string, measure: string, line: string[] = []): Reading =>
    readingAt(SLK, edition, measure, line);

  it('explains the change of Kommunledning: three causes, and what nobody has explained within their precision', () => {
    const line = ['Kommunledning'];
    const { split, sums } = splitOf(slk('2021:1', 'cost', line), slk('2021:2', 'cost', line));
    expect(sums).toEqual(['1250', '1300', '0', '0', '-50']);
    expect(split.changes.map(({ change, amount }) => [change.cause.kind, tkr(amount)]).sort()).toEqual([
      ['allocation', '-500'],
      ['efficiency', '1300'],
      ['saving', '500'],
    ]);
    expect(split.marks.has('withinPrecision')).toBe(true);
    expect(split.changes.map(({ change }) => change.source?.printed).sort()).toEqual([
      '0,5 mnkr',
      '0,5 mnkr',
      '1,3 mnkr',
    ]);
  });

  it('has the same causes move kommunbidrag the other way', () => {
    const { split, sums } = splitOf(slk('2021:1', 'grant'), slk('2021:2', 'grant'));
    expect(sums).toEqual(['-1250', '-1300', '0', '0', '50']);
    expect(split.changes).toHaveLength(3);
  });

  it('sums nine lines to the total cost, and splits it a second time in Kostnader and Buffert', () => {
    const editions = ['2021:1', '2021:2'];
    expect(editions.map((edition) => valueOf(slk(edition, 'cost')))).toEqual(['-223659', '-222409']);
    expect(editions.map((edition) => marksOf(slk(edition, 'cost')).includes('computed'))).toEqual([
      true,
      true,
    ]);
    const composition = evaluator.composition(slk('2021:2', 'cost'));
    expect(composition?.kind === 'total' ? composition.parts.length : 0).toBe(9);
    expect(editions.map((edition) => valueOf(slk(edition, 'cost', ['Kostnader'])))).toEqual([
      '-223016',
      '-221772',
    ]);
    expect(editions.map((edition) => valueOf(slk(edition, 'cost', ['Buffert'])))).toEqual(['-643', '-637']);
    const printed = assertionsOf(evaluator, slk('2021:2', 'cost', ['Kostnader']));
    expect(printed.filter(({ entry }) => entry.kind === 'statement').map((a) => a.class)).toEqual(['equal']);
    const { split, sums } = splitOf(slk('2021:1', 'cost'), slk('2021:2', 'cost'));
    expect(sums).toEqual(['1250', '1300', '0', '0', '-50']);
    expect(split.parts.filter(({ split: part }) => part.difference !== 0n)).toHaveLength(1);
  });
});

describe('the forecast of 2023, Alingsås', () => {
  const land: At = {
    unit: 'alingsas/ks/exploatering',
    area: 'land',
    basis: 'forecast',
    period: '2023',
  };
  const investment: At = { unit: 'alingsas/ks', area: 'investment', basis: 'forecast', period: '2023' };
  const group = 'Anpassnings- och reinvesteringar';

  it('infers the result of land development in April from that in August', () => {
    expect(valueOf(readingAt(land, 'T2', 'result'))).toBe('-3798');
    expect(valueOf(readingAt(land, 'T1', 'result'))).toBe('-4216');
    expect(marksOf(readingAt(land, 'T1', 'result'))).toContain('inferred');
    expect(splitOf(readingAt(land, 'T1', 'result'), readingAt(land, 'T2', 'result')).sums[0]).toBe('418');
  });

  it('infers the investments in April by group, and computes their total', () => {
    const t1 = (line: string[] = []): Reading => readingAt(investment, 'T1', 'outlay', line);
    const t2 = (line: string[] = []): Reading => readingAt(investment, 'T2', 'outlay', line);
    expect([t2(), t2(['Expansionsinvestering'])].map(valueOf)).toEqual(['-53376', '-22876']);
    expect([t1(['Expansionsinvestering']), t1([group]), t1()].map(valueOf)).toEqual([
      '-20750',
      '-33255',
      '-54005',
    ]);
    expect(marksOf(t1(['Expansionsinvestering']))).toContain('inferred');
    expect(marksOf(t1())).toEqual(expect.arrayContaining(['computed', 'inferred']));
    // The text states the total too (629 more than in August): an assertion that agrees.
    expect(assertionsOf(evaluator, t1()).map((a) => [a.class, tkr(a.stated)])).toEqual([['equal', '-629']]);
  });

  it('pairs one line in April with the two that it is in August: nothing begins or ends', () => {
    const { split, sums } = splitOf(
      readingAt(investment, 'T1', 'outlay'),
      readingAt(investment, 'T2', 'outlay'),
    );
    expect([sums[0], sums[2], sums[3]]).toEqual(['629', '0', '0']);
    const parts = split.parts.map((part) => tkr(part.split.difference)).filter((amount) => amount !== '0');
    expect(parts.sort()).toEqual(['-2126', '2755']);
  });
});

describe('every printed cell of every table', () => {
  const cells = publishedCells(source, evaluator);
  const key = ({ table, row, column }: Pick<PublishedCell, 'table' | 'row' | 'column'>): string =>
    [table, row, column].join(' | ');

  it('is read', () => {
    expect(cells).toHaveLength(1455);
    const money = source.tables.filter(({ area }) => MONEY_AREAS.includes(area));
    expect(new Set(cells.map(({ table }) => table))).toEqual(new Set(money.map(({ id }) => id)));
    expect(cells.filter(({ stated, computed }) => stated !== null && computed === null)).toEqual([]);
  });

  it('has the value that is printed, in its sign and unit, but for those that are known to disagree', () => {
    const differing = cells.filter(({ stated, computed }) => stated !== null && stated !== computed);
    const known = DISAGREEMENTS.map(({ table, row, column, stated, computed }) => ({
      table,
      row,
      column,
      stated,
      computed,
    }));
    const order = (a: PublishedCell, b: PublishedCell): number => (key(a) < key(b) ? -1 : 1);
    expect(differing.sort(order)).toEqual(known.sort(order));
  });

  it('has no value where it is blank, but for the column whose table by line tells', () => {
    const computed = cells.filter((cell) => cell.stated === null && cell.computed !== null);
    expect(new Set(computed.map(({ table, column }) => `${table} | ${column}`))).toEqual(
      new Set(['boras-ks-planeringsunderlag-2025/slk-sammandrag | Budget 2025:1']),
    );
    expect(computed.find(({ row }) => row === 'Nettokostnader')?.computed).toBe('-151 500');
  });

  const disagreeing = new Map<string, Asserted>();
  for (const entry of book.entries()) {
    for (const asserted of assertionsOf(evaluator, readingOf(entry))) {
      if (asserted.class !== 'equal') disagreeing.set(asserted.entry.id, asserted);
    }
  }
  const asserted = [...disagreeing.values()].filter(({ reading }) => MONEY_AREAS.includes(reading.area));

  it('is classed as rounding, discrepancy or what follows from one', () => {
    const found = asserted.flatMap(({ entry, class: is }) => {
      const cell = entry.source;
      return cell === undefined || cell.row === '' ? [] : [`${key(cell)}: ${is}`];
    });
    expect(found.sort()).toEqual(DISAGREEMENTS.map((known) => `${key(known)}: ${known.class}`).sort());
  });

  it('stands beside the figures of the running text', () => {
    const found = asserted.flatMap(({ entry, reading, stated, computed, class: is }) => {
      if (entry.source?.row !== '') return [];
      return [
        {
          place: entry.source.table,
          figure: `${reading.line.join(' > ') || 'Totalt'} ${reading.measure}`,
          printed: entry.source.printed,
          stated: tkr(stated),
          computed: tkr(computed),
          class: is,
        },
      ];
    });
    const order = (a: object, b: object): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
    expect(found.sort(order)).toEqual([...TEXT_DISAGREEMENTS].sort(order));
  });
});
