import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { NewEvent, SqliteEventStore } from '#event-store';
import { STREAMS, benchEvents, benchStream, mixed } from '../bench-events.js';
import { openCopy } from '../bench-log.js';
import type { Figure } from '../figure.js';
import { percentile, rate } from '../measure.js';

const CALLERS = 64;
const APPENDS_EACH = 500;
const APPENDS = CALLERS * APPENDS_EACH;
const FIRST_EVENT = 20_000_000;

let store: SqliteEventStore | undefined;
let revisions: number[] = [];

/** 64 callers at once, each waiting for its own event; a caller keeps to streams of its own, so none may conflict. */
export const appendManyCallers: Figure = {
  name: 'durable append, 64 callers, one event each',
  unit: 'events/s',
  referenceName: 'append-only file with group commit and 64 callers',
  aim: { atLeast: 0.35 },

  async run(round, bench) {
    const million = await bench.millionEvents();
    if (store === undefined) {
      store = await openCopy(million, bench.folder, 'many-callers');
      revisions = Array.from({ length: STREAMS }, () => million.revision);
    }
    const log = store;
    const events = benchEvents(FIRST_EVENT + round * APPENDS, APPENDS);
    const file = openGroupFile(join(bench.folder, `lines-${round}`));
    const reference = await rate(APPENDS, () =>
      callers(events, (event) => file.append(`${JSON.stringify(event)}\n`)),
    );
    file.close();

    const times: number[] = [];
    const ours = await rate(APPENDS, () =>
      callers(events, async (event, caller, n) => {
        const pick = mixed(round * APPENDS + caller * APPENDS_EACH + n) % Math.floor(STREAMS / CALLERS);
        const stream = pick * CALLERS + caller;
        const start = performance.now();
        const { revision } = await log.append(benchStream(stream), [event], revisions[stream]!);
        times.push(performance.now() - start);
        revisions[stream] = revision;
      }),
    );
    return { ours, reference, p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
  },

  end: async () => store?.close(),
};

type Append = (event: NewEvent, caller: number, n: number) => Promise<void>;

async function callers(events: readonly NewEvent[], append: Append): Promise<void> {
  const call = async (caller: number): Promise<void> => {
    for (let n = 0; n < APPENDS_EACH; n++) await append(events[caller * APPENDS_EACH + n]!, caller, n);
  };
  await Promise.all(Array.from({ length: CALLERS }, (_, caller) => call(caller)));
}

interface GroupFile {
  append(line: string): Promise<void>;
  close(): void;
}

/** The least that a durable log can be: lines in a file, those of one turn of the event loop synced together. */
function openGroupFile(path: string): GroupFile {
  const file = openSync(path, 'a');
  let waiting: { line: string; done: () => void }[] = [];
  const flush = (): void => {
    const group = waiting;
    waiting = [];
    writeSync(file, group.map(({ line }) => line).join(''));
    fdatasyncSync(file);
    for (const { done } of group) done();
  };
  return {
    append: (line) =>
      new Promise((done) => {
        if (waiting.push({ line, done }) === 1) setImmediate(flush);
      }),
    close: () => closeSync(file),
  };
}
