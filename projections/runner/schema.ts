import type { Database } from 'better-sqlite3';

/**
 * The version of what the tables mean. A file of another version is never migrated: it is built anew from the log.
 * Raise it with every change of the tables below, of `entriesOf`, or of what the applier writes.
 */
export const PROJECTION_VERSION = 1;

/**
 * event
 * : one row for each event of the log, in its order. `seq` is dense and given here; `position` is the token's part behind
 *   the log's id; `time` (milliseconds) is recorded-at as it counts, the latest so far. Positions and times only grow, so
 *   both are searched by halving and need no index. `text` is the envelope: what an entry says is read out of it with
 *   `entriesOf`, when it is asked for, by the same function as everywhere.
 *
 * event_key
 * : from the last 48 bits of an event's id to its seq; two ids may share a key.
 *
 * frame, line
 * : small numbers for what the entries are filed under. A frame is one measure in one edition of one line of editions
 *   (`scope`, the kernel's key of it); a line is a path as it was printed, whatever names say of it.
 *
 * entry
 * : one row for each statement, change and printed difference, at the seq it counts from (for an import, that of its
 *   completion), with the seq from which it was taken out. It says where the entry stands (`event`, `n`), not what it
 *   says. The rows of a frame lie together, so all that was ever said of one column of a table is one seek.
 *
 * noted
 * : everything that is few: declarations (kind `line`, by edition line), names (`names`, by unit and area), added
 *   sources (`source`, by entry), editions opened and closed (`opened`), documents, units, imports; and `await`:
 *   corrections that came before what they name.
 *
 * held
 * : events of imports that are not complete.
 */
const DDL = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE event (
    seq INTEGER PRIMARY KEY,
    position TEXT NOT NULL,
    time INTEGER NOT NULL,
    text TEXT NOT NULL
  ) STRICT;

  CREATE TABLE event_key (
    key INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (key, seq)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE frame (
    id INTEGER PRIMARY KEY,
    scope TEXT NOT NULL,
    edition TEXT NOT NULL,
    measure TEXT NOT NULL,
    UNIQUE (scope, edition, measure)
  ) STRICT;

  CREATE TABLE line (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;

  CREATE TABLE entry (
    frame INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    event INTEGER NOT NULL,
    n INTEGER NOT NULL,
    line INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    out_seq INTEGER,
    out_event INTEGER,
    out_n INTEGER,
    withdrawn INTEGER,
    PRIMARY KEY (frame, seq, event, n)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE noted (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    seq INTEGER NOT NULL,
    event INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (kind, key, seq, event, n)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE held (
    import TEXT NOT NULL,
    event INTEGER NOT NULL,
    PRIMARY KEY (import, event)
  ) STRICT, WITHOUT ROWID;
`;

/** What the kinds of entry are in the `kind` column. */
export const ENTRY_KINDS = ['statement', 'change', 'statedDifference'] as const;

/** `building`: not yet at the end of the log, and read by nobody. */
export type FileState = 'building' | 'current';

export function createTables(database: Database, logId: string): void {
  database.transaction(() => {
    database.exec(DDL);
    const insert = database.prepare('INSERT INTO meta (key, value) VALUES (?, ?)');
    insert.run('version', String(PROJECTION_VERSION));
    insert.run('logId', logId);
    insert.run('state', 'building');
    insert.run('seq', '0');
    insert.run('position', '');
    insert.run('time', '0');
    insert.run('entries', '0');
  })();
}
