import { describe, expect, test } from '@jest/globals';
import {
  exponentOf,
  isMoney,
  isUnitOfMeasure,
  kindOf,
  labelOf,
  parseUnitOfMeasure,
  symbolOf,
  UNITS_OF_MEASURE,
} from './unit-of-measure.js';

describe('a unit of measure', () => {
  test.each([
    ['tkr', 'tkr'],
    ['Tkr', 'tkr'],
    ['TKR', 'tkr'],
    [' tkr ', 'tkr'],
    ['KSEK', 'tkr'],
    ['tusen\u00a0kronor', 'tkr'],
    ['mnkr', 'mnkr'],
    ['Mkr', 'mnkr'],
    ['miljoner  kronor', 'mnkr'],
    ['kr', 'kr'],
    ['SEK', 'kr'],
    ['%', 'percent'],
    ['procent', 'percent'],
    ['Antal', 'count'],
    ['NKI', 'index'],
    ['indexpoa\u0308ng', 'index'],
  ])('%j is %s', (text, unit) => {
    expect(parseUnitOfMeasure(text)).toBe(unit);
  });

  test.each(['', 't', 'kronors', 'dkr', 'EUR', '‰', 'constructor', '__proto__'])('%j is refused', (text) => {
    expect(() => parseUnitOfMeasure(text, { file: 'a.csv', line: 2 })).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_UNIT', place: { file: 'a.csv', line: 2 } }),
    );
  });

  test('its own name names it', () => {
    for (const unit of UNITS_OF_MEASURE) {
      expect(parseUnitOfMeasure(unit)).toBe(unit);
      expect(isUnitOfMeasure(unit)).toBe(true);
      expect(labelOf(unit)).not.toBe('');
      if (symbolOf(unit) !== '') expect(parseUnitOfMeasure(symbolOf(unit))).toBe(unit);
    }
    expect(isUnitOfMeasure('Tkr')).toBe(false);
    expect(isUnitOfMeasure('toString')).toBe(false);
    expect(isUnitOfMeasure(3)).toBe(false);
  });

  test('money has three, and they are of one kind', () => {
    expect(UNITS_OF_MEASURE.filter(isMoney)).toEqual(['tkr', 'mnkr', 'kr']);
    expect(new Set(UNITS_OF_MEASURE.filter(isMoney).map(kindOf))).toEqual(new Set(['money']));
    expect(UNITS_OF_MEASURE.map(exponentOf)).toEqual([3, 6, 0, 0, 0, 0]);
  });
});
