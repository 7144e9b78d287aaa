import type { Database, Statement } from 'better-sqlite3';
import type { StoredEvent } from './stored-event.js';

/** What the applier says to the tables. */
export interface Statements {
  readonly begin: Statement;
  readonly commit: Statement;
  readonly rollback: Statement;
  readonly setMeta: Statement;
  readonly touch: Statement;
  readonly event: Statement;
  readonly eventKey: Statement;
  readonly file: Statement;
  readonly frame: Statement;
  readonly line: Statement;
  readonly note: Statement;
  readonly hold: Statement;
  readonly release: Statement;
  readonly takeOut: Statement;
  readonly met: Statement;
  readonly held: Statement<unknown[], number>;
  readonly stored: Statement<unknown[], StoredEvent>;
  readonly byKey: Statement<unknown[], number>;
  readonly findFrame: Statement<unknown[], number>;
  readonly findLine: Statement<unknown[], number>;
  readonly findFiled: Statement<unknown[], { seq: number; entries: string }>;
  readonly findTakenOut: Statement<unknown[], number>;
  readonly awaiting: Statement<unknown[], { event: number; n: number }>;
  readonly allAwaited: Statement<unknown[], string>;
}

export function statements(database: Database): Statements {
  const run = (sql: string): Statement => database.prepare(sql);
  return {
    begin: run('BEGIN IMMEDIATE'),
    commit: run('COMMIT'),
    rollback: run('ROLLBACK'),
    setMeta: run('UPDATE meta SET value = ? WHERE key = ?'),
    touch: run('INSERT INTO touched (key, seq) VALUES (?, ?) ON CONFLICT DO UPDATE SET seq = excluded.seq'),
    event: run('INSERT INTO event (seq, position, time, about, data) VALUES (?, ?, ?, ?, ?)'),
    eventKey: run('INSERT INTO event_key (key, seq) VALUES (?, ?)'),
    file: run(
      `INSERT INTO filed (frame, seq, event, entries) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET entries = entries || excluded.entries`,
    ),
    frame: run('INSERT INTO frame (scope, edition, measure) VALUES (?, ?, ?)'),
    line: run('INSERT INTO line (key) VALUES (?)'),
    note: run('INSERT OR IGNORE INTO noted (kind, key, seq, event, n) VALUES (?, ?, ?, ?, ?)'),
    hold: run('INSERT INTO held (import, event) VALUES (?, ?)'),
    release: run('DELETE FROM held WHERE import = ?'),
    takeOut: run(
      'INSERT INTO taken_out (frame, event, n, out_seq, out_event, out_n, withdrawn) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    met: run("DELETE FROM noted WHERE kind = 'await' AND key = ?"),
    held: database
      .prepare<unknown[], number>('SELECT event FROM held WHERE import = ? ORDER BY event')
      .pluck(),
    stored: database.prepare<unknown[], StoredEvent>('SELECT about, data FROM event WHERE seq = ?'),
    byKey: database
      .prepare<unknown[], number>('SELECT seq FROM event_key WHERE key = ? ORDER BY seq')
      .pluck(),
    findFrame: database
      .prepare<unknown[], number>('SELECT id FROM frame WHERE scope = ? AND edition = ? AND measure = ?')
      .pluck(),
    findLine: database.prepare<unknown[], number>('SELECT id FROM line WHERE key = ?').pluck(),
    findFiled: database.prepare<unknown[], { seq: number; entries: string }>(
      'SELECT seq, entries FROM filed WHERE frame = ? AND event = ?',
    ),
    findTakenOut: database
      .prepare<unknown[], number>('SELECT 1 FROM taken_out WHERE frame = ? AND event = ? AND n = ?')
      .pluck(),
    awaiting: database.prepare<unknown[], { event: number; n: number }>(
      "SELECT event, n FROM noted WHERE kind = 'await' AND key = ? ORDER BY seq, event, n LIMIT 1",
    ),
    allAwaited: database
      .prepare<unknown[], string>("SELECT DISTINCT key FROM noted WHERE kind = 'await'")
      .pluck(),
  };
}
