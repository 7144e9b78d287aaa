import { LedgerError } from '#amount';
import { comparePositions, isPosition, requireLog, type Position } from '#event-store';

/**
 * A place in what a subscription receives: an event of the log, and an index within what follows from it; `null` is the
 * end of that. Its text is `k3f9:1207/0`, or the plain position. With `start` it counts among what there was when the
 * subscription began, as of that position (`k3f9:1207/start/0`): that may be many messages.
 */
export interface Cursor {
  readonly position: Position;
  readonly index: number | null;
  readonly start?: boolean;
}

const INDEX = /^(start\/)?(0|[1-9]\d{0,14})$/;

/** @throws LedgerError CURSOR_UNREADABLE, POSITION_OF_OTHER_LOG */
export function cursorOf(text: string, logId: string): Cursor {
  const slash = text.indexOf('/');
  const position = slash < 0 ? text : text.slice(0, slash);
  const index = slash < 0 ? null : INDEX.exec(text.slice(slash + 1));
  if (!isPosition(position) || (slash >= 0 && index === null)) {
    throw new LedgerError('CURSOR_UNREADABLE', `"${text.slice(0, 80)}" is no cursor of a subscription`, {
      place: { field: 'after' },
      hint: 'Take the cursor of the last message that arrived (k3f9:1207/0), or a position (k3f9:1207). Without one the subscription begins with what is now.',
    });
  }
  try {
    requireLog(position, logId);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    // What else a position stands for (an event, a time) is for `asOf`: a subscription goes on from cursors alone.
    throw new LedgerError('POSITION_OF_OTHER_LOG', error.message, {
      place: { field: 'after' },
      hint: 'This is another ledger than the one that was followed, or it was made anew. Begin without a cursor, with what is now.',
    });
  }
  if (index === null) return { position, index: null };
  return { position, index: Number(index[2]), ...(index[1] === undefined ? {} : { start: true }) };
}

export function cursorText({ position, index, start }: Cursor): string {
  return index === null ? position : `${position}/${start === true ? 'start/' : ''}${index}`;
}

/** Negative where the first is earlier. What there was at a position comes behind all that followed from it. */
export function compareCursors(a: Cursor, b: Cursor): number {
  return comparePositions(a.position, b.position) || rank(a) - rank(b) || (a.index ?? 0) - (b.index ?? 0);
}

function rank({ index, start }: Cursor): number {
  return index === null ? 2 : start === true ? 1 : 0;
}
