import { indicatorTable } from './indicator-table.js';
import type { TableKind, TextKind } from './table-kind.js';

/** The kinds of table that are understood. Each table is of exactly one of them, or has no figures. */
export const TABLE_KINDS: readonly TableKind[] = [indicatorTable];

/** The kinds of content that stands in running text. */
export const TEXT_KINDS: readonly TextKind[] = [];
