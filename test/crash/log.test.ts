import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openSqliteEventStore, type SqliteEventStore } from '#event-store';
import { startChild } from '../support/child-process.js';

const KILLS = 6;

describe('a process that is killed while it appends', () => {
  let folder: string;
  let path: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'liggaren-crash-'));
    path = join(folder, 'log.sqlite');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Runs the appender until it has had so many events acknowledged, then kills it in the middle of its work. */
  async function appendAndKill(acknowledgedMin: number): Promise<string[]> {
    const child = startChild('test/crash/appender.ts', [path, '16']);
    const ids: string[] = [];
    for await (const line of child.lines) {
      const [id] = line.split(' ');
      if (id !== undefined) ids.push(id);
      if (ids.length === acknowledgedMin) child.process.kill('SIGKILL');
    }
    expect(await child.ended).toBe('SIGKILL');
    return ids;
  }

  async function idsIn(store: SqliteEventStore): Promise<string[]> {
    const ids: string[] = [];
    for await (const event of store.readAll()) ids.push(event.id);
    return ids;
  }

  test(`${KILLS} times over: what was acknowledged is there once, and the log is sound`, async () => {
    const acknowledged: string[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      // The last ones go on long enough for checkpoints to be under way.
      acknowledged.push(...(await appendAndKill(kill < 4 ? 300 + 777 * kill : 15_000)));

      const store = await openSqliteEventStore({ path });
      try {
        const stored = await idsIn(store);
        const known = new Set(stored);
        expect(known.size).toBe(stored.length);
        expect(acknowledged.filter((id) => !known.has(id))).toEqual([]);
        const report = store.verify();
        expect(report.problems).toEqual([]);
        expect(report.events).toBe(stored.length);
        expect(await store.head()).toBe(`${store.logId}:${stored.length}`);
      } finally {
        await store.close();
      }
    }
    expect(acknowledged.length).toBeGreaterThan(30_000);
  }, 120_000);

  test('a process that reads beside it follows every event, live and across its death', async () => {
    const own = join(folder, 'followed.sqlite');
    await (await openSqliteEventStore({ path: own })).close();
    const reader = await openSqliteEventStore({ path: own, mode: 'read' });
    const seen: string[] = [];
    const stop = new AbortController();
    const following = (async () => {
      for await (const event of reader.follow({ signal: stop.signal })) seen.push(event.id);
    })();
    try {
      const acknowledged: string[] = [];
      for (let life = 0; life < 2; life++) {
        const child = startChild('test/crash/appender.ts', [own, '4']);
        const before = acknowledged.length;
        for await (const line of child.lines) {
          acknowledged.push(line.split(' ')[0] ?? '');
          if (acknowledged.length === before + 400) child.process.kill('SIGKILL');
        }
        await child.ended;
      }
      const stored = await idsIn(reader);
      while (seen.length < stored.length) await new Promise((resolve) => setTimeout(resolve, 10));
      expect(seen).toEqual(stored);
      expect(acknowledged.filter((id) => !seen.includes(id))).toEqual([]);
    } finally {
      stop.abort();
      await following;
      await reader.close();
    }
  }, 60_000);

  test('its right to write is free at once', async () => {
    const own = join(folder, 'locked.sqlite');
    const child = startChild('test/crash/appender.ts', [own, '1']);
    for await (const line of child.lines) {
      expect(line).not.toBe('');
      if (child.process.exitCode === null && child.process.signalCode === null) {
        await expect(openSqliteEventStore({ path: own })).rejects.toMatchObject({
          code: 'LOG_LOCKED',
          message: expect.stringContaining(`process ${child.process.pid}`),
        });
        child.process.kill('SIGKILL');
        break;
      }
    }
    await child.ended;
    const store = await openSqliteEventStore({ path: own });
    expect(store.verify().problems).toEqual([]);
    await store.close();
  });
});
