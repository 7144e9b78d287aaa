import type { Database, Statement } from 'better-sqlite3';
import { META, type MetaRow } from '../runner/files.js';
import type { StoredEvent } from '../runner/stored-event.js';

/** Which correction took an entry out, and from when. */
export interface TakenOutRow {
  readonly event: number;
  readonly n: number;
  readonly outSeq: number;
  readonly outEvent: number;
  readonly outN: number;
  readonly withdrawn: number;
}

export interface FiledRow {
  readonly seq: number;
  readonly event: number;
  readonly entries: string;
}

/** One of the few things that are noted by a key: which record of which event, and from when it counts. */
export interface NotedRow {
  readonly key: string;
  readonly seq: number;
  readonly event: number;
  readonly n: number;
}

/** Where an event stands in the log, and when it was recorded. */
export interface EventPlace {
  readonly position: string;
  readonly time: number;
}

export interface FrameRow {
  readonly id: number;
  readonly scope: string;
  readonly edition: string;
  readonly measure: string;
}

/** What is asked of the tables of a read model. */
export interface Statements {
  readonly meta: Statement<unknown[], MetaRow>;
  readonly head: Statement<unknown[], string>;
  readonly stored: Statement<unknown[], StoredEvent>;
  readonly about: Statement<unknown[], { about: string; length: number }>;
  readonly begin: Statement;
  readonly end: Statement;
  readonly event: Statement<unknown[], EventPlace>;
  readonly byKey: Statement<unknown[], number>;
  readonly frame: Statement<unknown[], number>;
  readonly framesOf: Statement<unknown[], FrameRow>;
  readonly filed: Statement<unknown[], FiledRow>;
  readonly filedSince: Statement<unknown[], FiledRow>;
  readonly takenOutSince: Statement<unknown[], number>;
  readonly touched: Statement<unknown[], number>;
  readonly takenOut: Statement<unknown[], TakenOutRow>;
  readonly takenOutOne: Statement<unknown[], TakenOutRow>;
  readonly line: Statement<unknown[], string>;
  readonly noted: Statement<unknown[], NotedRow>;
  readonly notedBetween: Statement<unknown[], NotedRow>;
  readonly countKeys: Statement<unknown[], number>;
  readonly firstKey: Statement<unknown[], string>;
  readonly notedSome: Statement<unknown[], NotedRow>;
  readonly keysAfter: Statement<unknown[], string>;
  readonly importsUnderWay: Statement<unknown[], NotedRow>;
}

export function statements(database: Database): Statements {
  return {
    meta: database.prepare(META),
    head: database.prepare<unknown[], string>("SELECT value FROM meta WHERE key = 'seq'").pluck(),
    stored: database.prepare('SELECT about, data FROM event WHERE seq = ?'),
    // How long the data are is told by the row's head, without reading them.
    about: database.prepare('SELECT about, octet_length(data) AS length FROM event WHERE seq = ?'),
    begin: database.prepare('BEGIN'),
    end: database.prepare('COMMIT'),
    event: database.prepare('SELECT position, time FROM event WHERE seq = ?'),
    byKey: database
      .prepare<unknown[], number>('SELECT seq FROM event_key WHERE key = ? ORDER BY seq')
      .pluck(),
    frame: database
      .prepare<unknown[], number>('SELECT id FROM frame WHERE scope = ? AND edition = ? AND measure = ?')
      .pluck(),
    framesOf: database.prepare('SELECT id, scope, edition, measure FROM frame WHERE scope = ? ORDER BY id'),
    filed: database.prepare('SELECT seq, event, entries FROM filed WHERE frame = ? ORDER BY seq, event'),
    filedSince: database.prepare(
      'SELECT seq, event, entries FROM filed WHERE frame = ? AND seq > ? ORDER BY seq, event',
    ),
    takenOutSince: database
      .prepare<unknown[], number>('SELECT 1 FROM taken_out WHERE frame = ? AND out_seq > ? LIMIT 1')
      .pluck(),
    touched: database.prepare<unknown[], number>('SELECT seq FROM touched WHERE key = ?').pluck(),
    takenOut: database.prepare(
      `SELECT event, n, out_seq AS outSeq, out_event AS outEvent, out_n AS outN, withdrawn
       FROM taken_out WHERE frame = ?`,
    ),
    takenOutOne: database.prepare(
      `SELECT event, n, out_seq AS outSeq, out_event AS outEvent, out_n AS outN, withdrawn
       FROM taken_out WHERE frame = ? AND event = ? AND n = ?`,
    ),
    line: database.prepare<unknown[], string>('SELECT key FROM line WHERE id = ?').pluck(),
    noted: database.prepare(
      'SELECT key, seq, event, n FROM noted WHERE kind = ? AND key = ? ORDER BY seq, event, n',
    ),
    notedBetween: database.prepare(
      'SELECT key, seq, event, n FROM noted WHERE kind = ? AND key >= ? AND key < ? ORDER BY key, seq, event, n',
    ),
    countKeys: database
      .prepare<unknown[], number>('SELECT count(DISTINCT key) FROM noted WHERE kind = ?')
      .pluck(),
    firstKey: database
      .prepare<unknown[], string>(
        'SELECT key FROM noted WHERE kind = ? AND key >= ? AND seq <= ? ORDER BY key LIMIT 1',
      )
      .pluck(),
    notedSome: database.prepare(
      'SELECT key, seq, event, n FROM noted WHERE kind = ? AND key >= ? AND key < ? ORDER BY key LIMIT ?',
    ),
    keysAfter: database
      .prepare<unknown[], string>(
        `SELECT key FROM noted WHERE kind = $kind AND key > $after AND key < $below AND seq <= $seq
           AND ($ending = '' OR substr(key, -length($ending)) = $ending)
         GROUP BY key ORDER BY key LIMIT $most`,
      )
      .pluck(),
    importsUnderWay: database.prepare(
      `SELECT key, seq, event, n FROM noted WHERE kind = 'import' GROUP BY key HAVING count(*) = 1 ORDER BY seq`,
    ),
  };
}
