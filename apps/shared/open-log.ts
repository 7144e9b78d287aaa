import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LedgerError } from '#amount';
import {
  openEventStoreDb,
  openSqliteEventStore,
  type EventStore,
  type SqliteEventStoreOptions,
} from '#event-store';
import { logsReadIn, requireFolderOfLog } from '#projections';

/** The embedded log of a ledger, in its folder. */
const LOG_FILE = 'log.sqlite';

/** Where a ledger is. */
export interface LedgerPlace {
  /** The folder of the read model, and of the log where that is embedded. */
  readonly folder: string;
  /**
   * `esdb://…`: the server that keeps the log; without it (or empty) the log is embedded. It may hold credentials: it
   * goes into no message.
   */
  readonly address?: string | undefined;
}

export interface OpenLogOptions extends LedgerPlace {
  /** `write` makes a log where there is none. */
  readonly mode: 'read' | 'write';
  readonly log?: Pick<SqliteEventStoreOptions, 'clock' | 'newLogId'> | undefined;
  /** Milliseconds for which a server that does not answer is waited for. Default: as the log has it. */
  readonly connectMs?: number | undefined;
}

/**
 * Opens the log of a ledger, and sees to it that its folder is of no other log.
 * @throws LedgerError LOG_LOCKED (another process writes the embedded log; `read` is possible beside it), LOG_MISSING
 *   (mode `read`), LOG_UNREACHABLE, READ_MODEL_OF_OTHER_LOG, and what else the log refuses
 */
export async function openLog({
  folder,
  address,
  mode,
  log,
  connectMs,
}: OpenLogOptions): Promise<EventStore> {
  const file = join(folder, LOG_FILE);
  if (!address) {
    // A folder that followed a server gets no log of its own by a forgotten setting.
    if (!existsSync(file)) requireFolderOfLog(folder, null);
    if (mode === 'write') makeFolder(folder);
    return openSqliteEventStore({ path: file, mode, ...log });
  }
  if (existsSync(file)) {
    throw new LedgerError('READ_MODEL_OF_OTHER_LOG', 'the folder holds a ledger whose log is embedded', {
      place: { file: folder },
      hint: 'A folder belongs to one log: name another one for the ledger on the server, or move the embedded log there first (liggaren copy --from FOLDER --to esdb://…).',
    });
  }
  if (mode === 'write') makeFolder(folder);
  const store = await openEventStoreDb({ connection: address, mode, connectMs, ...log });
  try {
    makeFolder(folder);
    requireFolderOfLog(folder, store.logId);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Whether a folder has an embedded log, or read another log before. */
export function isFolderInUse(folder: string): boolean {
  return existsSync(join(folder, LOG_FILE)) || logsReadIn(folder).length > 0;
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
