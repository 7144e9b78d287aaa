import { eventOf, type DifferenceLine, type DomainEvent, type Frame, type LineEntry } from '#domain';
import {
  addLines,
  causeOf,
  causeRow,
  decisionOf,
  documentOf,
  editionAt,
  editionBefore,
  grouped,
  publishedOf,
  requireUnit,
  stated,
  type Context,
  type TableContent,
} from './context.js';
import { cellError, unknownReference } from './fields.js';
import { frameOfColumn } from './frames.js';
import { isScoreOfRisk, planRisks } from './plan-control.js';
import { planLayout } from './plan-layout.js';
import { planProjectStatus, projectId } from './plan-status.js';
import { hasAmount, linesOfColumn, type Printed } from './printed-cells.js';
import type { ColumnRow, DocumentRow, RowRow } from './rows.js';

/** A table of a document, column by column: the readings that it states, the movements, the printed differences. */
export function planTable(ctx: Context, content: TableContent): void {
  requireUnit(ctx, content.table.at);
  const document = documentOf(ctx, content.table.at);
  for (const column of content.columns) {
    const frame = frameOfColumn(content.table, column);
    if (frame === null) continue;
    editionAt(ctx, column.at, 'edition', frame);
    planLayout(ctx, content, column, frame);
    if (isScoreOfRisk(content.table, column)) continue;
    const printed = linesOfColumn(ctx, content, document, column);
    if (column.role === 'change') planMovements(ctx, document, column, frame, printed);
    else planReadings(ctx, document, column, frame, printed);
  }
  planRisks(ctx, content, document);
  for (const column of content.columns) {
    if (column.role === 'difference') planDifferences(ctx, content, document, column);
    if (column.role === 'text' && column.measure === 'status') {
      planProjectStatus(ctx, content, document, column);
    }
  }
}

/** Rows that are computed from others where those are known: what they print is an assertion. */
function isDerived({ parts, formula, breakdown, kind, measure }: RowRow, column: ColumnRow): boolean {
  // The value of a risk is the product of its scores, also where a table prints it without them.
  if ((column.measure ?? measure) === 'risk') return true;
  if (column.measure !== null && column.measure !== measure) return false;
  return parts.length > 0 || formula.length > 0 || breakdown === 'remainder' || kind === 'total';
}

function planReadings(
  ctx: Context,
  document: DocumentRow,
  column: ColumnRow,
  frame: Frame,
  printed: readonly Printed[],
): void {
  const shared = { ...frame, ...publishedOf(document) };
  const id = [document.sha256, column.table, column.column];
  const derived = printed.filter(({ row }) => isDerived(row, column)).map(({ line }) => line);
  addLines(ctx, ['totals', ...id], derived, column.at, (lines) =>
    eventOf('TotalStated', { ...shared, lines }),
  );
  const plain = printed.filter(({ row }) => !isDerived(row, column)).map(({ line }) => line);
  if (isOfProjects(frame) && frame.basis === 'approved') {
    for (const [name, own] of byProject(plain)) {
      const project = projectId(name);
      addLines(ctx, ['approved', ...id, name], own, column.at, (lines) =>
        eventOf('ProjectApproved', { ...shared, basis: 'approved', project, name, lines }),
      );
    }
  } else if (isOfProjects(frame) && frame.basis === 'outcome') {
    const through = monthOf(column, frame);
    for (const [name, own] of byProject(plain)) {
      const project = projectId(name);
      addLines(ctx, ['outlay', ...id, name], own, column.at, (lines) =>
        eventOf('ProjectOutlayReported', { ...shared, basis: 'outcome', project, through, lines }),
      );
    }
  } else if (frame.area === 'indicator' && (frame.basis === 'target' || frame.basis === 'outcome')) {
    for (const [goal, own] of grouped(
      printed.filter(({ row }) => !isDerived(row, column)),
      ({ row }) => row.goal,
    )) {
      const lines = own.map(({ line }) => line);
      addLines(ctx, ['indicator', ...id, goal], lines, column.at, (part) =>
        indicatorEvent({ ...shared, ...stated({ goal }), lines: part }),
      );
    }
  } else {
    addLines(ctx, ['readings', ...id], plain, column.at, (lines) =>
      statedEvent(column, frame, { ...shared, lines }),
    );
  }
}

function indicatorEvent(shared: Frame & { goal?: string; lines: readonly LineEntry[] }): DomainEvent {
  return shared.basis === 'target'
    ? eventOf('TargetSet', { ...shared, basis: 'target' })
    : eventOf('IndicatorMeasured', { ...shared, basis: 'outcome' });
}

