import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AMOUNT_MAX, fromDecimal, roundTo, toDecimal } from './amount.js';
import { fromDecimalJs, LedgerDecimal, toDecimalJs } from './decimal.js';
import { UNITS_OF_MEASURE } from './unit-of-measure.js';

const units = fc.constantFrom(...UNITS_OF_MEASURE);
const amounts = fc.bigInt({ min: -AMOUNT_MAX, max: AMOUNT_MAX });

describe('an amount as a decimal', () => {
  test('goes over and back without loss', () => {
    fc.assert(
      fc.property(amounts, units, (amount, unit) => {
        expect(fromDecimalJs(toDecimalJs(amount, unit), unit)).toBe(amount);
      }),
    );
  });

  test('a product of two amounts is exact', () => {
    fc.assert(
      fc.property(amounts, amounts, (a, b) => {
        expect(toDecimalJs(a, 'kr').times(toDecimalJs(b, 'kr')).times('1e12').toFixed()).toBe(
          (a * b).toString(),
        );
      }),
    );
  });

  test('a ratio is exact until it is shown', () => {
    const share = toDecimalJs(fromDecimal('1', 'tkr'), 'tkr').dividedBy(
      toDecimalJs(fromDecimal('3', 'tkr'), 'tkr'),
    );
    expect(() => fromDecimalJs(share.times(100), 'percent')).toThrow(
      expect.objectContaining({ code: 'AMOUNT_TOO_PRECISE' }),
    );
    expect(toDecimal(fromDecimalJs(share.times(100), 'percent', 1), 'percent')).toBe('33.3');
    expect(toDecimal(fromDecimalJs(share.times(100), 'percent', 20), 'percent')).toBe('33.333333');
  });

  test('rounds as amounts do', () => {
    const small = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
    fc.assert(
      fc.property(small, units, fc.integer({ min: 0, max: 12 }), (amount, unit, decimals) => {
        expect(fromDecimalJs(toDecimalJs(amount, unit), unit, decimals)).toBe(
          roundTo(amount, unit, decimals),
        );
      }),
    );
  });

  test.each(['NaN', 'Infinity', '-Infinity'])('%s is no amount', (text) => {
    expect(() => fromDecimalJs(new LedgerDecimal(text), 'percent', 1)).toThrow(
      expect.objectContaining({ code: 'AMOUNT_UNREADABLE' }),
    );
  });

  test('what is too large is refused, and zero has no sign', () => {
    expect(() => fromDecimalJs(new LedgerDecimal('1e30'), 'kr')).toThrow(
      expect.objectContaining({ code: 'AMOUNT_OUT_OF_RANGE' }),
    );
    expect(fromDecimalJs(new LedgerDecimal('-0'), 'kr')).toBe(0n);
    expect(fromDecimalJs(new LedgerDecimal('-0.4'), 'kr', 0)).toBe(0n);
  });
});
