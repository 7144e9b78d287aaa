import { join } from 'node:path';
import { Sqlite } from '#event-store';
import { isSqliteError } from '#event-store';

export interface ApplierLock {
  release(): void;
}

/**
 * The right to apply events: one process has it, the others read what it writes. It is an open transaction on a small
 * database, so the operating system gives it back however the process ends.
 *
 * @returns null where another process has it
 */
export function takeApplierLock(folder: string): ApplierLock | null {
  const database = new Sqlite(join(folder, 'read-model.applier.sqlite'), { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (isSqliteError(error) && error.code.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
  return {
    release: () => {
      database.exec('ROLLBACK');
      database.close();
    },
  };
}
