import { eventOf, type Frame, type ProjectStatusChanged } from '#domain';
import type { CsvRow } from '../csv.js';
import {
  cellKey,
  documentOf,
  grouped,
  publishedOf,
  rankOf,
  requireUnit,
  sortedBy,
  stated,
  type Context,
  type TableContent,
} from './context.js';
import { placeOf, required, text } from './fields.js';
import { frameOfColumn } from './frames.js';
import { placeIn, sourceOf } from './printed-cells.js';
import type { ColumnRow, DocumentRow, RowRow } from './rows.js';

/** Status codes of projects, and the scales that say what codes mean: each document has its own. */

/** A project is known by its name within the unit: the name as an ASCII slug. */
export function projectId(project: string): string {
  const ascii = project
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase();
  return ascii.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
}

/** A column of status codes (*Projektstatus*) of projects: one event for each code that is printed. */
export function planProjectStatus(
  ctx: Context,
  content: TableContent,
  document: DocumentRow,
  column: ColumnRow,
): void {
  const { table } = content;
  const frame = frameBeside(content);
  const scale = scaleOf(ctx, document, column);
  for (const row of content.rows) {
    const cell = content.cells.get(cellKey(row.row, column.column));
    const project = row.line.at(0);
    const code = cell?.printed.trim() ?? '';
    if (cell === undefined || project === undefined || code === '') continue;
    const data = {
      project: projectId(project),
      unit: table.unit,
      scale,
      code,
      ...(frame === null ? {} : { at: at(frame, row) }),
      printed: { text: cell.printed, decimals: 0, sign: 1 } as const,
      source: sourceOf(document, table, row, column, cell),
      ...publishedOf(document),
      rank: rankOf(ctx, document, frame, table.rank, placeIn(table, row, column)),
    };
    const id = ['status', document.sha256, table.id, row.row, column.column];
    ctx.builder.add(id, eventOf('ProjectStatusChanged', data), placeOf(cell.at));
  }
}

function at({ area, basis, period, edition }: Frame, { line }: RowRow): ProjectStatusChanged['at'] {
  return { area, line, period, basis, edition };
}

/** A code stands beside the approval of its project; where the table has none, beside its first reading. */
function frameBeside(content: TableContent): Frame | null {
  const readings = content.columns.filter((other) => other.basis !== null);
  const beside = readings.find((other) => other.basis === 'approved') ?? readings.at(0);
  return beside === undefined ? null : frameOfColumn(content.table, beside);
}

/** The scale of the document, by its name where it has several. */
function scaleOf(ctx: Context, document: DocumentRow, column: ColumnRow): string {
  const named = projectId(column.column);
  const scales = ctx.source.scales
    .filter((row) => text(row, 'document') === document.id)
    .map((row) => text(row, 'scale'))
    .sort();
  return scales.find((scale) => scale.startsWith(named)) ?? named;
}

/** What the codes of the scales of a document mean, in the years that it is about. */
export function planScales(ctx: Context): void {
  const sorted = sortedBy(ctx.source.scales, (row) => [...scaleKey(row), text(row, 'code').padStart(9, '0')]);
  for (const rows of grouped(sorted, (row) => scaleKey(row).join('\u001f')).values()) {
    const [first] = rows;
    if (first === undefined) continue;
    requireUnit(ctx, first);
    const { sha256 } = documentOf(ctx, first);
    const unit = required(first, 'unit');
    const scale = required(first, 'scale');
    const codes = rows.map((row) => ({ code: required(row, 'code'), meaning: required(row, 'meaning') }));
    const years = stated({ fromYear: text(first, 'fromYear'), toYear: text(first, 'toYear') });
    const source = { document: sha256, table: text(first, 'place'), row: '', column: '', printed: '' };
    const data = { unit, scale, ...years, codes, source };
    ctx.builder.add(['scale', sha256, unit, scale], eventOf('ScaleDefined', data), placeOf(first));
  }
}

function scaleKey(row: CsvRow): string[] {
  return [text(row, 'document'), text(row, 'unit'), text(row, 'scale')];
}
