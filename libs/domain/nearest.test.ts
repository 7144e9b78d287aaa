import { describe, expect, it } from '@jest/globals';
import { nearest } from './nearest.js';

describe('the nearest names', () => {
  it('begin with what was misspelled, whatever its case', () => {
    const types = ['BudgetAdopted', 'BudgetChanged', 'EntryCorrected', 'LandSaleAgreed'];
    expect(nearest('budgetadoptd', types)[0]).toBe('BudgetAdopted');
    expect(nearest('Corrected', types)[0]).toBe('EntryCorrected');
    expect(nearest('2021:3', ['2021:1', 'plan@2022', '2021:2'])).toEqual(['2021:1', '2021:2', 'plan@2022']);
  });

  it('are so many as were asked for, each once', () => {
    expect(nearest('a', ['a1', 'a2', 'a2', 'a3'], 2)).toEqual(['a1', 'a2']);
    expect(nearest('a', [])).toEqual([]);
  });
});
