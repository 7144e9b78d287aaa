import { budgetDiff } from '../budget-diff/budget-diff.js';
import { delarsbokslut } from '../delarsbokslut/delarsbokslut.js';
import { goals } from '../goals/goals.js';
import { internalControl } from '../internal-control/internal-control.js';
import { land } from '../land/land.js';
import { life } from '../life/life.js';
import { tertialForecast } from '../tertial-forecast/tertial-forecast.js';
import type { ViewRequest } from '../contract.js';
import type { DeclaredView, ViewDeclaration, ViewSurroundings } from './view-declaration.js';

/** Every view by its name. A new one is a folder and a line here (and its request in contract.ts). */
const VIEWS: { readonly [Name in ViewRequest['view']]: ViewDeclaration<Name> } = {
  'budget-diff': budgetDiff,
  'tertial-forecast': tertialForecast,
  delarsbokslut,
  land,
  'internal-control': internalControl,
  goals,
  life,
};

export const VIEW_NAMES = Object.keys(VIEWS) as readonly ViewRequest['view'][];

export function declareView(request: ViewRequest, surroundings: ViewSurroundings): DeclaredView {
  const declaration = VIEWS[request.view] as ViewDeclaration;
  return declaration.declare(request, surroundings);
}
