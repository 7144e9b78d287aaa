import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LedgerError } from '#amount';
import { openSqliteEventStore } from '#event-store';
import { openReadLedger } from '#projections';
import { eventReader } from './event-list.js';
import type { Ledger, OpenOptions } from './ledger.js';

/** The log of a ledger, in its folder. */
const LOG_FILE = 'log.sqlite';

/**
 * Opens the ledger in a folder.
 * @throws LedgerError LOG_LOCKED (another process writes; `read` is possible beside it), LOG_MISSING (mode `read`),
 *   LOG_UNREACHABLE, and
 *   what else the log refuses
 */
export async function openLedger({ folder, mode, onProgress, log }: OpenOptions): Promise<Ledger> {
  if (mode === 'write') makeFolder(folder);
  const store = await openSqliteEventStore({ path: join(folder, LOG_FILE), mode, ...log });
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
    live: read.live,
    caughtUp: read.ready,
    waitFor: async (position, timeoutMs) => read.runner.waitFor(store.position(position), timeoutMs),
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

/** @throws LedgerError LOG_UNREACHABLE */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const isFile = code === 'EEXIST' || code === 'ENOTDIR';
    throw new LedgerError(
      'LOG_UNREACHABLE',
      `the folder of the ledger cannot be made: ${isFile ? 'there is a file of that name' : code}`,
      {
        place: { file: folder },
        hint: 'Name another folder, or one that may be written.',
        cause: error,
      },
    );
  }
}
