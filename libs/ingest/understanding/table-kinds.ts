import type { TableKind } from './table-kind.js';

/** The kinds of table that are understood. Each table is of exactly one of them, or has no figures. */
export const TABLE_KINDS: readonly TableKind[] = [];
