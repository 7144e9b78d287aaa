import { eventOf } from '#domain';
import type { CsvRow } from '../csv.js';
import type { ImportPlan } from '../import-plan.js';
import { contextOf, documentOf, requireUnit, sortedBy, stated, type Context } from './context.js';
import { lineOf, linesOf, oneOf, placeOf, required, text } from './fields.js';
import { editionLineKey, frameAt, frameKey, frameOf, frameOfColumn } from './frames.js';
import type { DataPackage } from './package.js';
import { planCause, requireCauses } from './plan-causes.js';
import { planControls } from './plan-control.js';
import { planAssignments, planGoals } from './plan-goals.js';
import { planLayoutsOfTexts } from './plan-layout.js';
import { planScales } from './plan-status.js';
import { planTable } from './plan-table.js';
import { moveKey, planMove } from './plan-move.js';
import { planRelative, planStatement } from './plan-text.js';
import type { DocumentRow, EditionRow } from './rows.js';

/**
 * What a data package means, as events. Ids derive from document, table, column and what is said, so that importing
 * twice stores once; the order of lines in the files means nothing. Everything is checked here: a plan that comes out
 * can be stored whole.
 *
 * @throws LedgerError naming file, line, row and column of what cannot be read or does not fit together
 */
export function planDataPackage(source: DataPackage): ImportPlan {
  const ctx = contextOf(source);
  requireCauses(ctx);
  for (const { at, unit, name, kind } of sortedBy(source.units, (u) => [u.unit])) {
    ctx.builder.add(['unit', unit], eventOf('UnitDefined', { unit, name, kind }), placeOf(at));
  }
  const documents = sortedBy(source.documents, (d) => [d.id]);
  for (const document of documents) planDocument(ctx, document);
  for (const row of sortedBy(source.names, nameKey)) planName(ctx, row);
  for (const row of sortedBy(source.moves, moveKey)) planMove(ctx, row);
  const tabled = framesWithTable(ctx);
  for (const line of sortedBy([...ctx.editionLines], ([key]) => [key])) {
    for (const edition of line[1]) planEdition(ctx, edition, tabled.has(frameKey(edition)));
  }
  for (const { id } of ctx.tables) {
    const content = ctx.contents.get(id);
    if (content !== undefined) planTable(ctx, content);
  }
  planLayoutsOfTexts(ctx);
  planScales(ctx);
  planGoals(ctx);
  planAssignments(ctx);
  planControls(ctx);
  for (const row of sortedBy(source.causes, (r) => [text(r, 'cause')])) planCause(ctx, row);
  for (const row of sortedBy(source.relative, (r) => [text(r, 'relative')])) planRelative(ctx, row);
  for (const row of sortedBy(source.statements, (r) => [text(r, 'statement')])) planStatement(ctx, row);
  return ctx.builder.plan(
    source.name,
    documents.map((d) => d.sha256),
  );
}

function planDocument(ctx: Context, row: DocumentRow): void {
  const { sha256, title, status, dnr, body, date, judgedBy, note } = row;
  const replaces = replacedBy(ctx, row);
  const data = {
    sha256,
    title,
    status,
    ...stated({ fileName: row.file, dnr, body, date, judgedBy, replaces, note }),
    ...row.more,
  };
  ctx.builder.add(['document', sha256], eventOf('DocumentRegistered', data), placeOf(row.at));
}

/** The print that a document replaces: another of the package, or one of the ledger by its sha-256. */
function replacedBy(ctx: Context, { at, replaces }: DocumentRow): string | undefined {
  if (replaces === '') return undefined;
  return /^[0-9a-f]{64}$/.test(replaces) ? replaces : documentOf(ctx, at, 'replaces').sha256;
}

function nameKey(row: CsvRow): string[] {
  return [text(row, 'unit'), text(row, 'area'), text(row, 'line')];
}

function planName(ctx: Context, row: CsvRow): void {
  requireUnit(ctx, row);
  const kind = oneOf(row, 'kind', ['alias', 'merger', 'split']);
  const unit = required(row, 'unit');
  const area = required(row, 'area');
  const line = lineOf(required(row, 'line'));
  const sameAs = required(row, 'sameAs');
  const is =
    kind === 'alias' ? ({ kind, of: lineOf(sameAs) } as const) : ({ kind, parts: linesOf(sameAs) } as const);
  if (text(row, 'basis') === 'judged') required(row, 'judgedBy');
  const data = { unit, area, line, is, ...stated({ judgedBy: text(row, 'judgedBy') }) };
  ctx.builder.add(['name', unit, area, ...line, kind, sameAs], eventOf('LineNamed', data), placeOf(row));
}

/** The frames of which a table or a stated layout is recorded whole. */
function framesWithTable(ctx: Context): Set<string> {
  const frames = new Set<string>();
  for (const { table, columns } of ctx.contents.values()) {
    for (const column of columns) {
      const frame = frameOfColumn(table, column);
      if (frame !== null) frames.add(frameKey(frame));
    }
  }
  for (const layout of ctx.source.layouts) {
    if (text(layout, 'table') === '') frames.add(frameKey(frameAt(layout)));
  }
  return frames;
}

function planEdition(ctx: Context, row: EditionRow, known: boolean): void {
  requireUnit(ctx, row.at);
  const document = documentOf(ctx, row.at);
  const data = {
    ...frameOf(row),
    label: row.label,
    order: row.order,
    extent: row.extent,
    status: row.status ?? document.status,
    known,
    document: document.sha256,
    ...stated({ judgedBy: row.status === null ? document.judgedBy : '' }),
  };
  // An edition that is only mentioned becomes known when a later package brings its table: that is a declaration more.
  const id = ['edition', document.sha256, editionLineKey(row), row.edition, known ? 'known' : 'mentioned'];
  ctx.builder.add(id, eventOf('EditionDeclared', data), placeOf(row.at));
}
