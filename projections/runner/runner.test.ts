import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Sqlite } from '#event-store';
import { openSqliteEventStore, type SqliteEventStore } from '#event-store';
import { openReadLedger, type OpenReadLedger } from '#projections';
import { benchTable, declarationsOf, ledgerEvent } from '../../test/bench/ledger-events.js';
import { startChild } from '../../test/support/child-process.js';
import { tablesIn } from '../testing/tables.js';
import { takeApplierLock } from './applier-lock.js';
import { modelFiles } from './files.js';
import { PROJECTION_VERSION } from './schema.js';

/** Streams of the logs here, a hundred events each. */
const STREAMS = 12;

let folder: string;
const opened: { close(): Promise<void> }[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'liggaren-'));
});

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
  rmSync(folder, { recursive: true, force: true });
});

async function openLog(mode: 'read' | 'write' = 'write', at = folder): Promise<SqliteEventStore> {
  const store = await openSqliteEventStore({ path: join(at, 'log.sqlite'), mode });
  opened.push(store);
  return store;
}

function openRead(store: SqliteEventStore, at = folder): OpenReadLedger {
  const ledger = openReadLedger({ folder: at, store });
  opened.push(ledger);
  return ledger;
}

async function appendStream(store: SqliteEventStore, stream: number, from = 0, to = 100): Promise<void> {
  const { unit, year, stream: name } = benchTable(stream);
  if (from === 0) await store.append(`edition-${unit}|${year}`, declarationsOf(stream), 'mustNotExist');
  const events = Array.from({ length: to - from }, (_, n) => ledgerEvent(stream, from + n));
  await store.append(name, events, from === 0 ? 'mustNotExist' : from - 1);
}

/** The tables of a read model that is built in one go from the same log. */
async function builtAtOnce(): Promise<Record<string, string>> {
  const other = mkdtempSync(join(tmpdir(), 'liggaren-'));
  const store = await openSqliteEventStore({ path: join(folder, 'log.sqlite'), mode: 'read' });
  const ledger = openReadLedger({ folder: other, store });
  await ledger.ready;
  const tables = tablesIn(other);
  await ledger.close();
  await store.close();
  rmSync(other, { recursive: true });
  return tables;
}

const request = (stream = 0): Parameters<OpenReadLedger['reader']['view']>[0] => {
  const { unit, year } = benchTable(stream);
  return { view: 'budget-diff', unit, year, from: `${year}:1`, to: `${year}:2` };
};

