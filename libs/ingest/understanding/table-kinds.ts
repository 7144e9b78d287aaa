import { absenceTable } from './absence-table.js';
import { accountTable } from './account-table.js';
import { activityTable } from './activity-table.js';
import { assignmentTable } from './assignment-table.js';
import { compilationTable } from './compilation-table.js';
import { controlFollowUp } from './control-follow-up.js';
import { goalText } from './goal-text.js';
import { indicatorChart } from './indicator-chart.js';
import { indicatorTable } from './indicator-table.js';
import { investmentTable } from './investment-table.js';
import { projectTable } from './project-table.js';
import { controlPlanTable, riskTable } from './risk-table.js';
import { scaleText } from './scale-text.js';
import { summaryTable } from './summary-table.js';
import type { TableKind, TextKind } from './table-kind.js';

/** The kinds of table that are understood. Each table is of exactly one of them, or has no figures. */
export const TABLE_KINDS: readonly TableKind[] = [
  summaryTable,
  activityTable,
  accountTable,
  investmentTable,
  compilationTable,
  projectTable,
  indicatorTable,
  indicatorChart,
  assignmentTable,
  riskTable,
  controlPlanTable,
  controlFollowUp,
  absenceTable,
];

/** The kinds of content that stands in running text. */
export const TEXT_KINDS: readonly TextKind[] = [goalText, scaleText];
