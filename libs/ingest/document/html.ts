import { LedgerError } from '#amount';
import type { CellParagraph, RawCell, RawRow, Spot, TableBlock } from './document.js';
import { decodeEntities } from './entities.js';
import { COLUMNS_MAX, NESTING_MAX, ROWS_MAX } from './limits.js';
import { tooLarge } from './refusal.js';

/** A piece of HTML as converters write it into text files: emphasis, paragraphs, line breaks, tables within cells. */
export interface Fragment {
  readonly paragraphs: readonly CellParagraph[];
  readonly tables: readonly TableBlock[];
  readonly emphasis?: RawCell['emphasis'];
}

interface Run {
  readonly text: string;
  readonly bold: boolean;
  readonly italic: boolean;
}

interface OpenCell {
  runs: Run[];
  paragraphs: Run[][];
  tables: TableBlock[];
  bold: number;
  italic: number;
  readonly columns: number;
  readonly rows: number;
  readonly at: Spot;
}

interface OpenTable {
  rows: RawRow[];
  row: RawCell[] | undefined;
  rowAt: Spot;
  caption: string | undefined;
  readonly at: Spot;
  /** What stands between the cells is of no cell: it is read here, and a caption taken from it. */
  readonly within: OpenCell;
}

const TAG =
  /<(\/?)(table|caption|thead|tbody|tfoot|tr|td|th|p|div|br|li|ul|ol|b|strong|i|em|u|s|sup|sub|span|a|font|small|colgroup|col)((?:\s[^<>]*)?)\/?>/gi;

/** May the text hold markup at all? */
export function mayHaveMarkup(text: string): boolean {
  return text.includes('<') || text.includes('&');
}

/**
 * Reads a fragment. A `<` that begins none of the tags above is text, as in `<29 år`.
 *
 * @throws LedgerError FILE_TRUNCATED when a table does not end, FILE_TOO_LARGE when it is nested too deeply
 */
export function readFragment(html: string, at: Spot, file: string): Fragment {
  const outermost = openCell(at, 1, 1);
  const cells: OpenCell[] = [outermost];
  const tables: OpenTable[] = [];
  let line = at.line;
  let from = 0;
  const spot = (): Spot => (line === at.line ? at : { ...at, line });
  const cell = (): OpenCell => cells.at(-1) ?? outermost;
  const text = (raw: string): void => {
    if (raw !== '') add(cell(), raw);
    line += lineBreaks(raw);
  };
  const closeCell = (table: OpenTable): void => {
    if (cell() === table.within || table.row === undefined) return;
    const closed = cells.pop();
    if (closed !== undefined) table.row.push(rawCell(closed));
    if (table.row.length > COLUMNS_MAX)
      throw tooLarge(file, `${table.row.length} columns`, `${COLUMNS_MAX}`, line);
  };
  const closeRow = (table: OpenTable): void => {
    closeCell(table);
    if (table.row !== undefined && table.row.length > 0)
      table.rows.push({ cells: table.row, at: table.rowAt });
    table.row = undefined;
    if (table.rows.length > ROWS_MAX) throw tooLarge(file, `more than ${ROWS_MAX} rows`, `${ROWS_MAX}`, line);
  };
  const begin = (tag: string, attributes: string): void => {
    const table = tables.at(-1);
    if (tag === 'table') {
      if (tables.length >= NESTING_MAX) throw tooLarge(file, 'tables within tables', `${NESTING_MAX}`, line);
      const within = openCell(spot(), 1, 1);
      cells.push(within);
      tables.push({ rows: [], row: undefined, rowAt: spot(), caption: undefined, at: spot(), within });
    } else if (table !== undefined && tag === 'tr') {
      closeRow(table);
      table.row = [];
      table.rowAt = spot();
    } else if (table !== undefined && (tag === 'td' || tag === 'th')) {
      closeCell(table);
      table.row ??= [];
      cells.push(openCell(spot(), span(attributes, 'colspan'), span(attributes, 'rowspan')));
    } else inline(cell(), tag, 1);
  };
  const end = (tag: string): void => {
    const table = tables.at(-1);
    if (table === undefined) inline(cell(), tag, -1);
    else if (tag === 'table') {
      closeRow(table);
      cells.pop();
      tables.pop();
      cell().tables.push(tableBlock(table));
    } else if (tag === 'tr') closeRow(table);
    else if (tag === 'td' || tag === 'th') closeCell(table);
    else if (tag === 'caption') {
      flush(table.within);
      const caption = table.within.paragraphs.map(plain).join(' ');
      if (caption !== '') table.caption = caption;
    } else inline(cell(), tag, -1);
  };
  for (const match of html.matchAll(TAG)) {
    text(html.slice(from, match.index));
    from = match.index + match[0].length;
    const tag = (match[2] ?? '').toLowerCase();
    if (match[1] === '/') end(tag);
    else begin(tag, match[3] ?? '');
    line += lineBreaks(match[0]);
  }
  text(html.slice(from));
  const open = tables.at(0);
  if (open !== undefined) throw truncated(file, open.at.line);
  return fragment(outermost);
}

