import type { Database } from 'better-sqlite3';

/** 'Ligg': tells a ledger's log from any other SQLite file (PRAGMA application_id). */
export const APPLICATION_ID = 0x4c696767;
/** PRAGMA user_version. A file with a higher one was written by a newer program. */
export const SCHEMA_VERSION = 1;

/**
 * Every so many revisions of a stream one row of `milestones` says where that event is. It is what makes a forward page
 * of a long stream cheap (see event-rows.ts), for less than a hundredth of what an index on (stream, revision) costs.
 */
export const MILESTONE_REVISIONS = 128;

/** The `previous` of a stream's first event. */
export const NO_PREVIOUS = 0;

/** The chain before the first event: 64 zeros. */
export const CHAIN_START = '0'.repeat(64);

/**
 * events
 * : `position` counts from 1 without gaps. `previous` is the position of the stream's event before (0: none): a stream
 *   is read backwards along it, and no secondary index has to be kept. `chain` is the SHA-256, in hex, of the previous
 *   event's chain followed by this event's text: `printf %s%s "$chain" "$text" | sha256sum`. `text` stands last, so
 *   that walking along `previous` never loads it.
 *
 * streams, heads
 * : the last event of each stream, compared and set in the transaction that appends. The names stand apart, so that
 *   the rows which change with every append are small and lie close together: 64 callers then write half the pages.
 *
 * The triggers make it append-only for whoever opens the file, with whatever program. That on insert is needed beside
 * the others: INSERT OR REPLACE deletes a row without asking the trigger on delete (unless `recursive_triggers` is on).
 */
const DDL = `
  CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE streams (
    name TEXT PRIMARY KEY,
    id INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE heads (
    stream INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL,
    position INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE milestones (
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (stream, revision)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL,
    previous INTEGER NOT NULL,
    chain TEXT NOT NULL,
    text TEXT NOT NULL
  ) STRICT;

  CREATE TRIGGER events_are_gapless BEFORE INSERT ON events
  WHEN NEW.position <> 1 + (SELECT coalesce(max(position), 0) FROM events)
  BEGIN SELECT raise(ABORT, 'an event is only ever added behind the last one'); END;

  CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
  BEGIN SELECT raise(ABORT, 'an event is never changed'); END;

  CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
  BEGIN SELECT raise(ABORT, 'an event is never deleted'); END;
`;

export function createSchema(database: Database, logId: string, createdAt: string): void {
  database.exec(DDL);
  const insert = database.prepare('INSERT INTO meta (key, value) VALUES (?, ?)');
  insert.run('logId', logId);
  insert.run('createdAt', createdAt);
  database.pragma(`application_id = ${APPLICATION_ID}`);
  database.pragma(`user_version = ${SCHEMA_VERSION}`);
}
