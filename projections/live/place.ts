import type { Position } from '#event-store';
import { positionText, seqOfPosition } from '../ledger/as-of.js';
import type { LedgerCache } from '../ledger/ledger-cache.js';

/** A place in the log, as one file of the read model numbers it. */
export interface Place {
  readonly cache: LedgerCache;
  readonly seq: number;
  readonly position: Position;
}

export function placeAt(cache: LedgerCache, logId: string, seq: number): Place {
  return { cache, seq, position: positionText(cache.model, logId, seq) as Position };
}

/**
 * The same place in another file.
 * @throws LedgerError POSITION_NOT_REACHED
 */
export function placeIn(
  cache: LedgerCache,
  logId: string,
  place: Pick<Place, 'position'>,
  head: number,
): Place {
  return { cache, seq: seqOfPosition(cache.model, logId, head, place.position), position: place.position };
}
