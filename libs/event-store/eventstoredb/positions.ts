import { LedgerError } from '#amount';
import { comparePositions, requireLog, type Position } from '../position.js';

/** A position on EventStoreDB: `<log>:<commit>-<prepare>`, the two numbers of the server. */

const FORM = /:([0-9]+)-([0-9]+)$/;

export function comparableParts(position: Position): [commit: string, prepare: string] {
  const match = FORM.exec(position);
  if (match === null) {
    throw new LedgerError('POSITION_UNREADABLE', `"${position}" is no position in a log on EventStoreDB`, {
      hint: 'A position outlives no move to another engine: name the event by its id, or the time.',
    });
  }
  const [, commit = '0', prepare = '0'] = match;
  return [commit, prepare];
}

/** @throws LedgerError POSITION_OF_OTHER_LOG, POSITION_UNREADABLE */
export function requirePosition(position: Position, logId: string): void {
  requireLog(position, logId);
  comparableParts(position);
}

export function isAfter(a: Position, b: Position | undefined | 'start'): boolean {
  return b === undefined || b === 'start' || comparePositions(a, b) > 0;
}

/** How far two positions lie apart, in bytes of the server's log. */
export function bytesBetween(a: Position | 'start', b: Position): number {
  const from = a === 'start' ? 0n : BigInt(comparableParts(a)[0]);
  return Number(BigInt(comparableParts(b)[0]) - from);
}
