import { describe, expect, it } from '@jest/globals';
import type { Block } from './document.js';
import { readCsvTable } from './csv-table.js';

function shape(text: string | Uint8Array): unknown[] {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return readCsvTable(bytes, 'tabell.csv').blocks.map((block: Block) =>
    block.kind === 'table'
      ? block.rows.map(({ cells }) => cells.map((cell) => cell.text))
      : [block.kind, block.text],
  );
}

const TABLE = [
  ['Tkr', 'Budget 2024', 'Budget 2025'],
  ['Intäkter', '1 200,5', '-30'],
];

describe('csv as a document', () => {
  it.each([';', '\t'])('finds the separator %j by what it divides', (separator) => {
    expect(shape(TABLE.map((row) => row.join(separator)).join('\r\n'))).toEqual([TABLE]);
  });

  it('takes a comma for the separator where quotes hold the decimal commas', () => {
    expect(shape('Tkr,Budget 2024,Budget 2025\nIntäkter,"1 200,5",-30\n')).toEqual([TABLE]);
  });

  it('refuses a decimal comma that was taken for a separator, naming the line', () => {
    expect(() => shape('Tkr,Budget 2024,Budget 2025\nIntäkter,1200,5,-30\n')).toThrow(
      expect.objectContaining({ code: 'CSV_UNREADABLE', place: { file: 'tabell.csv', line: 2 } }),
    );
  });

  it('has lines before the table as headings and texts, with or without empty fields', () => {
    for (const end of ['', ';;']) {
      expect(
        shape(`Driftbudget${end}\nBelopp i tkr${end}\n${TABLE.map((row) => row.join(';')).join('\n')}\n`),
      ).toEqual([['heading', 'Driftbudget'], ['text', 'Belopp i tkr'], TABLE]);
    }
  });

  it('reads UTF-8 with a mark, UTF-16 and windows-1252', () => {
    const text = TABLE.map((row) => row.join(';')).join('\r\n');
    expect(shape(`\ufeff${text}`)).toEqual([TABLE]);
    expect(shape(new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le')))).toEqual([TABLE]);
    expect(shape(new Uint8Array(Buffer.from(text, 'latin1')))).toEqual([TABLE]);
  });

  it('never computes: a formula is refused with its line', () => {
    for (const formula of [
      '=SUM(B2:B9)',
      '=B2-C2',
      '=1+1',
      '=-(2*3)',
      '@SUM(B2)',
      "=cmd|' /C calc'!A0",
      '="0012"',
    ]) {
      expect(() => shape(`a;b\nSumma;"${formula.replaceAll('"', '""')}"\n`)).toThrow(
        expect.objectContaining({
          code: 'FORMULA_WITHOUT_VALUE',
          place: { file: 'tabell.csv', line: 2, column: '2' },
        }),
      );
    }
    expect(shape('a;b\n= Netto;-5\n@namn;7\n')).toEqual([
      [
        ['a', 'b'],
        ['= Netto', '-5'],
        ['@namn', '7'],
      ],
    ]);
  });
});
