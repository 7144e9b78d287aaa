import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { LedgerError } from '#amount';
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
 * @throws LedgerError LOG_READ_ONLY where the read model cannot be kept beside the log
 */
export function takeApplierLock(folder: string, mayWrite = isWritable): ApplierLock | null {
  const file = join(folder, 'read-model.applier.sqlite');
  for (const path of [folder, ...(existsSync(file) ? [file] : [])]) {
    if (mayWrite(path)) continue;
    throw new LedgerError('LOG_READ_ONLY', 'the folder of the ledger may be read and not written', {
      place: { file: path },
      hint: 'Answers come from files that are kept beside the log: ask who owns the folder for the right to write, or copy it and name the copy.',
    });
  }
  const database = new Sqlite(file, { timeout: 0 });
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

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
