import * as XLSX from '@e965/xlsx';
import { docxOf } from './packed.js';

/** One table as a document prints it, to be written in each format that is read. */
export interface PrintedTable {
  /** Lines above it: a heading first, then texts. */
  readonly titles: readonly string[];
  /** The corner and the labels of the columns. */
  readonly header: readonly string[];
  /** A label and a cell for each column after it. */
  readonly rows: readonly (readonly string[])[];
}

export const PRINTED_FORMATS = ['txt', 'md', 'tsv', 'csv', 'docx', 'xlsx'] as const;
export type PrintedFormat = (typeof PRINTED_FORMATS)[number];

/** The bytes of a file of that format with the table in it. */
export function writePrinted(table: PrintedTable, format: PrintedFormat): Uint8Array {
  switch (format) {
    case 'txt':
      return utf8(cellLines(table));
    case 'md':
      return utf8(markdown(table));
    case 'tsv':
      return utf8(separated(table, '\t'));
    case 'csv':
      return utf8(separated(table, ';'));
    case 'docx':
      return docx(table);
    case 'xlsx':
      return xlsx(table);
  }
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function rowsOf({ header, rows }: PrintedTable): readonly (readonly string[])[] {
  return [header, ...rows];
}

/** A cell a line, begun by a tab; a blank line before each row. */
function cellLines(table: PrintedTable): string {
  const [heading, ...texts] = table.titles;
  const lines = [...(heading === undefined ? [] : [` [bookmark: _Toc1]${heading}`]), ...texts];
  for (const row of rowsOf(table)) {
    lines.push('', ...row.map((cell) => `\t${cell}`));
  }
  return `${lines.join('\n')}\n\nSlut.\n`;
}

function markdown(table: PrintedTable): string {
  const titles = table.titles.flatMap((title, index) => [index === 0 ? `## ${title}` : title, '']);
  return [...titles, ...rowsOf(table).map((row) => row.join('\t')), ''].join('\n');
}

function separated(table: PrintedTable, separator: string): string {
  const field = (text: string): string =>
    text.includes(separator) || text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text;
  const line = (cells: readonly string[]): string => cells.map(field).join(separator);
  return [...table.titles.map((title) => line([title])), ...rowsOf(table).map(line), ''].join('\r\n');
}

const HEADING_STYLE =
  '<w:style w:type="paragraph" w:styleId="Rubrik1"><w:name w:val="heading 1"/>' +
  '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>';

function docx(table: PrintedTable): Uint8Array {
  const paragraph = (text: string, style = ''): string =>
    `<w:p>${style === '' ? '' : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}` +
    `<w:r><w:t xml:space="preserve">${xml(text)}</w:t></w:r></w:p>`;
  const titles = table.titles.map((title, index) => paragraph(title, index === 0 ? 'Rubrik1' : ''));
  const rows = rowsOf(table).map(
    (row) => `<w:tr>${row.map((cell) => `<w:tc>${paragraph(cell)}</w:tc>`).join('')}</w:tr>`,
  );
  return docxOf(`${titles.join('')}<w:tbl>${rows.join('')}</w:tbl><w:p/>`, HEADING_STYLE);
}

const NUMBER = /^(-?)(\d{1,3}(?: \d{3})*|\d+)(?:,(\d+))?(%?)$/;

/** Numbers as numbers, with the format that shows them as they are printed; the rest as texts. */
function xlsx(table: PrintedTable): Uint8Array {
  const sheet: XLSX.WorkSheet = {};
  const all = [...table.titles.map((title) => [title]), ...rowsOf(table)];
  for (const [row, cells] of all.entries()) {
    for (const [column, text] of cells.entries()) {
      if (text !== '') sheet[XLSX.utils.encode_cell({ r: row, c: column })] = cellOf(text);
    }
  }
  const width = Math.max(...all.map((cells) => cells.length));
  sheet['!ref'] = XLSX.utils.encode_range({ s: { r: 0, c: 0 }, e: { r: all.length - 1, c: width - 1 } });
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, sheet, 'Blad1');
  return new Uint8Array(XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer);
}

function cellOf(text: string): XLSX.CellObject {
  const match = NUMBER.exec(text);
  if (match === null) return { t: 's', v: text };
  const [, sign = '', whole = '', decimals = '', percent = ''] = match;
  const grouped = whole.includes(' ');
  // A number without groups is shown with them by a format that has them.
  if (!grouped && whole.length > 3 && decimals !== '') return { t: 's', v: text };
  const value = Number(`${sign}${whole.replaceAll(' ', '')}.${decimals || '0'}`);
  const places = decimals === '' ? '' : `.${'0'.repeat(decimals.length)}`;
  return {
    t: 'n',
    v: percent === '' ? value : value / 100,
    z: `${grouped ? '#,##0' : '0'}${places}${percent}`,
  };
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
