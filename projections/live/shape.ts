import { lineKey } from '#ledger';
import type { View, ViewCell } from '../contract.js';
import type { ChangedCell, ViewShape } from '../live-contract.js';

/** The columns and rows of a view. */
export function shapeOf({ unitOfMeasure, columns, rows }: View): ViewShape {
  return { unitOfMeasure, columns, rows: rows.map(({ path, kind }) => ({ path, kind })) };
}

/** A view of which there is nothing. */
export const NO_SHAPE: ViewShape = { unitOfMeasure: '', columns: [], rows: [] };

export function sameShape(a: ViewShape, b: ViewShape): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** What tells the rows of a view apart from one position to the next. */
export function rowKeys(
  rows: readonly { readonly path: readonly string[]; readonly kind: string }[],
): string[] {
  const seen = new Map<string, number>();
  return rows.map(({ path, kind }) => {
    const key = `${kind}\u001f${lineKey(path)}`;
    const n = seen.get(key) ?? 0;
    seen.set(key, n + 1);
    return `${n}\u001f${key}`;
  });
}

/** A cell that changed, before anybody has asked why. */
export type CellDelta = Omit<ChangedCell, 'why' | 'whyLeftOut'> & {
  /** Which row it was. */
  readonly rowBefore: number | null;
};

/** The cells that are otherwise; of rows and columns that are gone last. */
export function cellDeltas(before: View | null, after: View | null): CellDelta[] {
  const [was, is] = [before?.rows ?? [], after?.rows ?? []];
  const [wasKeys, isKeys] = [rowKeys(was), rowKeys(is)];
  const wasAt = new Map(wasKeys.map((key, i) => [key, i]));
  const deltas: CellDelta[] = [];
  for (const [row, { path, kind, cells }] of is.entries()) {
    const rowBefore = wasAt.get(isKeys[row] as string) ?? null;
    const old = rowBefore === null ? [] : (was[rowBefore]?.cells ?? []);
    for (const [i, cell] of cells.entries()) {
      const earlier = old[i]?.column === cell.column ? old[i] : old.find((c) => c.column === cell.column);
      if (sameCell(earlier, cell)) continue;
      const values = { before: earlier?.value ?? null, after: cell.value };
      deltas.push({ row, rowBefore, path, rowKind: kind, column: cell.column, ...values, cell });
    }
  }
  const isAt = new Map(isKeys.map((key, i) => [key, i]));
  for (const [rowBefore, { path, kind, cells }] of was.entries()) {
    const row = isAt.get(wasKeys[rowBefore] as string) ?? null;
    const left = new Set(row === null ? [] : is[row]?.cells.map((cell) => cell.column));
    for (const { column, value } of cells) {
      if (left.has(column)) continue;
      const values = { before: value, after: null };
      deltas.push({ row, rowBefore, path, rowKind: kind, column, ...values, cell: null });
    }
  }
  return deltas;
}

function sameCell(a: ViewCell | undefined, b: ViewCell): boolean {
  if (a === undefined) return false;
  return (
    a.value === b.value &&
    a.discrepancy === b.discrepancy &&
    a.discrepancyClass === b.discrepancyClass &&
    a.marks.length === b.marks.length &&
    a.marks.every((mark, i) => mark === b.marks[i]) &&
    JSON.stringify(a.disagreement) === JSON.stringify(b.disagreement) &&
    JSON.stringify(a.stated) === JSON.stringify(b.stated)
  );
}
