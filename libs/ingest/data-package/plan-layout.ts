import type { UnitOfMeasure } from '#amount';
import { eventOf, type Frame, type StatedRow } from '#domain';
import type { Line } from '#ledger';
import type { CsvRow } from '../csv.js';
import {
  documentOf,
  editionAt,
  grouped,
  measureOf,
  signOf,
  sortedBy,
  type Context,
  type TableContent,
} from './context.js';
import { cellError, lineOf, linesOf, placeOf, required, text, unknownReference } from './fields.js';
import { frameAt, frameKey, frameOfColumn } from './frames.js';
import type { ColumnRow, RowRow } from './rows.js';

/** The layouts (*uppställningar*) that tables print, and those that are known from a text only. */

/** What a column of a table says of the lines: which there are, in which order, and how they add up. */
export function planLayout(ctx: Context, content: TableContent, column: ColumnRow, frame: Frame): void {
  const { table } = content;
  const measures = measuresBeside(content, column, frame);
  // Where the columns are measures, the first of a frame says it for all of them.
  if (column.measure !== null && column.measure !== measures[0]) return;
  const document = documentOf(ctx, table.at);
  const data = {
    ...frame,
    table: table.id,
    rank: table.place,
    title: table.title,
    unitOfMeasure: column.unitOfMeasure ?? table.unitOfMeasure,
    signs: signsOfColumn(ctx, content, column),
    // Totals that no table prints as a row have a place in the sums and none on the page.
    rows: [
      ...content.rows.flatMap((row) => statedRows(content, row, measures)),
      ...content.totals.map(unprintedTotal),
    ],
    document: document.sha256,
  };
  const id = ['layout', document.sha256, table.id, frameKey(frame)];
  ctx.builder.add(id, eventOf('LayoutStated', data), placeOf(column.at));
}

/** The measures of the columns of one frame, where the columns are measures. */
function measuresBeside(content: TableContent, column: ColumnRow, frame: Frame): readonly string[] {
  if (column.measure === null) return [];
  return content.columns.flatMap((other) => {
    const own = frameOfColumn(content.table, other);
    return own !== null && other.measure !== null && frameKey(own) === frameKey(frame) ? [other.measure] : [];
  });
}

/** A row for each measure of a table whose columns are measures; what it is made of holds for its own. */
function statedRows(content: TableContent, row: RowRow, measures: readonly string[]): StatedRow[] {
  if (row.measure === null || measures.length === 0) return [statedRow(content, row)];
  return measures.map((measure) =>
    statedRow(content, measure === row.measure ? row : { ...row, measure, parts: [], formula: [] }),
  );
}

function statedRow(content: TableContent, row: RowRow): StatedRow {
  const { kind, line, measure, formula, operation, breakdown } = row;
  return {
    path: row.row.split(' > '),
    kind,
    line,
    measure,
    ...(row.parts.length === 0 ? {} : { parts: row.parts.map((name) => partOf(content, row, name)) }),
    ...(formula.length === 0 ? {} : { formula: { operation, terms: formula } }),
    ...(breakdown === null ? {} : { breakdown: { role: breakdown, of: line.slice(0, -1) } }),
  };
}

function partOf(content: TableContent, row: RowRow, name: string): Line {
  const part = content.rowsByName.get(name);
  if (part === undefined) throw unknownReference(row.at, 'parts', name);
  if (part.measure === row.measure) return part.line;
  const message = `"${name}" is of measure "${part.measure ?? ''}" and cannot be a part of ${row.measure ?? 'a heading'}`;
  const hint = 'The parts of a total have its measure; a net of several measures is a formula.';
  throw cellError(row.at, 'parts', 'PART_OF_OTHER_MEASURE', message, hint);
}

function unprintedTotal(row: CsvRow): StatedRow {
  return {
    path: [],
    kind: 'subtotal',
    line: lineOf(text(row, 'line')),
    measure: required(row, 'measure'),
    parts: linesOf(required(row, 'parts')),
  };
}

