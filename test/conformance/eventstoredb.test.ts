import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll } from '@jest/globals';
import { openEventStoreDb, type EventStore } from '#event-store';
import { startDouble, type Double } from '../esdb-double/start-double.js';
import { prefixOf } from '../support/engine.js';
import { describeEventStore } from './event-store.conformance.js';

/** A real server, named by its connection string; without one the double is asked. */
const server = process.env['LIGGAREN_TEST_ESDB'];

let double: Double | undefined;
beforeAll(async () => {
  if (server === undefined) double = await startDouble();
});
afterAll(() => double?.stop());

describeEventStore(server === undefined ? 'EventStoreDB (double)' : 'EventStoreDB', async () => {
  // Streams of its own each time, so that one server can be tested again and again.
  const prefix = prefixOf(randomBytes(8).toString('hex'));
  let open: EventStore | undefined;
  return {
    open: async () =>
      (open = await openEventStoreDb({ connection: server ?? double?.connection ?? '', prefix })),
    destroy: async () => {
      await open?.close();
    },
  };
});
