import { existsSync, rmSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { entriesOf, entryOfData, importStepOf, type EntryCorrected } from '#domain';
import { openSqliteEventStore, Sqlite, type RecordedEvent } from '#event-store';
import { readingOf, type LedgerRecord, type PlainEntry } from '#ledger';

/*
 * What somebody would make by hand who has the same entries in tables and knows SQL: one row for each entry with what it
 * says, from which event of the log it counts and from which it was corrected away, and indexes for the questions.
 */
const TABLES = `
  CREATE TABLE unit (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE);
  CREATE TABLE line (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE);
  CREATE TABLE cause (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, words TEXT NOT NULL, UNIQUE (kind, words));
  CREATE VIRTUAL TABLE cause_words USING fts5(words, content = '', tokenize = 'unicode61 remove_diacritics 0');
  CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    seq INTEGER NOT NULL,
    out_seq INTEGER,
    event INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    kind TEXT NOT NULL,
    unit INTEGER NOT NULL,
    area TEXT NOT NULL,
    basis TEXT NOT NULL,
    period TEXT NOT NULL,
    edition TEXT NOT NULL,
    measure TEXT NOT NULL,
    line INTEGER NOT NULL,
    from_edition TEXT,
    amount INTEGER,
    cause INTEGER,
    cause_kind TEXT,
    body TEXT,
    decided TEXT,
    dnr TEXT,
    actor TEXT
  );
`;
const INDEXES = `
  CREATE INDEX entry_figure ON entry (unit, period, basis, area, edition, measure, line, seq);
  CREATE INDEX entry_unit ON entry (unit, event);
  CREATE INDEX entry_line ON entry (line, event);
  CREATE INDEX entry_cause ON entry (cause, event) WHERE cause IS NOT NULL;
  CREATE INDEX entry_cause_kind ON entry (cause_kind, event) WHERE cause_kind IS NOT NULL;
  CREATE INDEX entry_dnr ON entry (dnr, event) WHERE dnr IS NOT NULL;
  CREATE INDEX entry_actor ON entry (actor, event);
  CREATE INDEX entry_period ON entry (period, event);
  CREATE INDEX entry_event ON entry (event);
  CREATE INDEX entry_recorded ON entry (recorded_at, event);
  ANALYZE;
`;

const ENTRIES_A_TRANSACTION = 200_000;

interface Corrected {
  readonly was: PlainEntry;
  readonly seq: number;
}

/** Reads the log into tables of its own; those that are there already are kept. */
export async function makeReference(
  path: string,
  log: string,
  onProgress: (entries: number) => void,
): Promise<void> {
  if (isMade(path)) return;
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true });
  const database = new Sqlite(path);
  database.pragma('page_size = 8192');
  database.pragma('journal_mode = OFF');
  database.pragma('synchronous = OFF');
  database.pragma('cache_size = -262144');
  database.exec(TABLES);
  const store = await openSqliteEventStore({ path: log, mode: 'read' });
  const write = writer(database);
  const held = new Map<string, { event: RecordedEvent; seq: number }[]>();
  const corrected: Corrected[] = [];
  let [seq, reported] = [0, 0];
  const take = (event: RecordedEvent, own: number, from: number): void => {
    for (const entry of write(event, own, from)) corrected.push({ was: entry, seq: from });
  };
  database.exec('BEGIN');
  for await (const event of store.readAll()) {
    seq++;
    const step = importStepOf(event);
    const importId = event.metadata['importId'];
    if (step !== undefined) {
      for (const one of held.get(step.importId) ?? []) take(one.event, one.seq, seq);
      held.delete(step.importId);
    } else if (importId === undefined) take(event, seq, seq);
    else held.set(importId, [...(held.get(importId) ?? []), { event, seq }]);
    if (seq - reported < ENTRIES_A_TRANSACTION) continue;
    reported = seq;
    onProgress(seq);
    database.exec('COMMIT; BEGIN');
  }
  database.exec('COMMIT');
  await store.close();
  database.exec(INDEXES);
  takeOut(database, corrected);
  database.pragma('user_version = 1');
  database.close();
}

function isMade(path: string): boolean {
  if (!existsSync(path)) return false;
  const made = new Sqlite(path, { readonly: true });
  const version = made.pragma('user_version', { simple: true });
  made.close();
  return version === 1;
}

