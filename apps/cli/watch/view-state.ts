import type { UnitOfMeasure } from '#amount';
import type { View, ViewCell, ViewRowAnswer, ViewShape } from '#projections';
import type { ViewMessage } from './messages.js';

/** A view as its messages have made it. */
export interface ViewState {
  readonly view: View;
  /** The cells that the last message changed: `cellKey`. */
  readonly changed: ReadonlySet<string>;
}

/** A cell by its row's number and its column. */
export function cellKey(row: number, column: string): string {
  return `${row}|${column}`;
}

/**
 * The view after a message. Null before the first that tells its rows, as where following began at a cursor: then
 * only changes are known.
 */
export function afterMessage(before: ViewState | null, message: ViewMessage): ViewState | null {
  const shape = message.shape ?? (before === null ? null : shapeOf(before.view));
  if (shape === null) return null;
  const cells = new Map<string, ViewCell>();
  if (before !== null) for (const [key, cell] of kept(before.view, shape)) cells.set(key, cell);
  const changed = new Set<string>();
  for (const { row, column, cell } of message.cells) {
    if (row === null || cell === null) continue;
    cells.set(cellKey(row, column), cell);
    if (!message.initial) changed.add(cellKey(row, column));
  }
  const rows = shape.rows.map(({ path, kind }, at): ViewRowAnswer => ({
    path,
    kind: kind as ViewRowAnswer['kind'],
    cells: shape.columns.flatMap(({ id }) => cells.get(cellKey(at, id)) ?? []),
  }));
  const view: View = {
    view: message.view,
    unit: message.unit,
    unitOfMeasure: shape.unitOfMeasure as UnitOfMeasure,
    columns: shape.columns,
    rows,
    asOf: null,
    position: message.position,
    undatedLeftOut: 0,
    comparability: [],
  };
  return { view, changed };
}

function shapeOf({ unitOfMeasure, columns, rows }: View): ViewShape {
  return { unitOfMeasure, columns, rows };
}

/** The cells that stay, by where their row is now: of several rows alike the first is the first. */
function* kept(view: View, shape: ViewShape): Generator<[string, ViewCell]> {
  const places = new Map<string, number[]>();
  shape.rows.forEach(({ path, kind }, at) => {
    const key = JSON.stringify([path, kind]);
    places.set(key, [...(places.get(key) ?? []), at]);
  });
  for (const { path, kind, cells } of view.rows) {
    const at = places.get(JSON.stringify([path, kind]))?.shift();
    if (at === undefined) continue;
    for (const cell of cells) yield [cellKey(at, cell.column), cell];
  }
}
