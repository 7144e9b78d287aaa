import { parentPort, workerData, type Transferable } from 'node:worker_threads';
import { entriesOf } from '#domain';
import { openSqliteEventStore } from '#event-store';
import {
  BATCH_EVENTS,
  batchOfRaw,
  failureMessage,
  type LogThreadData,
  type LogThreadMessage,
} from './log-source.js';

/* The thread that reads ahead of a rebuild: rows of the log, parsed, with what each says of which readings. */

const { path, from, ahead } = workerData as LogThreadData;
const port = parentPort;
if (port === null) throw new Error('log-thread.js is started as a thread');

const sent = { credit: ahead };
let wake: (() => void) | undefined;
port.on('message', () => {
  sent.credit++;
  wake?.();
});

function send(message: LogThreadMessage, handedOver: Transferable[] = []): void {
  port?.postMessage(message, handedOver);
}

const store = await openSqliteEventStore({ path, mode: 'read' });
try {
  let at = from;
  for (;;) {
    while (sent.credit === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    const page = await store.readRawPage({ from: at, maxCount: BATCH_EVENTS });
    const last = page.at(-1);
    if (last === undefined) break;
    at = last.position;
    const batch = batchOfRaw(page, store.logId, entriesOf);
    const { times, keys, counts, entryFrames, entryLines, entryKinds, termCounts, eventTerms } = batch;
    sent.credit--;
    send({ batch }, [
      times.buffer,
      keys.buffer,
      counts.buffer,
      entryFrames.buffer,
      entryLines.buffer,
      entryKinds.buffer,
      termCounts.buffer,
      eventTerms.buffer,
    ] as Transferable[]);
    // Credits are messages: they are only taken in between.
    await new Promise((resolve) => setImmediate(resolve));
  }
  send({ end: true });
} catch (failure) {
  send(failureMessage(failure));
} finally {
  await store.close();
  port.close();
}
