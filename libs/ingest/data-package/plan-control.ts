import { CONTROL_OUTCOMES, eventOf, type ControlOutcome, type RiskAssessed, type Score } from '#domain';
import type { CsvRow } from '../csv.js';
import {
  documentOf,
  publishedOf,
  requireUnit,
  sortedBy,
  stated,
  type Context,
  type TableContent,
} from './context.js';
import { cellError, oneOf, placeOf, required, text } from './fields.js';
import { frameKey, frameOfColumn } from './frames.js';
import { projectId } from './plan-status.js';
import { linesOfColumn, type Printed } from './printed-cells.js';
import { sourceOfRow } from './plan-goals.js';
import type { ColumnRow, DocumentRow, TableRow } from './rows.js';

/** Internal control: risks by their two scores, controls that are planned, and what came out of them. */

const SCORES = ['likelihood', 'materiality'] as const;

/** The scores of a risk go into one event of the risk; what is printed beside them (*riskvärde*) is computed. */
export function isScoreOfRisk({ area }: TableRow, { measure }: ColumnRow): boolean {
  return area === 'control' && SCORES.some((score) => score === measure);
}

/** @throws LedgerError SCORE_MISSING where a table has the one column of scores and not the other */
export function planRisks(ctx: Context, content: TableContent, document: DocumentRow): void {
  const { table } = content;
  const likelihoods = content.columns.filter((c) => isScoreOfRisk(table, c) && c.measure === 'likelihood');
  const told = new Map(
    ctx.source.risks.filter((r) => text(r, 'table') === table.id).map((r) => [text(r, 'row'), r]),
  );
  for (const column of likelihoods) {
    const frame = frameOfColumn(table, column);
    if (frame === null) continue;
    const other = content.columns.find((c) => {
      const own = frameOfColumn(table, c);
      return c.measure === 'materiality' && own !== null && frameKey(own) === frameKey(frame);
    });
    if (other === undefined) {
      const hint = 'A risk has two scores: add the column with measure materiality.';
      throw cellError(column.at, 'measure', 'SCORE_MISSING', 'likelihood stands without materiality', hint);
    }
    const likelihood = byRow(linesOfColumn(ctx, content, document, column));
    const materiality = byRow(linesOfColumn(ctx, content, document, other));
    for (const row of content.rows) {
      const [one, two] = [likelihood.get(row.row), materiality.get(row.row)];
      if (one === undefined && two === undefined) continue;
      const more = told.get(row.row);
      const data: RiskAssessed = {
        ...frame,
        ...publishedOf(document),
        risk: (more === undefined ? '' : text(more, 'risk')) || projectId(row.line.join(' ')),
        line: row.line,
        likelihood: scoreOf(column.at, one),
        materiality: scoreOf(other.at, two),
        ...(more === undefined ? {} : { source: sourceOfRow(document, more, row.row) }),
      };
      const id = ['risk', document.sha256, table.id, column.column, row.row];
      ctx.builder.add(id, eventOf('RiskAssessed', data), placeOf(row.at));
    }
  }
}

function byRow(printed: readonly Printed[]): Map<string, Printed['line']> {
  return new Map(printed.map(({ row, line }) => [row.row, line]));
}

function scoreOf(at: CsvRow, line: Printed['line'] | undefined): Score {
  if (line === undefined || line.amount === null) {
    return { score: null, ...(line === undefined ? {} : { printed: line.printed, source: line.source }) };
  }
  if (!/^-?\d{1,9}$/.test(line.amount)) {
    const hint = 'A score is a whole number from 1 to 4.';
    throw cellError(at, 'measure', 'RISK_OUT_OF_RANGE', `"${line.amount}" is no score of a risk`, hint);
  }
  const { printed, source, rank, status } = line;
  return { score: Number(line.amount), printed, source, rank, ...(status === undefined ? {} : { status }) };
}

/** A control that a plan lists, and its outcome where the line has one. */
export function planControls(ctx: Context): void {
  const key = ['document', 'unit', 'period', 'control', 'table', 'row'];
  for (const row of sortedBy(ctx.source.controls, (r) => key.map((name) => text(r, name)))) {
    requireUnit(ctx, row);
    const document = documentOf(ctx, row);
    const own = {
      control: required(row, 'control'),
      unit: required(row, 'unit'),
      period: required(row, 'period'),
    };
    const source = sourceOfRow(document, row, text(row, 'row'));
    const id = [document.sha256, own.unit, own.period, own.control, source.table, source.row];
    const planned = {
      ...own,
      what: required(row, 'what'),
      ...stated({ risk: text(row, 'risk'), responsible: text(row, 'responsible') }),
      source,
    };
    ctx.builder.add(['control', ...id], eventOf('ControlPlanned', planned), placeOf(row));
    if (text(row, 'outcome') === '') continue;
    const outcome = oneOf<ControlOutcome>(row, 'outcome', [...CONTROL_OUTCOMES, 'notStated']);
    const recorded = { ...own, outcome, ...stated({ through: text(row, 'through') }), source };
    ctx.builder.add(['controlled', ...id], eventOf('ControlOutcomeRecorded', recorded), placeOf(row));
  }
}
