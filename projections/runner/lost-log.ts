import { setTimeout as sleep } from 'node:timers/promises';
import { isLedgerError } from '#amount';
import type { EventStore } from '#event-store';

/** How long after it was lost a log is followed again; twice as long each time, up to the longest. */
const LOST_MS = 250;
const LOST_MAX_MS = 5_000;

/**
 * Follows a log that may be lost for a while, again and again from what was applied last; a file that fails is not tried
 * again.
 * @param follow from what was applied last, until the signal
 * @param applied how far it has come: whoever came further begins with the shortest pause
 */
export async function followPersistently(
  { engine }: Pick<EventStore, 'engine'>,
  signal: AbortSignal,
  follow: () => Promise<void>,
  applied: () => number,
): Promise<void> {
  for (let pause = LOST_MS; !signal.aborted; pause = Math.min(2 * pause, LOST_MAX_MS)) {
    const before = applied();
    try {
      await follow();
      return;
    } catch (error) {
      if (engine === 'sqlite' || !isLedgerError(error, 'LOG_UNREACHABLE')) throw error;
      if (applied() > before) pause = LOST_MS;
    }
    await sleep(pause, undefined, { signal }).catch(() => undefined);
  }
}
