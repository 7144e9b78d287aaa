import { groupedRows } from './money/grouped-rows.js';
import { listedRows } from './money/listed-rows.js';
import { understandMoney } from './money/money-table.js';
import { labelsOf, measureOfHeading, moneyShape } from './money/shape.js';
import type { TableKind } from './table-kind.js';

/** Operations by activity (*verksamhet*), each with revenue, cost and net, or one a row with what the heading says. */
export const activityTable: TableKind = {
  name: 'operations by activity',
  recognises: (table) => ['activities', 'list'].includes(moneyShape(table) ?? ''),
  understand: (table, context) =>
    understandMoney(table, context, (grid, words) => {
      if (moneyShape(table) !== 'list') return groupedRows(grid, words);
      const said = labelsOf(table).map(measureOfHeading);
      return listedRows(grid, words, { measure: said.find((each) => each !== null) ?? 'net', group: null });
    }),
};
