import { LedgerError } from '#amount';
import { comparePositions, isPosition, requireLog, type Position } from '#event-store';

/**
 * A place in what a subscription receives: an event of the log, and an index within what follows from it; `null` is the
 * end of that. Its text is `k3f9:1207/0`, or the plain position.
 */
export interface Cursor {
  readonly position: Position;
  readonly index: number | null;
}

const INDEX = /^(?:0|[1-9]\d{0,14})$/;

/** @throws LedgerError CURSOR_UNREADABLE, POSITION_OF_OTHER_LOG */
export function cursorOf(text: string, logId: string): Cursor {
  const slash = text.indexOf('/');
  const position = slash < 0 ? text : text.slice(0, slash);
  const index = slash < 0 ? null : text.slice(slash + 1);
  if (!isPosition(position) || (index !== null && !INDEX.test(index))) {
    throw new LedgerError('CURSOR_UNREADABLE', `"${text.slice(0, 80)}" is no cursor of a subscription`, {
      place: { field: 'after' },
      hint: 'Take the cursor of the last message that arrived (k3f9:1207/0), or a position (k3f9:1207). Without one the subscription begins with what is now.',
    });
  }
  try {
    requireLog(position, logId);
  } catch (error) {
    throw error instanceof LedgerError ? error.at({ field: 'after' }) : error;
  }
  return { position, index: index === null ? null : Number(index) };
}

export function cursorText({ position, index }: Cursor): string {
  return index === null ? position : `${position}/${index}`;
}

/** Negative where the first is earlier. */
export function compareCursors(a: Cursor, b: Cursor): number {
  const order = comparePositions(a.position, b.position);
  if (order !== 0 || a.index === b.index) return order;
  if (a.index === null) return 1;
  return b.index === null ? -1 : a.index - b.index;
}
