import { uptime } from 'node:os';
import type { Database } from 'better-sqlite3';
import { UNITS_OF_MEASURE } from '#amount';

/**
 * The version of what the tables mean. A file of another version is never migrated: it is built anew from the log.
 * Raise it with every change of the tables below, of `entriesOf`, or of what the applier writes.
 */
export const PROJECTION_VERSION = 10;

const TOUCHED = `
  CREATE TABLE touched (key TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX touched_seq ON touched (seq);
`;

const RECONCILIATION = `
  CREATE TABLE reconciled (scope TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE rests (
    key TEXT NOT NULL,
    scope TEXT NOT NULL,
    PRIMARY KEY (key, scope)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX rests_scope ON rests (scope);

  CREATE TABLE finding (
    scope TEXT NOT NULL,
    ord INTEGER NOT NULL,
    id TEXT NOT NULL,
    root TEXT,
    text TEXT NOT NULL,
    PRIMARY KEY (scope, ord)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX finding_id ON finding (id);
  CREATE INDEX finding_root ON finding (root) WHERE root IS NOT NULL;
`;

/**
 * event
 * : one row for each event of the log, in its order. `seq` is dense and given here; `position` is the token's part behind
 *   the log's id; `time` (milliseconds) is recorded-at as it counts, the latest so far. Positions and times only grow, so
 *   both are searched by halving and need no index. `data` is what it says, and `about` the rest of its envelope: what an
 *   entry says is read out of them with `entriesOf`, when it is asked for, by the same function as everywhere. `about`
 *   comes first: who only asks for it does not read the pages that long data run over.
 *
 * event_key
 * : from the last 48 bits of an event's id to its seq; two ids may share a key.
 *
 * frame, line
 * : small numbers for what the entries are filed under. A frame is one measure in one edition of one line of editions
 *   (`scope`, the kernel's key of it); a line is a path as it was printed, whatever names say of it.
 *
 * filed
 * : the entries (statements, changes, printed differences) of one event in one frame, at the seq from which they count:
 *   for an import, that of its completion. It says where they stand, `n line kind` for each, not what they say. The rows
 *   of a frame lie together, so all that was ever said of one column of a table is one seek, as of any position.
 *
 * taken_out
 * : the entries that a correction took out: which correction, and from which seq.
 *
 * noted
 * : everything that is few: declarations (kind `line`, by edition line), names (`names`, by unit and area; moves
 *   too, by each of their units without an area), added sources (`source`, by entry), editions opened and closed
 *   (`opened`), documents (and by `documentName` and
 *   `documentNumber` what they are called), units, imports (and by `imported` the documents of each); by `measured` what
 *   the layouts of a line of editions are printed in, `n` its place among the units of measure; by `area`, `measure` and
 *   `edition` what of those was ever said, once each; what an event is
 *   about beside figures (`goal`, `sale` …, by unit; see subjects.ts); `corrected`, by the event that is corrected as a
 *   whole; `await`: corrections that came before what they
 *   name; and `delivered`: at the completion of an import its first event, and as `n` how many it has.
 *
 * held
 * : events of imports that are not complete.
 *
 * touched
 * : for each line of editions (for the names of each unit and area, and for what else touched-keys.ts tells) the seq of
 *   the last transaction that filed, took out or declared something in it. What was worked out before from any of it may
 *   not hold any more.
 *
 * term, said, words
 * : what events are found by (terms.ts), each text once and numbered; which events say it, by blocks of the log: `said`
 *   has the places in the block; and the words of those that a person searches in, for SQLite's full-text search, in
 *   which case does not count and å, ä and ö are letters of their own.
 *
 * reconciled, rests, finding
 * : the reconciliation, kept when it was asked for: up to which seq a line of editions was reconciled, everything that
 *   rested on, and what does not agree in it, in order. `root` is the discrepancy that a follow-on is listed under.
 */
const DDL = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE event (
    seq INTEGER PRIMARY KEY,
    position TEXT NOT NULL,
    time INTEGER NOT NULL,
    about TEXT NOT NULL,
    data TEXT NOT NULL
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

  CREATE TABLE filed (
    frame INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    event INTEGER NOT NULL,
    entries TEXT NOT NULL,
    PRIMARY KEY (frame, seq, event)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE taken_out (
    frame INTEGER NOT NULL,
    event INTEGER NOT NULL,
    n INTEGER NOT NULL,
    out_seq INTEGER NOT NULL,
    out_event INTEGER NOT NULL,
    out_n INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL,
    PRIMARY KEY (frame, event, n)
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

  ${TOUCHED}

  CREATE TABLE term (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;

  CREATE TABLE said (
    term INTEGER NOT NULL,
    block INTEGER NOT NULL,
    events TEXT NOT NULL,
    PRIMARY KEY (term, block)
  ) STRICT, WITHOUT ROWID;

  CREATE VIRTUAL TABLE words USING fts5(
    text, content = '', tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3'
  );

  ${RECONCILIATION}
`;

/** The kinds of entry by their number in `filed`. */
export const ENTRY_KINDS = ['statement', 'change', 'statedDifference'] as const;

/** The place of a unit of measure, as it is written in a layout, among all of them; -1 of one that is none of them. */
export function measureNumber(unitOfMeasure: string): number {
  return UNITS_OF_MEASURE.findIndex((unit) => unit === unitOfMeasure);
}

/** One entry in the text of a row of `filed`: which record of its event, its line and its kind. */
export function packed(n: number, line: number, kind: number): string {
  return `${n} ${line} ${kind} `;
}

/** The inverse of {@link packed}, over all entries of a row. */
export function unpacked(entries: string): readonly { n: number; line: number; kind: number }[] {
  const numbers = entries.trimEnd().split(' ').map(Number);
  const found: { n: number; line: number; kind: number }[] = [];
  for (let i = 0; i + 2 < numbers.length; i += 3) {
    found.push({ n: numbers[i] as number, line: numbers[i + 1] as number, kind: numbers[i + 2] as number });
  }
  return found;
}

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
    insert.run('bootedAt', String(bootedAt()));
  })();
}

/** The tables of a reconciliation that is kept apart from the read model. */
export function createReconciliation(database: Database): void {
  database.exec(TOUCHED + RECONCILIATION);
}

/** When the machine was started, in seconds: what was written before that and never synchronised may be torn. */
export function bootedAt(): number {
  return Math.round(Date.now() / 1000 - uptime());
}
