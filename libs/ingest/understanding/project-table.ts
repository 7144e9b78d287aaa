import { groupedRows } from './money/grouped-rows.js';
import { listedRows } from './money/listed-rows.js';
import { measureOfList } from './money/list-measure.js';
import { understandMoney } from './money/money-table.js';
import { moneyShape } from './money/shape.js';
import type { TableKind } from './table-kind.js';

/** Projects of land development (*exploatering*): one a row, or each with its rows of outlay, sale and net. */
export const projectTable: TableKind = {
  name: 'projects',
  recognises: (table) => ['projects', 'projectGroups'].includes(moneyShape(table) ?? ''),
  understand: (table, context) =>
    understandMoney(table, context, (grid, words) =>
      moneyShape(table) === 'projectGroups'
        ? groupedRows(grid, words)
        : listedRows(grid, words, { measure: measureOfList(table), group: null }),
    ),
};
