import { ASSIGNMENT_STATUSES, eventOf, GOAL_STATES } from '#domain';
import type { SourceCell } from '#ledger';
import type { CsvRow } from '../csv.js';
import { documentOf, requireUnit, sortedBy, stated, type Context } from './context.js';
import { oneOf, oneOfOrBlank, placeOf, required, sentenceAt, text } from './fields.js';
import type { DocumentRow } from './rows.js';

/** Goals with how they were assessed, and assignments with how far they have come. */

/** Where a text stands that is known by a short title: its row, and the hashes of its sentences. */
export function sourceOfRow(document: DocumentRow, at: CsvRow, printed: string): SourceCell {
  return {
    document: document.sha256,
    table: text(at, 'table'),
    row: text(at, 'row'),
    column: '',
    printed,
    ...sentenceAt(at),
  };
}

export function planGoals(ctx: Context): void {
  const key = ['document', 'unit', 'goal', 'period'];
  for (const row of sortedBy(ctx.source.goals, (r) => key.map((name) => text(r, name)))) {
    requireUnit(ctx, row);
    const document = documentOf(ctx, row);
    const own = { goal: required(row, 'goal'), unit: required(row, 'unit'), period: required(row, 'period') };
    const id = [document.sha256, own.unit, own.goal, own.period];
    const words = required(row, 'words');
    const source = sourceOfRow(document, row, words);
    const set = {
      ...own,
      words,
      ...stated({
        label: text(row, 'label'),
        parent: text(row, 'parent'),
        parentUnit: text(row, 'parentUnit'),
      }),
      source,
    };
    ctx.builder.add(['goal', ...id], eventOf('GoalSet', set), placeOf(row));
    if (text(row, 'state') === '') continue;
    const expected = oneOfOrBlank(row, 'expected', GOAL_STATES);
    const assessed = {
      ...own,
      state: oneOf(row, 'state', GOAL_STATES),
      ...(expected === null ? {} : { expected }),
      ...stated({ through: text(row, 'through') }),
      source,
    };
    ctx.builder.add(['assessed', ...id], eventOf('GoalAssessed', assessed), placeOf(row));
  }
}

export function planAssignments(ctx: Context): void {
  const key = ['document', 'unit', 'assignment', 'table', 'row'];
  for (const row of sortedBy(ctx.source.assignments, (r) => key.map((name) => text(r, name)))) {
    requireUnit(ctx, row);
    const document = documentOf(ctx, row);
    const own = { assignment: required(row, 'assignment'), unit: required(row, 'unit') };
    const words = required(row, 'words');
    const source = sourceOfRow(document, row, words);
    const id = [document.sha256, own.unit, own.assignment, source.table, source.row];
    const given = {
      ...own,
      words,
      ...stated({ givenBy: text(row, 'givenBy'), period: text(row, 'period') }),
      source,
    };
    ctx.builder.add(['assignment', ...id], eventOf('AssignmentGiven', given), placeOf(row));
    if (text(row, 'status') === '') continue;
    const reported = {
      ...own,
      status: oneOf(row, 'status', ASSIGNMENT_STATUSES),
      ...stated({ through: text(row, 'through') }),
      source,
    };
    ctx.builder.add(['reported', ...id], eventOf('AssignmentReported', reported), placeOf(row));
  }
}
