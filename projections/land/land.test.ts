import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { smallHistory, type SmallHistory } from '../testing/small-history.js';

let history: SmallHistory;

beforeEach(async () => {
  history = await smallHistory();
});

afterEach(() => history.close());

const UNIT = 'k/ks';
const APPROVED = { unit: UNIT, area: 'land', basis: 'approved', period: 'lifetime' } as const;
const OUTCOME = { unit: UNIT, area: 'land', basis: 'outcome', period: 'lifetime' } as const;
const outlay = (amount: string, part: string) =>
  ({ line: ['Norra', part], measure: 'outlay', amount, unitOfMeasure: 'tkr' }) as const;

/** A project whose outlay is divided in two, its approval extended in 2031. */
async function project(): Promise<void> {
  const { record, edition } = history;
  await edition({ ...APPROVED, edition: '2030', label: 'Godkänd utgift', order: [2030, 0, 0] });
  await edition({ ...APPROVED, edition: '2031', label: 'Med utökning', order: [2031, 0, 0] }, 'amending');
  await edition({ ...OUTCOME, edition: '2031-04', label: 'Till och med april', order: [2031, 4, 0] });
  for (const frame of [
    { ...APPROVED, edition: '2030' },
    { ...APPROVED, edition: '2031' },
    { ...OUTCOME, edition: '2031-04' },
  ]) {
    await record('LayoutStated', {
      ...frame,
      table: 'projekt',
      rank: 1,
      title: 'Projekt',
      unitOfMeasure: 'tkr',
      signs: { outlay: -1 },
      rows: [
        { path: ['Norra'], kind: 'group', line: ['Norra'], measure: null },
        { path: ['Norra', 'Mark'], kind: 'leaf', line: ['Norra', 'Mark'], measure: 'outlay' },
        { path: ['Norra', 'Gator'], kind: 'leaf', line: ['Norra', 'Gator'], measure: 'outlay' },
        { path: ['Norra', 'Försäljning'], kind: 'leaf', line: ['Norra'], measure: 'sale' },
        {
          path: [],
          kind: 'total',
          line: ['Norra'],
          measure: 'outlay',
          parts: [
            ['Norra', 'Mark'],
            ['Norra', 'Gator'],
          ],
        },
      ],
    });
  }
  await record('ProjectApproved', {
    ...APPROVED,
    edition: '2030',
    project: 'norra',
    name: 'Norra stan',
    lines: [outlay('-100', 'Mark'), outlay('-50', 'Gator')],
  });
  await record('ApprovalExtended', {
    ...APPROVED,
    edition: '2031',
    project: 'norra',
    cause: { kind: 'extension', words: 'Dyrare gator.' },
    lines: [outlay('-20', 'Gator')],
  });
  await record('ProjectOutlayReported', {
    ...OUTCOME,
    edition: '2031-04',
    project: 'norra',
    through: '2031-04',
    lines: [
      outlay('-90', 'Mark'),
      outlay('-5', 'Gator'),
      { line: ['Norra'], measure: 'sale', amount: '30', unitOfMeasure: 'tkr' },
    ],
  });
}

const SALE = { unit: UNIT, sale: 's1', property: 'Hälla 1:2', unitOfMeasure: 'tkr' } as const;

