import { entriesOf } from '#domain';
import { Sqlite } from '#event-store';
import { LedgerCache } from '../ledger/ledger-cache.js';
import { Model } from '../ledger/model.js';
import { Applier } from '../runner/applier.js';
import { batchOf, type Envelope } from '../runner/batch.js';
import { createTables } from '../runner/schema.js';

/** The id of the log that a read model in memory says it is of: its positions are `test:<n>`, n from 1. */
export const MEMORY_LOG = 'test';

/** A read model in memory of some events, applied in batches. */
export function memoryReadModel(
  events: readonly Envelope[],
  batchSize = 64,
): { readonly cache: LedgerCache; close(): void } {
  const database = new Sqlite(':memory:');
  createTables(database, MEMORY_LOG);
  const applier = new Applier(database, entriesOf);
  for (let from = 0; from < events.length; from += batchSize) {
    const items = events.slice(from, from + batchSize).map((event, i) => ({
      position: String(from + i + 1),
      text: JSON.stringify(event),
      event,
    }));
    applier.begin();
    applier.apply(batchOf(items, entriesOf));
    applier.commit();
  }
  return { cache: new LedgerCache(new Model(database, entriesOf)), close: () => database.close() };
}
