import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { entriesOf } from '#domain';
import { planDataPackage, readDataPackage, type DataPackage, type ImportPlan } from '#ingest';
import type { LedgerRecord } from '#ledger';

/** The published figures in `data/`, as they are in the files. */
export function publishedPackage(): DataPackage {
  return readDataPackage((name) => readFileSync(join('data', name), 'utf8'));
}

/** The published figures, as an import would record them. */
export function publishedPlan(): ImportPlan {
  return planDataPackage(publishedPackage());
}

/** What the published figures say, record by record. */
export function publishedRecords(): LedgerRecord[] {
  return publishedPlan().streams.flatMap(({ events }) => events.flatMap((event) => [...entriesOf(event)]));
}
