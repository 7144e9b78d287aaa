import { randomUUID } from 'node:crypto';
import {
  EventStoreDBClient,
  binaryEvent,
  jsonEvent,
  streamNameFilter,
  type AppendResult,
  type JSONEventType,
  type Position,
} from '@eventstore/db-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { prefixOf } from '../support/engine.js';
import { patient } from '../support/patience.js';
import { startDouble, type Double } from './start-double.js';

/*
 * What was measured of the server, asked with its own client by hand: of the double, and of the real server that
 * LIGGAREN_TEST_ESDB names. The two must answer alike.
 */

const server = process.env['LIGGAREN_TEST_ESDB'];

let double: Double | undefined;
let client: EventStoreDBClient;
beforeAll(async () => {
  if (server === undefined) double = await startDouble();
});
afterAll(() => double?.stop());
// The server answers a bad request of an append twice. The client by hand knows no more of it at the second answer, throws, and
// waits for ever with all that it sends from then on: so each test has a client of its own.
jest.setTimeout(patient(30_000));
beforeEach(() => {
  client = EventStoreDBClient.connectionString(server ?? double?.connection ?? '');
});
afterEach(() => client.dispose());

type Event = JSONEventType<'Measured', { n: number }>;

const newStream = (): string => `${prefixOf('measured')}:${randomUUID()}`;
const anEvent = (n = 0, id: string = randomUUID()) => jsonEvent<Event>({ id, type: 'Measured', data: { n } });

async function read(
  stream: string,
  options: Parameters<EventStoreDBClient['readStream']>[1] = {},
): Promise<number[]> {
  const found: number[] = [];
  for await (const { event } of client.readStream<Event>(stream, { maxCount: 1_000, ...options })) {
    if (event !== undefined) found.push(event.data.n);
  }
  return found;
}

async function readAll(options: Parameters<EventStoreDBClient['readAll']>[0]): Promise<Position[]> {
  const found: Position[] = [];
  for await (const { event } of client.readAll(options)) if (event !== undefined) found.push(event.position);
  return found;
}

const where = (result: AppendResult): object => ({
  revision: result.nextExpectedRevision,
  position: result.position,
});

describe('duplicates', () => {
  test('the same ids with the original revision succeed with their place, whatever their data', async () => {
    const stream = newStream();
    const [a, b] = [anEvent(1), anEvent(2)];
    const first = await client.appendToStream(stream, [a, b], { expectedRevision: 'no_stream' });
    await client.appendToStream(stream, anEvent(3), { expectedRevision: 1n });
    const again = await client.appendToStream(stream, [a, b], { expectedRevision: 'no_stream' });
    expect(where(again)).toEqual(where(first));
    const other = await client.appendToStream(stream, [anEvent(7, a.id), anEvent(8, b.id)], {
      expectedRevision: 'no_stream',
    });
    expect(where(other)).toEqual(where(first));
    expect(where(await client.appendToStream(stream, [a, b], { expectedRevision: 'any' }))).toEqual(
      where(first),
    );
    expect(await read(stream)).toEqual([1, 2, 3]);
  });

  test.each(['no_stream', 'any'] as const)(
    'an old id and a new one are refused, with %s',
    async (expectedRevision) => {
      const stream = newStream();
      const a = anEvent(1);
      await client.appendToStream(stream, a, { expectedRevision: 'no_stream' });
      await client.appendToStream(stream, anEvent(2), { expectedRevision: 0n });
      await expect(
        client.appendToStream(stream, [a, anEvent(3)], { expectedRevision }),
      ).rejects.toMatchObject({
        type: 'wrong-expected-version',
        actualVersion: 1n,
      });
    },
  );

  test('the same id at the present revision, twice in one batch and in two streams is stored each time', async () => {
    const [stream, other] = [newStream(), newStream()];
    const a = anEvent(1);
    await client.appendToStream(stream, a, { expectedRevision: 'no_stream' });
    await client.appendToStream(stream, a, { expectedRevision: 0n });
    const b = anEvent(2);
    await client.appendToStream(stream, [b, b], { expectedRevision: 1n });
    await client.appendToStream(other, a, { expectedRevision: 'any' });
    expect(await read(stream)).toEqual([1, 1, 2, 2]);
    expect(await read(other)).toEqual([1]);
  });

  test('an append of nothing reports success and writes nothing', async () => {
    const stream = newStream();
    const result = await client.appendToStream(stream, [], { expectedRevision: 'any' });
    expect([result.success, result.nextExpectedRevision]).toEqual([true, 0n]);
    await expect(read(stream)).rejects.toMatchObject({ type: 'stream-not-found' });
  });
});

