import { LedgerError } from '#amount';
import { ASSIGNMENT_STATUSES } from '#domain';
import { eventsOf, stepAnswer, subjectsOf, type SubjectHistory } from '../answers/subjects.js';
import { unitDefined, type Standpoint } from '../answers/surroundings.js';
import type { AssignmentAnswer, AssignmentsAnswer, AssignmentsFilter } from '../subject-answers.js';

const STATUSES = ['notReported', ...ASSIGNMENT_STATUSES] as const;

/**
 * The assignments of a unit and those below it (*uppdrag*), in the order in which they were given; of a year where one is
 * named: given for it, or reported on in it.
 * @throws LedgerError UNKNOWN_UNIT
 */
export function assignmentsAnswer(
  at: Standpoint,
  { unit, year, status }: AssignmentsFilter,
): AssignmentsAnswer {
  const { histories, undatedLeftOut } = subjectsOf(at, 'assignment', unit);
  if (histories.length === 0 && unitDefined(at, unit) === undefined) {
    throw new LedgerError('UNKNOWN_UNIT', `nothing is recorded of the unit ${unit}`, {
      place: { field: 'unit' },
      hint: 'Ask for the units that there are, or import what tells of it.',
    });
  }
  const all = histories.map(assignmentAnswer).filter((one) => year === undefined || isOf(one, year));
  return {
    unit,
    assignments: all.filter((one) => status === undefined || (one.status ?? 'notReported') === status),
    counts: STATUSES.map((of) => ({
      status: of,
      count: all.filter((one) => (one.status ?? 'notReported') === of).length,
    })),
    asOf: at.options.asOf ?? null,
    position: at.position,
    undatedLeftOut,
  };
}

function isOf({ period, reports }: AssignmentAnswer, year: string): boolean {
  return (period ?? '').includes(year) || reports.some(({ through }) => through?.startsWith(year) === true);
}

function assignmentAnswer(history: SubjectHistory): AssignmentAnswer {
  const given = eventsOf(history, 'AssignmentGiven').at(-1)?.data;
  const reports = eventsOf(history, 'AssignmentReported').map(({ event, data }) => ({
    ...stepAnswer(event),
    status: data.status,
    through: data.through ?? null,
    comment: data.comment ?? null,
  }));
  const last = reports.at(-1);
  return {
    assignment: history.key[0] ?? '',
    unit: history.unit,
    words: given?.words ?? null,
    givenBy: given?.givenBy ?? null,
    period: given?.period ?? null,
    due: given?.due ?? null,
    status: last?.status ?? null,
    through: last?.through ?? null,
    comment: last?.comment ?? null,
    decision: given?.decision ?? null,
    steps: eventsOf(history, 'AssignmentGiven').map(({ event }) => stepAnswer(event)),
    reports,
  };
}
