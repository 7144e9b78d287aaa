import { allRequest, followRequest } from '../../../../libs/event-store/eventstoredb/read-requests.js';
import { bareRead } from '../bare.js';
import { followByHand, readRegion } from '../by-hand.js';
import type { EsdbFigure, Measured } from '../figure.js';
import type { LedgerOnServer } from '../ledger-on-server.js';
import { worked, type Worked } from '../worked.js';

/** The whole log from its start, event by event and parsed, as any reader gets it. */
export const readAll: EsdbFigure = {
  name: 'read $all, parsed',
  unit: 'events/s',
  referenceName: 'client.readAll of events written as JSON, by hand',
  aim: { atLeast: 0.8 },

  async run(_, { client, connection, ledger }) {
    const { store, events, json } = await ledger();
    let read = 0;
    const ours = await worked(events, async () => {
      for await (const event of store.readAll()) if (event.revision >= 0) read++;
    });
    let byHandRead = 0;
    const byHand = await worked(events, async () => {
      for await (const event of readRegion(client, json)) if (event.revision >= 0n) byHandRead++;
    });
    requireAll(events, read, byHandRead);
    const from = await beginning(await ledger());
    const bare = await bareRead(
      connection,
      allRequest([portPrefix(json.prefix)], from, 'forwards', events),
      events,
    );
    return { ...told(ours, byHand), bare };
  },
};

/** Everything that there is, by following it from the start. */
export const followFromStart: EsdbFigure = {
  name: 'follow from the start, catching up',
  unit: 'events/s',
  referenceName: 'client.subscribeToAll by prefix, by hand',
  aim: { atLeast: 0.8 },

  async run(_, { client, connection, ledger }) {
    const { store, events, json } = await ledger();
    let read = 0;
    const ours = await worked(events, async () => {
      for await (const event of store.follow()) {
        if (event.revision >= 0) read++;
        if (read === events) break;
      }
    });
    let byHandRead = 0;
    const byHand = await worked(events, async () => {
      await followByHand(client, json.prefix, json.after, (event) => {
        if (event.revision >= 0n) byHandRead++;
        return byHandRead === events;
      });
    });
    requireAll(events, read, byHandRead);
    const from = await beginning(await ledger());
    const bare = await bareRead(connection, followRequest(portPrefix(json.prefix), from), events - 1);
    return { ...told(ours, byHand), bare };
  },
};

function told(ours: Worked, byHand: Worked): Measured {
  return {
    ours: ours.rate,
    byHand: byHand.rate,
    processor: { ours: ours.processor, byHand: byHand.processor },
  };
}

function requireAll(events: number, ...read: readonly number[]): void {
  if (read.some((count) => count !== events)) throw new Error(`${read.join(' and ')} events, not ${events}`);
}

async function beginning({ store }: LedgerOnServer) {
  const [first] = await store.readAllPage({ maxCount: 1 });
  if (first === undefined) throw new Error('the ledger is empty');
  return first.position;
}

function portPrefix(json: string): string {
  return json.replace(/\.json-$/, '.port:');
}
