import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventStore } from '#event-store';
import { openReadLedger } from '#projections';
import type { EsdbFigure } from '../figure.js';
import { worked, type Worked } from '../worked.js';
import { storeByHand } from '../store-by-hand.js';

/**
 * All views rest on one read model: rebuilding it is rebuilding all of them. By hand the same read model is fed from the
 * client's readAll, of events that are one text each, so that nothing but getting them differs.
 */
export const rebuild: EsdbFigure = {
  name: 'rebuild of all views, two entries an event',
  unit: 'events/s',
  referenceName: 'the same read model, fed by hand from client.readAll of whole texts',
  aim: { atLeast: 0.8 },

  async run(round, { client, folder, ledger }) {
    const { store, texts, events } = await ledger();
    const ours = await rebuilt(join(folder, `rebuild-${round}`), store, events);
    const byHand = await rebuilt(join(folder, `by-hand-${round}`), storeByHand(client, texts), events);
    return {
      ours: ours.rate,
      byHand: byHand.rate,
      processor: { ours: ours.processor, byHand: byHand.processor },
    };
  },
};

async function rebuilt(folder: string, store: EventStore, events: number): Promise<Worked> {
  await mkdir(folder, { recursive: true });
  const ledger = openReadLedger({ folder, store });
  const building = await worked(events, () => ledger.ready);
  const { events: applied } = ledger.runner.status();
  await ledger.close();
  await rm(folder, { recursive: true });
  if (applied !== events) throw new Error(`${applied} events were applied, not ${events}`);
  return building;
}
