import { listedRows } from './money/listed-rows.js';
import { measureOfList } from './money/list-measure.js';
import { understandMoney } from './money/money-table.js';
import { moneyShape } from './money/shape.js';
import type { TableKind } from './table-kind.js';

/** The totals of the other tables of investments (*sammanställning*): its lines are their totals. */
export const compilationTable: TableKind = {
  name: 'compilation of investments',
  recognises: (table) => moneyShape(table) === 'compilation',
  understand: (table, context) =>
    understandMoney(table, context, (grid, words) =>
      listedRows(grid, words, { measure: measureOfList(table), group: null }),
    ),
};
