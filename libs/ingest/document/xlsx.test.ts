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

  it('leaves out hidden sheets, rows and columns, and says how many', () => {
    const text = (name: string, value: string): string =>
      `<c r="${name}" t="inlineStr"><is><t>${value}</t></is></c>`;
    const { blocks, leftOut } = readXlsx(
      xlsxOf([
        {
          name: 'Drift',
          xml:
            '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>' +
            `<row r="1">${text('A1', 'Tkr')}${text('B1', 'Dold')}${text('C1', 'Budget 2025')}</row>` +
            `<row r="2" hidden="1">${text('A2', 'Dold')}<c r="B2"><f>A1</f></c><c r="C2"><v>9</v></c></row>` +
            `<row r="3">${text('A3', 'Intäkter')}<c r="B3"><v>1</v></c><c r="C3"><v>2</v></c></row>` +
            '</sheetData>',
        },
        { name: 'Underlag', xml: '<sheetData><row><c><v>1</v></c></row></sheetData>', state: 'veryHidden' },
      ]),
      'budget.xlsx',
    );
    expect(shape(blocks)).toEqual([
      ['heading', 'Drift'],
      [
        ['Tkr', 'Budget 2025'],
        ['Intäkter', '2'],
      ],
    ]);
    expect(leftOut).toEqual([
      { what: 'hiddenColumn', count: 1, at: { line: 1, sheet: 'Drift', cell: 'B1' } },
      { what: 'hiddenRow', count: 1, at: { line: 2, sheet: 'Drift' } },
      { what: 'hiddenSheet', count: 1, at: { line: 1, sheet: 'Underlag' } },
    ]);
  });

  it('has merged cells with the columns and rows that they cover, of those that are filled', () => {
    const sheet = XLSX.utils.aoa_to_sheet([
      ['Driftbudget 2025', null, null, null],
      ['Tkr', 'Budget', null, null],
      [null, 2024, null, 2025],
      ['Intäkter', 1, null, 2],
    ]);
    sheet['!merges'] = ['A1:D1', 'A2:A3', 'B2:D2'].map((range) => XLSX.utils.decode_range(range));
    const book = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(book, sheet, 'Blad1');
    const bytes = new Uint8Array(XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer);
    const { blocks } = readXlsx(bytes, 'budget.xlsx');
    expect(blocks[0]).toMatchObject({ kind: 'heading', level: 1, text: 'Driftbudget 2025' });
    expect(rawCells(blocks[1])).toMatchObject([
      { text: 'Tkr', rows: 2 },
      { text: 'Budget', columns: 2 },
      { text: '2024' },
      { text: '2025' },
      { text: 'Intäkter' },
      { text: '1' },
      { text: '2' },
    ]);
  });

  it('shows a number by its format, its digits beside where they are hidden, and bold cells as bold', () => {
    const styles =
      '<numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0;\\-#,##0;&quot;–&quot;"/></numFmts>' +
      '<fonts><font/><font><b/></font></fonts>' +
      '<cellXfs><xf/><xf numFmtId="164" fontId="1"/><xf numFmtId="14"/><xf numFmtId="10"/></cellXfs>';
    const xml =
      '<sheetData><row><c t="str"><v>Summa</v></c><c s="1"><v>-1234.56</v></c><c s="1"><v>0</v></c>' +
      '<c s="2"><v>45169</v></c><c s="3"><v>0.526</v></c><c t="b"><v>1</v></c><c t="e"><v>#DIV/0!</v></c></row></sheetData>';
    const { blocks } = readXlsx(xlsxOf([{ name: 'Blad1', xml }], { styles }), 'budget.xlsx');
    expect(rawCells(blocks[0]).map(({ text, exact, emphasis }) => [text, exact, emphasis])).toEqual([
      ['Summa', undefined, undefined],
      ['-1 235', '-1 234,56', 'bold'],
      ['–', undefined, 'bold'],
      ['2023-08-31', undefined, undefined],
      ['52,60%', undefined, undefined],
      ['SANT', undefined, undefined],
      ['#DIV/0!', undefined, undefined],
    ]);
  });

  it('keeps a table together over a blank row before figures, and notes apart that stand below it', () => {
    const { blocks } = readXlsx(
      written([
        ['Tkr', 2024, 2025],
        ['Intäkter', 1, 2],
        [],
        ['Kostnader'],
        [],
        ['Personal', -3, -4],
        ['* preliminärt'],
        [],
        ['Alla belopp avser kommunen.'],
      ]),
      'budget.xlsx',
    );
    expect(shape(blocks).slice(1)).toEqual([
      [
        ['Tkr', '2024', '2025'],
        ['Intäkter', '1', '2'],
        ['Kostnader', '', ''],
        ['Personal', '-3', '-4'],
      ],
      ['text', '* preliminärt'],
      ['text', 'Alla belopp avser kommunen.'],
    ]);
  });
});
