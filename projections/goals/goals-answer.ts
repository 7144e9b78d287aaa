import { toDecimal, type UnitOfMeasure } from '#amount';
import { lineKey, type Evaluator, type Line, type Reading } from '#ledger';
import { eventsOf, stepAnswer, subjectsOf, type SubjectHistory } from '../answers/subjects.js';
import { surroundingsOf, type Standpoint } from '../answers/surroundings.js';
import { cellsOf, viewAnswer, viewEvaluator, viewTable, type ShownRow } from '../answers/view-answer.js';
import type { Comparing } from '../identity/comparability-answer.js';
import type { GoalAnswer, GoalsAnswer, IndicatorAnswer, OtherValueAnswer } from '../subject-answers.js';

/** Data of a chart ranks after every table of its document (`rank` in a data package). */
const CHART_RANK = 9;

export function goalsAnswer(
  at: Standpoint,
  unit: string,
  year: string | undefined,
  comparing: Comparing = {},
): GoalsAnswer {
  const request = { view: 'goals', unit, ...(year === undefined ? {} : { year }), ...comparing } as const;
  const surroundings = surroundingsOf(at, unit);
  const using = viewEvaluator(at, request, surroundings);
  const view = viewAnswer(at, request, surroundings, using);
  const { histories, undatedLeftOut } = subjectsOf(at, 'goal', unit);
  const above = goalsAbove(at, histories);
  const goalOf = goalsOfIndicators(histories, using.evaluator);
  const { rows } = viewTable(at, request);
  return {
    ...view,
    undatedLeftOut: view.undatedLeftOut + undatedLeftOut,
    indicators: rows.map((row) => indicatorAnswer(using.evaluator, row, goalOf)),
    goals: histories
      .filter((history) => year === undefined || holdsIn(history, year))
      .map((history) => goalAnswer(history, above)),
  };
}

/** Periods are a year, or several: `2022–2026`. */
function holdsIn(history: SubjectHistory, year: string): boolean {
  const periods = [...eventsOf(history, 'GoalSet'), ...eventsOf(history, 'GoalAssessed')].map(
    ({ data }) => data.period,
  );
  return periods.some((period) => {
    const years = period.match(/\d{4}/g) ?? [];
    const [first = year, last = first] = years;
    return first <= year && year <= last;
  });
}

function goalAnswer(history: SubjectHistory, above: ReadonlyMap<string, string>): GoalAnswer {
  const set = eventsOf(history, 'GoalSet').at(-1)?.data;
  const assessments = eventsOf(history, 'GoalAssessed').map(({ event, data }) => ({
    ...stepAnswer(event),
    state: data.state,
    expected: data.expected ?? null,
    through: data.through ?? null,
    words: data.words ?? null,
    period: data.period,
  }));
  const last = assessments.at(-1);
  const parentKey = `${set?.parentUnit ?? history.unit} ${set?.parent ?? ''}`;
  return {
    goal: history.key[0] ?? '',
    unit: history.unit,
    period: set?.period ?? last?.period ?? null,
    label: set?.label ?? null,
    words: set?.words ?? null,
    parent: set?.parent ?? null,
    parentWords: above.get(parentKey) ?? null,
    state: last?.state ?? null,
    expected: last?.expected ?? null,
    through: last?.through ?? null,
    assessments: assessments.map(({ period: _period, ...assessment }) => assessment),
    steps: eventsOf(history, 'GoalSet').map(({ event }) => stepAnswer(event)),
  };
}

/** The words of the goals that those of the list stand below, which may be of another unit. */
function goalsAbove(at: Standpoint, histories: readonly SubjectHistory[]): Map<string, string> {
  const words = new Map<string, string>();
  const units = new Set<string>();
  for (const history of histories) {
    for (const { data } of eventsOf(history, 'GoalSet')) {
      words.set(`${data.unit} ${data.goal}`, data.words);
      if (data.parentUnit !== undefined) units.add(data.parentUnit);
    }
  }
  for (const unit of units) {
    for (const history of subjectsOf(at, 'goal', unit, { below: false }).histories) {
      for (const { data } of eventsOf(history, 'GoalSet')) words.set(`${data.unit} ${data.goal}`, data.words);
    }
  }
  return words;
}

/** By unit and line: the goal that an indicator was set or measured for. */
function goalsOfIndicators(histories: readonly SubjectHistory[], evaluator: Evaluator): Map<string, string> {
  const goals = new Map<string, string>();
  for (const history of histories) {
    for (const { data } of [...eventsOf(history, 'TargetSet'), ...eventsOf(history, 'IndicatorMeasured')]) {
      for (const { line } of data.lines)
        goals.set(keyOf(evaluator, data.unit, data.area, line), data.goal ?? '');
    }
  }
  return goals;
}

function keyOf({ facts }: Evaluator, unit: string, area: string, line: Line): string {
  return `${unit} ${lineKey(facts.names(unit, area).resolve(line))}`;
}

function indicatorAnswer(
  evaluator: Evaluator,
  { row, section, path }: ShownRow,
  goalOf: ReadonlyMap<string, string>,
): IndicatorAnswer {
  const fromChart: string[] = [];
  const preliminary: string[] = [];
  const others: OtherValueAnswer[] = [];
  let unitOfMeasure: UnitOfMeasure | null = null;
  for (const { column, cell } of cellsOf(evaluator, section, row)) {
    if (cell.kind !== 'reading') continue;
    const { amount, standing, marks } = evaluator.value(cell.reading);
    if (amount === null) continue;
    unitOfMeasure ??= standing?.printed?.unitOfMeasure ?? null;
    if (standing !== null && standing.rank.table === CHART_RANK) fromChart.push(column);
    if (marks.has('preliminary') || isPreliminary(cell.reading)) preliminary.push(column);
    others.push(...otherValues(evaluator, cell.reading, column));
  }
  return {
    path,
    unit: row.unit,
    line: row.line,
    unitOfMeasure,
    goal: goalOf.get(keyOf(evaluator, row.unit, row.area, row.line)) ?? null,
    fromChart,
    preliminary,
    others,
  };
}

/** What other editions of the same period say: the document that stands does not tell what was believed before it. */
function otherValues(evaluator: Evaluator, reading: Reading, column: string): OtherValueAnswer[] {
  return evaluator.facts.editions(reading).flatMap(({ edition }): OtherValueAnswer[] => {
    if (edition === reading.edition) return [];
    const other = { ...reading, edition };
    const { amount, standing, marks } = evaluator.value(other);
    if (amount === null || standing === null || marks.has('carried')) return [];
    return [
      {
        column,
        edition,
        value: toDecimal(amount, standing.printed?.unitOfMeasure ?? 'count'),
        preliminary: marks.has('preliminary') || isPreliminary(other),
        source: standing.source ?? null,
      },
    ];
  });
}

/** An outcome before it is final: `2023-12p`. */
function isPreliminary({ basis, edition }: Reading): boolean {
  return basis === 'outcome' && /^\d{4}-\d{2}p/.test(edition);
}
