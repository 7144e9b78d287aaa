import { docxOf, xlsxOf } from './packed.js';

/** A whole document as it is printed: what stands in it, in order, whatever the format that it is saved in. */
export type PrintedBlock =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | PrintedGrid;

export interface PrintedGrid {
  readonly kind: 'table';
  /** The corner and the labels of the columns. */
  readonly header: readonly string[];
  readonly rows: readonly PrintedGridRow[];
  /** Page breaks, in the dialects of text: after so many rows the header stands once more. */
  readonly breaks?: readonly number[];
}

export interface PrintedGridRow {
  /** A label and a cell for each column after it. */
  readonly cells: readonly string[];
  readonly emphasis?: 'bold' | 'italic';
}

/** One cell a line, Markdown, tabs and nothing else, Word, Excel, and separated by semicolons. */
export const DOCUMENT_DIALECTS = ['cells', 'markdown', 'tabs', 'docx', 'xlsx', 'csv'] as const;
export type DocumentDialect = (typeof DOCUMENT_DIALECTS)[number];

const ENDINGS: Readonly<Record<DocumentDialect, string>> = {
  cells: 'txt',
  markdown: 'md',
  tabs: 'txt',
  docx: 'docx',
  xlsx: 'xlsx',
  csv: 'csv',
};

export function endingOf(dialect: DocumentDialect): string {
  return ENDINGS[dialect];
}

export function printDocument(blocks: readonly PrintedBlock[], dialect: DocumentDialect): Uint8Array {
  switch (dialect) {
    case 'cells':
      return utf8(blocks.map(cellLines).join(''));
    case 'markdown':
      return utf8(blocks.map(markdown).join('\n'));
    case 'tabs':
      return utf8(blocks.map(tabs).join('\n'));
    case 'docx':
      return docx(blocks);
    case 'xlsx':
      return xlsx(blocks);
    case 'csv':
      return utf8(
        sheetRows(blocks)
          .map(({ cells }) => cells.map(field).join(';'))
          .join('\r\n'),
      );
  }
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The rows of each page, the header first. */
function pagesOf({ header, rows, breaks = [] }: PrintedGrid): PrintedGridRow[][] {
  const ends = [...breaks, rows.length];
  return ends.map((end, index) => [{ cells: header }, ...rows.slice(ends[index - 1] ?? 0, end)]);
}

/** A cell a line, begun by a tab; a blank line before each row, two after a table. */
function cellLines(block: PrintedBlock): string {
  switch (block.kind) {
    case 'heading':
      return ` [bookmark: _Toc1]${block.text}\n`;
    case 'text':
      return `${block.text}\n`;
    case 'table':
      return pagesOf(block)
        .map(
          (page) => `${page.map(({ cells }) => cells.map((cell) => `\t${cell}\n`).join('')).join('\n')}\n\n`,
        )
        .join('');
  }
}

function markdown(block: PrintedBlock): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${block.text}\n`;
    case 'text':
      return `${block.text}\n`;
    case 'table':
      return pagesOf(block)
        .map((page) => page.map((row) => `${emphasised(row)}\n`).join(''))
        .join('\n');
  }
}

function emphasised({ cells, emphasis }: PrintedGridRow): string {
  if (emphasis === undefined) return cells.join('\t');
  const tag = emphasis === 'bold' ? 'b' : 'i';
  return cells.map((cell) => (cell === '' ? '' : `<${tag}>${cell}</${tag}>`)).join('\t');
}

function tabs(block: PrintedBlock): string {
  if (block.kind !== 'table') return `${block.text}\n`;
  return pagesOf(block)
    .map((page) => page.map(({ cells }) => `${cells.join('\t')}\n`).join(''))
    .join('\n');
}

function field(text: string): string {
  return /[;"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A heading stands right above its table; all else is set apart by a blank row. */
function sheetRows(blocks: readonly PrintedBlock[]): PrintedGridRow[] {
  return blocks.flatMap((block, index): PrintedGridRow[] => {
    const next = blocks[index + 1];
    const blank: PrintedGridRow[] = block.kind === 'heading' && next?.kind === 'table' ? [] : [{ cells: [] }];
    if (block.kind === 'table') return [{ cells: block.header, emphasis: 'bold' }, ...block.rows, ...blank];
    const emphasis = block.kind === 'heading' ? ({ emphasis: 'bold' } as const) : {};
    return [{ cells: [block.text], ...emphasis }, ...blank];
  });
}

function docx(blocks: readonly PrintedBlock[]): Uint8Array {
  const body = blocks.map((block) => {
    if (block.kind === 'heading') return paragraph(block.text, { style: `Rubrik${block.level}` });
    if (block.kind === 'text') return paragraph(block.text, {});
    const rows = [{ cells: block.header }, ...block.rows].map((row: PrintedGridRow) => {
      const cells = row.cells.map((cell) => `<w:tc>${paragraph(cell, row)}</w:tc>`);
      return `<w:tr>${cells.join('')}</w:tr>`;
    });
    return `<w:tbl>${rows.join('')}</w:tbl><w:p/>`;
  });
  const styles = [1, 2, 3, 4].map(
    (level) =>
      `<w:style w:type="paragraph" w:styleId="Rubrik${level}"><w:name w:val="heading ${level}"/>` +
      `<w:pPr><w:outlineLvl w:val="${level - 1}"/></w:pPr></w:style>`,
  );
  return docxOf(body.join(''), styles.join(''));
}

interface ParagraphForm {
  readonly style?: string;
  readonly emphasis?: PrintedGridRow['emphasis'];
}

function paragraph(text: string, { style, emphasis }: ParagraphForm): string {
  const properties = style === undefined ? '' : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`;
  const type = emphasis === undefined ? '' : `<w:rPr><w:${emphasis === 'bold' ? 'b' : 'i'}/></w:rPr>`;
  return `<w:p>${properties}<w:r>${type}<w:t xml:space="preserve">${xml(text)}</w:t></w:r></w:p>`;
}

