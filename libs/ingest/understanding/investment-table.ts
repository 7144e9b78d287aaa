import { groupOfHeading } from './money/heading-group.js';
import { listedRows } from './money/listed-rows.js';
import { measureOfList } from './money/list-measure.js';
import { understandMoney } from './money/money-table.js';
import { moneyShape } from './money/shape.js';
import type { TableKind } from './table-kind.js';

/** Investments, by kind or by project. */
export const investmentTable: TableKind = {
  name: 'investments',
  recognises: (table) => moneyShape(table) === 'investments',
  understand: (table, context) =>
    understandMoney(table, context, (grid, words) =>
      listedRows(grid, words, { measure: measureOfList(table), group: groupOfHeading(table) }),
    ),
};
