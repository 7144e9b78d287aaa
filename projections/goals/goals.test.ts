import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { smallHistory, type SmallHistory } from '../testing/small-history.js';

let history: SmallHistory;

beforeEach(async () => {
  history = await smallHistory();
});

afterEach(() => history.close());

const UNIT = 'k/ks';

type Basis = 'target' | 'outcome';

async function measured(basis: Basis, period: string, edition: string, amount: string, more: object = {}) {
  const frame = { unit: UNIT, area: 'indicator', basis, period, edition };
  const order = [Number(period), edition.endsWith('p') ? 11 : 12];
  await history.edition({ ...frame, label: edition, order });
  const line = { line: ['Nöjda'], measure: 'value', amount, unitOfMeasure: 'percent', ...more } as const;
  return basis === 'target'
    ? history.record('TargetSet', { ...frame, basis, goal: 'g1', lines: [line] })
    : history.record('IndicatorMeasured', { ...frame, basis, goal: 'g1', lines: [line] });
}

describe('goals', () => {
  it('an indicator has its targets and outcomes over the years; what is final comes before what is preliminary', async () => {
    const { reader } = history;
    await measured('outcome', '2030', '2030-12', '61');
    await measured('target', '2031', '2031', '70');
    const preliminary = await measured('outcome', '2031', '2031-12p', '66');
    await measured('outcome', '2031', '2031-12', '67');
    const then = reader.goals(UNIT, undefined, { asOf: preliminary });
    expect(then.rows[0]?.cells.map(({ column, value }) => [column, value])).toEqual([
      ['outcome2030', '61'],
      ['target2031', '70'],
      ['outcome2031', '66'],
    ]);
    expect(then.indicators).toMatchObject([
      { unitOfMeasure: null, goal: 'g1', preliminary: ['outcome2031'], fromChart: [] },
    ]);
    const now = reader.goals(UNIT);
    expect(now.columns.map(({ label }) => label)).toEqual(['Utfall 2030', 'Mål 2031', 'Utfall 2031']);
    expect(now.rows[0]?.cells[2]?.value).toBe('67');
    expect(now.indicators[0]?.preliminary).toEqual([]);
    expect(reader.goals(UNIT, '2030').columns.map(({ id }) => id)).toEqual(['outcome2030']);
    const why = reader.explain({ view: 'goals', unit: UNIT }, 'Nöjda', 'outcome2031', 'target2031');
    if (why.kind !== 'difference') throw new Error('no difference');
    expect(why.difference).toMatchObject({ fromValue: '70', toValue: '67', difference: '-3' });
  });

  it('a value that only a chart states is told', async () => {
    const rank = { authority: 1, table: 9, date: null, place: 'a' } as const;
    const printed = { text: '66', decimals: 0, sign: 1 } as const;
    await measured('outcome', '2031', '2031-12', '66', { rank, printed });
    expect(history.reader.goals(UNIT).indicators).toMatchObject([
      { path: ['Nöjda'], unitOfMeasure: 'percent', fromChart: ['outcome2031'] },
    ]);
  });

  it('a goal has its last state, and those before; it stands below one of another unit', async () => {
    const { record, reader } = history;
    await record('GoalSet', { goal: 'kf', unit: 'k', period: '2030–2032', words: 'Växa' });
    await record('GoalSet', {
      goal: 'g1',
      unit: UNIT,
      period: '2031',
      words: 'Nöjda',
      parent: 'kf',
      parentUnit: 'k',
    });
    await record('GoalSet', { goal: 'g2', unit: UNIT, period: '2031', words: 'Snabba' });
    const first = await record('GoalAssessed', {
      goal: 'g1',
      unit: UNIT,
      period: '2031',
      state: 'notEvaluated',
      expected: 'fullyFulfilled',
      through: '2031-04',
    });
    await record('GoalAssessed', {
      goal: 'g1',
      unit: UNIT,
      period: '2031',
      state: 'partlyFulfilled',
      through: '2031-08',
    });
    const goals = (asOf?: string) =>
      reader
        .goals(UNIT, '2031', asOf === undefined ? {} : { asOf })
        .goals.map((g) => [g.goal, g.state, g.expected]);
    expect(goals(first)).toEqual([
      ['g1', 'notEvaluated', 'fullyFulfilled'],
      ['g2', null, null],
    ]);
    expect(goals()).toEqual([
      ['g1', 'partlyFulfilled', null],
      ['g2', null, null],
    ]);
    const [g1] = reader.goals(UNIT).goals;
    expect(g1).toMatchObject({ parent: 'kf', parentWords: 'Växa', through: '2031-08' });
    expect(g1?.assessments.map(({ state }) => state)).toEqual(['notEvaluated', 'partlyFulfilled']);
    expect(reader.goals('k').goals.map(({ goal }) => goal)).toEqual(['kf', 'g1', 'g2']);
    expect(reader.goals('k', '2032').goals.map(({ goal }) => goal)).toEqual(['kf']);
    expect(() => reader.goals('x')).toThrow(/nothing is recorded/);
  });
});