/** Numbers as numbers with the format that shows them as they are printed; the rest as texts. */
function xlsx(blocks: readonly PrintedBlock[]): Uint8Array {
  const formats: string[] = ['General'];
  const style = (format: string, emphasis: PrintedGridRow['emphasis']): number => {
    if (!formats.includes(format)) formats.push(format);
    return formats.indexOf(format) * 3 + (emphasis === undefined ? 0 : emphasis === 'bold' ? 1 : 2);
  };
  const rows = sheetRows(blocks).map(({ cells, emphasis }, row) => {
    const filled = cells.map((text, column) => {
      if (text === '') return '';
      const at = `r="${letter(column)}${row + 1}"`;
      const number = numberIn(text);
      if (number === null) {
        return `<c ${at} t="inlineStr" s="${style('General', emphasis)}"><is><t xml:space="preserve">${xml(text)}</t></is></c>`;
      }
      return `<c ${at} s="${style(number.format, emphasis)}"><v>${number.value}</v></c>`;
    });
    return `<row r="${row + 1}">${filled.join('')}</row>`;
  });
  const sheet = { name: 'Blad1', xml: `<sheetData>${rows.join('')}</sheetData>` };
  const numbers = formats.map((code, n) => `<numFmt numFmtId="${164 + n}" formatCode="${xml(code)}"/>`);
  const fonts = '<fonts count="3"><font/><font><b/></font><font><i/></font></fonts>';
  const styles = formats.flatMap((_, n) =>
    [0, 1, 2].map(
      (font) => `<xf numFmtId="${164 + n}" fontId="${font}" applyNumberFormat="1" applyFont="1"/>`,
    ),
  );
  return xlsxOf([sheet], {
    styles: `<numFmts>${numbers.join('')}</numFmts>${fonts}<cellXfs>${styles.join('')}</cellXfs>`,
  });
}

const NUMBER = /^([-\u2212])?(\d{1,3}(?:[ \u00a0\u202f]\d{3})*)(?:,(\d+))?(%?)$/u;

function numberIn(text: string): { readonly value: string; readonly format: string } | null {
  const [, sign = '', whole, decimals = '', percent = ''] = NUMBER.exec(text) ?? [];
  if (whole === undefined || percent !== '') return null;
  const value = `${sign === '' ? '' : '-'}${whole.replaceAll(/\D/g, '')}${decimals === '' ? '' : `.${decimals}`}`;
  return { value, format: `#,##0${decimals === '' ? '' : `.${'0'.repeat(decimals.length)}`}` };
}

function letter(column: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + column);
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
