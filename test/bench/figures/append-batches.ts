import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { Sqlite } from '#event-store';
import type { SqliteEventStore } from '#event-store';
import { STREAMS, benchEvents, benchStream } from '../bench-events.js';
import { openCopy } from '../bench-log.js';
import type { Figure } from '../figure.js';
import { rate } from '../measure.js';

const BATCH = 1_000;
const BATCHES = 30;
const APPENDS = BATCH * BATCHES;
const FIRST_EVENT = 30_000_000;

let store: SqliteEventStore | undefined;
let plain: Database | undefined;

/** A caller who appends a thousand events to a stream, waits, and goes on to the next stream. */
export const appendBatches: Figure = {
  name: 'append in batches of 1 000 on a log of a million',
  unit: 'events/s',
  referenceName: 'inserts of 1 000 into a table with no index but the position, FULL',
  aim: { atLeast: 0.4 },

  async run(round, bench) {
    const million = await bench.millionEvents();
    store ??= await openCopy(million, bench.folder, 'batches');
    plain ??= openPlainTable(join(bench.folder, 'plain.sqlite'));
    const log = store;
    const events = benchEvents(FIRST_EVENT + round * APPENDS, APPENDS);
    const texts = events.map((event) =>
      JSON.stringify({ ...event, stream: benchStream(0), recordedAt: new Date(0).toISOString() }),
    );
    const insert = plain.prepare('INSERT INTO plain (text) VALUES (?)');
    const insertBatch = plain.transaction((batch: readonly string[]) => {
      for (const text of batch) insert.run(text);
    });
    const reference = await rate(APPENDS, () => {
      for (let n = 0; n < APPENDS; n += BATCH) insertBatch(texts.slice(n, n + BATCH));
    });
    const ours = await rate(APPENDS, async () => {
      for (let batch = 0; batch < BATCHES; batch++) {
        const stream = benchStream((round * BATCHES + batch) % STREAMS);
        await log.append(stream, events.slice(batch * BATCH, (batch + 1) * BATCH), million.revision);
      }
    });
    return { ours, reference };
  },

  end: async () => {
    plain?.close();
    await store?.close();
  },
};

function openPlainTable(path: string): Database {
  const database = new Sqlite(path);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('CREATE TABLE plain (position INTEGER PRIMARY KEY, text TEXT NOT NULL)');
  return database;
}
