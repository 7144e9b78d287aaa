import { accountRows } from './money/account-rows.js';
import { understandMoney } from './money/money-table.js';
import { moneyShape } from './money/shape.js';
import type { TableKind } from './table-kind.js';

/** Revenue, cost, net, grant and result of a frame (*ekonomiskt sammandrag*): its lines are in another table. */
export const summaryTable: TableKind = {
  name: 'summary',
  recognises: (table) => moneyShape(table) === 'summary',
  understand: (table, context) => understandMoney(table, context, accountRows),
};