export function truncated(file: string, line: number): LedgerError {
  return new LedgerError('FILE_TRUNCATED', `${file} ends within the table that begins on line ${line}`, {
    place: { file, line },
    hint: 'The file seems to be cut off: fetch or save it again.',
  });
}

/** A cell of text with what markup it has; see {@link RawCell}. */
export function cellOf(raw: string, at: Spot, file: string): RawCell {
  if (!mayHaveMarkup(raw)) return { text: raw.trim(), at };
  return cellFrom(readFragment(raw, at, file), at);
}

function cellFrom(read: Fragment, at: Spot): RawCell {
  const several = read.paragraphs.length > 1;
  const led = read.paragraphs.some(({ lead, text }) => lead !== '' && text !== '');
  return {
    text: read.paragraphs.map(paragraphText).join('\n'),
    ...(read.emphasis === undefined ? {} : { emphasis: read.emphasis }),
    ...(several || led ? { paragraphs: read.paragraphs } : {}),
    ...(read.tables.length === 0 ? {} : { tables: read.tables }),
    at,
  };
}

export function paragraphText({ lead, text }: CellParagraph): string {
  return lead === '' || text === '' ? lead + text : `${lead} ${text}`;
}

function openCell(at: Spot, columns: number, rows: number): OpenCell {
  return { runs: [], paragraphs: [], tables: [], bold: 0, italic: 0, columns, rows, at };
}

/** What it covers more than one of; a span beyond every limit is kept, and refused where the table is put together. */
function span(attributes: string, name: string): number {
  const found = new RegExp(`\\b${name}\\s*=\\s*["']?(\\d{1,7})`, 'i').exec(attributes)?.[1];
  return found === undefined ? 1 : Math.max(1, Number(found));
}

function add(cell: OpenCell, raw: string): void {
  const text = decodeEntities(raw.includes('\n') ? onOneLine(raw) : raw);
  cell.runs.push({ text, bold: cell.bold > 0, italic: cell.italic > 0 });
}

/** HTML may be broken into lines anywhere: a break is a space. */
function onOneLine(raw: string): string {
  const lines = raw.split('\n');
  return lines
    .map((line, index) => {
      const begun = index === 0 ? line : line.trimStart();
      return index === lines.length - 1 ? begun : begun.trimEnd();
    })
    .join(' ');
}

function inline(cell: OpenCell, tag: string, step: 1 | -1): void {
  if (tag === 'b' || tag === 'strong') cell.bold = Math.max(0, cell.bold + step);
  else if (tag === 'i' || tag === 'em') cell.italic = Math.max(0, cell.italic + step);
  else if (tag === 'p' || tag === 'div' || tag === 'br' || tag === 'li') flush(cell);
}

function flush(cell: OpenCell): void {
  if (cell.runs.some(({ text }) => text.trim() !== '')) cell.paragraphs.push(cell.runs);
  cell.runs = [];
}

function plain(runs: readonly Run[]): string {
  return runs
    .map(({ text }) => text)
    .join('')
    .trim();
}

function fragment(cell: OpenCell): Fragment {
  flush(cell);
  const emphasis = emphasisOf(cell.paragraphs.flat());
  return {
    paragraphs: cell.paragraphs.map(divided),
    tables: cell.tables,
    ...(emphasis === undefined ? {} : { emphasis }),
  };
}

function divided(runs: readonly Run[]): CellParagraph {
  const end = runs.findIndex(({ bold, text }) => !bold && text.trim() !== '');
  const lead = end < 0 ? runs : runs.slice(0, end);
  const led = lead.some(({ bold }) => bold);
  return led ? { lead: plain(lead), text: plain(runs.slice(lead.length)) } : { lead: '', text: plain(runs) };
}

function emphasisOf(runs: readonly Run[]): RawCell['emphasis'] {
  const written = runs.filter(({ text }) => text.trim() !== '');
  if (written.length === 0) return undefined;
  const bold = written.every((run) => run.bold);
  const italic = written.every((run) => run.italic);
  if (bold) return italic ? 'boldItalic' : 'bold';
  return italic ? 'italic' : undefined;
}

function rawCell(cell: OpenCell): RawCell {
  return {
    ...cellFrom(fragment(cell), cell.at),
    ...(cell.columns > 1 ? { columns: cell.columns } : {}),
    ...(cell.rows > 1 ? { rows: cell.rows } : {}),
  };
}

function tableBlock({ rows, caption, at }: OpenTable): TableBlock {
  return { kind: 'table', ...(caption === undefined ? {} : { caption }), rows, at };
}

function lineBreaks(text: string): number {
  return text.includes('\n') ? text.split('\n').length - 1 : 0;
}
