import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { toDecimal } from './amount.js';
import { isLedgerError } from './errors.js';
import { readPrinted, type PrintedAmount } from './printed.js';
import { UNITS_OF_MEASURE, type UnitOfMeasure } from './unit-of-measure.js';

function readAmount(text: string, unit: UnitOfMeasure): PrintedAmount {
  const printed = readPrinted(text, unit);
  if (printed.kind !== 'amount') throw new Error(`"${text}" was read as ${printed.kind}`);
  return printed;
}

describe('a printed number', () => {
  test.each<[string, UnitOfMeasure, string, number]>([
    ['0', 'tkr', '0', 0],
    ['-0', 'tkr', '0', 0],
    ['82', 'count', '82', 0],
    ['233', 'tkr', '233', 0],
    ['-128 650', 'tkr', '-128650', 0],
    ['-128\u00a0650', 'tkr', '-128650', 0],
    ['\u2212128\u202f650', 'tkr', '-128650', 0],
    ['\u2013128\u2009650', 'tkr', '-128650', 0],
    ['128\u2007650', 'tkr', '128650', 0],
    ['1 234 567', 'kr', '1234567', 0],
    ['1 234\u00a0567', 'kr', '1234567', 0],
    ['128650', 'tkr', '128650', 0],
    ['9999999', 'tkr', '9999999', 0],
    ['- 30 041', 'tkr', '-30041', 0],
    ['\u2212\u00a030\u00a0041', 'tkr', '-30041', 0],
    ['+5,2', 'mnkr', '5.2', 1],
    ['+ 5', 'tkr', '5', 0],
    ['  1 244\n', 'tkr', '1244', 0],
    ['\u00a01\u00a0244\u00a0', 'tkr', '1244', 0],
    ['99,9', 'percent', '99.9', 1],
    ['2,9', 'percent', '2.9', 1],
    ['19,0', 'count', '19', 1],
    ['3,44', 'index', '3.44', 2],
    ['1 234,50', 'kr', '1234.5', 2],
    ['0,000001', 'percent', '0.000001', 6],
    ['60%', 'percent', '60', 0],
    ['52,6%', 'percent', '52.6', 1],
    ['1,5\u00a0%', 'percent', '1.5', 1],
    ['-0,05%', 'percent', '-0.05', 2],
    ['0,20%', 'percent', '0.2', 2],
    ['-0,6 procent', 'percent', '-0.6', 1],
    ['1,3 mnkr', 'mnkr', '1.3', 1],
    ['3 miljoner\u00a0kronor', 'mnkr', '3', 0],
    ['-1 158 tkr', 'tkr', '-1158', 0],
    ['5 110tkr', 'tkr', '5110', 0],
    ['74 729 kronor', 'kr', '74729', 0],
    ['9 223 372 036 854,775807', 'kr', '9223372036854.775807', 6],
    ['-9223372,036854775807', 'mnkr', '-9223372.036854775807', 12],
  ])('%j in %s is %s with %d decimals', (text, unit, value, decimals) => {
    const printed = readAmount(text, unit);
    expect(toDecimal(printed.amount, unit)).toBe(value);
    expect(printed).toMatchObject({ kind: 'amount', unit, decimals, preliminary: false, text });
  });

  test.each<[string, UnitOfMeasure, string]>([
    ['(72)', 'index', '72'],
    ['(54)', 'index', '54'],
    ['( 54 )', 'index', '54'],
    ['(1 234,5)', 'tkr', '1234.5'],
    ['(-3,2)', 'percent', '-3.2'],
    ['(52,6%)', 'percent', '52.6'],
    ['(52,6)%', 'percent', '52.6'],
  ])('%j is preliminary, and not negative for its parentheses', (text, unit, value) => {
    const printed = readAmount(text, unit);
    expect(toDecimal(printed.amount, unit)).toBe(value);
    expect(printed.preliminary).toBe(true);
  });

  test('tells whether the unit stood beside it', () => {
    expect(readAmount('60%', 'percent').withUnit).toBe(true);
    expect(readAmount('60', 'percent').withUnit).toBe(false);
    expect(readAmount('(60%)', 'percent').withUnit).toBe(true);
  });

  test.each(['', ' ', '\u00a0', '\t', '\n \u202f'])('%j is blank', (text) => {
    expect(readPrinted(text, 'tkr')).toEqual({ kind: 'blank', text });
  });

  test.each(['-', '\u2013', '\u2212', ' - ', '-\u00a0'])('%j is missing', (text) => {
    expect(readPrinted(text, 'tkr')).toEqual({ kind: 'missing', text });
  });
});

