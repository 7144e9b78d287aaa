import { describe, expect, it } from '@jest/globals';
import type { HistoryFilter } from '../history-answers.js';
import { requireForm } from './filter-form.js';

const nothing = (): boolean => false;

describe('what is asked of the history', () => {
  it.each<[HistoryFilter, string, RegExp]>([
    [{ period: '20x' }, 'period', /2021-01\/2021-08/],
    [{ period: '2021-13' }, 'period', /lifetime/],
    [{ period: '2021-01/2021-02/2021-03' }, 'period', /2021/],
    [{ amountAtLeast: '-5' }, 'amountAtLeast', /: 5\.$/],
  ])('%j can match nothing', (filter, field, hint) => {
    expect(() => requireForm(filter, nothing)).toThrow(
      expect.objectContaining({
        code: 'WRONG_USAGE',
        place: { field },
        hint: expect.stringMatching(hint) as unknown,
      }),
    );
  });

  it.each<HistoryFilter>([
    { period: '2021' },
    { period: '2021-08' },
    { period: '2023-01/2023-08' },
    { period: '2030–2032' },
    { period: 'lifetime' },
    { amountAtLeast: '0' },
    { amountAtLeast: '72.5' },
  ])('%j may', (filter) => {
    expect(() => requireForm(filter, nothing)).not.toThrow();
  });

  it('may be any period that is recorded', () => {
    expect(() => requireForm({ period: 'mandat 1' }, (period) => period === 'mandat 1')).not.toThrow();
  });
});
