import { openSqliteEventStore, type From } from '#event-store';
import type { Figure } from '../figure.js';
import { rate } from '../measure.js';

/** The whole log from the start, event by event, as any reader gets it. */
export const readAllParsed: Figure = {
  name: 'read the whole log, parsed',
  unit: 'events/s',
  referenceName: 'JSON.parse of the event alone',
  aim: { atLeast: 0.5 },

  async run(_, bench) {
    const { path, events } = await bench.millionEvents();
    const store = await openSqliteEventStore({ path, mode: 'read' });
    try {
      let read = 0;
      const ours = await rate(events, async () => {
        for await (const event of store.readAll()) if (event.revision >= 0) read++;
      });
      if (read !== events) throw new Error(`${read} events were read, not ${events}`);

      let milliseconds = 0;
      let from: From = 'start';
      for (;;) {
        const page = await store.readRawPage({ from });
        const last = page.at(-1);
        if (last === undefined) break;
        from = last.position;
        const start = performance.now();
        for (const { text } of page) JSON.parse(text);
        milliseconds += performance.now() - start;
      }
      return { ours, reference: (events * 1000) / milliseconds };
    } finally {
      await store.close();
    }
  },
};
