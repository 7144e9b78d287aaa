import type { Decision, SourceRank } from '#ledger';
import type { Cause, DomainEvent, Frame } from '#domain';
import type { CsvRow } from '../csv.js';
import { LINES_MAX, PlanBuilder } from '../import-plan.js';
import { cellError, dateAt, oneOfOrBlank, placeOf, required, text, unknownReference } from './fields.js';
import { editionLineKey, frameKey } from './frames.js';
import type { DataPackage } from './package.js';
import type { CellRow, ColumnRow, DocumentRow, EditionRow, RowRow, TableRow } from './rows.js';

/**
 * What planning looks up, worked out once, so that its time grows with the package and not with its square. Every list
 * is in an order that follows from what the lines say and never from the order of the lines in their file.
 */
export interface Context {
  readonly source: DataPackage;
  readonly builder: PlanBuilder;
  readonly documents: ReadonlyMap<string, DocumentRow>;
  readonly units: ReadonlySet<string>;
  readonly editions: ReadonlyMap<string, EditionRow>;
  /** The editions of a line, in their order. */
  readonly editionLines: ReadonlyMap<string, readonly EditionRow[]>;
  readonly causes: ReadonlyMap<string, CsvRow>;
  readonly changes: ReadonlyMap<string, readonly CsvRow[]>;
  /** By document and place. */
  readonly tables: readonly TableRow[];
  readonly contents: ReadonlyMap<string, TableContent>;
}

/** A table with what belongs to it. */
export interface TableContent {
  readonly table: TableRow;
  readonly columns: readonly ColumnRow[];
  readonly rows: readonly RowRow[];
  readonly rowsByName: ReadonlyMap<string, RowRow>;
  /** By {@link cellKey}. */
  readonly cells: ReadonlyMap<string, CellRow>;
  /** Totals that the table does not print as a row. */
  readonly totals: readonly CsvRow[];
}

/** The measure of a cell; a heading has none, whatever its column. */
export function measureOf(row: RowRow, column: ColumnRow): string | null {
  return row.measure === null ? null : (column.measure ?? row.measure);
}

export function cellKey(row: string, column: string): string {
  return `${row}\u001f${column}`;
}

/** @throws LedgerError REFERENCE_UNKNOWN for a line of a table, row or column that is not described */
export function contextOf(source: DataPackage): Context {
  return {
    source,
    builder: new PlanBuilder(),
    documents: new Map(source.documents.map((d) => [d.id, d])),
    units: new Set(source.units.map((u) => u.unit)),
    editions: new Map(source.editions.map((e) => [frameKey(e), e])),
    editionLines: grouped([...source.editions].sort(compareEditions), editionLineKey),
    causes: new Map(source.causes.map((c) => [text(c, 'cause'), c])),
    changes: grouped(sortedBy(source.changes, changeOrder), (c) => text(c, 'cause')),
    tables: sortedBy(source.tables, (t) => [t.document, pad(t.place)]),
    contents: contentsOf(source),
  };
}

function changeOrder(change: CsvRow): string[] {
  return [text(change, 'cause'), text(change, 'order').padStart(9, '0')];
}

function contentsOf(source: DataPackage): Map<string, TableContent> {
  const contents = new Map(
    source.tables.map((table) => [
      table.id,
      {
        table,
        columns: [] as ColumnRow[],
        rows: [] as RowRow[],
        rowsByName: new Map<string, RowRow>(),
        cells: new Map<string, CellRow>(),
        totals: [] as CsvRow[],
      },
    ]),
  );
  const contentOf = (at: CsvRow): NonNullable<ReturnType<typeof contents.get>> => {
    const content = contents.get(text(at, 'table'));
    if (content === undefined) throw unknownReference(at, 'table', text(at, 'table'));
    return content;
  };
  for (const column of source.columns) contentOf(column.at).columns.push(column);
  for (const row of source.rows) {
    const content = contentOf(row.at);
    content.rows.push(row);
    content.rowsByName.set(row.row, row);
  }
  for (const content of contents.values()) {
    content.columns.sort((a, b) => a.order - b.order);
    content.rows.sort((a, b) => a.order - b.order);
  }
  const columnNames = new Map(
    [...contents].map(([id, { columns }]) => [id, new Map(columns.map((c) => [c.column, c]))]),
  );
  for (const cell of source.cells) {
    const content = contentOf(cell.at);
    const row = content.rowsByName.get(cell.row);
    const column = columnNames.get(cell.table)?.get(cell.column);
    if (row === undefined) throw unknownReference(cell.at, 'row', cell.row);
    if (column === undefined) throw unknownReference(cell.at, 'column', cell.column);
    if (measureOf(row, column) === null && column.role !== 'text' && cell.printed !== '') {
      const hint = 'Give the row its measure in rows.csv, or leave the cell out.';
      throw cellError(cell.at, 'printed', 'CELL_OF_HEADING', `"${cell.row}" has no measure`, hint);
    }
    content.cells.set(cellKey(cell.row, cell.column), cell);
  }
  const totals = sortedBy(source.layouts, (l) => [text(l, 'measure'), text(l, 'line')]);
  for (const layout of totals) if (text(layout, 'table') !== '') contentOf(layout).totals.push(layout);
  return contents;
}

