import { describe, expect, it } from '@jest/globals';
import { isFigure, isNumericCell, isYear } from './numeric-cell.js';

describe('a numeric cell', () => {
  it.each([
    '0',
    '-128 650',
    '1\u00a0000',
    '- 30 041',
    '−5',
    '52,6%',
    '94 %',
    '(72)',
    '1,3 mnkr',
    '3,44',
    '+7',
  ])('is %s', (text) => {
    expect(isNumericCell(text)).toBe(true);
  });

  it.each([
    '',
    ' ',
    '-',
    '–',
    'KF',
    'T1 2020',
    '2021:1',
    '1–14',
    '30–49 år',
    '2: Pågår',
    '3 st bojar',
    '12 34',
    '007',
  ])('is not "%s"', (text) => {
    expect(isNumericCell(text)).toBe(false);
  });

  it('may be a year, which is no figure', () => {
    expect(isYear('2024')).toBe(true);
    expect(isFigure('2024')).toBe(false);
    expect(isFigure('2 024')).toBe(true);
  });
});
