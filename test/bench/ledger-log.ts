import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openSqliteEventStore, type NewEvent } from '#event-store';
import {
  DECLARED_STREAMS,
  EVENTS_A_STREAM,
  LEDGER_STREAMS,
  benchTable,
  declarationsOf,
  ledgerEvent,
} from './ledger-events.js';

/** Events of one stream that come together. */
const TOGETHER = 10;
/** Appends under way at a time: as many as fill a group commit. */
const UNDER_WAY = 50;

/** The log of the figures of the read side, in a folder of its own; made when first asked for. */
export async function makeLedgerLog(folder: string): Promise<string> {
  const own = join(folder, 'ledger-log');
  const path = join(own, 'log.sqlite');
  if (existsSync(path)) return path;
  await mkdir(own, { recursive: true });
  const store = await openSqliteEventStore({ path });
  for (let stream = 0; stream < DECLARED_STREAMS; stream++) {
    const { unit, year } = benchTable(stream);
    await store.append(`edition-${unit}|${year}`, declarationsOf(stream), 'mustNotExist');
  }
  for (let first = 0; first < EVENTS_A_STREAM; first += TOGETHER) {
    for (let stream = 0; stream < LEDGER_STREAMS; stream += UNDER_WAY) {
      const appends: Promise<unknown>[] = [];
      for (let s = stream; s < stream + UNDER_WAY; s++) {
        const events: NewEvent[] = Array.from({ length: TOGETHER }, (_, n) => ledgerEvent(s, first + n));
        appends.push(store.append(benchTable(s).stream, events, first === 0 ? 'mustNotExist' : first - 1));
      }
      await Promise.all(appends);
    }
  }
  await store.close();
  return path;
}
