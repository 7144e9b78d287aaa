import { randomBytes } from 'node:crypto';
import { EventStoreDBClient } from '@eventstore/db-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { appendMissing, openEventStoreDb, type EventStoreDb } from '#event-store';
import { startDouble, type Double } from '../esdb-double/start-double.js';
import { prefixOf } from '../support/engine.js';
import { anEvent, collect, outcome, someEvents } from './fresh-log.js';

/*
 * Somebody with rights on the server has cut events off a ledger by its streams' metadata, or deleted what says which log
 * it is. What is left is never taken for the whole: on the double, and on the server of LIGGAREN_TEST_ESDB.
 */

const server = process.env['LIGGAREN_TEST_ESDB'];
const DAMAGED = { code: 'LOG_DAMAGED', hint: expect.stringContaining('restore the server') as unknown };

let double: Double | undefined;
let byHand: EventStoreDBClient;
let connection: string;
let prefix: string;
let store: EventStoreDb;

beforeAll(async () => {
  if (server === undefined) double = await startDouble();
  connection = server ?? double?.connection ?? '';
  byHand = EventStoreDBClient.connectionString(connection);
});
afterAll(async () => {
  await byHand.dispose();
  await double?.stop();
});
beforeEach(async () => {
  prefix = prefixOf(randomBytes(8).toString('hex'));
  store = await openEventStoreDb({ connection, prefix });
});
afterEach(() => store.close());

describe.each([
  ['a $maxCount', { maxCount: 3 }],
  ['a $tb', { truncateBefore: 2 }],
])('a stream that was given %s', (_, metadata) => {
  test('is damaged for whoever reads what is missing', async () => {
    const events = someEvents(5);
    await store.append('a', events, 'mustNotExist');
    await byHand.setStreamMetadata(`${prefix}:a`, metadata);
    await expect(collect(store.readStream('a'))).rejects.toMatchObject(DAMAGED);
    await expect(collect(store.readStream('a', { direction: 'backwards' }))).rejects.toMatchObject(DAMAGED);
    await expect(store.readStreamPage('a', { from: 1, maxCount: 1 })).rejects.toMatchObject(DAMAGED);
    expect(await store.readStreamPage('a', { from: 2, maxCount: 2 })).toHaveLength(2);
    expect(await store.streamHead('a')).toMatchObject({ revision: 4 });
    // What cannot be compared is not stored a second time.
    await expect(appendMissing(store, 'a', events)).rejects.toMatchObject(DAMAGED);
    expect(await collect(store.readAll())).toHaveLength(5);
  });
});

test('a ledger whose record was deleted is not begun anew behind what it has', async () => {
  await store.append('a', someEvents(2), 'mustNotExist');
  await byHand.deleteStream(`${prefix}!log`);
  for (let time = 0; time < 2; time++)
    await expect(openEventStoreDb({ connection, prefix })).rejects.toMatchObject(DAMAGED);
  // Whoever has it open has the ledger still.
  expect(await outcome(store.append('a', [anEvent()], 1))).toBe('appended');
});
