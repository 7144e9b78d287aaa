import { toDecimal, type Amount } from '#amount';
import type { RiskAssessed } from '#domain';
import type { Evaluator } from '#ledger';
import { eventsOf, stepAnswer, subjectsOf } from '../answers/subjects.js';
import type { Standpoint } from '../answers/surroundings.js';
import { cellsOf, discrepancyOf, type ViewTable } from '../answers/view-answer.js';
import type { ComparabilityAnswer } from '../identity/comparability-answer.js';
import { scaleChange, scaleOfYear } from '../identity/scales.js';
import { scalesOf } from '../land/projects.js';
import type { RiskAnswer, RiskSquareAnswer } from '../subject-answers.js';
import type { AssessedRisk } from '../view/view-declaration.js';

/** Likelihood and materiality are scored 1–4. */
const SCORES = [1, 2, 3, 4] as const;

/** The risks of a year, each with the cells of its row. */
export function risksOf(
  at: Standpoint,
  unit: string,
  year: string,
  { rows }: ViewTable,
  evaluator: Evaluator,
  earlier: readonly AssessedRisk[],
): { readonly risks: readonly RiskAnswer[]; readonly undatedLeftOut: number } {
  const { histories, undatedLeftOut } = subjectsOf(at, 'risk', unit, { first: year });
  const byRow = new Map(rows.map((row) => [keyOf(evaluator, row.row.unit, row.row.area, row.row.line), row]));
  const risks = histories.flatMap((history): RiskAnswer[] => {
    const last = eventsOf(history, 'RiskAssessed').at(-1);
    if (last === undefined) return [];
    const { data, event } = last;
    const shown = byRow.get(keyOf(evaluator, data.unit, data.area, data.line));
    if (shown === undefined) return [];
    const cells = new Map(cellsOf(evaluator, shown.section, shown.row).map((cell) => [cell.column, cell]));
    const amount = (column: string): Amount | null => cells.get(column)?.value.amount ?? null;
    const [likelihood, materiality] = [amount('likelihood'), amount('materiality')];
    const printed = cells.get('value')?.value;
    return [
      {
        ...stepAnswer(event),
        risk: data.risk,
        unit: data.unit,
        line: data.line,
        likelihood: text(likelihood),
        materiality: text(materiality),
        value: text(amount('value')),
        printed: printed?.stated?.printed?.text ?? null,
        discrepancy: printed === undefined ? null : discrepancyOf(printed),
        before: text(amount('before')),
        movement: text(amount('movement')),
        judgedBy: judgedBy(evaluator, data, earlier),
      },
    ];
  });
  return { risks, undatedLeftOut };
}

/** All sixteen squares, the gravest first; the words of the scales where the unit has defined them for the year. */
export function matrixOf(
  at: Standpoint,
  unit: string,
  year: string,
  risks: readonly RiskAnswer[],
): RiskSquareAnswer[] {
  const scales = [...scalesOf(at, unit).values()].filter(
    ({ fromYear, toYear }) => (fromYear ?? year) <= year && year <= (toYear ?? year),
  );
  const label = (what: string, score: number): string | null => {
    const scale = scales.find((defined) => defined.scale === what || defined.scale.startsWith(`${what}-`));
    return scale?.codes.find(({ code }) => code === String(score))?.meaning ?? null;
  };
  return [...SCORES].reverse().flatMap((likelihood) =>
    [...SCORES].reverse().map((materiality) => {
      const here = risks.filter(
        (risk) => risk.likelihood === String(likelihood) && risk.materiality === String(materiality),
      );
      return {
        likelihood,
        materiality,
        value: likelihood * materiality,
        likelihoodLabel: label('sannolikhet', likelihood),
        materialityLabel: label('vasentlighet', materiality),
        risks: here.map(({ risk }) => risk),
        names: here.map(({ risk, line }) => line.at(-1) ?? risk),
      };
    }),
  );
}

/** The scales of likelihood and materiality that mean another thing than the year before. */
export function riskScaleChanges(
  at: Standpoint,
  unit: string,
  year: string,
  before: string,
): ComparabilityAnswer[] {
  const scales = [...scalesOf(at, unit).values()];
  return ['sannolikhet', 'vasentlighet'].flatMap((what) => {
    const from = scaleOfYear(scales, unit, what, before);
    const to = scaleOfYear(scales, unit, what, year);
    if (from === null || to === null || from.scale === to.scale) return [];
    return scaleChange(from, to, [], ['before', 'movement']) ?? [];
  });
}

function keyOf({ facts }: Evaluator, unit: string, area: string, line: readonly string[]): string {
  return `${unit} ${area} ${facts.names(unit, area).resolve(line).join('\u001e')}`;
}

/** Who judged that the line of the year before is this one, or that this one is called otherwise. */
function judgedBy(evaluator: Evaluator, now: RiskAssessed, earlier: readonly AssessedRisk[]): string | null {
  const names = evaluator.facts.names(now.unit, now.area);
  const same = earlier.find(
    ({ line: { unit, area }, risk }) =>
      keyOf(evaluator, unit, area, risk) === keyOf(evaluator, now.unit, now.area, now.line),
  );
  return same === undefined ? null : (names.judgedBy(same.risk) ?? names.judgedBy(now.line));
}

function text(amount: Amount | null): string | null {
  return amount === null ? null : toDecimal(amount, 'count');
}