describe('what is not a number', () => {
  test.each<[string, UnitOfMeasure, RegExp]>([
    ['1 00', 'tkr', /three digits/u],
    ['12 34', 'tkr', /three digits/u],
    ['1234 567', 'tkr', /three digits/u],
    ['1 2345', 'tkr', /three digits/u],
    ['1  234', 'tkr', /three digits/u],
    ['1\t234', 'tkr', /three digits/u],
    ['0 123', 'tkr', /three digits/u],
    ['1 244 -3', 'tkr', /run together/u],
    ['3,4 56', 'tkr', /three digits/u],
    ['007', 'count', /zeros in front/u],
    ['00', 'count', /zeros in front/u],
    ['-012', 'count', /zeros in front/u],
    ['1.5', 'tkr', /comma/u],
    ['1.234', 'tkr', /comma/u],
    ['1,234,567', 'tkr', /one decimal comma/u],
    [',5', 'tkr', /Expected/u],
    ['5,', 'tkr', /Expected/u],
    ['1e5', 'tkr', /exponent/u],
    ['--5', 'tkr', /Expected/u],
    ['-+5', 'tkr', /Expected/u],
    ['5-', 'tkr', /Expected/u],
    ['- -', 'tkr', /Expected/u],
    ['--', 'tkr', /Expected/u],
    ['+', 'tkr', /Expected/u],
    ['%', 'percent', /Expected/u],
    ['tkr', 'tkr', /Expected/u],
    ['\u2014', 'tkr', /minus sign/u],
    ['\u2011 5', 'tkr', /minus sign/u],
    ['(72', 'index', /preliminary/u],
    ['72)', 'index', /preliminary/u],
    ['()', 'index', /preliminary/u],
    ['(-)', 'index', /preliminary/u],
    ['((72))', 'index', /preliminary/u],
    ['-(72)', 'index', /preliminary/u],
    ['72 (54)', 'index', /preliminary/u],
    ['60%', 'tkr', /unit here is tkr/u],
    ['1,3 mnkr', 'tkr', /unit here is tkr/u],
    ['1 300 kr', 'tkr', /unit here is tkr/u],
    ['12 tjänster', 'count', /unit here is count/u],
    ['5 % %', 'percent', /Expected/u],
    ['1,0000001', 'percent', /6 decimals/u],
    ['9 223 372 036 855', 'kr', /larger/u],
    ['9223373', 'mnkr', /larger/u],
    ['999999999', 'mnkr', /larger/u],
    ['\u0661\u0662', 'tkr', /Expected/u],
    ['1\u200b000', 'tkr', /Expected/u],
    ['Ej påbörjad', 'tkr', /Expected/u],
    ['2021-12-31', 'tkr', /Expected/u],
    ['#REF!', 'tkr', /Expected/u],
    ['\u00bd', 'tkr', /Expected/u],
  ])('%j in %s', (text, unit, hint) => {
    const place = { document: 'Budget 2021', table: '5.1', row: 'Intäkt', column: '2021:2' };
    expect.assertions(3);
    try {
      readPrinted(text, unit, { place });
    } catch (error) {
      expect(error).toMatchObject({ code: 'NUMBER_UNREADABLE', place });
      expect(String(error)).toContain(text);
      expect(isLedgerError(error) ? error.hint : undefined).toMatch(hint);
    }
  });

  test('whatever the text, the answer is a number, a blank, a dash or this error', () => {
    const nearNumbers = fc.string({ unit: fc.constantFrom(...'0123456789 ,.-+−–()%\u00a0\u202fkrtmn') });
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), nearNumbers),
        fc.constantFrom(...UNITS_OF_MEASURE),
        (text, unit) => {
          try {
            expect(readPrinted(text, unit).text).toBe(text);
          } catch (error) {
            expect(isLedgerError(error, 'NUMBER_UNREADABLE')).toBe(true);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('a very long text is refused at once and cut in the message', () => {
    for (const text of [
      `(${' '.repeat(200_000)}`,
      '9'.repeat(200_000),
      `1${' 000'.repeat(50_000)}`,
      'x'.repeat(200_000),
    ]) {
      expect.hasAssertions();
      try {
        readPrinted(text, 'kr');
      } catch (error) {
        expect(isLedgerError(error, 'NUMBER_UNREADABLE')).toBe(true);
        expect(String(error).length).toBeLessThan(200);
      }
    }
  });
});
