import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { smallHistory, type SmallHistory } from '../testing/small-history.js';

let history: SmallHistory;

beforeEach(async () => {
  history = await smallHistory();
});

afterEach(() => history.close());

const UNIT = 'k/ks';

describe('assignments', () => {
  it('have the status that was last reported, and are counted by it', async () => {
    const { record, reader } = history;
    await record('UnitDefined', { unit: 'k', name: 'K', kind: 'municipality' });
    for (const [assignment, period] of [
      ['a', '2030'],
      ['b', '2031'],
      ['c', '2031'],
    ] as const)
      await record('AssignmentGiven', {
        assignment,
        unit: UNIT,
        words: assignment,
        period,
        givenBy: 'Kommunfullmäktige',
      });
    const started = await record('AssignmentReported', {
      assignment: 'a',
      unit: UNIT,
      status: 'started',
      through: '2030-08',
    });
    await record('AssignmentReported', {
      assignment: 'a',
      unit: UNIT,
      status: 'finished',
      through: '2031-04',
    });
    await record('AssignmentReported', {
      assignment: 'b',
      unit: UNIT,
      status: 'notStarted',
      through: '2031-04',
    });
    const all = reader.assignments({ unit: 'k' });
    expect(all.assignments.map(({ assignment, status, through }) => [assignment, status, through])).toEqual([
      ['a', 'finished', '2031-04'],
      ['b', 'notStarted', '2031-04'],
      ['c', null, null],
    ]);
    expect(Object.fromEntries(all.counts.map(({ status, count }) => [status, count]))).toEqual({
      notReported: 1,
      notStarted: 1,
      started: 0,
      finished: 1,
    });
    expect(all.assignments[0]?.reports.map(({ status }) => status)).toEqual(['started', 'finished']);
    const ids = (filter: object, asOf?: string) =>
      reader
        .assignments({ unit: UNIT, ...filter }, asOf === undefined ? {} : { asOf })
        .assignments.map(({ assignment }) => assignment);
    expect(ids({ status: 'notReported' })).toEqual(['c']);
    expect(ids({ status: 'started' })).toEqual([]);
    expect(ids({ status: 'started' }, started)).toEqual(['a']);
    expect(ids({ year: '2030' })).toEqual(['a']);
    expect(ids({ year: '2031' })).toEqual(['a', 'b', 'c']);
    expect(reader.assignments({ unit: 'k' }, { publishedBy: '2031-12-31' })).toMatchObject({
      assignments: [],
      undatedLeftOut: 6,
    });
    expect(() => reader.assignments({ unit: 'x' })).toThrow(/nothing is recorded/);
  });
});
