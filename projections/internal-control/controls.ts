import { eventsOf, stepAnswer, subjectsOf, type SubjectHistory } from '../answers/subjects.js';
import type { Standpoint } from '../answers/surroundings.js';
import type { ControlAnswer } from '../subject-answers.js';

/** The controls of a year, planned or reported, in the order in which they came. */
export function controlsOf(
  at: Standpoint,
  unit: string,
  year: string,
): { readonly controls: readonly ControlAnswer[]; readonly undatedLeftOut: number } {
  const { histories, undatedLeftOut } = subjectsOf(at, 'control', unit, { first: year });
  return {
    controls: histories.map(controlAnswer),
    undatedLeftOut,
  };
}

function controlAnswer(history: SubjectHistory): ControlAnswer {
  const planned = eventsOf(history, 'ControlPlanned').at(-1)?.data;
  const recorded = eventsOf(history, 'ControlOutcomeRecorded').at(-1)?.data;
  const outcome = recorded?.outcome ?? null;
  const [year = '', control = ''] = history.key;
  return {
    control,
    unit: history.unit,
    year,
    risk: planned?.risk ?? null,
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
