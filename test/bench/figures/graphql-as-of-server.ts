import { parentPort, workerData } from 'node:worker_threads';
import { openSqliteEventStore } from '#event-store';
import { openReadLedger } from '#projections';
import { createServer } from '../../../apps/api/index.js';
import { eventReader } from '../../../apps/shared/event-list.js';

/*
 * A thread that serves a ledger, as `liggaren serve` does: `path` is its log, `folder` where its read model is.
 */

const { path, folder } = workerData as { readonly path: string; readonly folder: string };
const store = await openSqliteEventStore({ path, mode: 'read' });
const read = openReadLedger({ folder, store });
await read.ready;
const { log } = await read.reader.status();
const server = await createServer({
  access: { reader: read.reader, events: eventReader(store, read.reader) },
});

parentPort?.on('message', () => void end());
parentPort?.postMessage({ url: `${server.url}/graphql`, logId: store.logId, events: log.events });

async function end(): Promise<void> {
  await server.close();
  await read.close();
  await store.close();
  parentPort?.close();
}
