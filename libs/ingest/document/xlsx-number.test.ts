import { describe, expect, it } from '@jest/globals';
import * as XLSX from '@e965/xlsx';
import * as fc from 'fast-check';
import type { ShownNumber } from './xlsx-day.js';
import { plain, shownNumber, storedNumber } from './xlsx-number.js';

/** The package does not type it. */
const ssf = XLSX.SSF as { format: (format: string, value: number) => string };

function shown(stored: string, format: string, since1904 = false): ShownNumber | null {
  const value = storedNumber(stored);
  return value === null ? null : shownNumber(value, format, since1904);
}

describe('numbers as a Swedish workbook shows them', () => {
  it.each([
    ['1234567.891', 'General', '1234567,891'],
    ['-0.5', 'General', '-0,5'],
    ['1200', '#,##0', '1 200'],
    ['-1200', '#,##0', '-1 200'],
    ['1234567', '#\\ ##0', '1234 567'],
    ['-1200', '#,##0;(#,##0)', '(1 200)'],
    ['-1200', '#,##0;[Red]\\-#,##0', '-1 200'],
    ['0', '#,##0;-#,##0;"–"', '–'],
    ['0', '_-* #,##0_-;\\-* #,##0_-;_-* "-"_-;_-@_-', '-'],
    ['-1200', '_-* #,##0_-;\\-* #,##0_-;_-* "-"_-;_-@_-', '-1 200'],
    ['0.525', '0.0%', '52,5%'],
    ['0.5', '0\\ %', '50 %'],
    ['1200', '#,##0\\ "kr"', '1 200 kr'],
    ['1200', '#,##0\\ [$kr-41D]', '1 200 kr'],
    ['1.5', '0.00', '1,50'],
    ['1.5', '0.##', '1,5'],
    ['7', '000', '007'],
    ['0.5', '#.0', ',5'],
    ['5', '"Mål; "0', 'Mål; 5'],
    ['150', '[<100]0.0;[>=100]0', '150'],
    ['45169', 'yyyy-mm-dd', '2023-08-31'],
    ['45169', 'd mmmm yyyy', '31 augusti 2023'],
    ['45169.75', 'yyyy-mm-dd hh:mm', '2023-08-31 18:00'],
    ['0.0625', 'h:mm', '1:30'],
    ['1.5', '[h]:mm', '36:00'],
    ['0.30000000000000004', 'General', '0,3'],
    ['1E-3', 'General', '0,001'],
    ['2500', '0.0E+00', '2500'],
  ])('%s as %j is %j, and hides nothing', (stored, format, text) => {
    expect(shown(stored, format)).toEqual({ text });
  });

  it.each([
    ['1234.56', '#,##0', '1 235', '1 234,56'],
    ['-1234.5', '#,##0', '-1 235', '-1 234,5'],
    ['1234567', '#,##0,', '1 235', '1 234,567'],
    ['1250000', '0.0,,', '1,3', '1,25'],
    ['0.5254', '0%', '53%', '52,54%'],
    ['-0.4', '0', '0', '-0,4'],
    ['12.345', '0.00" kr"', '12,35 kr', '12,345 kr'],
    ['12.5', '0" kr"', '13 kr', '12,5 kr'],
    ['7', ';;;', '', '7'],
    ['45169.75', 'yyyy-mm-dd', '2023-08-31', '2023-08-31 18:00:00'],
  ])('%s as %j is %j, and beside it %j', (stored, format, text, exact) => {
    expect(shown(stored, format)).toEqual({ text, exact });
  });

  it('counts days from 1904 where the workbook does', () => {
    expect(shown('43707', 'yyyy-mm-dd', true)).toEqual({ text: '2023-08-31' });
  });

  it('takes nothing for a number that is none', () => {
    for (const stored of ['', 'x', '1,5', 'NaN', 'Infinity', '1e99999', '0x10'])
      expect(shown(stored, '0')).toBeNull();
  });

  it('rounds and groups as another implementation of the formats does', () => {
    const formats = ['0', '0.0', '0.00', '#,##0', '#,##0.00', '0%', '0.0%', '#,##0;(#,##0)', '#,##0,'];
    fc.assert(
      fc.property(
        fc.integer({ min: -99_999_999, max: 99_999_999 }),
        fc.constantFrom(...formats),
        (n, format) => {
          // Exact in binary and never halfway, where the other rounds negative numbers up.
          const value = (2 * n + 1) / 128;
          const theirs = ssf.format(format, value);
          const ours = shown(String(value), format)?.text ?? '';
          const expected = theirs.replaceAll(',', ' ').replaceAll('.', ',').trim();
          expect(ours.replace(/^-(?=[0 ,]*%?$)/, '')).toBe(expected.replace(/^-(?=[0 ,]*%?$)/, ''));
        },
      ),
    );
  });

  it('loses no digit: what it shows is what is stored, or what is stored stands beside', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }),
        fc.integer({ min: 0, max: 8 }),
        fc.constantFrom('0', '0.0', '#,##0', '#,##0.00', '#,##0;-#,##0', 'General'),
        (n, places, format) => {
          const value = storedNumber(`${n}e-${places}`);
          if (value === null) throw new Error('no number');
          const { text, exact } = shownNumber(value, format, false);
          const read = storedNumber((exact ?? text).replaceAll(' ', '').replace(',', '.'));
          expect(read === null ? null : plain(read)).toBe(plain(value));
        },
      ),
    );
  });
});
