import { accountRows } from './money/account-rows.js';
import { understandMoney } from './money/money-table.js';
import { moneyShape } from './money/shape.js';
import type { TableKind } from './table-kind.js';

/** Operations of a frame by lines of accounts (*kontogrupper*): what is paid for, not by whom. */
export const accountTable: TableKind = {
  name: 'operations by account',
  recognises: (table) => moneyShape(table) === 'accounts',
  understand: (table, context) => understandMoney(table, context, accountRows),
};
