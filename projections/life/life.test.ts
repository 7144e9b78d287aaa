import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { smallHistory, type SmallHistory } from '../testing/small-history.js';

let history: SmallHistory;

beforeEach(async () => {
  history = await smallHistory();
});

afterEach(() => history.close());

const UNIT = 'k/ks';
const REQUEST = { view: 'life', unit: UNIT, year: '2033', line: ['Stab'], measure: 'cost' } as const;

const frame = <B extends string>(basis: B, edition: string) => ({
  unit: UNIT,
  area: 'operations',
  basis,
  period: '2033',
  edition,
});
const cost = (amount: string) => ({ line: ['Stab'], measure: 'cost', amount, unitOfMeasure: 'tkr' }) as const;

/** Planned in 2031, decided in 2033, changed once, forecast twice, reported for eight months and for the year. */
async function life(): Promise<void> {
  const { record, edition } = history;
  const declared = [
    ['budget', 'plan@2031', [2031, 0, 0]],
    ['budget', '2033:1', [2033, 1, 0]],
    ['forecast', 'T1', [2033, 4, 0]],
    ['forecast', 'T2', [2033, 8, 0]],
    ['outcome', '2033-08', [2033, 8, 0]],
    ['outcome', '2033-12', [2033, 12, 0]],
  ] as const;
  for (const [basis, name, order] of declared) await edition({ ...frame(basis, name), label: name, order });
  await edition({ ...frame('budget', '2033:2'), label: '2033:2', order: [2033, 2, 0] }, 'amending');
  await record('BudgetAdopted', { ...frame('budget', 'plan@2031'), lines: [cost('-100')] });
  await record('BudgetAdopted', { ...frame('budget', '2033:1'), lines: [cost('-110')] });
  await record('BudgetChanged', {
    ...frame('budget', '2033:2'),
    cause: { kind: 'saving', words: 'Sparbeting.' },
    lines: [cost('8')],
  });
  await record('ForecastRevised', { ...frame('forecast', 'T1'), lines: [cost('-105')] });
  await record('ForecastRevised', { ...frame('forecast', 'T2'), lines: [cost('-104')] });
  await record('OutcomeReported', {
    ...frame('outcome', '2033-08'),
    through: '2033-08',
    lines: [cost('-70')],
  });
  await record('OutcomeReported', {
    ...frame('outcome', '2033-12'),
    through: '2033-12',
    lines: [cost('-103')],
  });
}

describe('the life of a figure', () => {
  it('each step leads from the one that it answers, and the differences are explained exactly', async () => {
    await life();
    const { steps, columns, rows } = history.reader.life(REQUEST);
    expect(steps.map((s) => [s.column, s.value, s.from, s.difference, s.changed, s.unexplained])).toEqual([
      ['budget-plan@2031', '-100', null, null, null, null],
      ['budget-2033:1', '-110', 'budget-plan@2031', '-10', '0', '-10'],
      ['budget-2033:2', '-102', 'budget-2033:1', '8', '8', '0'],
      ['forecast-T1', '-105', 'budget-2033:2', '-3', '0', '-3'],
      ['forecast-T2', '-104', 'forecast-T1', '1', '0', '1'],
      ['outcome-2033-08', '-70', 'outcome-start', '-70', '0', '-70'],
      ['outcome-2033-12', '-103', 'forecast-T2', '1', '0', '1'],
    ]);
    expect(steps[2]?.changes).toMatchObject([{ cause: 'Sparbeting.', amount: '8' }]);
    expect(columns.map(({ id }) => id)).toEqual(steps.map(({ column }) => column));
    expect(rows.map(({ path }) => path)).toEqual([['Stab', 'Kostnader']]);
  });

  it('any two of its columns are compared: what was planned in 2031 and what became of it', async () => {
    await life();
    const why = history.reader.explain(REQUEST, 'Stab > Kostnader', 'outcome-2033-12', 'budget-plan@2031');
    if (why.kind !== 'difference') throw new Error('no difference');
    expect(why.difference).toMatchObject({ fromValue: '-100', toValue: '-103', difference: '-3' });
  });

  it('a line that no table has, and a unit without the area, are told', async () => {
    await life();
    expect(() => history.reader.life({ ...REQUEST, line: ['Stbb'] })).toThrow(
      /no table of the year has cost/,
    );
    expect(() => history.reader.life({ ...REQUEST, area: 'land' })).toThrow(/has no area "land"/);
    expect(() => history.reader.life({ ...REQUEST, year: '2034' })).toThrow(/for 2034/);
  });
});
