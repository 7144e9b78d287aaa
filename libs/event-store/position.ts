import { LedgerError } from '#amount';

declare const position: unique symbol;

/**
 * A place in one log: an opaque token with a total order. It is its own text form, `k3f9:1207`: the id of its log, a
 * colon, and what the engine orders by (numbers joined by `-`, the weightiest first). Compare tokens with
 * `comparePositions`; never count with what stands behind the colon: positions of an engine may have gaps.
 */
export type Position = string & { readonly [position]: true };

/** `start` is before the first event of the log, `end` after the last one there is now. */
export type From = Position | 'start' | 'end';

const LOG_ID = '[a-z0-9]{4,16}';
const FORM = new RegExp(`^${LOG_ID}:(?:0|[1-9][0-9]{0,19})(?:-(?:0|[1-9][0-9]{0,19}))*$`);

/** Is this text an id that a log can have? */
export function isLogId(text: string): boolean {
  return new RegExp(`^${LOG_ID}$`).test(text);
}

/** Has this text the form of a position, of whatever log? */
export function isPosition(text: string): text is Position {
  return FORM.test(text);
}

/**
 * Reads the text form.
 * @throws LedgerError POSITION_UNREADABLE
 */
export function parsePosition(text: string): Position {
  if (isPosition(text)) return text;
  throw new LedgerError('POSITION_UNREADABLE', `"${text.slice(0, 80)}" is no position in a log`, {
    hint: 'A position looks like k3f9:1207. It comes with each event; a time or an event id may be given instead where one is asked for.',
  });
}

/** The id of the log that a position belongs to. */
export function logOf(at: Position): string {
  return at.slice(0, at.indexOf(':'));
}

/**
 * Negative, zero or positive, as in a sort.
 * @throws LedgerError POSITION_OF_OTHER_LOG when the two belong to different logs
 */
export function comparePositions(a: Position, b: Position): number {
  if (a === b) return 0;
  const log = logOf(a);
  requireLog(b, log);
  const left = a.slice(log.length + 1).split('-');
  const right = b.slice(log.length + 1).split('-');
  const length = Math.max(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const order = compareDigits(left[i] ?? '', right[i] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

/** Digits without leading zeros compare by length, then as text: exact for numbers of any size. */
function compareDigits(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Refuses a token of another log, so that it is not misread as a place in this one.
 * @throws LedgerError POSITION_OF_OTHER_LOG
 */
export function requireLog(at: Position, log: string): void {
  if (at.length > log.length && at.charCodeAt(log.length) === 58 && at.startsWith(log)) return;
  throw new LedgerError(
    'POSITION_OF_OTHER_LOG',
    `the position ${at} belongs to the log ${logOf(at)}, not to ${log}`,
    {
      hint: 'Positions do not outlive a move to another log: name the event by its id, or the time.',
    },
  );
}
