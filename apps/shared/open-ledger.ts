import { openReadLedger } from '#projections';
import { eventReader } from './event-list.js';
import type { Ledger, OpenOptions } from './ledger.js';
import { openLog } from './open-log.js';

/**
 * Opens a ledger: its log, embedded in the folder or on a server, and the read model in the folder.
 * @throws LedgerError LOG_LOCKED (another process writes the embedded log; `read` is possible beside it), LOG_MISSING
 *   (mode `read`), LOG_UNREACHABLE, READ_MODEL_OF_OTHER_LOG, and what else the log refuses
 */
export async function openLedger({ onProgress, ...place }: OpenOptions): Promise<Ledger> {
  const store = await openLog(place);
  const { folder } = place;
  const read = openReadLedger({
    folder,
    store,
    onProgress: ({ done, total }) => onProgress?.(done, total),
  });
  return {
    store,
    reader: read.reader,
    events: eventReader(store, read.reader),
    answers: read,
    live: read.live,
    caughtUp: read.ready,
    waitFor: async (position, timeoutMs) => {
      // The beginning is no place of an event, and always reached.
      if (position !== `${store.logId}:0`) await read.runner.waitFor(store.position(position), timeoutMs);
    },
    rebuild: async (onProgress) => {
      await read.ready;
      await read.runner.rebuild(({ done, total }) => onProgress?.(done, total));
      return { events: read.runner.status().events };
    },
    close: async () => {
      await read.close();
      await store.close();
    },
  };
}
