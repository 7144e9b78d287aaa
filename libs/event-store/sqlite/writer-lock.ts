import type { Database } from 'better-sqlite3';
import Sqlite from './binding.js';
import { LedgerError } from '#amount';
import { isSqliteError, translated } from './sqlite-errors.js';

export interface WriterLock {
  release(): void;
}

/** The lock file that belongs to a log file: `log.sqlite` → `log.writer.sqlite`. */
export function lockPath(path: string): string {
  return `${path.replace(/\.sqlite$/, '')}.writer.sqlite`;
}

/**
 * Takes the right to write. Its holder keeps a transaction open on a small database beside the log, so the operating
 * system gives the lock back when the process dies, however it dies; readers of the log are not touched by it.
 *
 * @throws LedgerError LOG_LOCKED, naming the process that holds it
 */
export function takeWriterLock(path: string, since: string): WriterLock {
  const file = lockPath(path);
  let database: Database;
  try {
    database = new Sqlite(file, { timeout: 0 });
  } catch (error) {
    throw translated(error, file);
  }
  try {
    // Asked first with nothing but a lock, since making the table of an empty file would be a write.
    database.exec('BEGIN IMMEDIATE');
    database.exec('CREATE TABLE IF NOT EXISTS holder (pid INTEGER NOT NULL, since TEXT NOT NULL) STRICT');
    database.exec('DELETE FROM holder');
    database.prepare('INSERT INTO holder (pid, since) VALUES (?, ?)').run(process.pid, since);
    database.exec('COMMIT');
    database.exec('BEGIN IMMEDIATE');
  } catch (error) {
    const holder =
      isSqliteError(error) && error.code.startsWith('SQLITE_BUSY') ? readHolder(database) : undefined;
    database.close();
    if (holder === undefined) throw translated(error, file);
    throw new LedgerError(
      'LOG_LOCKED',
      `the ledger is being written by ${holder}; one process writes at a time`,
      {
        place: { file },
        hint: 'Wait until it is done, or stop it if it is a server, and try again. Reading is possible meanwhile.',
        cause: error,
      },
    );
  }
  return {
    release: () => {
      database.exec('ROLLBACK');
      database.close();
    },
  };
}

function readHolder(database: Database): string {
  try {
    const row = database.prepare('SELECT pid, since FROM holder').raw().get() as [number, string] | undefined;
    if (row !== undefined) return `process ${row[0]} since ${row[1]}`;
  } catch {
    // The holder is just writing its name: there is one, and that is what counts.
  }
  return 'another process';
}
