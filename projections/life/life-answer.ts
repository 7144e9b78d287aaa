import { toDecimal } from '#amount';
import { difference, START_EDITION, startsAtZero, type Reading } from '#ledger';
import { notedChanges } from '../answers/correction-notes.js';
import { changeAnswers, decimal, unitFor } from '../answers/entry-answer.js';
import { surroundingsOf, type Standpoint } from '../answers/surroundings.js';
import { cellsOf, viewAnswer, viewEvaluator, viewTable, type ShownRow } from '../answers/view-answer.js';
import type { LifeRequest, ViewCell } from '../contract.js';
import type { LifeAnswer, LifeStepAnswer } from '../subject-answers.js';
import { lifeColumn } from './life.js';

/** The step that each edition takes, and from which one: the edition before in its series, or the budget that it answers. */
export function lifeAnswer(at: Standpoint, request: LifeRequest): LifeAnswer {
  const surroundings = surroundingsOf(at, request.unit);
  const using = viewEvaluator(at, request, surroundings);
  const view = viewAnswer(at, request, surroundings, using);
  const { evaluator } = using;
  const [shown] = viewTable(at, request).rows;
  const readings = shown === undefined ? [] : readingsOf(cellsOf(evaluator, shown.section, shown.row));
  const valued = readings.filter((reading) => evaluator.value(reading).amount !== null);
  const steps = readings.map((reading, i): LifeStepAnswer => {
    const value = evaluator.value(reading);
    const unit = unitFor(value.standing, view.unitOfMeasure);
    const from = value.amount === null ? undefined : stepFrom(valued, reading);
    const split = from === undefined ? null : difference(evaluator, from, reading);
    const cell = view.rows[0]?.cells[i];
    const comparison = (cell?.marks ?? []).filter((mark) => mark === 'notComparable' || mark === 'restated');
    const known = split !== null && split.difference !== null;
    return {
      column: lifeColumn(reading.basis, reading.edition),
      label: view.columns[i]?.label ?? reading.edition,
      basis: reading.basis,
      edition: reading.edition,
      value: decimal(value.amount, unit),
      marks: [...value.marks, ...comparison],
      restated: comparison.includes('restated') ? canonical(shown, cell) : null,
      status: value.status,
      source: value.standing?.source ?? null,
      from: from === undefined ? null : lifeColumn(from.basis, from.edition),
      difference: decimal(split?.difference ?? null, unit),
      changed: known ? toDecimal(split.changed, unit) : null,
      begun: known ? toDecimal(split.begun, unit) : null,
      ended: known ? toDecimal(split.ended, unit) : null,
      unexplained: known ? toDecimal(split.unexplained, unit) : null,
      changes: split === null ? [] : notedChanges(at, changeAnswers(evaluator, split.changes, unit)),
    };
  });
  return { ...view, line: request.line, measure: request.measure, steps };
}

/** The value of a cell in the canonical sign. */
function canonical(shown: ShownRow | undefined, cell: ViewCell | undefined): string | null {
  const value = cell?.value ?? null;
  if (value === null || cell === undefined || (shown?.row.signs[cell.column] ?? 1) === 1) return value;
  return value.startsWith('-') ? value.slice(1) : /^0(\.0*)?$/.test(value) ? value : `-${value}`;
}

function readingsOf(cells: ReturnType<typeof cellsOf>): Reading[] {
  return cells.flatMap(({ cell }) => (cell.kind === 'reading' ? [cell.reading] : []));
}

/**
 * What a step is compared with: the one before in its series that has a value; the first forecast and an outcome of the
 * whole year with the last budget (or target, or approval) of the year. An outcome of some months is compared with no
 * budget of twelve: the first one leads from the start of the year, which is 0.
 */
function stepFrom(valued: readonly Reading[], reading: Reading): Reading | undefined {
  const at = valued.indexOf(reading);
  const earlier = valued.slice(0, Math.max(0, at));
  const wholeYear = reading.basis === 'outcome' && reading.edition.startsWith(`${reading.period}-12`);
  const before = earlier.findLast(({ basis }) => basis === reading.basis);
  if (reading.basis === 'forecast') return before ?? earlier.findLast(isPlanned);
  if (!wholeYear)
    return before ?? (startsAtZero(reading) ? { ...reading, edition: START_EDITION } : undefined);
  const final = earlier.findLast(
    ({ basis, edition }) => basis === 'outcome' && edition.startsWith(`${reading.period}-12`),
  );
  return final ?? earlier.findLast(({ basis }) => basis === 'forecast') ?? earlier.findLast(isPlanned);
}

function isPlanned({ basis }: Reading): boolean {
  return basis === 'budget' || basis === 'target' || basis === 'approved';
}
