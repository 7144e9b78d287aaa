import { describe, expect, it } from '@jest/globals';
import * as XLSX from '@e965/xlsx';
import { xlsxOf } from '../testing/packed.js';
import type { Block, RawCell } from './document.js';
import { readXlsx } from './xlsx.js';

function cellsOf(block: Block | undefined): string[][] {
  return block?.kind === 'table' ? block.rows.map(({ cells }) => cells.map(({ text }) => text)) : [];
}

function rawCells(block: Block | undefined): RawCell[] {
  return block?.kind === 'table' ? block.rows.flatMap(({ cells }) => cells) : [];
}

function shape(blocks: readonly Block[]): unknown[] {
  return blocks.map((block) => (block.kind === 'table' ? cellsOf(block) : [block.kind, block.text]));
}

/** Rows of numbers and texts as a sheet that another program has written. */
function written(rows: readonly (readonly (string | number | null)[])[], name = 'Drift'): Uint8Array {
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows.map((row) => [...row])), name);
  return new Uint8Array(XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer);
}

describe('xlsx', () => {
  it('has each sheet under its name, lone cells as headings and texts, and tables apart by blank rows', () => {
    const bytes = written([
      ['Driftbudget 2025'],
      ['Belopp i tkr'],
      ['Tkr', 'Budget 2024', 'Budget 2025'],
      ['Intäkter', 1200, -30.5],
      [],
      ['Netto', 1170, 5],
      [],
      ['Investeringar'],
      ['Projekt', 2024, 2025],
      ['Ny bro', 10, 20],
    ]);
    const { blocks } = readXlsx(bytes, 'budget.xlsx');
    expect(shape(blocks)).toEqual([
      ['heading', 'Drift'],
      ['heading', 'Driftbudget 2025'],
      ['text', 'Belopp i tkr'],
      [
        ['Tkr', 'Budget 2024', 'Budget 2025'],
        ['Intäkter', '1200', '-30,5'],
        ['Netto', '1170', '5'],
      ],
      ['heading', 'Investeringar'],
      [
        ['Projekt', '2024', '2025'],
        ['Ny bro', '10', '20'],
      ],
    ]);
    expect(rawCells(blocks[3])[4]?.at).toEqual({ line: 4, sheet: 'Drift', cell: 'B4' });
  });

  it('reads the value that a formula was saved with, and refuses one without, naming sheet and cell', () => {
    const sheet = (value: string): Uint8Array =>
      xlsxOf([
        {
          name: 'Drift',
          xml: `<sheetData><row r="2"><c r="A2" t="inlineStr"><is><t>Summa</t></is></c><c r="B2"><f>SUM(B1:B1)</f>${value}</c></row></sheetData>`,
        },
      ]);
    expect(cellsOf(readXlsx(sheet('<v>7</v>'), 'a.xlsx').blocks[1])).toEqual([['Summa', '7']]);
    for (const value of ['', '<v/>']) {
      expect(() => readXlsx(sheet(value), 'a.xlsx')).toThrow(
        expect.objectContaining({
          code: 'FORMULA_WITHOUT_VALUE',
          place: { file: 'a.xlsx', table: 'Drift', line: 2, column: 'B' },
        }),
      );
    }
  });
});
