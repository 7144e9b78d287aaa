import type { UnitOfMeasure } from '#amount';
import type { Amount } from '#amount';
import type { RowKind } from './declaration.js';
import { compareStanding, type StatedDifference, type Statement } from './entry.js';
import { lineKey, readingKey, startsWith, type Basis, type Line, type Reading } from './figure.js';
import { difference } from './difference.js';
import { reconcilerOf, type Finding } from './reconciler.js';
import type { Evaluator, FormulaTerm, Mark } from './value.js';

/**
 * Views (*vyer*): declared rows × columns over readings. A cell is a reading or the difference of two; so one pair of
 * functions explains any cell of any view.
 */

/** What a column reads, or which two columns it is the difference of (`of` − `against`). */
export type ColumnSource =
  | {
      readonly kind: 'reading';
      readonly basis: Basis;
      readonly period: string;
      readonly edition: string;
      /** Where the columns of a table are measures; else that of the row. */
      readonly measure?: string;
    }
  | {
      readonly kind: 'difference';
      readonly of: string;
      readonly against: string;
      /** What is left when one is taken from the other, which nobody has to explain, and no comparison (*Återstår*). */
      readonly remainder?: true;
    };

export interface ViewColumn {
  readonly id: string;
  readonly label: string;
  readonly source: ColumnSource;
}

export interface ViewRow {
  /** Labels from the outermost. */
  readonly path: readonly string[];
  readonly kind: RowKind;
  readonly unit: string;
  readonly area: string;
  readonly line: Line;
  /** null: a heading. */
  readonly measure: string | null;
  /** The table that states the row. */
  readonly table: string;
  /** Printed sign per column id (canonical = sign × printed). */
  readonly signs: Readonly<Record<string, 1 | -1>>;
}

export interface ViewSpec {
  readonly view: string;
  readonly unit: string;
  readonly unitOfMeasure: UnitOfMeasure;
  readonly columns: readonly ViewColumn[];
  readonly rows: readonly ViewRow[];
}

export type Cell =
  | { readonly kind: 'reading'; readonly reading: Reading }
  | {
      readonly kind: 'difference';
      readonly from: Reading;
      readonly to: Reading;
      /** See {@link ColumnSource}; the labels of the two columns. */
      readonly remainder?: { readonly of: string; readonly against: string };
    }
  | { readonly kind: 'empty' };

export interface CellValue {
  readonly cell: Cell;
  /** Canonical sign, base unit. */
  readonly amount: Amount | null;
  readonly marks: ReadonlySet<Mark>;
  readonly sign: 1 | -1;
  /** What the source prints in this cell, preferring the row's own table. */
  readonly stated: Statement | StatedDifference | null;
  /** The printed number of this cell, where it does not agree. */
  readonly discrepancy: Finding | null;
}

/** What one cell of a view is. */
export function cellOf(spec: ViewSpec, row: ViewRow, column: ViewColumn): Cell {
  if (row.measure === null) return { kind: 'empty' };
  const read = (source: ColumnSource): Reading | null =>
    source.kind !== 'reading' || row.measure === null
      ? null
      : {
          unit: row.unit,
          area: row.area,
          line: row.line,
          measure: source.measure ?? row.measure,
          period: source.period,
          basis: source.basis,
          edition: source.edition,
        };
  if (column.source.kind === 'reading') {
    const reading = read(column.source);
    return reading === null ? { kind: 'empty' } : { kind: 'reading', reading };
  }
  const { of, against, remainder } = column.source;
  const [toColumn, fromColumn] = [of, against].map((id) => spec.columns.find((c) => c.id === id));
  const to = toColumn === undefined ? null : read(toColumn.source);
  const from = fromColumn === undefined ? null : read(fromColumn.source);
  if (to === null || from === null) return { kind: 'empty' };
  const labels = { of: toColumn?.label ?? of, against: fromColumn?.label ?? against };
  return { kind: 'difference', from, to, ...(remainder === true ? { remainder: labels } : {}) };
}

/** What a cell is the sum of; nothing where it is empty. */
export function termsOf(cell: Cell): FormulaTerm[] {
  if (cell.kind === 'empty') return [];
  if (cell.kind === 'reading') return [{ coefficient: 1n, reading: cell.reading }];
  return [
    { coefficient: 1n, reading: cell.to },
    { coefficient: -1n, reading: cell.from },
  ];
}

