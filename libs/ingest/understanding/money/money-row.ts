import type { RowKind } from '#ledger';
import type { GridRow } from './grid.js';
import type { MoneyMeasure } from './row-words.js';

/** A row of a money table as it is understood. */
export interface MoneyRow {
  readonly row: GridRow;
  /** Labels from the outermost. */
  readonly path: readonly string[];
  readonly kind: RowKind;
  readonly line: readonly string[];
  readonly measure: MoneyMeasure | null;
  /** Rows of the table that sum to it. */
  readonly parts: readonly GridRow[];
  /** Measures of the same line that it is made of. */
  readonly formula: readonly MoneyMeasure[];
  readonly breakdown: 'remainder' | 'därav' | null;
}

/** A total that the table does not print as a row. */
export interface UnprintedTotal {
  readonly line: readonly string[];
  readonly measure: MoneyMeasure;
  readonly parts: readonly (readonly string[])[];
}

/** How the rows of a table hang together, and the rows that the words do not make clear. */
export interface MoneyRows {
  readonly rows: readonly MoneyRow[];
  readonly unprinted: readonly UnprintedTotal[];
  readonly unclear: readonly UnclearRow[];
}

export interface UnclearRow {
  readonly row: GridRow;
  readonly message: string;
  readonly hint: string;
}

export function moneyRow(row: GridRow, told: Partial<Omit<MoneyRow, 'row'>>): MoneyRow {
  return {
    row,
    path: [row.label],
    kind: 'leaf',
    line: [],
    measure: null,
    parts: [],
    formula: [],
    breakdown: null,
    ...told,
  };
}
