import type { Decision, SourceCell } from '#ledger';
import type { StatedLines } from '../lines.js';

/** A goal was set (*mål*). */
export interface GoalSet {
  readonly goal: string;
  readonly unit: string;
  /** The year, or the years, that it is for. */
  readonly period: string;
  /** A short title; `source.sentence` tells which sentence of the document it stands for. */
  readonly words: string;
  /** How the source counts it: `Kommunstyrelsens mål 1`. */
  readonly label?: string;
  /** The goal above it, as one of the council's. */
  readonly parent?: string;
  /** The unit whose goal that is; the same unit where absent. */
  readonly parentUnit?: string;
  readonly decision?: Decision;
  readonly source?: SourceCell;
}

/** Target values of indicators were set (*målvärde*): basis target. */
export interface TargetSet extends StatedLines {
  readonly basis: 'target';
  /** Absent of a measure that follows the work of the unit and belongs to no goal (*verksamhetsmått*). */
  readonly goal?: string;
}

/** Indicators were measured (*utfall av indikator*), perhaps preliminarily. */
export interface IndicatorMeasured extends StatedLines {
  readonly basis: 'outcome';
  /** Absent of a measure that belongs to no goal. */
  readonly goal?: string;
}

/**
 * The five states of a goal: not fulfilled (*ej uppfyllt*), partly (*delvis uppfyllt*), largely (*i hög grad uppfyllt*),
 * fully (*helt uppfyllt*), not evaluated (*ej utvärderad*).
 */
export const GOAL_STATES = [
  'notFulfilled',
  'partlyFulfilled',
  'largelyFulfilled',
  'fullyFulfilled',
  'notEvaluated',
] as const;
export type GoalState = (typeof GOAL_STATES)[number];

/** A goal was assessed (*bedömning av måluppfyllelse*), and perhaps the state expected at the end of the year. */
export interface GoalAssessed {
  readonly goal: string;
  readonly unit: string;
  readonly period: string;
  readonly state: GoalState;
  readonly expected?: GoalState;
  /** The month it is as of. */
  readonly through?: string;
  readonly words?: string;
  readonly source?: SourceCell;
}

export interface GoalCatalogue {
  readonly GoalSet: GoalSet;
  readonly TargetSet: TargetSet;
  readonly IndicatorMeasured: IndicatorMeasured;
  readonly GoalAssessed: GoalAssessed;
}
