import type { View, ViewCell } from '../contract.js';
import { NO_SHAPE, rowKeys } from '../live/shape.js';
import type { LiveMessage, LiveTopic, ViewShape } from '../live-contract.js';

/** Everything that a topic has, a few at a time. */
export async function allOf(topic: LiveTopic, max = 100): Promise<LiveMessage[]> {
  const messages: LiveMessage[] = [];
  for (;;) {
    const taken = await topic.take(max);
    if (taken.length === 0) return messages;
    messages.push(...taken);
  }
}

/** What a view shows, whatever it is as of. */
export interface Table {
  readonly shape: ViewShape;
  readonly cells: readonly (readonly ViewCell[])[];
}

export const NO_TABLE: Table = { shape: NO_SHAPE, cells: [] };

export function tableOf(view: View | null): Table {
  if (view === null) return NO_TABLE;
  const { unitOfMeasure, columns, rows } = view;
  return {
    shape: { unitOfMeasure, columns, rows: rows.map(({ path, kind }) => ({ path, kind })) },
    cells: rows.map(({ cells }) => cells),
  };
}

/** What whoever applies messages of a view has in the end: as a client does it. */
export function folded(messages: readonly LiveMessage[], from: Table = NO_TABLE): Table {
  let { shape } = from;
  let cells = from.cells.map((row) => new Map(row.map((cell) => [cell.column, cell])));
  for (const message of messages) {
    if (message.kind !== 'viewChanged') throw new Error(message.kind);
    if (message.shape !== null) {
      const before = new Map(rowKeys(shape.rows).map((key, i) => [key, cells[i]]));
      shape = message.shape;
      cells = rowKeys(shape.rows).map((key) => new Map(before.get(key)));
    }
    for (const { row, column, cell } of message.cells) {
      if (row === null) continue;
      if (cell === null) cells[row]?.delete(column);
      else cells[row]?.set(column, cell);
    }
  }
  return {
    shape,
    cells: cells.map((row) =>
      shape.columns.flatMap(({ id }): ViewCell[] => {
        const cell = row.get(id);
        return cell === undefined ? [] : [cell];
      }),
    ),
  };
}
