import { copyFile, constants, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openSqliteEventStore, type SqliteEventStore } from '#event-store';
import { STREAMS, benchEvents, benchStream } from './bench-events.js';

/** A log with so many events of the benchmark, spread evenly over its streams, that nobody has open. */
export interface BenchLog {
  readonly path: string;
  readonly events: number;
  /** The revision of the last event of each stream. */
  readonly revision: number;
}

const EVENTS = 1_000_000;
/** Events of one stream that come together. */
const TOGETHER = 10;
/** Appends under way at a time: as many as fill a group commit. */
const UNDER_WAY = 25;

export async function makeMillionEvents(
  folder: string,
  onProgress: (part: number) => void,
): Promise<BenchLog> {
  const path = join(folder, 'million.sqlite');
  const store = await openSqliteEventStore({ path });
  const perStream = EVENTS / STREAMS;
  let made = 0;
  for (let before = -1; before + 1 < perStream; before += TOGETHER) {
    for (let stream = 0; stream < STREAMS; stream += UNDER_WAY) {
      const appends: Promise<unknown>[] = [];
      for (let n = stream; n < stream + UNDER_WAY; n++) {
        const events = benchEvents(made, TOGETHER);
        appends.push(store.append(benchStream(n), events, before < 0 ? 'mustNotExist' : before));
        made += TOGETHER;
      }
      await Promise.all(appends);
      if (made % 50_000 === 0) onProgress(made / EVENTS);
    }
  }
  await store.close();
  return { path, events: made, revision: perStream - 1 };
}

/** A copy to write to, open. */
export async function openCopy(log: BenchLog, folder: string, name: string): Promise<SqliteEventStore> {
  const own = join(folder, name);
  await mkdir(own, { recursive: true });
  const path = join(own, 'log.sqlite');
  await copyFile(log.path, path, constants.COPYFILE_FICLONE);
  return openSqliteEventStore({ path });
}
