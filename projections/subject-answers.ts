import type { UnitOfMeasure } from '#amount';
import type { AssignmentStatus, ControlOutcome, GoalState } from '#domain';
import type { Basis, Decision, Mark, SourceCell, Status } from '#ledger';
import type { ChangeAnswer, ReadingAddress, View } from './contract.js';
import type { CorrectionNote } from './correction-note.js';

/**
 * What views answer with beside their table of readings: projects, sales, risks, controls, goals and assignments are no
 * rows of figures. Each of them says which events it rests on; its numbers are cells of the table beside it.
 */

/** An event in the life of something that is no figure (*händelse i ett ärende*). */
export interface StepAnswer {
  readonly event: string;
  readonly type: string;
  readonly recordedAt: string;
  readonly decision: Decision | null;
  readonly source: SourceCell | null;
  /** The correction that it is by now, which names what was recorded before; null where it was never corrected. */
  readonly correction: CorrectionNote | null;
}

/** A code and what it means in the scale of its own document (*projektstatus*). */
export interface ProjectStatusAnswer extends StepAnswer {
  readonly code: string;
  readonly scale: string;
  /** Null where the scale is not recorded, or does not have the code. */
  readonly meaning: string | null;
  /** What it is as of: a date, a month or a year, or the edition that it stands beside. */
  readonly asAt: string | null;
  /** The scale of the same kind in the year asked for; null where none is recorded. */
  readonly scaleOfYear: string | null;
  /** The code that means the same in that scale; null where none does, or the ledger does not know. */
  readonly codeInYear: string | null;
  /** That it is of another scale than the year's, with (`restated`) or without (`notComparable`) a code there. */
  readonly marks: readonly Mark[];
}

/**
 * A land development project (*exploateringsprojekt*) as a whole. Amounts are in the canonical sign (outlay −, sale +),
 * in the unit of measure of the table; null where they are not stated.
 */
export interface ProjectAnswer {
  readonly project: string;
  readonly unit: string;
  readonly name: string;
  readonly line: readonly string[];
  /** Outlay approved before what the year extends it by (*godkänd utgift*). */
  readonly approved: string | null;
  /** What the year's decisions or proposals add to it (*utökning*). */
  readonly extended: string | null;
  /** Outlay to date (*utgift till och med*). */
  readonly spent: string | null;
  /** Approved, extended, and not spent (*återstår*). */
  readonly remaining: string | null;
  /** Sales to date (*försäljning till och med*). */
  readonly sold: string | null;
  /** Contributions to date (*exploateringsbidrag till och med*). */
  readonly contribution: string | null;
  /** The last one of the year or before. */
  readonly status: ProjectStatusAnswer | null;
  /** All of them, over all documents. */
  readonly statuses: readonly ProjectStatusAnswer[];
}

/** A figure that a sale or a purchase moved: `reading` differs from `from` by the amount. */
export interface MovedFigure {
  readonly reading: ReadingAddress;
  /** Null: the edition before in line. */
  readonly from: ReadingAddress | null;
  /** Canonical sign; null: not stated. */
  readonly amount: string | null;
}

export interface SaleStepAnswer extends StepAnswer {
  readonly step: 'agreed' | 'completed' | 'rescinded';
  /** A date, a month or a year. */
  readonly date: string;
  /** Agreed or paid; of a rescission what was repaid, without a sign. Null: not stated. */
  readonly amount: string | null;
  readonly moved: readonly MovedFigure[];
}

/** A sale of land from its agreement to its completion or rescission (*markförsäljning*). */
export interface SaleAnswer {
  readonly sale: string;
  readonly unit: string;
  readonly property: string | null;
  readonly project: string | null;
  /** How far it has come. */
  readonly state: SaleStepAnswer['step'];
  readonly price: string | null;
  readonly repaid: string | null;
  readonly unitOfMeasure: UnitOfMeasure;
  /** Why it was rescinded. */
  readonly reason: string | null;
  /** What is known of a sale that the ledger never saw; null where it did. */
  readonly unseen: string | null;
  readonly steps: readonly SaleStepAnswer[];
}

/** Land that was acquired (*markförvärv*). */
export interface PurchaseAnswer extends StepAnswer {
  readonly purchase: string;
  readonly unit: string;
  readonly property: string;
  readonly project: string | null;
  readonly date: string;
  readonly price: string | null;
  readonly unitOfMeasure: UnitOfMeasure;
  readonly moved: readonly MovedFigure[];
}

/** The table of land projects, and what is no figure in it (*exploatering*). */
export interface LandAnswer extends View {
  readonly projects: readonly ProjectAnswer[];
  readonly sales: readonly SaleAnswer[];
  readonly purchases: readonly PurchaseAnswer[];
}

/** One square of the matrix of risks (*riskmatris*): those of a likelihood and a materiality. */
export interface RiskSquareAnswer {
  readonly likelihood: number;
  readonly materiality: number;
  /** The product, 1–16. */
  readonly value: number;
  readonly likelihoodLabel: string | null;
  readonly materialityLabel: string | null;
  /** Risks by their ids. */
  readonly risks: readonly string[];
  /** What they are called, in the same order. */
  readonly names: readonly string[];
}

export interface RiskAnswer extends StepAnswer {
  readonly risk: string;
  readonly unit: string;
  readonly line: readonly string[];
  /** 1–4; null where it is not stated. */
  readonly likelihood: string | null;
  readonly materiality: string | null;
  /** Likelihood × materiality, computed. */
  readonly value: string | null;
  /** The product as it is printed: an assertion. */
  readonly printed: string | null;
  readonly discrepancy: string | null;
  /** Of the year before, by the names of its line; null where it has none. */
  readonly before: string | null;
  readonly movement: string | null;
  /** Who judged that it is the same risk as that of the year before. */
  readonly judgedBy: string | null;
}

