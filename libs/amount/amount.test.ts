import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  abs,
  AMOUNT_MAX,
  decimalsOf,
  fromDecimal,
  halfUnit,
  lastPlace,
  negate,
  ONE,
  roundTo,
  sum,
  toDecimal,
  type Amount,
} from './amount.js';
import { UNITS_OF_MEASURE, type UnitOfMeasure } from './unit-of-measure.js';

const units = fc.constantFrom(...UNITS_OF_MEASURE);
const amounts = fc.bigInt({ min: -AMOUNT_MAX, max: AMOUNT_MAX });
/** What figures are like: most are whole tkr, and some are near the edges of the fast paths. */
const anyAmount = fc.oneof(
  amounts,
  fc.integer({ min: -5_000_000, max: 5_000_000 }).map((tkr) => BigInt(tkr) * 1000n * ONE),
  fc.bigInt({ min: -20n, max: 20n }).map((n) => BigInt(Number.MAX_SAFE_INTEGER) + n),
  fc.bigInt({ min: -20n, max: 20n }).map((n) => n - BigInt(Number.MAX_SAFE_INTEGER)),
);

describe('an amount from a decimal string', () => {
  test.each<[string, UnitOfMeasure, Amount]>([
    ['0', 'tkr', 0n],
    ['-0', 'tkr', 0n],
    ['-0.0', 'percent', 0n],
    ['1', 'kr', 1_000_000n],
    ['-128650', 'tkr', -128_650_000_000_000n],
    ['1.3', 'mnkr', 1_300_000_000_000n],
    ['1300', 'tkr', 1_300_000_000_000n],
    ['1300000', 'kr', 1_300_000_000_000n],
    ['-1234.5', 'kr', -1_234_500_000n],
    ['0.1', 'percent', 100_000n],
    ['0.000001', 'percent', 1n],
    ['0.000000001', 'tkr', 1n],
    ['0.000000000001', 'mnkr', 1n],
    ['3.44', 'index', 3_440_000n],
    ['82', 'count', 82_000_000n],
    ['1.500', 'kr', 1_500_000n],
    // Beyond what a double holds exactly.
    ['9007199254.740993', 'kr', 9_007_199_254_740_993n],
    ['9223372036854.775807', 'kr', AMOUNT_MAX],
    ['-9223372036854.775807', 'kr', -AMOUNT_MAX],
    ['9223372.036854775807', 'mnkr', AMOUNT_MAX],
  ])('%s %s', (text, unit, amount) => {
    expect(fromDecimal(text, unit)).toBe(amount);
  });

  test.each<[string, UnitOfMeasure, string]>([
    ['', 'tkr', 'AMOUNT_UNREADABLE'],
    ['-', 'tkr', 'AMOUNT_UNREADABLE'],
    ['.', 'tkr', 'AMOUNT_UNREADABLE'],
    ['.5', 'tkr', 'AMOUNT_UNREADABLE'],
    ['5.', 'tkr', 'AMOUNT_UNREADABLE'],
    ['-.5', 'tkr', 'AMOUNT_UNREADABLE'],
    ['+5', 'tkr', 'AMOUNT_UNREADABLE'],
    ['--5', 'tkr', 'AMOUNT_UNREADABLE'],
    ['5-', 'tkr', 'AMOUNT_UNREADABLE'],
    ['1e3', 'tkr', 'AMOUNT_UNREADABLE'],
    ['0x10', 'tkr', 'AMOUNT_UNREADABLE'],
    ['1 000', 'tkr', 'AMOUNT_UNREADABLE'],
    ['1,5', 'tkr', 'AMOUNT_UNREADABLE'],
    ['1.2.3', 'tkr', 'AMOUNT_UNREADABLE'],
    ['007', 'tkr', 'AMOUNT_UNREADABLE'],
    ['00', 'tkr', 'AMOUNT_UNREADABLE'],
    [' 5', 'tkr', 'AMOUNT_UNREADABLE'],
    ['5\n', 'tkr', 'AMOUNT_UNREADABLE'],
    ['\u0665', 'tkr', 'AMOUNT_UNREADABLE'],
    ['NaN', 'tkr', 'AMOUNT_UNREADABLE'],
    ['Infinity', 'tkr', 'AMOUNT_UNREADABLE'],
    ['0.0000001', 'percent', 'AMOUNT_TOO_PRECISE'],
    ['1.0000000', 'kr', 'AMOUNT_TOO_PRECISE'],
    ['0.0000000001', 'tkr', 'AMOUNT_TOO_PRECISE'],
    ['9223372036854.775808', 'kr', 'AMOUNT_OUT_OF_RANGE'],
    ['-9223372036854.775808', 'kr', 'AMOUNT_OUT_OF_RANGE'],
    ['9223373', 'mnkr', 'AMOUNT_OUT_OF_RANGE'],
    ['9'.repeat(100_000), 'kr', 'AMOUNT_OUT_OF_RANGE'],
  ])('%j %s is refused', (text, unit, code) => {
    expect(() => fromDecimal(text, unit)).toThrow(expect.objectContaining({ code }));
  });

  test('a message does not repeat a text without end', () => {
    expect.assertions(1);
    try {
      fromDecimal('x'.repeat(100_000), 'kr');
    } catch (error) {
      expect(String(error).length).toBeLessThan(200);
    }
  });
});