describe('conflicts', () => {
  test.each([
    ['no_stream', 0n],
    [3n, 0n],
  ] as const)('%s on a stream at revision 0', async (expectedRevision, actualVersion) => {
    const stream = newStream();
    await client.appendToStream(stream, anEvent(), { expectedRevision: 'no_stream' });
    await expect(client.appendToStream(stream, anEvent(), { expectedRevision })).rejects.toMatchObject({
      type: 'wrong-expected-version',
      actualVersion,
    });
  });

  test.each(['stream_exists', 0n] as const)('%s on no stream', async (expectedRevision) => {
    await expect(client.appendToStream(newStream(), anEvent(), { expectedRevision })).rejects.toMatchObject({
      type: 'wrong-expected-version',
      actualVersion: 'no_stream',
    });
  });

  test('a bad id and an empty type are refused', async () => {
    const stream = newStream();
    const refused = { message: 'Could not recognize BadRequest' };
    // Two seconds later the server answers them again, with a timeout, and the client falls over it: by then it is gone.
    const soonGone = EventStoreDBClient.connectionString(server ?? double?.connection ?? '');
    await expect(soonGone.appendToStream(stream, anEvent(1, 'no-uuid'))).rejects.toMatchObject(refused);
    await expect(soonGone.appendToStream(stream, { ...anEvent(), type: '' })).rejects.toMatchObject(refused);
    await soonGone.dispose();
  });
});

describe('sizes', () => {
  const ofSize = (bytes: number) => binaryEvent({ type: 'Measured', data: Buffer.alloc(bytes) });

  test('1 047 000 bytes pass, 1 100 000 do not, nor 4 × 300 000', async () => {
    await client.appendToStream(newStream(), ofSize(1_047_000));
    const refused = { type: 'maximum-append-size-exceeded' };
    await expect(client.appendToStream(newStream(), ofSize(1_100_000))).rejects.toMatchObject(refused);
    const four = [1, 2, 3, 4].map(() => ofSize(300_000));
    await expect(client.appendToStream(newStream(), four)).rejects.toMatchObject(refused);
  });
});

