import { describe, expect, it } from '@jest/globals';
import { indicatorColumn, type AboutDocument } from './indicator-column.js';

const BUDGET: AboutDocument = { kind: 'budget', year: 2031 };
const REPORT: AboutDocument = { kind: 'interim', year: 2031, through: '2031-08' };
const ANNUAL: AboutDocument = { kind: 'annual', year: 2031, through: '2031-12' };

function read(label: string, about: AboutDocument): string | null {
  const column = indicatorColumn(label, about);
  return column === null ? null : `${column.basis} ${column.period} ${column.edition}`;
}

describe('a column of indicators', () => {
  it.each([
    ['Utfall 2029', 'outcome 2029 2029-12'],
    ['Utfall 2030', 'outcome 2030 2030-12p'],
    ['Senaste utfall 2030', 'outcome 2030 2030-12p'],
    ['Årsutfall 2030', 'outcome 2030 2030-12'],
    ['Bokslut 2029', 'outcome 2029 2029-12'],
    ['Mål 2031', 'target 2031 2031'],
    ['Målvärde 2032', 'target 2032 plan@2031'],
    ['Budget 2030', 'target 2030 2030@2031'],
    ['Plan 2031', 'target 2031 plan@2031'],
    ['Prognos 2030', 'forecast 2030 2030@2031'],
    ['2028', 'outcome 2028 2028-12'],
    ['År 2028', 'outcome 2028 2028-12'],
    ['T1 2028', 'outcome 2028-01/2028-04 2028-04'],
    ['Tertial 2 2028', 'outcome 2028-01/2028-08 2028-08'],
    ['T3 2028', 'outcome 2028 2028-12'],
    ['jan–jul 2028', 'outcome 2028-01/2028-07 2028-07'],
    ['Rullande 12 oktober 2028', 'outcome 2027-11/2028-10 2028-10'],
    ['Rullande 12 månader december 2028', 'outcome 2028 2028-12'],
    ['Kommentar', null],
    ['', null],
    ['Utfall 2028/2029', null],
  ])('%s of a budget', (label, reading) => {
    expect(read(label, BUDGET)).toBe(reading);
  });

  it.each([
    ['Mål 2031', 'target 2031 2031@2031-08'],
    ['Mål', 'target 2031 2031@2031-08'],
    ['Utfall 2031', 'outcome 2031 2031-08'],
    ['Preliminärt utfall 2031', 'outcome 2031 2031-12p'],
    ['Prel utfall 2031', 'outcome 2031 2031-12p'],
    ['Utfall 2030', 'outcome 2030 2030-12'],
  ])('%s of a report', (label, reading) => {
    expect(read(label, REPORT)).toBe(reading);
  });

  it('is final in an annual report', () => {
    expect(read('Utfall 2031', ANNUAL)).toBe('outcome 2031 2031-12');
    expect(read('Mål 2031', ANNUAL)).toBe('target 2031 2031@2031-12');
  });

  it('puts what is preliminary before the final of December, and after November', () => {
    const orders = ['Senaste utfall 2030', 'Bokslut 2030'].map(
      (label) => indicatorColumn(label, BUDGET)?.order,
    );
    expect(orders).toEqual(['2030;11;12', '2030;12;0']);
  });
});