describe('a decimal string from an amount', () => {
  test.each<[Amount, UnitOfMeasure, string]>([
    [0n, 'tkr', '0'],
    [-128_650_000_000_000n, 'tkr', '-128650'],
    [-128_650_000_000_000n, 'mnkr', '-128.65'],
    [-128_650_000_000_000n, 'kr', '-128650000'],
    [-50_000n, 'percent', '-0.05'],
    [-1n, 'mnkr', '-0.000000000001'],
    [AMOUNT_MAX, 'kr', '9223372036854.775807'],
    [-AMOUNT_MAX, 'tkr', '-9223372036.854775807'],
    [10n ** 18n, 'kr', '1000000000000'],
  ])('%s in %s', (amount, unit, text) => {
    expect(toDecimal(amount, unit)).toBe(text);
  });

  test('reads back as the same amount, in every unit', () => {
    fc.assert(
      fc.property(anyAmount, units, (amount, unit) => {
        expect(fromDecimal(toDecimal(amount, unit), unit)).toBe(amount);
      }),
      { numRuns: 2000 },
    );
  });

  test('is the shortest: no needless zeros, no -0, no exponent', () => {
    fc.assert(
      fc.property(anyAmount, units, (amount, unit) => {
        const text = toDecimal(amount, unit);
        expect(text).toMatch(/^(?:0|-?(?:[1-9]\d*|0(?=\.))(?:\.\d*[1-9])?)$/u);
      }),
    );
  });

  test('says the same in every unit of its kind', () => {
    fc.assert(
      fc.property(anyAmount, (amount) => {
        expect(fromDecimal(toDecimal(amount, 'mnkr'), 'mnkr')).toBe(
          fromDecimal(toDecimal(amount, 'kr'), 'kr'),
        );
      }),
    );
  });
});

describe('arithmetic', () => {
  test('0.1 + 0.2 is 0.3', () => {
    expect(sum([fromDecimal('0.1', 'percent'), fromDecimal('0.2', 'percent')])).toBe(
      fromDecimal('0.3', 'percent'),
    );
  });

  test('a sum does not depend on order, nor on what passes the range on the way', () => {
    expect(sum([])).toBe(0n);
    expect(sum([AMOUNT_MAX, 1n, -1n])).toBe(AMOUNT_MAX);
    expect(() => sum([AMOUNT_MAX, 1n])).toThrow(expect.objectContaining({ code: 'AMOUNT_OUT_OF_RANGE' }));
    const small = fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n });
    fc.assert(
      fc.property(fc.array(small), (terms) => {
        expect(sum([...terms].reverse())).toBe(sum(terms));
        expect(sum(terms.map(negate))).toBe(negate(sum(terms)));
      }),
    );
  });

  test('negating the largest stays within range', () => {
    expect(negate(negate(AMOUNT_MAX))).toBe(AMOUNT_MAX);
    expect(abs(-AMOUNT_MAX)).toBe(AMOUNT_MAX);
    expect(abs(5n)).toBe(5n);
  });
});

describe('half a unit in the last printed place', () => {
  test.each<[UnitOfMeasure, number, string, UnitOfMeasure]>([
    ['tkr', 0, '500', 'kr'],
    ['tkr', 1, '50', 'kr'],
    ['mnkr', 1, '50', 'tkr'],
    ['mnkr', 0, '500', 'tkr'],
    ['kr', 2, '0.005', 'kr'],
    ['percent', 2, '0.005', 'percent'],
    ['percent', 1, '0.05', 'percent'],
    ['index', 0, '0.5', 'index'],
    ['percent', 5, '0.000005', 'percent'],
    ['percent', 6, '0', 'percent'],
    ['percent', 7, '0', 'percent'],
  ])('%s with %d decimals is %s %s', (unit, decimals, size, sizeUnit) => {
    expect(halfUnit(unit, decimals)).toBe(fromDecimal(size, sizeUnit));
  });

  test.each([-1, 0.5, Number.NaN])('%d decimals is a fault in the program', (decimals) => {
    expect(() => halfUnit('tkr', decimals)).toThrow(RangeError);
    expect(() => roundTo(1n, 'tkr', decimals)).toThrow(RangeError);
  });
});

describe('rounding', () => {
  test.each<[string, UnitOfMeasure, number, string]>([
    ['2.5', 'tkr', 0, '3'],
    ['-2.5', 'tkr', 0, '-3'],
    ['3.5', 'tkr', 0, '4'],
    ['2.499999999', 'tkr', 0, '2'],
    ['-2.499999999', 'tkr', 0, '-2'],
    ['-0.4', 'tkr', 0, '0'],
    ['113.308', 'mnkr', 1, '113.3'],
    ['0.25', 'percent', 1, '0.3'],
    ['-0.05', 'percent', 1, '-0.1'],
    ['1.234567', 'percent', 6, '1.234567'],
    ['1.234567', 'percent', 9, '1.234567'],
  ])('%s %s to %d decimals is %s', (text, unit, decimals, rounded) => {
    expect(toDecimal(roundTo(fromDecimal(text, unit), unit, decimals), unit)).toBe(rounded);
  });

  const decimals = fc.integer({ min: 0, max: 13 });
  const roomy = fc.oneof(
    fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }),
    fc.bigInt({ min: -(10n ** 7n), max: 10n ** 7n }),
  );

  test('moves by at most half a unit, to a multiple of the last place, symmetrically, once', () => {
    fc.assert(
      fc.property(roomy, units, decimals, (amount, unit, places) => {
        const rounded = roundTo(amount, unit, places);
        expect(abs(rounded - amount) <= halfUnit(unit, places)).toBe(true);
        if (places <= decimalsOf(unit)) expect(rounded % lastPlace(unit, places)).toBe(0n);
        expect(roundTo(-amount, unit, places)).toBe(-rounded);
        expect(roundTo(rounded, unit, places)).toBe(rounded);
      }),
      { numRuns: 1000 },
    );
  });

  test('past the largest amount is refused', () => {
    expect(() => roundTo(AMOUNT_MAX, 'kr', 0)).toThrow(
      expect.objectContaining({ code: 'AMOUNT_OUT_OF_RANGE' }),
    );
  });
});
