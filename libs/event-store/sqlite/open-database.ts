import { closeSync, existsSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Database } from 'better-sqlite3';
import Sqlite from './binding.js';
import { LedgerError } from '#amount';
import { isLogId } from '../position.js';
import { APPLICATION_ID, SCHEMA_VERSION, createSchema } from './schema.js';
import { onFile } from './sqlite-errors.js';

/**
 * How long a statement waits for a lock that another program holds for a moment (a checkpoint, a backup). The process
 * stands still meanwhile, so it is short.
 */
export const BUSY_TIMEOUT_MS = 2_000;

/**
 * Pages of 4 KiB in the write-ahead log before they are moved into the file. At SQLite's own 1 000 the writer stops for
 * it every dozen commits of 64 callers, and the pages of the heads, which change all the time, are written that much
 * oftener. At 5 000 (20 MB) fewer than one append in a hundred meets it, so that it does not make their p99.
 */
const CHECKPOINT_PAGES = 5_000;

/**
 * Opens the log for writing, and makes it where there is none.
 * @throws LedgerError LOG_FOREIGN, LOG_DAMAGED, LOG_TOO_NEW, LOG_LOCKED, LOG_UNREACHABLE
 */
export function openForWriting(path: string, newLogId: () => string, createdAt: string): Database {
  const isNew = !existsSync(path);
  return opened(
    path,
    () => new Sqlite(path, { timeout: BUSY_TIMEOUT_MS }),
    (database) => {
      if (isEmpty(database)) {
        if (database.pragma('journal_mode = WAL', { simple: true }) !== 'wal') {
          throw new LedgerError('LOG_UNREACHABLE', 'the disk cannot hold a log (no write-ahead logging)', {
            hint: 'Put the ledger on a local disk.',
          });
        }
        database.transaction(() => createSchema(database, newLogId(), createdAt)).immediate();
        if (isNew) syncFolder(dirname(path));
      }
      requireOurs(database, path);
      // The binding is compiled so that a WAL database opens as NORMAL, which may lose acknowledged events.
      database.pragma('synchronous = FULL');
      database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    },
  );
}

/**
 * Opens the log for reading, beside a process that may be writing it.
 * @throws LedgerError LOG_MISSING and those of openForWriting
 */
export function openForReading(path: string): Database {
  if (!existsSync(path)) throw missing(path);
  return opened(
    path,
    () => new Sqlite(path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS }),
    (database) => {
      // The writer has just made the file and not yet anything in it.
      if (isEmpty(database)) throw missing(path);
      requireOurs(database, path);
    },
  );
}

/** @throws LedgerError LOG_UNREACHABLE where the folder of the file does not exist */
export function requireFolder(path: string): void {
  if (existsSync(dirname(path))) return;
  throw new LedgerError('LOG_UNREACHABLE', 'the folder of the log does not exist', {
    place: { file: path },
    hint: 'Make the folder, or name another.',
  });
}

function missing(path: string): LedgerError {
  return new LedgerError('LOG_MISSING', 'there is no log here', {
    place: { file: path },
    hint: 'Name the folder of a ledger, or import something to begin one.',
  });
}

/** The id that was given to the log when it was made. */
export function readLogId(database: Database, path: string): string {
  const id: unknown = database.prepare("SELECT value FROM meta WHERE key = 'logId'").pluck().get();
  if (typeof id === 'string' && isLogId(id)) return id;
  throw new LedgerError('LOG_DAMAGED', 'the log has lost its id', { place: { file: path } });
}

function opened(path: string, open: () => Database, prepare: (database: Database) => void): Database {
  return onFile(path, () => {
    const database = open();
    try {
      prepare(database);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

function isEmpty(database: Database): boolean {
  return (
    database.pragma('application_id', { simple: true }) === 0 &&
    database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0
  );
}

function requireOurs(database: Database, path: string): void {
  if (database.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
    throw new LedgerError('LOG_FOREIGN', 'the file is a database, but no log of a ledger', {
      place: { file: path },
      hint: 'Name the folder of a ledger, or an empty one to begin a new ledger.',
    });
  }
  const version = database.pragma('user_version', { simple: true });
  if (version !== SCHEMA_VERSION) {
    throw new LedgerError(
      'LOG_TOO_NEW',
      `the log has version ${String(version)}; this program knows ${SCHEMA_VERSION}`,
      {
        place: { file: path },
        hint: 'Use the program that wrote it, or a newer one.',
      },
    );
  }
}

/** A new file is durable only when its folder is. */
function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
