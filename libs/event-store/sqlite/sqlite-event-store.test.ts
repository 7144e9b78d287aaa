import { randomUUID } from 'node:crypto';
import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Database } from 'better-sqlite3';
import Sqlite from './binding.js';
import type { EventStore, NewEvent } from '../port.js';
import { openForWriting } from './open-database.js';
import { openSqliteEventStore, type SqliteEventStore } from './sqlite-event-store.js';

let folder: string;
let path: string;
const opened: EventStore[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liggaren-log-'));
  path = join(folder, 'log.sqlite');
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  await rm(folder, { recursive: true, force: true });
});

const open = async (options: object = {}): Promise<SqliteEventStore> => {
  const store = await openSqliteEventStore({ path, ...options });
  opened.push(store);
  return store;
};
const anEvent = (data: object = { amount: '-1250' }): NewEvent => ({
  id: randomUUID(),
  type: 'BudgetChanged',
  schemaVersion: 1,
  data,
});
const fill = async (store: EventStore, count: number): Promise<void> => {
  for (let n = 0; n < count; n++) await store.append(`budget-${n % 2}`, [anEvent({ n })], 'any');
};
/** A log file with some events, closed. */
const closedLog = async (count = 300): Promise<void> => {
  const store = await open();
  await fill(store, count);
  await store.close();
};
const inFile = (work: (database: Database) => void): void => {
  const database = new Sqlite(path);
  try {
    work(database);
  } finally {
    database.close();
  }
};

