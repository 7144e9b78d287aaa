import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  openEventStoreDb,
  type EventStoreDb,
  type EventStoreDbOptions,
  type Position,
  type RawEvent,
  type RecordedEvent,
} from '#event-store';
import type { Fault } from '../esdb-double/faults.js';
import { startDouble, type Double } from '../esdb-double/start-double.js';
import { anEvent, collect, idsOf, outcome, someEvents, take } from './fresh-log.js';

/* What a server and a network do wrong, each by itself: nothing acknowledged is lost, nothing is there twice. */

let double: Double;
let prefix: string;
const stores: EventStoreDb[] = [];

const open = async (options: Partial<EventStoreDbOptions> = {}): Promise<EventStoreDb> => {
  const store = await openEventStoreDb({
    connection: double.connection,
    prefix,
    answerMs: 1_000,
    giveUpMs: 20_000,
    ...options,
  });
  stores.push(store);
  return store;
};

beforeAll(async () => {
  double = await startDouble();
});
afterAll(() => double.stop());
beforeEach(() => {
  prefix = `faults.${randomBytes(6).toString('hex')}`;
});
afterEach(async () => {
  await double.clear();
  await Promise.all(stores.splice(0).map((store) => store.close()));
});

const until = async (isSo: () => boolean): Promise<void> => {
  const end = performance.now() + 15_000;
  while (!isSo()) {
    if (performance.now() > end) throw new Error('it never became so');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

describe('an append', () => {
  const faults: readonly Fault[] = [
    { fault: 'answer-lost' },
    { fault: 'request-lost' },
    { fault: 'silent' },
    { fault: 'silent', isStored: true },
    { fault: 'late', milliseconds: 1_500 },
    { fault: 'timeout' },
    { fault: 'timeout', isStored: true },
    { fault: 'not-leader' },
    { fault: 'not-ready', times: 3 },
  ];

  describe.each(['mustNotExist', 'mustExist', 'any', 'exact'] as const)('that expects %s', (expected) => {
    test.each(faults)('is stored once, whatever happens to it: %p', async (fault) => {
      const store = await open();
      if (expected !== 'mustNotExist') await store.append('a', someEvents(2), 'mustNotExist');
      await double.fault(fault);
      const events = someEvents(3);
      const { outcome: result, revision } = await store.append(
        'a',
        events,
        expected === 'exact' ? 1 : expected,
      );
      expect([result, revision]).toEqual(['appended', expected === 'mustNotExist' ? 2 : 4]);
      const stored = await collect(store.readStream('a', { from: revision - 2 }));
      expect(idsOf(stored)).toEqual(idsOf(events));
      expect(await store.head()).toBe(stored.at(-1)?.position);
    });
  });

  test('whose answer is lost with a restart, after which the server remembers no ids, is stored once', async () => {
    const store = await open();
    await store.append('a', someEvents(2), 'any');
    for (const expected of ['any', 'mustExist'] as const) {
      await double.fault({ fault: 'silent', isStored: true });
      const appending = store.append('a', [anEvent()], expected);
      await new Promise((resolve) => setTimeout(resolve, 50));
      await double.restart(200);
      expect((await appending).outcome).toBe('appended');
    }
    expect(await collect(store.readStream('a'))).toHaveLength(4);
  });

  test('of many, with the connection cut again and again, is stored once each and in its order', async () => {
    const store = await open();
    await double.fault({ fault: 'answer-lost', every: 17, times: 12 });
    await double.fault({ fault: 'request-lost', every: 23, times: 8 });
    const streams = Array.from({ length: 20 }, (_, n) => `s-${n}`);
    const acknowledged = await Promise.all(
      streams.map(async (stream) => {
        const ids: string[] = [];
        for (let n = 0; n < 20; n++) {
          const event = anEvent({ n });
          expect((await store.append(stream, [event], n === 0 ? 'mustNotExist' : n - 1)).outcome).toBe(
            'appended',
          );
          ids.push(event.id);
        }
        return ids;
      }),
    );
    for (const [n, stream] of streams.entries()) {
      expect(idsOf(await collect(store.readStream(stream)))).toEqual(acknowledged[n]);
    }
    expect(await collect(store.readAll())).toHaveLength(400);
  });

  test('is given up with a stable code where the server stays away, and told of when it is repeated', async () => {
    const store = await open({ giveUpMs: 700, answerMs: 300 });
    await double.fault({ fault: 'silent', isStored: true });
    const event = anEvent();
    const appending = outcome(store.append('a', [event], 'mustNotExist'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await double.freeze();
    expect(await appending).toBe('LOG_UNREACHABLE');
    expect(store.status()).toMatchObject({ state: 'lost' });
    await double.thaw();
    await double.restart(10);
    const again = await open();
    expect(await outcome(again.append('a', [event], 'mustNotExist'))).toBe('alreadyStored');
    expect(again.status()).toEqual({ state: 'live' });
    const other = { ...event, data: { other: true } };
    expect(await outcome(again.append('a', [other], 'mustNotExist'))).toBe('SAME_ID_OTHER_CONTENT');
  });

  test('to a server that is slower than an answer is waited for gets through all the same', async () => {
    const store = await open({ answerMs: 150 });
    await double.fault({ fault: 'late', milliseconds: 400, times: 1_000 });
    expect(await store.append('a', [anEvent()], 'mustNotExist')).toMatchObject({ revision: 0 });
    expect(await store.append('a', [anEvent()], 'any')).toMatchObject({ revision: 1 });
    await double.clear();
    expect(await collect(store.readStream('a'))).toHaveLength(2);
  });

  test('of a frozen server gets through when that thaws', async () => {
    const store = await open({ answerMs: 400 });
    await store.append('a', [anEvent()], 'mustNotExist');
    await double.freeze();
    const appending = store.append('a', [anEvent()], 0);
    await until(() => store.status().state === 'lost');
    await double.thaw();
    expect(await appending).toMatchObject({ outcome: 'appended', revision: 1 });
    expect(await collect(store.readStream('a'))).toHaveLength(2);
  });

  test('of one store does not fail with the connection of another', async () => {
    const [one, other] = [await open(), await open()];
    const events = someEvents(40);
    const appending = Promise.all(events.map((event, n) => one.append(`s-${n}`, [event], 'mustNotExist')));
    await other.close();
    expect((await appending).every((result) => result.outcome === 'appended')).toBe(true);
  });
});

test('appends that are under way together stand in the order of their calls, where none has to be tried again', async () => {
  const store = await open({ answerMs: 20_000 });
  const events = someEvents(300);
  const appended = await Promise.all(events.map((event, n) => store.append(`s-${n % 3}`, [event], 'any')));
  const all = await collect(store.readAll());
  expect(idsOf(all)).toEqual(idsOf(events));
  expect(all.map(({ position }) => position)).toEqual(appended.map(({ position }) => position));
});

describe('two who write to one log', () => {
  test('with the same revisions and ids: one wins each time, and the other is told what happened', async () => {
    const [one, other] = [await open(), await open()];
    expect(one.logId).toBe(other.logId);
    for (let n = 0; n < 25; n++) {
      const expected = n === 0 ? 'mustNotExist' : n - 1;
      const isShared = n % 2 === 0;
      const event = anEvent({ n });
      const results = await Promise.all([
        outcome(one.append('a', [event], expected)),
        outcome(other.append('a', [isShared ? event : anEvent({ n })], expected)),
      ]);
      expect(results.toSorted()).toEqual(isShared ? ['alreadyStored', 'appended'] : ['CONFLICT', 'appended']);
    }
    expect(await collect(one.readStream('a'))).toHaveLength(25);
  });

  test('who make it at once agree on its id', async () => {
    const ids = (await Promise.all([1, 2, 3, 4].map(() => open()))).map(({ logId }) => logId);
    expect(new Set(ids).size).toBe(1);
  });
});

describe('a read', () => {
  test.each<Fault>([
    { fault: 'cut', after: 7 },
    { fault: 'duplicate', times: 9, every: 5 },
    { fault: 'not-leader' },
    { fault: 'stale', events: 10 },
  ])('brings everything once, whatever happens to it: %p', async (fault) => {
    const store = await open();
    const events = someEvents(50);
    await store.append('a', events, 'mustNotExist');
    await double.fault(fault);
    expect(idsOf(await collect(store.readAll()))).toEqual(idsOf(events));
    await double.fault(fault);
    expect(idsOf(await collect(store.readStream('a')))).toEqual(idsOf(events));
    await double.fault(fault);
    const backwards = await collect(store.readAll({ direction: 'backwards' }));
    expect(idsOf(backwards)).toEqual(idsOf(events).toReversed());
  });

  test('brings nothing of another ledger and nothing of the server', async () => {
    const store = await open();
    await store.append('a', someEvents(3), 'any');
    const mine = prefix;
    prefix = `${mine}.b`;
    const other = await open();
    await other.append('a', someEvents(5), 'any');
    expect(await collect(store.readAll())).toHaveLength(3);
    expect(await collect(other.readAll())).toHaveLength(5);
    expect((await double.log()).some(({ stream }) => stream.startsWith('$'))).toBe(true);
  });

  test('of a position where no event stands is refused', async () => {
    const store = await open();
    const { position } = await store.append('a', someEvents(3), 'any');
    const [, commit = ''] = /:(\d+)-/.exec(position) ?? [];
    const between = `${store.logId}:${BigInt(commit) - 1n}-${BigInt(commit) - 1n}` as Position;
    await expect(store.readAllPage({ from: between })).rejects.toMatchObject({ code: 'POSITION_UNREADABLE' });
    expect(() => store.position(`${store.logId}:7`)).toThrow(
      expect.objectContaining({ code: 'POSITION_UNREADABLE' }),
    );
  });

  test('two hundred at once end, and leave room for the next', async () => {
    const store = await open();
    await store.append('a', someEvents(30), 'any');
    const reads = Array.from({ length: 200 }, () => take(store.readAll(), 3));
    for (const read of await Promise.all(reads)) expect(read).toHaveLength(3);
    expect(await collect(store.readAll())).toHaveLength(30);
  });
});

describe('a copy', () => {
  /** Events of many streams in between each other: 900 runs, so that several are on the wire at once. */
  const source = async (): Promise<readonly RawEvent[]> => {
    const log = await open({ prefix: `${prefix}.source` });
    for (let n = 0; n < 30; n++) {
      for (let s = 0; s < 30; s += 10) {
        await Promise.all(
          Array.from({ length: 10 }, (_, i) =>
            log.append(`s-${s + i}`, someEvents(1 + ((n + i) % 2)), n === 0 ? 'mustNotExist' : 'any'),
          ),
        );
      }
    }
    return log.readRawPage({ maxCount: 10_000 });
  };
  const bare = (events: readonly RawEvent[]): string[] => events.map(({ text }) => text);

  test.each<readonly Fault[]>([
    [{ fault: 'answer-lost', every: 170, times: 4 }],
    [{ fault: 'request-lost', every: 170, times: 4 }],
    [{ fault: 'silent', isStored: true, every: 200, times: 2 }],
    [{ fault: 'timeout', isStored: true, every: 150, times: 5 }],
    [{ fault: 'late', milliseconds: 300, every: 150, times: 5 }],
  ])('keeps the order of all streams: %p', async (fault) => {
    const events = await source();
    const target = await open();
    await double.fault(fault);
    expect(await target.appendRaw(events)).toEqual({ appended: events.length, alreadyStored: 0 });
    expect(bare(await target.readRawPage({ maxCount: 10_000 }))).toEqual(bare(events));
  });

  test.each<readonly Fault[]>([
    [{ fault: 'not-ready', every: 400 }],
    [{ fault: 'timeout', isStored: false, every: 400 }],
  ])('whose order is lost, since one node took a later append, is told so: %p', async (fault) => {
    const events = await source();
    const target = await open();
    await double.fault(fault);
    await expect(target.appendRaw(events)).rejects.toMatchObject({ code: 'COPY_TARGET_DIFFERS' });
  });

  test('to a cluster keeps its order, whatever a leader refuses before it takes the next', async () => {
    const events = await source();
    const cluster = await startDouble({ nodes: 3 });
    try {
      const target = await open({ connection: cluster.connection });
      await cluster.fault({ fault: 'not-ready', every: 30, times: 10 });
      await cluster.fault({ fault: 'timeout', every: 70, times: 5 });
      await cluster.fault({ fault: 'not-leader', every: 90, times: 5 });
      const leading = setInterval(() => void cluster.lead((turn = (turn + 1) % 3)), 100);
      let turn = 0;
      expect(
        await target.appendRaw(events).finally(() => {
          clearInterval(leading);
        }),
      ).toEqual({ appended: events.length, alreadyStored: 0 });
      expect(bare(await target.readRawPage({ maxCount: 10_000 }))).toEqual(bare(events));
      expect(await cluster.taken()).toMatchObject({ 'not-ready': 10, timeout: 5, 'not-leader': 5 });
    } finally {
      await Promise.all(stores.splice(0).map((store) => store.close()));
      await cluster.stop();
    }
  });
});

describe('whoever follows', () => {
  test.each<Fault>([
    { fault: 'cut', after: 5, times: 3 },
    { fault: 'duplicate', times: 20, every: 3 },
    { fault: 'slow-reader', after: 4, times: 3 },
    { fault: 'deaf', after: 4 },
    { fault: 'not-leader' },
  ])('is given everything once, whatever happens to it: %p', async (fault) => {
    const store = await open();
    await store.append('a', someEvents(10), 'any');
    await double.fault(fault);
    const following = Promise.all([take(store.follow(), 50), take(store.follow(), 50)]);
    for (let n = 0; n < 40; n++) {
      await store.append(`s-${n % 3}`, [anEvent({ n })], 'any');
      if (n % 8 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const all = idsOf(await collect(store.readAll()));
    for (const got of await following) expect(idsOf(got)).toEqual(all);
  });

  test('goes on behind a restart of the server, and behind its freezing', async () => {
    const store = await open();
    const events = someEvents(30);
    const following = take(store.follow(), 30);
    for (const [n, event] of events.entries()) {
      if (n === 10) await double.restart(150);
      if (n === 20) {
        await double.freeze();
        setTimeout(() => void double.thaw(), 1_500);
      }
      await store.append('a', [event], 'any');
    }
    expect(idsOf(await following)).toEqual(idsOf(events));
    await until(() => store.status().state === 'live');
  });

  test('is behind by what was not handled yet', async () => {
    const store = await open();
    const following = store.followPages({ maxCount: 5 })[Symbol.asyncIterator]();
    const pageSize = async (): Promise<number> => {
      const { done, value } = (await following.next()) as IteratorResult<readonly RecordedEvent[], undefined>;
      return done === true ? 0 : value.length;
    };
    await store.append('a', someEvents(5), 'any');
    let handled = await pageSize();
    await store.append('a', someEvents(7), 'any');
    await until(() => {
      const status = store.status();
      return status.state === 'behind' && status.by >= 7;
    });
    while (handled < 12) handled += await pageSize();
    // What was given counts as handled when the next is asked for.
    const next = following.next();
    await until(() => store.status().state === 'live');
    await store.append('a', someEvents(1), 'any');
    await next;
    await following.return?.(undefined);
  });
});

test('a server that is not there is told of, within the time', async () => {
  await expect(
    openEventStoreDb({ connection: 'esdb://127.0.0.1:1?tls=false', prefix, connectMs: 500 }),
  ).rejects.toMatchObject({ code: 'LOG_UNREACHABLE' });
});

test('a server is found by gossip', async () => {
  const store = await open({ connection: double.connection.replace('esdb:', 'esdb+discover:') });
  await store.append('a', someEvents(2), 'mustNotExist');
  expect(await collect(store.readAll())).toHaveLength(2);
});

test('a log that was never written is not made by reading it', async () => {
  await expect(open({ mode: 'read' })).rejects.toMatchObject({ code: 'LOG_MISSING' });
  const store = await open();
  await store.append('a', someEvents(2), 'any');
  const reading = await open({ mode: 'read' });
  expect(await collect(reading.readAll())).toHaveLength(2);
  expect(await outcome(reading.append('a', [anEvent()], 'any'))).toBe('LOG_READ_ONLY');
});

test('a stream that was deleted on the server is damage, and is told', async () => {
  const store = await open();
  await store.append('a', someEvents(2), 'any');
  const { EventStoreDBClient } = await import('@eventstore/db-client');
  const byHand = EventStoreDBClient.connectionString(double.connection);
  await byHand.deleteStream(`${prefix}:a`);
  expect(await outcome(store.append('a', [anEvent()], 'mustNotExist'))).toBe('LOG_DAMAGED');
  await byHand.tombstoneStream(`${prefix}:a`);
  expect(await outcome(store.append('a', [anEvent()], 'any'))).toBe('LOG_DAMAGED');
  await byHand.dispose();
});

test('what another program writes under the prefix is refused by name', async () => {
  const store = await open();
  const { EventStoreDBClient, jsonEvent } = await import('@eventstore/db-client');
  const byHand = EventStoreDBClient.connectionString(double.connection);
  await byHand.appendToStream(`${prefix}:a`, jsonEvent({ type: 'Foreign', data: { a: 1 } }));
  await expect(store.readAllPage()).rejects.toMatchObject({ code: 'LOG_FOREIGN' });
  await byHand.dispose();
});

test('metadata is flat on the server, and keys of every kind come back', async () => {
  const store = await open();
  const event = {
    ...anEvent(),
    metadata: { actor: 'a', _id: 'mine', __proto: 'p', _: '', 9: 'n', importId: 'i' },
  };
  await store.append('a', [event], 'any');
  const [read] = await collect(store.readAll());
  expect(read?.metadata).toEqual(event.metadata);
  const { EventStoreDBClient } = await import('@eventstore/db-client');
  const byHand = EventStoreDBClient.connectionString(double.connection);
  for await (const { event: seen } of byHand.readStream(`${prefix}:a`, { maxCount: 1 })) {
    const metadata = seen?.metadata as Record<string, unknown>;
    expect(Object.values(metadata).every((value) => typeof value === 'string')).toBe(true);
    expect(metadata).toMatchObject({ _id: event.id, actor: 'a', __id: 'mine', _schemaVersion: '1' });
  }
  await byHand.dispose();
});
