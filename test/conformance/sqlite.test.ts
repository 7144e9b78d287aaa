import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventStore, type EventStore } from '#event-store';
import { describeEventStore } from './event-store.conformance.js';

describeEventStore('the embedded log (SQLite)', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'liggaren-log-'));
  let open: EventStore | undefined;
  return {
    open: async () => (open = await openSqliteEventStore({ path: join(folder, 'log.sqlite') })),
    destroy: async () => {
      await open?.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
});
