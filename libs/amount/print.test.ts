import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { AMOUNT_MAX, fromDecimal, roundTo } from './amount.js';
import { printAgain, printAmount, type PrintOptions } from './print.js';
import { readPrinted } from './printed.js';
import { UNITS_OF_MEASURE, type UnitOfMeasure } from './unit-of-measure.js';

const units = fc.constantFrom(...UNITS_OF_MEASURE);
const amounts = fc.oneof(
  fc.bigInt({ min: -AMOUNT_MAX, max: AMOUNT_MAX }),
  fc.integer({ min: -5_000_000, max: 5_000_000 }).map((tkr) => BigInt(tkr) * 1_000_000_000n),
  fc.integer({ min: -100_000, max: 100_000 }).map((hundredths) => BigInt(hundredths) * 10_000n),
);
const options: fc.Arbitrary<PrintOptions> = fc.record(
  {
    typographic: fc.boolean(),
    groups: fc.boolean(),
    withUnit: fc.boolean(),
    preliminary: fc.boolean(),
    plus: fc.boolean(),
  },
  { requiredKeys: [] },
);

describe('printing', () => {
  test.each<[string, UnitOfMeasure, number | undefined, PrintOptions, string]>([
    ['-128650', 'tkr', undefined, {}, '-128 650'],
    ['0', 'tkr', undefined, { plus: true }, '0'],
    ['999', 'tkr', undefined, {}, '999'],
    ['1000', 'tkr', undefined, {}, '1 000'],
    ['1234567', 'tkr', 0, { groups: false }, '1234567'],
    ['1234567', 'kr', 2, {}, '1 234 567,00'],
    ['52.6', 'percent', undefined, { withUnit: true }, '52,6%'],
    ['52.6', 'percent', 2, {}, '52,60'],
    ['-0.05', 'percent', undefined, {}, '-0,05'],
    ['-0.04', 'percent', 1, { plus: true }, '0,0'],
    ['0.04', 'percent', 1, { plus: true }, '0,0'],
    ['5.2', 'mnkr', undefined, { plus: true, withUnit: true }, '+5,2 mnkr'],
    ['72', 'index', undefined, { preliminary: true, withUnit: true }, '(72)'],
    ['-30041', 'tkr', 0, { typographic: true, withUnit: true }, '\u221230\u00a0041\u00a0tkr'],
    ['-1234.5', 'percent', 1, { typographic: true, withUnit: true }, '\u22121\u00a0234,5\u00a0%'],
    ['-2.5', 'tkr', 0, {}, '-3'],
    ['1.5', 'percent', 8, {}, '1,500000'],
  ])('%s %s to %s decimals with %j is %j', (text, unit, decimals, how, printed) => {
    expect(printAmount(fromDecimal(text, unit), unit, decimals, how)).toBe(printed);
  });

  test('what is printed without decimals named reads back as the same amount', () => {
    fc.assert(
      fc.property(amounts, units, options, (amount, unit, how) => {
        const printed = readPrinted(printAmount(amount, unit, undefined, how), unit);
        expect(printed).toMatchObject({ kind: 'amount', amount, preliminary: how.preliminary ?? false });
      }),
      { numRuns: 1000 },
    );
  });

  test('with decimals it reads back as the rounded amount, in that precision', () => {
    const roomy = amounts.map((amount) => amount / 100n);
    fc.assert(
      fc.property(roomy, units, fc.integer({ min: 0, max: 6 }), options, (amount, unit, decimals, how) => {
        const printed = readPrinted(printAmount(amount, unit, decimals, how), unit);
        expect(printed).toMatchObject({ kind: 'amount', amount: roundTo(amount, unit, decimals), decimals });
      }),
      { numRuns: 1000 },
    );
  });
});

/** Numbers as budgets of 2021 and 2025 and an interim report of 2023 print them, each once: cells, and numbers in text. */
interface PrintedNumbers {
  readonly cells: readonly string[];
  readonly percent: readonly string[];
  readonly mnkr: readonly string[];
  readonly tkr: readonly string[];
  readonly kr: readonly string[];
}

describe('everything that the documents print', () => {
  const fixture = JSON.parse(
    readFileSync(new URL('./fixtures/printed-numbers.json', import.meta.url), 'utf8'),
  ) as PrintedNumbers;

  /** Which space and which minus were typed, and which word for the unit, is not kept. */
  const plain = (text: string): string =>
    text
      .replace(/\s/gu, ' ')
      .replace(/[\u2212\u2013]/gu, '-')
      .replace(/^([-+]) /u, '$1')
      .replace(/ ?(?:%|procent)$/u, '%')
      .replace(/miljoner kronor$/u, 'mnkr')
      .replace(/kronor$/u, 'kr');

  const again = (text: string, unit: UnitOfMeasure): string => printAgain(readPrinted(text, unit));

  test('numbers in cells are read and printed again, in any unit', () => {
    expect(fixture.cells.length).toBeGreaterThan(700);
    for (const unit of UNITS_OF_MEASURE) {
      expect(fixture.cells.map((text) => again(text, unit))).toEqual(fixture.cells.map(plain));
    }
  });

  test.each(['percent', 'mnkr', 'tkr', 'kr'] as const)('numbers with their unit: %s', (unit) => {
    expect(fixture[unit].length).toBeGreaterThan(1);
    expect(fixture[unit].map((text) => again(text, unit))).toEqual(fixture[unit].map(plain));
  });

  test('blanks and dashes', () => {
    expect(again(' ', 'tkr')).toBe('');
    expect(again('\u2013', 'tkr')).toBe('-');
    expect(printAgain(readPrinted('-', 'tkr'), { typographic: true })).toBe('\u2212');
  });
});