describe('land', () => {
  it('a project has what is approved, extended, spent, sold and remaining, also in the years before', async () => {
    await project();
    const view = history.reader.land(UNIT, '2031');
    expect(view.columns.map(({ id }) => id)).toEqual([
      'approved',
      'extended',
      'inForce',
      'spent',
      'remaining',
      'budget',
    ]);
    expect(
      view.rows.map(({ path, cells }) => [path.join(' > '), ...cells.slice(0, 5).map((c) => c.value)]),
    ).toEqual([
      ['Norra', null, null, null, null, null],
      ['Norra > Mark', '100', '0', '100', '90', '10'],
      ['Norra > Gator', '50', '20', '70', '5', '65'],
      ['Norra > Försäljning', null, null, null, '30', null],
      ['Norra > Utgift', '150', '20', '170', '95', '75'],
    ]);
    expect(view.projects).toMatchObject([
      {
        project: 'norra',
        name: 'Norra stan',
        line: ['Norra'],
        approved: '-150',
        extended: '-20',
        spent: '-95',
        remaining: '-75',
        sold: '30',
        contribution: null,
        status: null,
      },
    ]);
    const before = history.reader.land(UNIT, '2030');
    expect(before.columns.map(({ id }) => id)).toEqual(['approved', 'budget']);
    expect(before.projects).toMatchObject([
      { approved: '-150', extended: null, spent: null, remaining: null },
    ]);
  });

  it('every cell is explained: what remains is what is approved less what is spent', async () => {
    await project();
    const request = { view: 'land', unit: UNIT, year: '2031' } as const;
    const remaining = history.reader.explain(request, 'Norra > Utgift', 'remaining');
    if (remaining.kind !== 'cell') throw new Error('no cell');
    expect(remaining.cell).toMatchObject({
      value: '-75',
      parts: [
        { coefficient: 1, value: '-170' },
        { coefficient: -1, value: '-95' },
      ],
    });
    const extended = history.reader.explain(request, 'Norra > Gator', 'extended');
    if (extended.kind !== 'difference') throw new Error('no difference');
    expect(extended.difference).toMatchObject({ changed: '-20', unexplained: '0' });
    expect(extended.difference.changes).toMatchObject([{ cause: 'Dyrare gator.', amount: '-20' }]);
  });

  it('a status code means what the scale of its own document says', async () => {
    await project();
    const { record, reader } = history;
    await record('ScaleDefined', {
      unit: 'k',
      scale: 'status-2030',
      codes: [{ code: '2', meaning: 'Pågår' }],
    });
    await record('ScaleDefined', {
      unit: UNIT,
      scale: 'status-2031',
      codes: [{ code: '2', meaning: 'Projektering' }],
    });
    await record('ProjectStatusChanged', {
      project: 'norra',
      unit: UNIT,
      scale: 'status-2030',
      code: '2',
      asAt: '2030',
    });
    await record('ProjectStatusChanged', {
      project: 'norra',
      unit: UNIT,
      scale: 'status-2031',
      code: '2',
      asAt: '2031',
    });
    await record('ProjectStatusChanged', {
      project: 'norra',
      unit: UNIT,
      scale: 'status-2032',
      code: '2',
      asAt: '2032',
    });
    const status = (year: string) => reader.land(UNIT, year).projects[0]?.status;
    expect(status('2030')).toMatchObject({ code: '2', meaning: 'Pågår', asAt: '2030' });
    expect(status('2031')).toMatchObject({ code: '2', meaning: 'Projektering', asAt: '2031' });
    expect(status('2032')).toMatchObject({ code: '2', meaning: null, scale: 'status-2032' });
  });

  it('a sale is agreed, completed and rescinded; as of before it is what it was', async () => {
    const { record, reader } = history;
    const agreed = await record('LandSaleAgreed', { ...SALE, price: '700', date: '2030-12-01' });
    const completed = await record('LandSaleCompleted', { ...SALE, price: '750', date: '2031-03-01' });
    await record('LandSaleRescinded', {
      unit: UNIT,
      sale: 's1',
      repaid: '750',
      unitOfMeasure: 'tkr',
      date: '2032-05',
      reason: 'Bygglov gavs inte.',
      moves: [
        {
          unit: UNIT,
          area: 'land',
          basis: 'outcome',
          period: '2032',
          edition: '2032-08',
          lines: [
            {
              line: [],
              measure: 'revenue',
              amount: '-750',
              unitOfMeasure: 'tkr',
              from: { edition: 'start' },
            },
          ],
        },
      ],
    });
    const sales = (year: string, asOf?: string) =>
      reader.land(UNIT, year, asOf === undefined ? {} : { asOf }).sales;
    expect(sales('2031', agreed)).toMatchObject([{ state: 'agreed', price: '700', repaid: null }]);
    expect(sales('2032', agreed)).toMatchObject([{ state: 'agreed' }]);
    expect(sales('2031', completed)).toMatchObject([
      { state: 'completed', price: '750', property: 'Hälla 1:2' },
    ]);
    expect(sales('2032', completed)).toEqual([]);
    expect(sales('2032')).toMatchObject([
      { state: 'rescinded', price: '750', repaid: '750', reason: 'Bygglov gavs inte.', unseen: null },
    ]);
    expect(sales('2031')[0]?.steps.map(({ step, date, amount }) => [step, date, amount])).toEqual([
      ['agreed', '2030-12-01', '700'],
      ['completed', '2031-03-01', '750'],
      ['rescinded', '2032-05', '750'],
    ]);
    expect(sales('2032')[0]?.steps.at(-1)?.moved).toMatchObject([
      { reading: { period: '2032', edition: '2032-08' }, from: { edition: 'start' }, amount: '-750' },
    ]);
  });

  it('a rescinded sale that the ledger never saw tells what is known of it', async () => {
    await history.record('LandSaleRescinded', {
      unit: UNIT,
      sale: 's2',
      unseen: { words: 'En tomt som såldes 2029.', price: '400' },
      repaid: '400',
      unitOfMeasure: 'tkr',
      date: '2031',
      reason: 'Köparen återtog.',
    });
    expect(history.reader.land('k', '2031').sales).toMatchObject([
      { sale: 's2', state: 'rescinded', property: null, price: '400', unseen: 'En tomt som såldes 2029.' },
    ]);
  });

  it('acquisitions of the year; with publishedBy only what was published, the undated counted', async () => {
    const { record, reader } = history;
    const deal = {
      unit: UNIT,
      property: 'Torp 3:1',
      price: '90',
      unitOfMeasure: 'tkr',
      date: '2031-02-01',
    } as const;
    await record('LandAcquired', { ...deal, purchase: 'p1', decision: { body: 'KF', date: '2031-01-15' } });
    await record('LandAcquired', { ...deal, purchase: 'p2' });
    await record('LandAcquired', { ...deal, purchase: 'p3', date: '2030-02-01' });
    const purchases = (publishedBy?: string) => {
      const answer = reader.land(UNIT, '2031', publishedBy === undefined ? {} : { publishedBy });
      return [answer.purchases.map(({ purchase }) => purchase), answer.undatedLeftOut];
    };
    expect(purchases()).toEqual([['p1', 'p2'], 0]);
    expect(purchases('2031-01-31')).toEqual([['p1'], 2]);
    expect(purchases('2031-01-01')).toEqual([[], 2]);
  });

  it('a unit without land is told so', () => {
    expect(() => history.reader.land(UNIT, '2031')).toThrow(/nothing is recorded of any unit/);
  });
});