describe('the runner', () => {
  it('builds, follows, and answers for a position that was waited for', async () => {
    const store = await openLog();
    await appendStream(store, 0, 0, 50);
    const ledger = openRead(store);
    await ledger.ready;
    const before = ledger.reader.view(request());
    await appendStream(store, 0, 50, 100);
    const head = await store.head();
    await ledger.runner.waitFor(head!);
    const after = ledger.reader.view(request());
    expect(after.position).toBe(head);
    expect(after.rows).not.toEqual(before.rows);
    expect(ledger.reader.view(request(), { asOf: before.position }).rows).toEqual(before.rows);
    await ledger.close();
    expect(tablesIn(folder)).toEqual(await builtAtOnce());
  });

  it('begins with a log in which there is nothing', async () => {
    const store = await openLog();
    const ledger = openRead(store);
    await ledger.ready;
    expect(() => ledger.reader.view(request())).toThrow(expect.objectContaining({ code: 'UNKNOWN_UNIT' }));
    expect(await ledger.reader.status()).toMatchObject({
      documents: 0,
      entries: 0,
      readModel: { behind: 0, rebuilding: false },
    });
    await appendStream(store, 0);
    await ledger.runner.waitFor((await store.head())!);
    expect(ledger.reader.view(request()).rows).toHaveLength(60);
  });

  it('is killed while it builds, and goes on from its checkpoint', async () => {
    const store = await openLog();
    for (let stream = 0; stream < STREAMS; stream++) await appendStream(store, stream);
    const child = startChild('projections/testing/applying-child.ts', [folder, '100']);
    for await (const line of child.lines) {
      if (Number(line.split(' ')[1]) < 300) continue;
      child.process.kill('SIGKILL');
      break;
    }
    expect(await child.ended).toBe('SIGKILL');
    const ledger = openRead(store);
    await ledger.ready;
    await ledger.close();
    expect(tablesIn(folder)).toEqual(await builtAtOnce());
  });

  it('is killed while it follows, at any moment, and another process takes over', async () => {
    const store = await openLog();
    await appendStream(store, 0);
    for (const [round, first] of [1, 4, 7].entries()) {
      const child = startChild('projections/testing/applying-child.ts', [folder, '50']);
      const lines = child.lines[Symbol.asyncIterator]();
      for (;;) {
        const { done, value } = (await lines.next()) as IteratorResult<string, undefined>;
        if (done === true) throw new Error('the child ended before it was ready');
        if (value === 'ready') break;
      }
      const writing = (async () => {
        for (let stream = first; stream < first + 3; stream++) {
          await appendStream(store, stream, 0, 40 + round);
          await appendStream(store, stream, 40 + round);
        }
      })();
      await new Promise((resolve) => setTimeout(resolve, 10 * round));
      child.process.kill('SIGKILL');
      expect(await child.ended).toBe('SIGKILL');
      await writing;
    }
    const ledger = openRead(store);
    await ledger.ready;
    await ledger.close();
    expect(tablesIn(folder)).toEqual(await builtAtOnce());
  });

  it('builds anew beside the old, answers meanwhile, and switches', async () => {
    const store = await openLog();
    for (let stream = 0; stream < STREAMS; stream++) await appendStream(store, stream);
    const ledger = openRead(store);
    await ledger.ready;
    const expected = ledger.reader.view(request(3)).rows;
    const [old] = modelFiles(folder);
    const progress: number[] = [];
    let reads = 0;
    const rebuilt = ledger.runner.rebuild(({ done }) => progress.push(done));
    const rebuilding = { ended: false };
    void rebuilt.then(() => (rebuilding.ended = true));
    while (!rebuilding.ended) {
      expect(ledger.reader.view(request(3)).rows).toEqual(expected);
      reads++;
      await new Promise((resolve) => setImmediate(resolve));
    }
    await appendStream(store, STREAMS);
    await ledger.runner.waitFor((await store.head())!);
    const [fresh] = modelFiles(folder);
    expect(fresh?.build).toBe((old?.build ?? 0) + 1);
    expect(modelFiles(folder)).toHaveLength(1);
    expect(reads).toBeGreaterThan(0);
    expect(progress.at(-1)).toBe(STREAMS * 104);
    expect(ledger.reader.view(request(3)).rows).toEqual(expected);
    expect(ledger.reader.view(request(STREAMS)).rows).toHaveLength(60);
  });

  it.each([
    [
      'is of another version',
      (path: string) => copyFileSync(path, path.replace(`.${PROJECTION_VERSION}-`, '.0-')),
    ],
    ['is no database', (path: string) => writeFileSync(path, 'nothing of the kind'.repeat(1000))],
    [
      'has lost a table',
      (path: string) => {
        const database = new Sqlite(path);
        database.exec('DROP TABLE filed');
        database.close();
      },
    ],
    [
      'has a checkpoint ahead of its data',
      (path: string) => {
        const database = new Sqlite(path);
        database.exec("UPDATE meta SET value = '99' WHERE key = 'seq'");
        database.close();
      },
    ],
  ])('builds a read model anew that %s', async (_what, spoil) => {
    const store = await openLog();
    await appendStream(store, 0);
    const first = openRead(store);
    await first.ready;
    await first.close();
    const [file] = modelFiles(folder);
    spoil(file!.path);
    if (_what.startsWith('is of another')) rmSync(file!.path);
    const ledger = openRead(store);
    await ledger.ready;
    expect(ledger.reader.view(request()).rows).toHaveLength(60);
    await ledger.close();
    expect(tablesIn(folder)).toEqual(await builtAtOnce());
  });

  it('reads what another process applies, also when that one switches', async () => {
    const store = await openLog();
    await appendStream(store, 0);
    const applying = openRead(store);
    await applying.ready;
    // Another opening of the same folder finds the right to apply taken, as another process does.
    const reading = openRead(await openLog('read'));
    await reading.ready;
    expect(reading.runner.status().applies).toBe(false);
    await appendStream(store, 1);
    const head = (await store.head())!;
    await reading.runner.waitFor(head);
    expect(reading.reader.view(request(1)).position).toBe(head);
    await applying.runner.rebuild();
    await appendStream(store, 2);
    await reading.runner.waitFor((await store.head())!);
    expect(reading.reader.view(request(2)).rows).toHaveLength(60);
    await expect(reading.runner.rebuild()).rejects.toMatchObject({ code: 'READ_MODEL_LOCKED' });
  });

  it('applies when the process that did is gone, and tells those who follow', async () => {
    const store = await openLog();
    await appendStream(store, 0);
    const applying = openRead(store);
    await applying.ready;
    const reading = openRead(await openLog('read'));
    await reading.ready;
    let told = 0;
    const stop = reading.runner.onAdvance(() => void told++);
    await applying.close();
    await appendStream(store, 1);
    const head = (await store.head())!;
    await reading.runner.waitFor(head);
    expect(reading.runner.status()).toMatchObject({ applies: true, checkpoint: head });
    expect(reading.reader.view(request(1)).position).toBe(head);
    expect(told).toBeGreaterThan(0);
    await reading.runner.rebuild();
    await appendStream(store, 2);
    await reading.runner.waitFor((await store.head())!);
    expect(reading.reader.view(request(2)).rows).toHaveLength(60);
    stop();
    await reading.close();
    expect(tablesIn(folder)).toEqual(await builtAtOnce());
  });

  it('builds the read model where the process that was to build it is gone', async () => {
    const store = await openLog();
    await appendStream(store, 0);
    const lock = takeApplierLock(folder);
    const ledger = openRead(store);
    setTimeout(() => lock?.release(), 300);
    await ledger.ready;
    expect(ledger.runner.status()).toMatchObject({ applies: true, checkpoint: await store.head() });
    await ledger.close();
  });

  it('refuses a position of another log, and one ahead of its end, and gives up waiting for one that is not applied', async () => {
    const store = await openLog();
    await appendStream(store, 0);
    const ledger = openRead(store);
    await ledger.ready;
    await expect(ledger.runner.waitFor('zzzz:1' as never)).rejects.toMatchObject({
      code: 'POSITION_OF_OTHER_LOG',
    });
    const head = await store.head();
    const began = performance.now();
    await expect(ledger.runner.waitFor(`${store.logId}:99999` as never)).rejects.toMatchObject({
      code: 'POSITION_NOT_REACHED',
      message: expect.stringContaining(head ?? '?') as unknown,
    });
    expect(performance.now() - began).toBeLessThan(5_000);
    await ledger.close();
    const lock = takeApplierLock(folder);
    const lagging = openRead(store);
    await lagging.ready;
    await appendStream(store, 1);
    await expect(lagging.runner.waitFor((await store.head())!, 30)).rejects.toMatchObject({
      code: 'READ_MODEL_BEHIND',
    });
    lock?.release();
    expect(existsSync(join(folder, 'log.sqlite'))).toBe(true);
  });
});
