import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteEventStore, type EventStore } from '#event-store';
import { planDataPackage, readDataPackage } from '#ingest';
import { ImportRunner } from '#recording';
import { openReadLedger, type OpenReadLedger } from '#projections';

/** A ledger in a folder, with a real log and the real read side. */
export interface TestLedger {
  readonly store: EventStore;
  readonly ledger: OpenReadLedger;
  close(): Promise<void>;
}

export async function openLedger(folder: string): Promise<TestLedger> {
  const store = await openSqliteEventStore({ path: join(folder, 'log.sqlite') });
  const ledger = openReadLedger({ folder, store });
  await ledger.ready;
  const close = async (): Promise<void> => {
    await ledger.close();
    await store.close();
  };
  return { store, ledger, close };
}

/** Imports the published figures in `data/`, and waits until they are read. */
export async function importPublished({ store, ledger }: TestLedger): Promise<void> {
  const plan = planDataPackage(readDataPackage((name) => readFileSync(join('data', name), 'utf8')));
  const runner = new ImportRunner({ store, answers: { answers: () => ledger.answers() } });
  const { position } = await runner.run({ ...plan, actor: 'test' });
  await ledger.runner.waitFor(position);
}
