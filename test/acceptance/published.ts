import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { entriesOf } from '#domain';
import { planDataPackage, readDataPackage, type DataPackage, type ImportPlan } from '#ingest';
import type { LedgerRecord } from '#ledger';
import { isOnServer } from '../support/engine.js';
import { publishedLedger } from '../support/published-ledger.js';

/** The published figures in `data/`, as they are in the files. */
export function publishedPackage(): DataPackage {
  return readDataPackage((name) => readFileSync(join('data', name), 'utf8'));
}

/** The published figures, as an import would record them. */
export function publishedPlan(): ImportPlan {
  return planDataPackage(publishedPackage());
}

/**
 * What the published figures say, record by record: of the events as they are planned, which the embedded log keeps as
 * they are; on a server of the events as it gave them back.
 */
export async function publishedRecords(): Promise<LedgerRecord[]> {
  const planned = publishedPlan().streams.flatMap(({ events }) => events);
  if (!isOnServer()) return planned.flatMap((event) => [...entriesOf(event)]);
  const { ledger, remove } = await publishedLedger();
  try {
    const records: LedgerRecord[] = [];
    for await (const event of ledger.store.readAll()) records.push(...entriesOf(event));
    return records;
  } finally {
    await remove();
  }
}
