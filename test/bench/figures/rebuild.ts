import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openSqliteEventStore } from '#event-store';
import { openReadLedger } from '#projections';
import type { Bench, Figure, Measured } from '../figure.js';
import { makeLedgerLog } from '../ledger-log.js';

/** Events that are parsed for the reference, in pages that are read before the clock runs. */
const PARSED = 200_000;
const PAGE = 10_000;

/** All views rest on one read model: rebuilding it is rebuilding all of them. */
export const rebuild: Figure = {
  name: 'rebuild of all views, a million events of two entries each',
  unit: 'events/s',
  referenceName: 'JSON.parse of the events alone',
  aim: { atLeast: 0.4 },
  run: rebuildOnce,
};

async function rebuildOnce(round: number, bench: Bench): Promise<Measured> {
  const path = await makeLedgerLog(bench.folder);
  const reference = await parseRate(path);
  const folder = join(bench.folder, `rebuild-${round}`);
  await mkdir(folder, { recursive: true });
  const store = await openSqliteEventStore({ path, mode: 'read' });
  try {
    const start = performance.now();
    const ledger = openReadLedger({ folder, store });
    await ledger.ready;
    const seconds = (performance.now() - start) / 1000;
    const { readModel } = await ledger.reader.status();
    await ledger.close();
    if (readModel.behind !== 0) throw new Error('the read model was not rebuilt to the end');
    const events = Number(readModel.checkpoint.split(':')[1]);
    return { ours: events / seconds, reference };
  } finally {
    await store.close();
    await rm(folder, { recursive: true });
  }
}

async function parseRate(path: string): Promise<number> {
  const store = await openSqliteEventStore({ path, mode: 'read' });
  let milliseconds = 0;
  let events = 0;
  let from: Parameters<typeof store.readRawPage>[0];
  while (events < PARSED) {
    const page = await store.readRawPage({ ...from, maxCount: PAGE });
    const last = page.at(-1);
    if (last === undefined) break;
    const start = performance.now();
    for (const { text } of page) JSON.parse(text);
    milliseconds += performance.now() - start;
    events += page.length;
    from = { from: last.position };
  }
  await store.close();
  return events / (milliseconds / 1000);
}
