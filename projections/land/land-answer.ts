import { surroundingsOf, type Standpoint } from '../answers/surroundings.js';
import { viewAnswer, viewEvaluator } from '../answers/view-answer.js';
import type { LandAnswer } from '../subject-answers.js';
import { purchasesOf, salesOf } from './deals.js';
import type { Comparing } from '../identity/comparability-answer.js';
import { projectsOf, scaleChanges } from './projects.js';

export function landAnswer(
  at: Standpoint,
  unit: string,
  year: string,
  comparing: Comparing = {},
): LandAnswer {
  const request = { view: 'land', unit, year, ...comparing } as const;
  const surroundings = surroundingsOf(at, unit);
  const using = viewEvaluator(at, request, surroundings);
  const view = viewAnswer(at, request, surroundings, using);
  const projects = projectsOf(at, unit, year, surroundings, using.evaluator, view.unitOfMeasure);
  const sales = salesOf(at, unit, year);
  const purchases = purchasesOf(at, unit, year);
  return {
    ...view,
    comparability: [...view.comparability, ...scaleChanges(at, unit, projects.projects)],
    // What a project or a sale says of figures is counted among the entries of the table already.
    undatedLeftOut: view.undatedLeftOut + sales.undatedLeftOut + purchases.undatedLeftOut,
    projects: projects.projects,
    sales: sales.sales,
    purchases: purchases.purchases,
  };
}
