import { comparePositions, Sqlite, type Position } from '#event-store';
import type { LedgerRecord } from '#ledger';
import { LedgerCache } from '../ledger/ledger-cache.js';
import { Model } from '../ledger/model.js';
import { Live } from '../live/live.js';
import { Applier } from '../runner/applier.js';
import { batchOf, type Envelope } from '../runner/batch.js';
import { createTables } from '../runner/schema.js';
import type { TestEvent } from './random-history.js';

export const LOG_ID = 'test';

/** A ledger in memory whose changes are followed; events are applied as far as the test says. */
export interface LiveModel {
  readonly live: Live;
  readonly cache: () => LedgerCache;
  /** Applies the events up to a number, in one transaction. */
  apply(to: number): void;
  /** The same, as another process does: nobody here is told. */
  commit(to: number): void;
  /**
   * Builds the read model anew from what was applied, and goes over to it.
   * @param to only so far, as from a copy of the log that lags
   */
  rebuild(to?: number): void;
}

/**
 * @param onRead called whenever it is looked how far the read model has come
 * @param askLog called whenever the log is asked for its end
 */
export function liveModel(
  events: readonly TestEvent[],
  onRead: () => void = () => undefined,
  askLog: () => Promise<void> = async () => undefined,
): LiveModel {
  const byId = new Map<string, readonly LedgerRecord[]>(events.map((e) => [e.envelope.id, e.logged.records]));
  const recordsOf = (event: Envelope): readonly LedgerRecord[] => byId.get(event.id) ?? [];
  const listeners = new Set<() => void>();
  const open = (): { cache: LedgerCache; applier: Applier } => {
    const database = new Sqlite(':memory:');
    createTables(database, LOG_ID);
    return {
      cache: new LedgerCache(new Model(database, recordsOf)),
      applier: new Applier(database, recordsOf),
    };
  };
  let file = open();
  let applied = 0;
  const write = (applier: Applier, from: number, to: number): void => {
    const items = events.slice(from, to).map(({ envelope }, i) => ({
      position: String(from + i + 1),
      text: JSON.stringify(envelope),
      event: envelope,
    }));
    if (items.length === 0) return;
    applier.begin();
    applier.apply(batchOf(items, recordsOf));
    applier.commit();
  };
  const tell = (): void => listeners.forEach((listener) => listener());
  const live = new Live(
    {
      cache: () => {
        onRead();
        return file.cache;
      },
      logId: LOG_ID,
      onAdvance: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      waitFor: async (position) => {
        while (comparePositions(position, `${LOG_ID}:${applied}` as Position) > 0)
          await new Promise((resolve) => setImmediate(resolve));
      },
    },
    {
      head: async () => {
        await askLog();
        return applied === 0 ? undefined : (`${LOG_ID}:${applied}` as Position);
      },
    },
  );
  const commit = (to: number): void => {
    write(file.applier, applied, to);
    applied = Math.max(applied, Math.min(to, events.length));
  };
  return {
    live,
    cache: () => file.cache,
    commit,
    apply: (to) => {
      commit(to);
      tell();
    },
    rebuild: (to = applied) => {
      const fresh = open();
      write(fresh.applier, 0, (applied = to));
      const old = file;
      file = fresh;
      old.cache.model.database.close();
      tell();
    },
  };
}
