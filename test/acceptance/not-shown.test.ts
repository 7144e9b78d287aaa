import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { docxOf, xlsxOf } from '../../libs/ingest/testing/packed.js';
import { CommandLine } from '../support/command-line.js';

/* What a file holds beyond what it shows is not taken silently: neither digits nor parts that are hidden. */

let cli: CommandLine;

beforeAll(async () => {
  cli = await CommandLine.inNewFolder();
});

afterAll(async () => {
  await cli.remove();
});

type SheetCell = string | number;

/** Numbers are shown without decimals. */
function sheet(rows: readonly (readonly SheetCell[])[]): string {
  const cells = (row: readonly SheetCell[], r: number): string =>
    row
      .map((cell, column) => {
        const at = `r="${'ABCDEF'[column] ?? ''}${r + 1}"`;
        return typeof cell === 'number'
          ? `<c ${at} s="1"><v>${cell}</v></c>`
          : cell === ''
            ? ''
            : `<c ${at} t="inlineStr"><is><t>${cell}</t></is></c>`;
      })
      .join('');
  return `<sheetData>${rows.map((row, r) => `<row r="${r + 1}">${cells(row, r)}</row>`).join('')}</sheetData>`;
}

const STYLES =
  '<numFmts><numFmt numFmtId="164" formatCode="#,##0"/></numFmts><fonts><font/></fonts>' +
  '<cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="164" fontId="0" applyNumberFormat="1"/></cellXfs>';

const ROWS: readonly (readonly SheetCell[])[] = [
  ['Servicenämndens budget 2033'],
  [],
  ['Borås Stad'],
  [],
  ['Ekonomiskt sammandrag'],
  ['Tkr', 'Budget 2032', 'Budget 2033'],
  ['Intäkter', 1_234.56, 1_300],
  ['Kostnader', -10_234.56, -11_300.4],
  ['Nettokostnader', -9_000, -10_000.4],
  ['Kommunbidrag', 9_000, 10_000.4],
  ['Resultat', 0, 0],
];

describe('a workbook', () => {
  it('is recorded as it shows its numbers; the digits that it holds beyond are told', async () => {
    const bytes = xlsxOf([{ name: 'Budget', xml: sheet(ROWS) }], { styles: STYLES });
    const path = await cli.file('budget.xlsx', bytes);
    const dry = await cli.liggaren('digits', 'import', path, '--dry-run');
    expect([dry.code, dry.err]).toEqual([0, '']);
    expect(dry.out).toContain('recorded as shown: 5 cells with more digits than it shows');
    expect(dry.out).toContain('sheet "Budget" B7: shows "1 235", holds "1 234,56"');
    const [outcome] = await cli.imported('digits', path);
    expect(outcome?.hiddenDigits).toContainEqual({
      shown: '-11 300',
      exact: '-11 300,4',
      at: { line: 8, sheet: 'Budget', cell: 'C8' },
    });
    const cells = await cli.cells('digits');
    expect(cells.map(({ row, column, value }) => `${row} ${column} ${value}`)).toContain(
      'Intäkter Budget 2032 1235',
    );
    // As printed, 1 235 less 10 235 is 9 000: half a thousand either way is no error.
    expect(await cli.check('digits')).toEqual([]);
  });

  it('is read without its hidden sheets, rows and columns, and says so', async () => {
    const hidden = sheet(ROWS)
      .replace('<row r="8">', '<row r="8" hidden="1">')
      .replace('<sheetData>', '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>');
    const bytes = xlsxOf(
      [
        { name: 'Budget', xml: hidden },
        { name: 'Underlag', xml: sheet(ROWS), state: 'hidden' },
        { name: 'Mer', xml: sheet(ROWS), state: 'veryHidden' },
      ],
      { styles: STYLES },
    );
    const dry = await cli.liggaren('hidden', 'import', await cli.file('hidden.xlsx', bytes), '--dry-run');
    expect([dry.code, dry.err]).toEqual([0, '']);
    expect(dry.out).toContain('not read: 2 hidden sheets, the first at sheet "Underlag" line 1');
    expect(dry.out).toContain('not read: 1 hidden row at sheet "Budget" ');
    expect(dry.out).toContain('not read: 1 hidden column at sheet "Budget" ');
  });
});

describe('a Word document', () => {
  it('is read without deleted text and footnotes, and says so', async () => {
    const paragraph = (inner: string): string => `<w:p>${inner}</w:p>`;
    const text = (words: string): string => `<w:r><w:t>${words}</w:t></w:r>`;
    const rows = ROWS.slice(5)
      .map(
        (row) =>
          `<w:tr>${row.map((cell) => `<w:tc>${paragraph(text(String(cell).split('.')[0] ?? ''))}</w:tc>`).join('')}</w:tr>`,
      )
      .join('');
    const bytes = docxOf(
      paragraph(text('Servicenämndens budget 2033')) +
        paragraph(`${text('Borås Stad')}<w:del><w:r><w:delText>gammalt</w:delText></w:r></w:del>`) +
        paragraph(`${text('Ekonomiskt sammandrag')}`) +
        `<w:tbl>${rows}</w:tbl>` +
        paragraph(`${text('Slut')}<w:r><w:footnoteReference w:id="2"/></w:r>`),
    );
    const [outcome] = await cli.imported('word', await cli.file('budget.docx', bytes));
    expect(outcome?.leftOut.map(({ what, count }) => [what, count])).toEqual([
      ['deletedText', 1],
      ['footnote', 1],
    ]);
  });
});