export function documentOf(ctx: Context, at: CsvRow, column = 'document'): DocumentRow {
  const document = ctx.documents.get(text(at, column));
  if (document === undefined)
    throw unknownReference(at, column, text(at, column), 'Describe it in documents.csv.');
  return document;
}

export function requireUnit(ctx: Context, at: CsvRow): void {
  const unit = text(at, 'unit');
  if (!ctx.units.has(unit)) throw unknownReference(at, 'unit', unit, 'Describe it in units.csv.');
}

/** Every edition that anything mentions is declared. */
export function editionAt(ctx: Context, at: CsvRow, column: string, frame: Frame): EditionRow {
  const edition = ctx.editions.get(frameKey(frame));
  if (edition !== undefined) return edition;
  const { unit, area, basis, period } = frame;
  const hint = `Declare it in editions.csv, as edition ${frame.edition} of ${unit}, ${area}, ${basis}, ${period}.`;
  throw unknownReference(at, column, frame.edition, hint);
}

/** The edition before in line. */
export function editionBefore(ctx: Context, frame: Frame): string | null {
  const line = ctx.editionLines.get(editionLineKey(frame)) ?? [];
  const index = line.findIndex((e) => e.edition === frame.edition);
  return index > 0 ? (line[index - 1]?.edition ?? null) : null;
}

export function causeRow(ctx: Context, at: CsvRow): CsvRow {
  const row = ctx.causes.get(text(at, 'cause'));
  if (row === undefined) throw unknownReference(at, 'cause', text(at, 'cause'), 'Describe it in causes.csv.');
  return row;
}

export function causeOf(row: CsvRow): Cause & { readonly id: string } {
  const permanent = oneOfOrBlank(row, 'permanent', ['true']) !== null;
  return {
    id: required(row, 'cause'),
    kind: required(row, 'kind'),
    words: required(row, 'words'),
    ...stated({ since: text(row, 'since'), until: text(row, 'until') }),
    ...(permanent ? { permanent } : {}),
  };
}

export function decisionOf(row: CsvRow): { decision?: Decision } {
  const decision = stated({
    body: text(row, 'decisionBody'),
    date: dateAt(row, 'decisionDate'),
    paragraph: text(row, 'decisionParagraph'),
    dnr: text(row, 'decisionDnr'),
  });
  return Object.keys(decision).length === 0 ? {} : { decision };
}

export function signOf(ctx: Context, column: ColumnRow, measure: string): 1 | -1 {
  const profile = ctx.source.signs.get(column.signs);
  if (profile === undefined) {
    throw unknownReference(column.at, 'signs', column.signs, 'Describe the sign profile in signs.csv.');
  }
  const sign = profile.get(measure) ?? profile.get('*');
  if (sign !== undefined) return sign;
  const message = `the sign profile "${column.signs}" has no factor for "${measure}"`;
  const hint = 'Add a line for the measure to signs.csv, or one for * (any other).';
  throw cellError(column.at, 'signs', 'SIGN_UNKNOWN', message, hint);
}

/** The document that decides the edition stands before one that quotes it; then the table ranked first. */
export function rankOf(
  ctx: Context,
  document: DocumentRow,
  frame: Frame | null,
  table: number,
  place: string,
): SourceRank {
  const edition = frame === null ? undefined : ctx.editions.get(frameKey(frame));
  return {
    authority: edition === undefined || edition.document === document.id ? 0 : 1,
    table,
    date: document.date === '' ? null : document.date,
    place: `${document.id}/${place}`,
  };
}

/** A figure is published with its document; one without a date is left out of what had been published by a day. */
export function publishedOf(document: DocumentRow): { published?: { date: string } } {
  return document.date === '' ? {} : { published: { date: document.date } };
}

/** Adds an event, or several where there are more lines than one may have. */
export function addLines<L>(
  ctx: Context,
  id: readonly string[],
  lines: readonly L[],
  at: CsvRow,
  eventWith: (lines: readonly L[]) => DomainEvent,
): void {
  for (let first = 0; first < lines.length; first += LINES_MAX) {
    const part = first === 0 ? [] : [`part ${1 + first / LINES_MAX}`];
    ctx.builder.add([...id, ...part], eventWith(lines.slice(first, first + LINES_MAX)), placeOf(at));
  }
}

/** Blank is not stated: the field is left out. */
export function stated<T extends Record<string, string | undefined>>(fields: T): { [K in keyof T]?: string } {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''),
  ) as { [K in keyof T]?: string };
}

/** Places are compared as text: numbers of one width keep their order. */
export function pad(order: number): string {
  return String(order).padStart(6, '0');
}

/** A copy in the order of the texts named, by code unit: the same on every machine. */
export function sortedBy<T>(items: readonly T[], key: (item: T) => readonly string[]): T[] {
  const keyed = items.map((item) => ({ item, text: key(item).join('\u0000') }));
  keyed.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  return keyed.map(({ item }) => item);
}

export function grouped<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}

function compareEditions(a: EditionRow, b: EditionRow): number {
  for (let i = 0; i < Math.max(a.order.length, b.order.length); i++) {
    const [x, y] = [a.order[i], b.order[i]];
    if (x === y) continue;
    if (x === undefined) return -1;
    if (y === undefined) return 1;
    return typeof x === 'number' && typeof y === 'number' ? x - y : String(x) < String(y) ? -1 : 1;
  }
  const [x, y] = [frameKey(a), frameKey(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}
