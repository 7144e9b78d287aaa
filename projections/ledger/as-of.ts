import { LedgerError } from '#amount';
import { isDate } from '#domain';
import { comparePositions, isPosition, requireLog, type Position } from '#event-store';
import type { Model } from './model.js';

const EVENT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/;
const DAY_MS = 24 * 60 * 60 * 1000;

const HINT =
  'Give a position (k3f9:1207), a time (2021-04-30 or 2021-04-30T12:00:00Z) or the id of an event; without any of them the answer is from now.';

/**
 * The seq that an answer is from: all that counted by then. A position is one of this log, a time counts to its end (a
 * day to its last moment, UTC), an event id is where that event stands in the log.
 *
 * @throws LedgerError AS_OF_UNREADABLE, UNKNOWN_EVENT, POSITION_OF_OTHER_LOG, POSITION_NOT_REACHED
 */
export function seqAsOf(model: Model, logId: string, head: number, asOf: string | undefined): number {
  if (asOf === undefined) return head;
  const text = asOf.trim();
  if (EVENT_ID.test(text.toLowerCase())) {
    const seq = model.seqOf(text.toLowerCase());
    if (seq !== null && seq <= head) return seq;
    throw refused('UNKNOWN_EVENT', `no event has the id ${text}`);
  }
  if (isPosition(text)) {
    try {
      return seqOfPosition(model, logId, head, text);
    } catch (error) {
      throw error instanceof LedgerError ? error.at({ field: 'asOf' }) : error;
    }
  }
  const time = timeOf(text);
  if (time === null)
    throw refused(
      'AS_OF_UNREADABLE',
      `"${text.slice(0, 80)}" is neither a position, nor a time, nor an event id`,
    );
  return lastWhere(head, (seq) => (model.eventAt(seq)?.time ?? 0) <= time);
}

/** The text form of the position that a seq stands for. */
export function positionText(model: Model, logId: string, seq: number): string {
  return `${logId}:${seq === 0 ? '0' : (model.eventAt(seq)?.position ?? '0')}`;
}

/** The last seq at or before a position. */
export function seqOfPosition(model: Model, logId: string, head: number, position: Position): number {
  requireLog(position, logId);
  const at = (seq: number): Position => positionText(model, logId, seq) as Position;
  if (head === 0 || comparePositions(position, at(head)) > 0) {
    if (position === `${logId}:0`) return 0;
    throw refused(
      'POSITION_NOT_REACHED',
      `the position ${position} is beyond the last event that the read side knows`,
    );
  }
  // In a log whose positions have no gaps the seq is the same number; in any other the guess does not hold.
  const guess = Number(position.slice(logId.length + 1));
  if (guess > 0 && guess <= head && at(guess) === position) return guess;
  return lastWhere(head, (seq) => comparePositions(at(seq), position) <= 0);
}

/** Milliseconds of the last moment that a text of a time covers; null where it is none. */
export function timeOf(text: string): number | null {
  if (isDate(text)) return Date.parse(`${text}T00:00:00Z`) + DAY_MS - 1;
  const match = TIME.exec(text);
  // Date.parse takes 31 February for 3 March.
  if (match === null || !isDate(text.slice(0, 10))) return null;
  const time = Date.parse(match[3] === undefined ? `${text}Z` : text);
  return Number.isNaN(time) ? null : time;
}

/** The largest seq up to `head` that a growing condition still holds for; 0 where it holds for none. */
function lastWhere(head: number, holds: (seq: number) => boolean): number {
  let low = 0;
  let high = head;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function refused(code: string, message: string): LedgerError {
  return new LedgerError(code, message, { place: { field: 'asOf' }, hint: HINT });
}