/** Writes what an event says; gives what it corrects, as it stood. */
function writer(database: Database): (event: RecordedEvent, seq: number, from: number) => PlainEntry[] {
  const insert =
    database.prepare(`INSERT INTO entry (seq, event, recorded_at, kind, unit, area, basis, period, edition,
    measure, line, from_edition, amount, cause, cause_kind, body, decided, dnr, actor)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const words = database.prepare('INSERT INTO cause_words (rowid, words) VALUES (?, ?)');
  const unit = numbers(database, 'unit', ['path']);
  const line = numbers(database, 'line', ['path']);
  const cause = numbers(database, 'cause', ['kind', 'words'], (id, [, text]) => words.run(id, text));
  return (event, seq, from) => {
    const taken: PlainEntry[] = [];
    for (const record of entriesOf(event)) {
      if (record.kind === 'correction')
        taken.push(entryOfData(record.corrects, (event.data as unknown as EntryCorrected).was));
      const entry = entryIn(record);
      if (entry === null) continue;
      const at = readingOf(entry);
      const change = entry.kind === 'change' ? entry : null;
      insert.run(
        from,
        seq,
        event.recordedAt,
        entry.kind,
        unit([at.unit]),
        at.area,
        at.basis,
        at.period,
        at.edition,
        at.measure,
        line([JSON.stringify(at.line)]),
        change === null || change.from === 'inForce' ? null : change.from.edition,
        amountOf(entry),
        change === null ? null : cause([change.cause.kind, change.cause.words]),
        change?.cause.kind ?? null,
        entry.decision?.body ?? null,
        entry.decision?.date ?? null,
        entry.decision?.dnr ?? null,
        event.metadata['actor'] ?? null,
      );
    }
    return taken;
  };
}

function entryIn(record: LedgerRecord): PlainEntry | null {
  switch (record.kind) {
    case 'statement':
    case 'change':
    case 'statedDifference':
      return record;
    case 'correction':
      return record.replacement;
    default:
      return null;
  }
}

/** Thousands of kronor; of what is not stated none. */
function amountOf(entry: PlainEntry): bigint | null {
  const amount =
    entry.kind !== 'statement' ? entry.amount : entry.says.kind === 'amount' ? entry.says.amount : null;
  return amount === null ? null : amount / 1_000_000_000n;
}

/** Numbers of texts that are said again and again, each a row of its own. */
function numbers(
  database: Database,
  table: string,
  columns: readonly string[],
  onNew: (id: number, values: readonly string[]) => void = () => undefined,
): (values: readonly string[]) => number {
  const known = new Map<string, number>();
  const find = database
    .prepare<unknown[], number>(
      `SELECT id FROM ${table} WHERE ${columns.map((c) => `${c} = ?`).join(' AND ')}`,
    )
    .pluck();
  const add = database.prepare(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  return (values) => {
    const key = values.join('\u001f');
    let id = known.get(key) ?? find.get(...values);
    if (id === undefined) {
      id = Number(add.run(...values).lastInsertRowid);
      onNew(id, values);
    }
    if (known.size > 50_000) known.clear();
    known.set(key, id);
    return id;
  };
}

/** When the tables have their indexes, what was corrected is found by its address and amount. */
function takeOut(database: Database, corrected: readonly Corrected[]): void {
  const update = database.prepare(`UPDATE entry SET out_seq = ? WHERE id = (
    SELECT entry.id FROM entry JOIN unit ON unit.id = entry.unit JOIN line ON line.id = entry.line
    WHERE unit.path = ? AND period = ? AND basis = ? AND area = ? AND edition = ? AND measure = ? AND line.path = ?
      AND kind = ? AND amount IS ? AND out_seq IS NULL AND seq < ?
    ORDER BY entry.id LIMIT 1)`);
  database.exec('BEGIN');
  for (const { was, seq } of corrected) {
    const { unit, period, basis, area, edition, measure, line } = readingOf(was);
    const place = [unit, period, basis, area, edition, measure, JSON.stringify(line)];
    update.run(seq, ...place, was.kind, amountOf(was), seq);
  }
  database.exec('COMMIT');
}
