/**
 * Appends to a log from several callers at once, for as long as it lives, and prints the id of each event when, and
 * only when, it has been acknowledged: `<event id> <position>`. Meant to be killed.
 *
 *     appender.ts <log file> <callers>
 */
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { openSqliteEventStore, type EventStore, type NewEvent } from '#event-store';

const [path = '', callers = '1'] = process.argv.slice(2);

function someEvents(caller: number): NewEvent[] {
  const count = caller % 4 === 0 ? 20 : 1;
  return Array.from({ length: count }, () => ({
    id: randomUUID(),
    type: 'BudgetChanged',
    schemaVersion: 1,
    data: { caller, text: 'x'.repeat(500) },
  }));
}

/** Written at once and not through a stream, so that nothing acknowledged is unknown to whoever counts. */
function print(text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      // The pipe is full: whoever reads it is slower than the log.
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

async function call(store: EventStore, caller: number): Promise<void> {
  for (;;) {
    const events = someEvents(caller);
    const { position } = await store.append(`budget-${caller % 10}`, events, 'any');
    print(events.map(({ id }) => `${id} ${position}\n`).join(''));
  }
}

const store = await openSqliteEventStore({ path });
await Promise.all(Array.from({ length: Number(callers) }, (_, caller) => call(store, caller)));
