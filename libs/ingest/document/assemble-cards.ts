import { bodyCell, isBlank, isBlankCell, oneLine, type GridRow } from './assemble-grid.js';
import type { Header } from './assemble-header.js';
import type { AssembledRow, HeaderCell, RawCell, RawRow, Spot, TableBlock, TableDoubt } from './document.js';
import { paragraphText } from './html.js';

/**
 * A table of cards has one column: each item is a cell of several paragraphs, first its name in bold, then a line for
 * each thing that is said of it (**Utfall 2023** 3,5). What is said becomes a column, so that it reads as any table.
 */
export interface Cards {
  readonly columns: readonly HeaderCell[];
  readonly rows: readonly AssembledRow[];
  readonly charts: readonly Chart[];
}

/** The data of a chart that stands beside or below an item; printed several times, it is here once. */
export interface Chart {
  readonly item: string;
  readonly table: TableBlock;
}

export function isCards(header: Header | null, body: readonly GridRow[]): boolean {
  if (header === null || header.columns.some(({ text }) => text !== '')) return false;
  return body.some((row) => fields(row.cells[0]?.cell).length > 0);
}

interface Item {
  readonly label: string;
  readonly emphasis?: RawCell['emphasis'];
  readonly fields: Field[];
  readonly at: Spot;
}

interface Field {
  readonly name: string;
  readonly cell: RawCell;
}

export function readCards(body: readonly GridRow[], doubts: TableDoubt[]): Cards {
  const items: Item[] = [];
  const charts: Chart[] = [];
  /** Rows below an item that are no cards: its chart once more, or for the first time. */
  let loose: RawRow[] = [];
  const closeLoose = (): void => {
    addChart(charts, items.at(-1)?.label ?? '', loose, doubts);
    loose = [];
  };
  for (const row of body) {
    const first = bodyCell(row, 0);
    if (!isCard(first, items.length === 0)) {
      if (!row.cells.every(isBlankCell)) loose.push(rawRow(row));
      continue;
    }
    closeLoose();
    const name = nameOf(first);
    if (name !== '' || items.length === 0) items.push({ label: name, fields: [], at: first.at });
    const item = items.at(-1);
    item?.fields.push(...fields(first));
    for (const { cell } of row.cells) {
      for (const table of cell.tables ?? []) charts.push({ item: item?.label ?? '', table });
    }
    closeRest(row, charts, item?.label ?? '', doubts);
  }
  closeLoose();
  return { ...asTable(items), charts };
}

function isCard(cell: RawCell, first: boolean): boolean {
  if (cell.paragraphs !== undefined || (cell.tables ?? []).length > 0) return true;
  return !isBlank(cell) && (first || cell.emphasis === 'bold');
}

function nameOf(cell: RawCell): string {
  if (cell.paragraphs === undefined) return oneLine(cell.text);
  return cell.paragraphs
    .filter(({ lead, text }) => lead === '' || text === '')
    .map(paragraphText)
    .join('\n');
}

function fields(cell: RawCell | undefined): Field[] {
  if (cell === undefined) return [];
  return (cell.paragraphs ?? [])
    .filter(({ lead, text }) => lead !== '' && text !== '')
    .map(({ lead, text }) => ({ name: lead.replace(/:$/u, ''), cell: { text, at: cell.at } }));
}

/** Cells to the right of a card without a table of their own: the chart's cells in one row. */
function closeRest(row: GridRow, charts: Chart[], item: string, doubts: TableDoubt[]): void {
  const rest = row.cells
    .map((_, column) => bodyCell(row, column))
    .filter((cell, column) => column > 0 && !isBlank(cell) && cell.tables === undefined);
  if (rest.length === 0) return;
  const width = chartOf(charts, item)?.rows[0]?.cells.length ?? 0;
  const rows =
    width > 0 && rest.length % width === 0
      ? Array.from({ length: rest.length / width }, (_, index) => ({
          cells: rest.slice(index * width, (index + 1) * width),
          at: row.at,
        }))
      : [{ cells: rest, at: row.at }];
  addChart(charts, item, rows, doubts);
}

/** Keeps a chart unless it is the one that stands there already; one that differs is kept and told of. */
function addChart(charts: Chart[], item: string, rows: readonly RawRow[], doubts: TableDoubt[]): void {
  const first = rows[0];
  if (first === undefined) return;
  const before = chartOf(charts, item);
  if (before !== undefined) {
    if (sameTexts(before.rows, rows)) return;
    doubts.push({
      code: 'CHART_DIFFERS',
      message: `The data of a chart is printed twice and differs${item === '' ? '' : `: ${item}`}`,
      at: first.at,
    });
  }
  charts.push({ item, table: { kind: 'table', rows, at: first.at } });
}

function chartOf(charts: readonly Chart[], item: string): TableBlock | undefined {
  return charts.find((chart) => chart.item === item)?.table;
}

function sameTexts(one: readonly RawRow[], other: readonly RawRow[]): boolean {
  return textsOf(one) === textsOf(other);
}

function textsOf(rows: readonly RawRow[]): string {
  return rows
    .map(({ cells }) => {
      const texts = cells.map(({ text }) => oneLine(text));
      while (texts.at(-1) === '') texts.pop();
      return texts.join('\t');
    })
    .join('\n');
}

function rawRow(row: GridRow): RawRow {
  const cells = row.cells.map((_, column) => bodyCell(row, column));
  while (isBlank(cells.at(-1)) && cells.length > 0) cells.pop();
  return { cells, at: row.at };
}

function asTable(items: readonly Item[]): Pick<Cards, 'columns' | 'rows'> {
  const columns = new Map<string, HeaderCell>();
  for (const { fields: said } of items) {
    for (const { name, cell } of said) if (!columns.has(name)) columns.set(name, { text: name, at: cell.at });
  }
  const rows = items.map((item): AssembledRow => ({
    label: item.label,
    cells: [...columns.keys()].map((name) => said(item, name)),
    at: item.at,
  }));
  return { columns: [...columns.values()], rows };
}

/** What is said twice of one thing is two lines of its cell. */
function said(item: Item, name: string): RawCell {
  const cells = item.fields.filter((field) => field.name === name).map(({ cell }) => cell);
  return { text: cells.map(({ text }) => text).join('\n'), at: cells[0]?.at ?? item.at };
}