export function evaluateCell(evaluator: Evaluator, row: ViewRow, column: ViewColumn, cell: Cell): CellValue {
  const sign = row.signs[column.id] ?? 1;
  if (cell.kind === 'empty') {
    return { cell, amount: null, marks: new Set(), sign, stated: null, discrepancy: null };
  }
  const { amount, marks } = cellAmount(evaluator, row.table, cell);
  if (cell.kind === 'reading') {
    const stated = statedOf(evaluator, row.table, cell.reading);
    const discrepancy = stated === null ? null : disagreement(evaluator, cell.reading, stated.id);
    return { cell, amount, marks, sign, stated, discrepancy };
  }
  const stated = statedDifferenceOf(evaluator, row.table, cell.from, cell.to);
  const asserted =
    stated === null || marks.has('statedOnly')
      ? []
      : reconcilerOf(evaluator)
          .of(cell.to)
          .filter((a) => a.asserted.entry.id === stated.id);
  return { cell, amount, marks, sign, stated, discrepancy: disagreeing(asserted, stated?.id ?? '') };
}

/** The value of a cell alone, without what is printed in it: canonical sign, base unit. `table`: that of its row. */
export function cellAmount(
  evaluator: Evaluator,
  table: string,
  cell: Cell,
): { readonly amount: Amount | null; readonly marks: ReadonlySet<Mark> } {
  if (cell.kind === 'empty') return { amount: null, marks: new Set() };
  if (cell.kind === 'reading') return evaluator.value(cell.reading);
  const from = evaluator.value(cell.from);
  const to = evaluator.value(cell.to);
  const marks = new Set<Mark>(['computed']);
  if (from.amount !== null && to.amount !== null) {
    for (const value of [from, to])
      for (const mark of SHOWN_OF_TERMS) if (value.marks.has(mark)) marks.add(mark);
    return { amount: to.amount - from.amount, marks };
  }
  // A line that one table does not have is compared with nothing; a hole is not.
  const split = difference(evaluator, cell.from, cell.to);
  for (const mark of split.marks) marks.add(mark);
  if (split.difference !== null) return { amount: split.difference, marks };
  const stated = statedDifferenceOf(evaluator, table, cell.from, cell.to);
  if (stated !== null) return { amount: stated.amount, marks: new Set(['statedOnly']) };
  marks.delete('computed');
  return { amount: null, marks };
}

const SHOWN_OF_TERMS: readonly Mark[] = [
  'inferred',
  'proposed',
  'forInformation',
  'preliminary',
  'partial',
  'judged',
];

function statedOf(evaluator: Evaluator, table: string, reading: Reading): Statement | null {
  const statements = [...evaluator.facts.statements(evaluator.resolve(reading))].sort(compareStanding);
  return statements.find((s) => s.source?.table === table) ?? statements[0] ?? null;
}

function statedDifferenceOf(
  evaluator: Evaluator,
  table: string,
  from: Reading,
  to: Reading,
): StatedDifference | null {
  const key = readingKey(evaluator.resolve(from));
  const all = evaluator.facts
    .statedDifferences(evaluator.resolve(to))
    .filter((d) => readingKey(evaluator.resolve(d.from)) === key);
  return all.find((d) => d.source?.table === table) ?? all[0] ?? null;
}

function disagreement(evaluator: Evaluator, reading: Reading, entryId: string): Finding | null {
  const found = reconcilerOf(evaluator).of(reading);
  if (found.length === 0) return null;
  const concerning = found.filter(
    ({ asserted: { entry, places } }) => entry.id === entryId || places.some((p) => p.id === entryId),
  );
  return disagreeing(concerning, entryId);
}

/** The worst of what is asserted with a cell; a rounding is its own only, and no matter of the others it is a term of. */
function disagreeing(found: readonly Finding[], entryId: string): Finding | null {
  return (
    found.find((a) => a.class === 'discrepancy') ??
    found.find((a) => a.class === 'followOn') ??
    found.find((a) => a.class === 'rounding' && a.asserted.entry.id === entryId) ??
    null
  );
}

/**
 * Rows of one list put into another by their order: those it lacks come after the row they follow in their own, and
 * after the rows below that one, which it does not have.
 */
export function mergeRows(lists: readonly (readonly ViewRow[])[]): ViewRow[] {
  const merged: ViewRow[] = [];
  const key = (row: ViewRow): string =>
    `${row.unit}\u001f${row.area}\u001f${lineKey(row.path)}\u001f${row.measure ?? ''}`;
  for (const list of lists) {
    let after = -1;
    for (const row of list) {
      const found = merged.findIndex((other) => key(other) === key(row));
      if (found >= 0) {
        after = found;
        continue;
      }
      const before = merged[after];
      if (before !== undefined && !startsWith(row.path, before.path)) {
        while (startsWith(merged[after + 1]?.path ?? [], before.path)) after++;
      }
      merged.splice(++after, 0, row);
    }
  }
  return merged;
}
