import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteEventStore } from '#event-store';
import { openReadLedger } from '#projections';
import { eventReader } from './event-list.js';
import type { Ledger, OpenOptions } from './ledger.js';

/** The log of a ledger, in its folder. */
const LOG_FILE = 'log.sqlite';

/**
 * Opens the ledger in a folder.
 * @throws LedgerError LOG_LOCKED (another process writes; `read` is possible beside it), LOG_MISSING (mode `read`), and
 *   what else the log refuses
 */
export async function openLedger({ folder, mode, onProgress }: OpenOptions): Promise<Ledger> {
  if (mode === 'write') mkdirSync(folder, { recursive: true });
  const store = await openSqliteEventStore({ path: join(folder, LOG_FILE), mode });
  const read = openReadLedger({
    folder,
    store,
    onProgress: ({ done, total }) => onProgress?.(done, total ?? done),
  });
  return {
    store,
    reader: read.reader,
    events: eventReader(store, read.reader),
    answers: read,
    caughtUp: read.ready,
    waitFor: (position) => read.runner.waitFor(store.position(position)),
    rebuild: async (onProgress) => {
      await read.ready;
      await read.runner.rebuild(({ done, total }) => onProgress?.(done, total ?? done));
      return { events: read.runner.status().events };
    },
    close: async () => {
      await read.close();
      await store.close();
    },
  };
}
