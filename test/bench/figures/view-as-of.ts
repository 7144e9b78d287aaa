import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openSqliteEventStore, type EventStore } from '#event-store';
import { openReadLedger, type OpenReadLedger, type ViewRequest } from '#projections';
import { mixed } from '../bench-events.js';
import type { Bench, Figure, Measured } from '../figure.js';
import { benchTable } from '../ledger-events.js';
import { makeLedgerLog } from '../ledger-log.js';

/** Views asked for in one round, spread over so many tables. */
const ASKED = 2_000;
const TABLES = 10;

interface Opened {
  readonly store: EventStore;
  readonly ledger: OpenReadLedger;
  readonly events: number;
}

let opened: Promise<Opened> | undefined;

/** Two editions of 60 rows and what changed, on two million entries: some time ago, against now. */
export const viewAsOf: Figure = {
  name: 'view of 60 rows as of a random position, two million entries',
  unit: 'ms',
  referenceName: 'the same view now',
  aim: { atMost: 2 },
  run: askOnce,
  end: async () => {
    const { ledger, store } = (await opened) ?? {};
    await ledger?.close();
    await store?.close();
    opened = undefined;
  },
};

async function askOnce(round: number, bench: Bench): Promise<Measured> {
  opened ??= open(bench);
  const { ledger, store, events } = await opened;
  const now: number[] = [];
  const then: number[] = [];
  for (let n = -ASKED / 10; n < ASKED; n++) {
    const random = mixed(round * ASKED + n);
    const { unit, year } = benchTable(random % TABLES);
    const request: ViewRequest = { view: 'budget-diff', unit, year, from: `${year}:1`, to: `${year}:2` };
    const asOf = `${store.logId}:${1_000 + (mixed(random) % (events - 1_000))}`;
    const start = performance.now();
    ledger.reader.view(request);
    const between = performance.now();
    ledger.reader.view(request, { asOf });
    const end = performance.now();
    // The first ones warm up.
    if (n < 0) continue;
    now.push(between - start);
    then.push(end - between);
  }
  now.sort((a, b) => a - b);
  then.sort((a, b) => a - b);
  const at = (values: readonly number[], part: number): number =>
    values[Math.floor(values.length * part)] ?? 0;
  return { ours: at(then, 0.5), reference: at(now, 0.5), p50: at(then, 0.5), p99: at(then, 0.99) };
}

async function open(bench: Bench): Promise<Opened> {
  const path = await makeLedgerLog(bench.folder);
  const folder = join(bench.folder, 'view-as-of');
  await mkdir(folder, { recursive: true });
  const store = await openSqliteEventStore({ path, mode: 'read' });
  const ledger = openReadLedger({ folder, store });
  await ledger.ready;
  const { log } = await ledger.reader.status();
  return { store, ledger, events: log.events };
}
