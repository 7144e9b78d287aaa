import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ReadingAddress } from '../contract.js';
import { smallHistory, type SmallHistory } from '../testing/small-history.js';

let history: SmallHistory;

beforeEach(async () => {
  history = await smallHistory();
});

afterEach(() => history.close());

const unit = 'k/ks';
const area = 'operations';
const cost = { line: ['Stab'], measure: 'cost', amount: '-100', unitOfMeasure: 'tkr' } as const;
const outcome = (period: string, edition: string, measure = 'cost'): ReadingAddress => ({
  unit,
  area,
  basis: 'outcome',
  period,
  edition,
  line: ['Stab'],
  measure,
});

describe('an edition that nobody declared, and something was entered in', () => {
  it('is published with the view that reads it', async () => {
    const { edition, record, reader } = history;
    const frame = { unit, area, basis: 'outcome', period: '2031', edition: '2031-08' } as const;
    await edition({ ...frame, label: '2031-08', order: [2031, 8, 0] });
    await record('LayoutStated', {
      ...frame,
      table: 'drift',
      rank: 0,
      title: 'Driftredovisning',
      unitOfMeasure: 'tkr',
      signs: {},
      rows: [{ path: ['Stab'], kind: 'leaf', line: ['Stab'], measure: 'cost' }],
    });
    const published = { date: '2031-01-14' };
    await record('OutcomeReported', { ...frame, through: '2031-08', published, lines: [cost] });
    const before = { ...frame, period: '2030', edition: '2030-08', through: '2030-08' };
    await record('OutcomeReported', { ...before, published, lines: [{ ...cost, amount: '-208' }] });
    const request = { view: 'delarsbokslut', unit, year: '2031', through: '2031-08' } as const;
    const column = 'outcomePreviousYear';
    const [now, then] = [{}, { publishedBy: '2031-05-25' }].map((options) =>
      reader.view(request, options).rows.map(({ cells }) => cells.find((cell) => cell.column === column)),
    );
    expect(now?.map((cell) => cell?.value)).toEqual(['-208']);
    expect(then).toEqual(now);
    const early = reader.view(request, { publishedBy: '2031-01-13' }).rows.flatMap(({ cells }) => cells);
    expect(early.filter(({ value }) => value !== null)).toEqual([]);
  });

  it('is none that is misspelled, also where what was entered gives no value', async () => {
    const { record, reader } = history;
    const frame = { unit, area, basis: 'outcome', period: '2031', edition: '2031-08' } as const;
    await record('ChangeExplained', {
      ...frame,
      cause: { kind: 'allocation', words: 'Nytt uppdrag', id: 'a' },
      lines: [{ ...cost, from: { edition: 'start' } }],
    });
    expect(reader.figure(outcome('2031', '2031-08')).value).toBeNull();
    expect(reader.figure(outcome('2031', '2031-08', 'net')).value).toBeNull();
    const misspelled = [{ edition: '2031-09' }, { line: ['Stabben'] }, { unit: 'k/kss' }];
    const codes = misspelled.map((wrong) => {
      try {
        return reader.figure({ ...outcome('2031', '2031-08'), ...wrong }).value;
      } catch (error) {
        return (error as { code?: string }).code;
      }
    });
    expect(codes).toEqual(['UNKNOWN_EDITION', 'UNKNOWN_LINE', 'UNKNOWN_UNIT']);
  });
});
