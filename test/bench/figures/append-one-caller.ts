import { closeSync, fdatasyncSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { SqliteEventStore } from '#event-store';
import { STREAMS, benchEvents, benchStream, mixed } from '../bench-events.js';
import { openCopy } from '../bench-log.js';
import type { Figure } from '../figure.js';
import { percentile, rate } from '../measure.js';

const APPENDS = 8_000;
const BLOCK_BYTES = 4096;
/** Numbers of events that no other figure uses. */
const FIRST_EVENT = 10_000_000;

let store: SqliteEventStore | undefined;
let revisions: number[] = [];

/** One caller who waits for each of its events to be durable, each to a random stream at its exact revision. */
export const appendOneCaller: Figure = {
  name: 'durable append, one caller, one event, awaited',
  unit: 'events/s',
  referenceName: 'overwrite of 4 KiB with fdatasync from Node',
  aim: { atLeast: 0.35 },

  async run(round, bench) {
    const million = await bench.millionEvents();
    if (store === undefined) {
      store = await openCopy(million, bench.folder, 'one-caller');
      revisions = Array.from({ length: STREAMS }, () => million.revision);
    }
    const log = store;
    const reference = await rate(APPENDS, () => overwriteBlock(join(bench.folder, 'block')));
    const events = benchEvents(FIRST_EVENT + round * APPENDS, APPENDS);
    const times: number[] = [];
    const ours = await rate(APPENDS, async () => {
      for (const [n, event] of events.entries()) {
        const stream = mixed(round * APPENDS + n) % STREAMS;
        const start = performance.now();
        const { revision } = await log.append(benchStream(stream), [event], revisions[stream]!);
        times.push(performance.now() - start);
        revisions[stream] = revision;
      }
    });
    return { ours, reference, p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
  },

  end: async () => store?.close(),
};

function overwriteBlock(path: string): void {
  const file = openSync(path, 'w+');
  const block = Buffer.alloc(BLOCK_BYTES, 1);
  writeSync(file, block, 0, BLOCK_BYTES, 0);
  fsyncSync(file);
  for (let n = 0; n < APPENDS; n++) {
    writeSync(file, block, 0, BLOCK_BYTES, 0);
    fdatasyncSync(file);
  }
  closeSync(file);
}
