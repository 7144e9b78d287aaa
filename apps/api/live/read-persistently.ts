import { setTimeout as sleep } from 'node:timers/promises';
import { isLedgerError } from '#amount';
import type { EventStore } from '#event-store';
import { eventAnswerAt } from '../../shared/event-list.js';
import type { ReadEvent } from './events-of-messages.js';

/** Between two tries, each of which tries for a while itself. */
const LOST_MS = 250;

/**
 * Reads events for whoever follows: where the log is lost for a while they wait for it, so that a subscription neither
 * ends nor leaves anything out. A file that fails is not tried again.
 * @param closing aborted when nobody is followed any more
 */
export function readPersistently(store: EventStore, closing: AbortSignal): ReadEvent {
  return async (hit) => {
    for (;;) {
      try {
        return await eventAnswerAt(store, hit);
      } catch (error) {
        const isLost = store.engine !== 'sqlite' && isLedgerError(error, 'LOG_UNREACHABLE');
        if (!isLost || closing.aborted) throw error;
      }
      await sleep(LOST_MS, undefined, { signal: closing }).catch(() => undefined);
    }
  };
}
