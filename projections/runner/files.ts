import { closeSync, existsSync, fsyncSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { Sqlite } from '#event-store';
import { bootedAt, createTables, PROJECTION_VERSION, type FileState } from './schema.js';

/*
 * The read model is a file beside the log: `read-model.<version>-<build>.sqlite`. A rebuild makes the next build beside
 * the one that is read, and the switch is one committed row in the new file (`state` becomes `current`); then the old
 * file is deleted, which those who still have it open do not notice. Each build has a name of its own because a file
 * that took another's name would also take over its write-ahead log.
 */

const NAME = /^read-model\.(\d+)-(\d+)\.sqlite$/;

/** Memory for pages: a rebuild writes all over the trees. */
const WRITER_CACHE_KIB = 256 * 1024;
const READER_CACHE_KIB = 64 * 1024;
const MAPPED_BYTES = 1024 * 1024 * 1024;
const PAGE_BYTES = 8192;
const BUSY_TIMEOUT_MS = 5_000;
/** Two readings of the machine's start may differ by what a clock was set right. */
const SAME_BOOT_SECONDS = 60;

export interface ModelFile {
  readonly path: string;
  readonly version: number;
  readonly build: number;
}

export interface Checkpoint {
  /** Of the last event applied; 0 before the first. */
  readonly seq: number;
  /** The token's part behind the log's id; empty before the first. */
  readonly position: string;
  /** The latest time so far, in milliseconds. */
  readonly time: number;
  readonly entries: number;
}

export interface ModelMeta extends Checkpoint {
  readonly version: number;
  readonly logId: string;
  readonly state: FileState;
  /** When the machine was started on which it was begun. */
  readonly bootedAt: number;
}

/** Every file of a read model in the folder, newest build first. */
export function modelFiles(folder: string): ModelFile[] {
  const files: ModelFile[] = [];
  const isFolder = existsSync(folder) && statSync(folder).isDirectory();
  for (const name of isFolder ? readdirSync(folder) : []) {
    const match = NAME.exec(name);
    if (match !== null) {
      files.push({ path: join(folder, name), version: Number(match[1]), build: Number(match[2]) });
    }
  }
  return files.sort((a, b) => b.build - a.build);
}

export function nextFile(folder: string): ModelFile {
  const build = (modelFiles(folder)[0]?.build ?? 0) + 1;
  const name = `read-model.${PROJECTION_VERSION}-${String(build).padStart(4, '0')}.sqlite`;
  return { path: join(folder, name), version: PROJECTION_VERSION, build };
}

export function removeFile(file: ModelFile): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(file.path + suffix, { force: true });
}

/** Opens a file for applying events; a new one is begun. */
export function openForApplying(file: ModelFile, logId: string): Database {
  const isNew = !existsSync(file.path);
  const database = new Sqlite(file.path, { timeout: BUSY_TIMEOUT_MS });
  try {
    database.pragma(`cache_size = -${WRITER_CACHE_KIB}`);
    if (isNew) database.pragma(`page_size = ${PAGE_BYTES}`);
    if (isNew || readMeta(database).state === 'building') forBuilding(database);
    else forFollowing(database);
    if (isNew) createTables(database, logId);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Nobody reads a file that is being built, and new pages need no journal, so a rollback journal writes most of it once.
 * Nothing is synchronised: the end of the process harms nothing, and after a failure of the machine it is begun anew.
 */
function forBuilding(database: Database): void {
  database.pragma('journal_mode = TRUNCATE');
  database.pragma('synchronous = OFF');
}

/**
 * From here on it is read while it is written. Losing the last transactions when the power fails is no harm, since
 * checkpoint and data go together (`synchronous=NORMAL`): they are applied again.
 */
function forFollowing(database: Database): void {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
}

/** The building is done: what was written is synchronised, and then the file is the one that is read. */
export function makeCurrent(file: ModelFile, database: Database): void {
  const descriptor = openSync(file.path, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  forFollowing(database);
  database.pragma('synchronous = FULL');
  database.prepare("UPDATE meta SET value = 'current' WHERE key = 'state'").run();
  database.pragma('synchronous = NORMAL');
}

export function openForAnswering(file: ModelFile): Database {
  const database = new Sqlite(file.path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  try {
    database.pragma(`cache_size = -${READER_CACHE_KIB}`);
    database.pragma(`mmap_size = ${MAPPED_BYTES}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** What is told of a file, a row for each. */
export interface MetaRow {
  readonly key: string;
  readonly value: string;
}

export const META = 'SELECT key, value FROM meta';

export function readMeta(database: Database): ModelMeta {
  return metaOf(database.prepare<[], MetaRow>(META).all());
}

export function metaOf(rows: readonly MetaRow[]): ModelMeta {
  const meta = new Map(rows.map((row) => [row.key, row.value]));
  const text = (key: string): string => {
    const value = meta.get(key);
    if (value === undefined) throw new Error(`the read model has no ${key}`);
    return value;
  };
  return {
    version: Number(text('version')),
    logId: text('logId'),
    state: text('state') === 'current' ? 'current' : 'building',
    seq: Number(text('seq')),
    position: text('position'),
    time: Number(text('time')),
    entries: Number(text('entries')),
    bootedAt: Number(text('bootedAt')),
  };
}

/**
 * Is the file one that may be read or continued: of this version and this log, readable, and with data that reach
 * just as far as the checkpoint? Anything else is built anew and never repaired.
 */
export function soundMeta(file: ModelFile, logId: string, readonly: boolean): ModelMeta | null {
  if (file.version !== PROJECTION_VERSION) return null;
  let database: Database | undefined;
  try {
    // Opened for writing by who applies: a transaction that was cut off is rolled back by whoever comes next.
    database = new Sqlite(file.path, {
      readonly,
      fileMustExist: true,
      timeout: readonly ? 0 : BUSY_TIMEOUT_MS,
    });
    const meta = readMeta(database);
    if (meta.version !== PROJECTION_VERSION || meta.logId !== logId) return null;
    if (meta.state === 'building' && Math.abs(meta.bootedAt - bootedAt()) > SAME_BOOT_SECONDS) return null;
    const last = database.prepare<[], number | null>('SELECT max(seq) FROM event').pluck().get() ?? 0;
    if (last !== meta.seq) return null;
    for (const table of [
      'filed',
      'taken_out',
      'frame',
      'line',
      'noted',
      'held',
      'event_key',
      'term',
      'said',
      'words',
    ]) {
      database.prepare(`SELECT * FROM ${table} LIMIT 1`).get();
    }
    return meta;
  } catch {
    return null;
  } finally {
    database?.close();
  }
}