/** Land development is followed by project over its lifetime, and by year like any other unit. */
function isOfProjects(frame: Frame): boolean {
  return frame.area === 'land' && frame.period === 'lifetime';
}

function statedEvent(
  column: ColumnRow,
  frame: Frame,
  shared: Frame & { lines: readonly LineEntry[] },
): DomainEvent {
  switch (frame.basis) {
    case 'forecast':
      return eventOf('ForecastRevised', { ...shared, basis: 'forecast' });
    case 'outcome':
      return eventOf('OutcomeReported', { ...shared, basis: 'outcome', through: monthOf(column, frame) });
    default:
      return eventOf('BudgetAdopted', { ...shared, basis: frame.basis });
  }
}

/** A column of movements (*Utökning*) is changes from the edition before in line, for the cause that it names. */
function planMovements(
  ctx: Context,
  document: DocumentRow,
  column: ColumnRow,
  frame: Frame,
  printed: readonly Printed[],
): void {
  const { basis } = frame;
  if (basis === 'forecast' || basis === 'outcome') {
    const hint =
      'Only a budget, an approval or a target is in force and can be changed; a difference has role difference.';
    throw cellError(column.at, 'basis', 'VALUE_UNKNOWN', `movements cannot be of ${basis}`, hint);
  }
  const causedBy = causeRow(ctx, column.at);
  const cause = causeOf(causedBy);
  const shared = { ...frame, ...publishedOf(document) };
  const decided = { ...shared, ...decisionOf(causedBy), cause };
  const id = [document.sha256, column.table, column.column];
  const moved = printed.filter(hasAmount);
  const plain = moved.filter(({ row }) => !isDerived(row, column)).map(({ line }) => line);
  if (isOfProjects(frame) && basis === 'approved') {
    for (const [name, own] of byProject(plain)) {
      const project = projectId(name);
      addLines(ctx, ['extension', ...id, name], own, column.at, (lines) =>
        eventOf('ApprovalExtended', { ...decided, basis, project, lines }),
      );
    }
  } else {
    addLines(ctx, ['changes', ...id], plain, column.at, (lines) =>
      eventOf('BudgetChanged', { ...decided, basis, lines }),
    );
  }
  const before = editionBefore(ctx, frame);
  if (before === null) return;
  const from = { edition: before };
  const nets = moved
    .filter(({ row }) => isDerived(row, column))
    .map(({ line }): DifferenceLine => ({ ...line, from }));
  addLines(ctx, ['totals', ...id], nets, column.at, (lines) => eventOf('TotalStated', { ...shared, lines }));
}

/** A printed column of differences. A blank cell asserts nothing, and there is no reading that it could leave unstated. */
function planDifferences(
  ctx: Context,
  content: TableContent,
  document: DocumentRow,
  column: ColumnRow,
): void {
  const frameOfName = (name: string, field: string): Frame => {
    const named = content.columns.find((c) => c.column === name);
    const frame = named === undefined ? null : frameOfColumn(content.table, named);
    if (frame === null)
      throw unknownReference(column.at, field, name, 'Name a column of the table that holds readings.');
    return frame;
  };
  const of = frameOfName(column.of, 'of');
  const against = frameOfName(column.against, 'against');
  const from = {
    ...(against.basis === of.basis ? {} : { basis: against.basis }),
    ...(against.period === of.period ? {} : { period: against.period }),
    ...(against.edition === of.edition ? {} : { edition: against.edition }),
  };
  const differences = linesOfColumn(ctx, content, document, column)
    .filter(hasAmount)
    .map(({ line }): DifferenceLine => ({ ...line, from }));
  const id = ['differences', document.sha256, column.table, column.column];
  addLines(ctx, id, differences, column.at, (lines) =>
    eventOf('TotalStated', { ...of, ...publishedOf(document), lines }),
  );
}

/** The month that an outcome's edition names: `2023-08`, `2023-12p`. */
function monthOf(column: ColumnRow, frame: Frame): string {
  const month = /^(\d{4}-(?:0[1-9]|1[0-2]))p?$/.exec(frame.edition)?.[1];
  if (month !== undefined) return month;
  const hint = 'The month it runs through, as 2023-08, or 2023-12p where it is preliminary.';
  throw cellError(
    column.at,
    'edition',
    'VALUE_UNKNOWN',
    `"${frame.edition}" is no edition of an outcome`,
    hint,
  );
}

function byProject<L extends LineEntry>(lines: readonly L[]): Map<string, L[]> {
  return grouped(lines, ({ line }) => line[0] ?? 'Totalt');
}