describe('reading', () => {
  test('includes the revision and the position that are given', async () => {
    const stream = newStream();
    const events = [0, 1, 2, 3, 4].map((n) => anEvent(n));
    for (const event of events) await client.appendToStream(stream, event);
    expect(await read(stream, { fromRevision: 2n })).toEqual([2, 3, 4]);
    expect(await read(stream, { fromRevision: 2n, direction: 'backwards' })).toEqual([2, 1, 0]);
    expect(await read(stream, { fromRevision: 'end', direction: 'backwards', maxCount: 1 })).toEqual([4]);
    expect(await read(stream, { fromRevision: 9n })).toEqual([]);
    expect(await read(stream, { fromRevision: 900n, direction: 'backwards', maxCount: 3 })).toEqual([
      4, 3, 2,
    ]);
    const positions: Position[] = [];
    for await (const { event } of client.readStream(stream, { maxCount: 9 }))
      positions.push(event!.position!);
    expect(await readAll({ fromPosition: positions[2], maxCount: 1 })).toEqual([positions[2]]);
    const [backwards] = await readAll({ fromPosition: positions[2], maxCount: 1, direction: 'backwards' });
    expect(backwards!.commit).toBeLessThan(positions[2]!.commit);
    for (const { commit, prepare } of positions) expect(commit).toBe(prepare);
  });

  test('a position that is no start of a record fails, and one beyond the end gives nothing', async () => {
    const { position } = await client.appendToStream(newStream(), anEvent());
    const between = { commit: position!.commit - 1n, prepare: position!.prepare - 1n };
    await expect(readAll({ fromPosition: between, maxCount: 1 })).rejects.toMatchObject({
      type: 'unknown',
      code: 2,
    });
    const beyond = { commit: position!.commit + 10n ** 12n, prepare: position!.prepare + 10n ** 12n };
    expect(await readAll({ fromPosition: beyond, maxCount: 1 })).toEqual([]);
  });

  test('a stream that is missing, deleted and tombstoned', async () => {
    const stream = newStream();
    await expect(read(stream)).rejects.toMatchObject({ type: 'stream-not-found' });
    await client.appendToStream(stream, [anEvent(0), anEvent(1)]);
    await client.deleteStream(stream);
    await expect(read(stream)).rejects.toMatchObject({ type: 'stream-not-found' });
    const { nextExpectedRevision } = await client.appendToStream(stream, anEvent(2), {
      expectedRevision: 'no_stream',
    });
    expect(nextExpectedRevision).toBe(2n);
    expect(await read(stream)).toEqual([2]);
    await client.tombstoneStream(stream);
    await expect(read(stream)).rejects.toMatchObject({ type: 'stream-deleted' });
    await expect(client.appendToStream(stream, anEvent())).rejects.toMatchObject({ type: 'stream-deleted' });
  });

  test('what metadata leave of a stream is read at once, and its revisions go on', async () => {
    const stream = newStream();
    await client.appendToStream(
      stream,
      [0, 1, 2, 3, 4].map((n) => anEvent(n)),
    );
    await client.setStreamMetadata(stream, { maxCount: 3 });
    expect(await read(stream)).toEqual([2, 3, 4]);
    expect(await read(stream, { direction: 'backwards', fromRevision: 'end' })).toEqual([4, 3, 2]);
    await client.setStreamMetadata(stream, { truncateBefore: 4 });
    expect(await read(stream, { fromRevision: 1n })).toEqual([4]);
    await client.appendToStream(stream, anEvent(5), { expectedRevision: 4n });
    expect(await read(stream)).toEqual([4, 5]);
    const positions: Position[] = [];
    for await (const { event } of client.readStream(stream, { maxCount: 9 }))
      positions.push(event!.position!);
    // In $all everything is there, until somebody scavenges.
    const before = await readAll({ fromPosition: positions[0], maxCount: 4, direction: 'backwards' });
    expect(before).toHaveLength(4);
  });

  test('bytes come back as they were sent', async () => {
    const stream = newStream();
    const data = Buffer.from('{"b":1,"2":"\\u0000🏛️","a":null}');
    await client.appendToStream(stream, binaryEvent({ type: 'Measured', data }));
    for await (const { event } of client.readStream(stream, { maxCount: 1 })) {
      expect(Buffer.from(event!.data as Uint8Array)).toEqual(data);
      expect(event!.isJson).toBe(false);
    }
  });
});

test('a subscription begins behind its position, is filtered, and tells when it has caught up', async () => {
  const stream = newStream();
  const first = await client.appendToStream(stream, anEvent(0));
  await client.appendToStream(stream, anEvent(1));
  await client.appendToStream(newStream(), anEvent(99));
  const seen: (number | string)[] = [];
  const third: Promise<AppendResult>[] = [];
  const subscription = client.subscribeToAll({
    fromPosition: first.position,
    filter: streamNameFilter({ prefixes: [stream] }),
  });
  subscription.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    subscription.on('confirmation', () => seen.push('confirmed'));
    subscription.on('caughtUp', () => {
      seen.push('caught up');
      third.push(client.appendToStream(stream, anEvent(2)));
    });
    subscription.on('data', ({ event }) => {
      const { n } = event!.data as { n: number };
      seen.push(n);
      if (n === 2) resolve();
    });
  });
  await Promise.all(third);
  await subscription.unsubscribe();
  expect(seen).toEqual(['confirmed', 1, 'caught up', 2]);
});
