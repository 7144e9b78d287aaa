import { eventsOf, stepAnswer, subjectsOf, type SubjectHistory } from '../answers/subjects.js';
import type { Standpoint } from '../answers/surroundings.js';
import { lineKey, type Evaluator } from '#ledger';
import type { ControlAnswer, RiskAnswer } from '../subject-answers.js';

/** The risk that a control names, found among those assessed: by its id, or by another name of its line. */
export type FindRisk = (
  unit: string,
  risk: string,
) => { readonly risk: string; readonly judgedBy: string | null } | null;

/** Finds risks by id or name, under every name that their lines have by now. */
export function riskFinder({ facts }: Evaluator, risks: readonly RiskAnswer[]): FindRisk {
  return (unit, named) => {
    const own = risks.find((risk) => risk.unit === unit && risk.risk === named);
    if (own !== undefined) return { risk: own.risk, judgedBy: null };
    const names = facts.names(unit, 'control');
    for (const spelling of names.spellings()) {
      if (slug(spelling.at(-1) ?? '') !== named) continue;
      const key = lineKey(names.resolve(spelling));
      const same = risks.find((risk) => risk.unit === unit && lineKey(names.resolve(risk.line)) === key);
      if (same !== undefined) return { risk: same.risk, judgedBy: names.judgedBy(spelling) };
    }
    return null;
  };
}

/** As ids are made of names. */
function slug(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** The controls of a year, planned or reported, in the order in which they came. */
export function controlsOf(
  at: Standpoint,
  unit: string,
  year: string,
  find: FindRisk,
): { readonly controls: readonly ControlAnswer[]; readonly undatedLeftOut: number } {
  const { histories, undatedLeftOut } = subjectsOf(at, 'control', unit, { first: year });
  return {
    controls: histories.map((history) => controlAnswer(history, find)),
    undatedLeftOut,
  };
}

function controlAnswer(history: SubjectHistory, find: FindRisk): ControlAnswer {
  const planned = eventsOf(history, 'ControlPlanned').at(-1)?.data;
  const recorded = eventsOf(history, 'ControlOutcomeRecorded').at(-1)?.data;
  const outcome = recorded?.outcome ?? null;
  const found = planned?.risk === undefined ? null : find(history.unit, planned.risk);
  const [year = '', control = ''] = history.key;
  return {
    control,
    unit: history.unit,
    year,
    risk: planned?.risk ?? null,
    assessedRisk: found?.risk ?? null,
    judgedBy: found?.judgedBy ?? null,
    what: planned?.what ?? null,
    method: planned?.method ?? null,
    responsible: planned?.responsible ?? null,
    outcome,
    assessed: outcome !== null && outcome !== 'notStated' && outcome !== 'notAssessed',
    through: recorded?.through ?? null,
    result: recorded?.result ?? null,
    action: recorded?.action ?? null,
    steps: history.events.map(stepAnswer),
  };
}
