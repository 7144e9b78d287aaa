import { surroundingsOf, type Standpoint } from '../answers/surroundings.js';
import { viewAnswer, viewEvaluator, viewTable } from '../answers/view-answer.js';
import type { InternalControlAnswer } from '../subject-answers.js';
import type { Comparing } from '../identity/comparability-answer.js';
import { controlsOf, riskFinder } from './controls.js';
import { yearBefore } from './internal-control.js';
import { matrixOf, riskScaleChanges, risksOf } from './risks.js';

export function internalControlAnswer(
  at: Standpoint,
  unit: string,
  year: string,
  comparing: Comparing = {},
): InternalControlAnswer {
  const request = { view: 'internal-control', unit, year, ...comparing } as const;
  const surroundings = surroundingsOf(at, unit);
  const using = viewEvaluator(at, request, surroundings);
  const view = viewAnswer(at, request, surroundings, using);
  const earlier = surroundings.risks(yearBefore(surroundings, year));
  const { risks } = risksOf(at, unit, year, viewTable(at, request), using.evaluator, earlier);
  const { controls, undatedLeftOut } = controlsOf(at, unit, year, riskFinder(using.evaluator, risks));
  return {
    ...view,
    comparability: [
      ...view.comparability,
      ...riskScaleChanges(at, unit, year, yearBefore(surroundings, year)),
    ],
    // The scores of a risk are counted among the entries already.
    undatedLeftOut: view.undatedLeftOut + undatedLeftOut,
    matrix: matrixOf(at, unit, year, risks),
    risks,
    controls,
    withoutAssessment: controls.filter(({ assessed }) => !assessed).map(({ control }) => control),
  };
}