/** Printed signs per measure of a column, and per `measure@column` of the table's columns of differences. */
function signsOfColumn(ctx: Context, content: TableContent, column: ColumnRow): Record<string, 1 | -1> {
  const signs: Record<string, 1 | -1> = {};
  const byName = new Map(content.columns.map((c) => [c.column, c]));
  for (const measure of new Set(content.rows.flatMap((r) => measureOf(r, column) ?? []))) {
    const own = signOf(ctx, column, measure);
    if (own === -1) signs[measure] = -1;
    for (const other of content.columns) {
      if (other.role !== 'difference') continue;
      const sign = signOf(ctx, other, measure);
      const kind = differenceKind(byName.get(other.of), byName.get(other.against));
      if (sign !== own) signs[`${measure}@${kind}`] = sign;
    }
  }
  return signs;
}

/** Which column of a view prints such a difference. */
function differenceKind(of: ColumnRow | undefined, against: ColumnRow | undefined): string {
  if (of?.basis === 'outcome' && against?.basis === 'outcome') return 'difference';
  return of?.basis === against?.basis ? 'change' : 'deviation';
}

/** Layouts of texts: those of one document and edition are one. */
export function planLayoutsOfTexts(ctx: Context): void {
  const ofTexts = ctx.source.layouts.filter((row) => text(row, 'table') === '');
  const sorted = sortedBy(ofTexts, (row) => [
    text(row, 'document'),
    frameKey(frameAt(row)),
    text(row, 'measure'),
    text(row, 'line'),
  ]);
  const layouts = grouped(sorted, (row) => `${text(row, 'document')}\u001f${frameKey(frameAt(row))}`);
  for (const rows of layouts.values()) planLayoutOfText(ctx, rows);
}

/** After the layouts of tables: its rank is the last. */
const RANK_OF_TEXT = 99;

function planLayoutOfText(ctx: Context, rows: readonly CsvRow[]): void {
  const [first] = rows;
  if (first === undefined) return;
  const document = documentOf(ctx, first);
  const frame = frameAt(first);
  editionAt(ctx, first, 'edition', frame);
  const beside = tableBeside(ctx, frame);
  // A text has no columns to print signs in: it is shown as the table beside it.
  const signs = beside === undefined ? {} : signsOfColumn(ctx, beside.content, beside.column);
  const table = `${document.id}/text/${frame.area}-${frame.edition}`;
  const data = {
    ...frame,
    table,
    rank: RANK_OF_TEXT,
    title: rows.map((row) => text(row, 'note')).find((note) => note !== '') ?? document.title,
    unitOfMeasure: beside?.unitOfMeasure ?? 'tkr',
    signs,
    rows: rowsOfText(rows, beside?.content),
    document: document.sha256,
  };
  const id = ['layout', document.sha256, table, frameKey(frame)];
  ctx.builder.add(id, eventOf('LayoutStated', data), placeOf(first, 'line'));
}

/** Each total after its parts; a part that is itself a total of the text stands once. */
function rowsOfText(rows: readonly CsvRow[], beside: TableContent | undefined): StatedRow[] {
  const key = (measure: string, line: Line): string => [measure, ...line].join('\u001f');
  const totals = new Set(rows.map((row) => key(text(row, 'measure'), lineOf(text(row, 'line')))));
  return rows.flatMap((row): StatedRow[] => {
    const measure = text(row, 'measure');
    const line = lineOf(text(row, 'line'));
    const parts = linesOf(required(row, 'parts'));
    const leaves = parts.filter((part) => !totals.has(key(measure, part)));
    const path = line.length === 0 ? [nameOfWhole(beside, measure)] : line;
    return [
      ...leaves.map((part) => ({ path: part, kind: 'subtotal', line: part, measure }) as const),
      { path, kind: 'total', line, measure, parts },
    ];
  });
}

/** A text names the whole as the tables of the same unit and area do. */
function nameOfWhole(beside: TableContent | undefined, measure: string): string {
  const row = beside?.rows.find((r) => r.line.length === 0 && r.measure === measure);
  return row?.row ?? 'Totalt';
}

/** A text prints a measure as a table of the same unit and area does in its column of that basis. */
function tableBeside(
  ctx: Context,
  frame: Frame,
): { content: TableContent; column: ColumnRow; unitOfMeasure: UnitOfMeasure } | undefined {
  for (const table of ctx.tables) {
    if (table.unit !== frame.unit || table.area !== frame.area) continue;
    const content = ctx.contents.get(table.id);
    const column = content?.columns.find((c) => c.basis === frame.basis && c.role === 'reading');
    if (content === undefined || column === undefined) continue;
    return { content, column, unitOfMeasure: column.unitOfMeasure ?? table.unitOfMeasure };
  }
  return undefined;
}