export interface ControlAnswer {
  readonly control: string;
  readonly unit: string;
  readonly year: string;
  /** The risk that it meets. */
  readonly risk: string | null;
  /** The risk of the year's analysis that it is, also where that has another name; null where it is not among them. */
  readonly assessedRisk: string | null;
  /** Who judged that the two names are one risk, where no source states it. */
  readonly judgedBy: string | null;
  readonly what: string | null;
  readonly method: string | null;
  readonly responsible: string | null;
  /** The last outcome; `notStated` where a source reports the control without one; null where none is reported. */
  readonly outcome: ControlOutcome | null;
  /** Whether an outcome says how it went: neither `notAssessed`, nor `notStated`, nor nothing does. */
  readonly assessed: boolean;
  readonly through: string | null;
  readonly result: string | null;
  readonly action: string | null;
  readonly steps: readonly StepAnswer[];
}

/** The risks of a year with their values, and what is done about them (*internkontroll*). */
export interface InternalControlAnswer extends View {
  readonly matrix: readonly RiskSquareAnswer[];
  readonly risks: readonly RiskAnswer[];
  readonly controls: readonly ControlAnswer[];
  /** Controls by their ids that nobody has assessed, as far as the sources say. */
  readonly withoutAssessment: readonly string[];
}

export interface GoalAssessmentAnswer extends StepAnswer {
  readonly state: GoalState;
  readonly expected: GoalState | null;
  readonly through: string | null;
  readonly words: string | null;
}

export interface GoalAnswer {
  readonly goal: string;
  readonly unit: string;
  readonly period: string | null;
  readonly label: string | null;
  readonly words: string | null;
  readonly parent: string | null;
  readonly parentWords: string | null;
  /** The last assessment of the period; null where none is recorded. */
  readonly state: GoalState | null;
  readonly expected: GoalState | null;
  readonly through: string | null;
  readonly assessments: readonly GoalAssessmentAnswer[];
  readonly steps: readonly StepAnswer[];
}

/** A row of the table of indicators, and what its numbers do not say. */
export interface IndicatorAnswer {
  readonly path: readonly string[];
  readonly unit: string;
  readonly line: readonly string[];
  readonly unitOfMeasure: UnitOfMeasure | null;
  /** The goal that it belongs to. */
  readonly goal: string | null;
  /** Columns whose value only a chart states (*avläst ur diagram*). */
  readonly fromChart: readonly string[];
  /** Columns whose value is preliminary. */
  readonly preliminary: readonly string[];
  /** What other editions say of the period of a column than the one whose value stands there. */
  readonly others: readonly OtherValueAnswer[];
}

/** A value of another edition (*annan uppgift*): preliminary, or read off a chart. */
export interface OtherValueAnswer {
  readonly column: string;
  readonly edition: string;
  readonly value: string;
  readonly preliminary: boolean;
  readonly source: SourceCell | null;
}

/** Indicators with targets and outcomes over the years, and the goals (*mål och indikatorer*). */
export interface GoalsAnswer extends View {
  readonly indicators: readonly IndicatorAnswer[];
  readonly goals: readonly GoalAnswer[];
}

export interface AssignmentReportAnswer extends StepAnswer {
  readonly status: AssignmentStatus;
  readonly through: string | null;
  readonly comment: string | null;
}

export interface AssignmentAnswer {
  readonly assignment: string;
  readonly unit: string;
  readonly words: string | null;
  readonly givenBy: string | null;
  readonly period: string | null;
  readonly due: string | null;
  /** The last one reported; null where none is. */
  readonly status: AssignmentStatus | null;
  readonly through: string | null;
  readonly comment: string | null;
  readonly decision: Decision | null;
  readonly steps: readonly StepAnswer[];
  readonly reports: readonly AssignmentReportAnswer[];
}

export interface AssignmentsFilter {
  /** Of this unit and those below it. */
  readonly unit: string;
  readonly year?: string;
  /** `notReported`: nobody has reported on it. */
  readonly status?: AssignmentStatus | 'notReported';
}

/** Assignments by status, over all documents (*uppdrag*). */
export interface AssignmentsAnswer {
  readonly unit: string;
  readonly assignments: readonly AssignmentAnswer[];
  /** How many of each status, whatever status was asked for. */
  readonly counts: readonly { readonly status: AssignmentStatus | 'notReported'; readonly count: number }[];
  readonly asOf: string | null;
  readonly position: string;
  readonly undatedLeftOut: number;
}

/** One edition in the life of a figure, and what it changed. Canonical sign, in the table's unit of measure. */
export interface LifeStepAnswer {
  readonly column: string;
  readonly label: string;
  readonly basis: Basis;
  readonly edition: string;
  readonly value: string | null;
  readonly marks: readonly Mark[];
  /** With `comparable`: in the perimeter of the last edition, where that is another; the differences are as reported. */
  readonly restated: string | null;
  readonly status: Status | null;
  /** Where the value stands; null where it is computed or carried. */
  readonly source: SourceCell | null;
  /** The column that it is compared with: the step before in its series, a forecast with the budget; `outcome-start`. */
  readonly from: string | null;
  /** difference = changed + begun + ended + unexplained; null where there is nothing to compare. */
  readonly difference: string | null;
  readonly changed: string | null;
  readonly begun: string | null;
  readonly ended: string | null;
  readonly unexplained: string | null;
  readonly changes: readonly ChangeAnswer[];
}

/** What was planned, decided, forecast and reported of one figure of a year (*en siffras liv*). */
export interface LifeAnswer extends View {
  readonly line: readonly string[];
  readonly measure: string;
  readonly steps: readonly LifeStepAnswer[];
}