test('appends that are under way together stand in the order of their calls', async () => {
  const store = await open();
  const events = Array.from({ length: 300 }, (_, n) => anEvent({ n }));
  const appended = await Promise.all(events.map((event, n) => store.append(`s-${n % 3}`, [event], 'any')));
  const all = await store.readAllPage({ maxCount: 500 });
  expect(all.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
  expect(all.map(({ position }) => position)).toEqual(appended.map(({ position }) => position));
});

describe('the log file', () => {
  test.each([
    ["UPDATE events SET text = '{}' WHERE position = 1", 'an event is never changed'],
    ['UPDATE events SET position = 99 WHERE position = 3', 'an event is never changed'],
    ['DELETE FROM events WHERE position = 3', 'an event is never deleted'],
    ['DELETE FROM events', 'an event is never deleted'],
    ["INSERT OR REPLACE INTO events VALUES (2, 0, 0, '', '{}')", 'only ever added behind the last'],
    ["INSERT INTO events VALUES (5, 0, 0, '', '{}')", 'only ever added behind the last'],
    ["INSERT INTO events VALUES (-1, 0, 0, '', '{}')", 'only ever added behind the last'],
  ])('is append-only: %s is refused', async (sql, message) => {
    await closedLog(3);
    inFile((database) => {
      database.pragma('recursive_triggers = OFF');
      expect(() => database.exec(sql)).toThrow(message);
    });
    expect((await open()).verify()).toMatchObject({ events: 3, problems: [] });
  });

  test('is synced at every commit, with a write-ahead log', () => {
    const database = openForWriting(path, () => 'k3f9', '2026-01-01T00:00:00.000Z');
    try {
      expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
      const FULL = 2;
      expect(database.pragma('synchronous', { simple: true })).toBe(FULL);
    } finally {
      database.close();
    }
  });

  test('keeps the time that the writer had, also when it goes backwards', async () => {
    const times = ['2026-01-01T00:00:00.000Z', '2026-03-01T12:00:00.123Z', '2026-02-01T00:00:00.000Z'];
    const queue = times.map((time) => new Date(time));
    const store = await open({ clock: () => queue.shift() ?? new Date(0) });
    const read: string[] = [];
    await fill(store, 3);
    for await (const event of store.readAll()) read.push(event.recordedAt);
    expect(read).toEqual([...times.slice(1), '1970-01-01T00:00:00.000Z']);
  });

  test('is named when it is made, and keeps its name', async () => {
    const store = await open({ newLogId: () => 'k3f9' });
    expect((await store.append('a', [anEvent()], 'any')).position).toBe('k3f9:1');
    await store.close();
    expect((await open({ newLogId: () => 'zzzz' })).logId).toBe('k3f9');
  });

  test('hashes each text with the chain before it', async () => {
    await closedLog(2);
    inFile((database) => {
      const rows = database.prepare('SELECT chain, text FROM events').all() as {
        chain: string;
        text: string;
      }[];
      expect(rows.map((row) => row.chain.length)).toEqual([64, 64]);
    });
    expect((await open()).verify().chain).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('verifying', () => {
  test('a sound log has no problems', async () => {
    await closedLog();
    expect((await open()).verify()).toMatchObject({ events: 300, streams: 2, problems: [] });
  });

  const tamper: [string, string, string][] = [
    [
      'a changed text',
      'UPDATE events SET text = replace(text, \'{"n":7}\', \'{"n":8}\') WHERE position = 8',
      'not what was hashed',
    ],
    ['a lost event', 'DELETE FROM events WHERE position = 150', 'follows 149'],
    ['a wrong back pointer', 'UPDATE events SET previous = 7 WHERE position = 10', 'is not at 7'],
    ['a wrong revision', 'UPDATE events SET revision = 70 WHERE position = 20', 'revision 70'],
    ['a wrong head', 'UPDATE heads SET position = 4 WHERE stream = 1', 'the head of budget-0'],
    ['a lost head', 'DELETE FROM heads WHERE stream = 1', '2 streams have a first event, 1 have a head'],
    ['a wrong milestone', 'UPDATE milestones SET position = 3', 'milestone'],
  ];
  test.each(tamper)('sees %s', async (_, sql, message) => {
    await closedLog();
    inFile((database) => {
      database.exec('DROP TRIGGER events_are_never_changed; DROP TRIGGER events_are_never_deleted');
      database.exec(sql);
    });
    const { problems } = (await open()).verify();
    expect(problems.map((problem) => problem.message).join('\n')).toContain(message);
  });
});

describe('opening', () => {
  test('a second writer is refused, and the first is named; readers are let in', async () => {
    const writer = await open();
    await expect(open()).rejects.toMatchObject({
      code: 'LOG_LOCKED',
      message: expect.stringContaining(`process ${process.pid} since 2`),
    });
    await fill(writer, 3);
    const reader = await open({ mode: 'read' });
    expect(await reader.readAllPage()).toHaveLength(3);
    await expect(reader.append('a', [anEvent()], 'any')).rejects.toMatchObject({ code: 'LOG_READ_ONLY' });
    await writer.close();
    await fill(await open(), 1);
    expect(await reader.readAllPage()).toHaveLength(4);
  });

  test('the lock is free again after opening failed', async () => {
    await writeFile(path, 'no database '.repeat(500));
    await expect(open()).rejects.toMatchObject({ code: 'LOG_FOREIGN' });
    await rm(path);
    await fill(await open(), 1);
  });

  test('nothing is read where there is nothing, and nothing is made there', async () => {
    await expect(open({ mode: 'read' })).rejects.toMatchObject({
      code: 'LOG_MISSING',
      place: { file: path },
    });
    expect(() => statSync(path)).toThrow('ENOENT');
  });

  test('a database of another program is refused, and left as it was', async () => {
    inFile((database) => database.exec('CREATE TABLE accounts (id INTEGER)'));
    const before = await readFile(path);
    await expect(open()).rejects.toMatchObject({ code: 'LOG_FOREIGN' });
    await expect(open({ mode: 'read' })).rejects.toMatchObject({ code: 'LOG_FOREIGN' });
    expect(await readFile(path)).toEqual(before);
  });

  test('a log of a newer program is refused', async () => {
    await closedLog(1);
    inFile((database) => database.pragma('user_version = 99'));
    await expect(open()).rejects.toMatchObject({
      code: 'LOG_TOO_NEW',
      message: expect.stringContaining('99'),
    });
  });

  test('a log whose last events were altered is refused', async () => {
    await closedLog(5);
    inFile((database) => {
      database.exec('DROP TRIGGER events_are_never_changed');
      database.exec('UPDATE events SET text = replace(text, \'{"n":4}\', \'{"n":5}\')');
    });
    await expect(open()).rejects.toMatchObject({ code: 'LOG_DAMAGED' });
  });

  test('a file with pages overwritten is called damaged, now or when they are read', async () => {
    await closedLog();
    const { size } = statSync(path);
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.alloc(size - 4096, 0xa5), 0, size - 4096, 4096);
    closeSync(file);
    await expect(open()).rejects.toMatchObject({ code: 'LOG_DAMAGED' });
  });

  test('a file that another program keeps locked is called locked', async () => {
    await closedLog(1);
    const store = await open();
    const other = new Sqlite(path);
    other.exec('BEGIN IMMEDIATE');
    await expect(store.append('a', [anEvent()], 'any')).rejects.toMatchObject({ code: 'LOG_LOCKED' });
    other.exec('COMMIT');
    other.close();
    await fill(store, 2);
    expect(store.verify()).toMatchObject({ events: 3, problems: [] });
  });

  test('a folder that is not there is unreachable', async () => {
    path = join(folder, 'nowhere', 'log.sqlite');
    await expect(open()).rejects.toMatchObject({ code: 'LOG_UNREACHABLE' });
  });
});

describe('a commit that fails', () => {
  test('acknowledges nothing, and the next one goes on from what is stored', async () => {
    const store = await open();
    await fill(store, 3);
    const other = new Sqlite(path);
    other.exec("CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT raise(ABORT, 'disk full'); END");
    const failed = [1, 2, 3].map(() => store.append('budget-0', [anEvent()], 'any'));
    for (const append of failed) await expect(append).rejects.toMatchObject({ code: 'LOG_UNREACHABLE' });
    other.exec('DROP TRIGGER full');
    other.close();
    await fill(store, 2);
    expect(store.verify()).toMatchObject({ events: 5, streams: 2, problems: [] });
  });
});
