import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openSqliteEventStore, type NewEvent } from '#event-store';
import { country, type CountryOptions } from './country.js';

/** Events handed over before what is stored is awaited: as many as some group commits. */
const UNDER_WAY = 1_000;

/** Writes the country into a log of its own, through the store's append; one that is there already is kept. */
export async function makeCountryLog(
  folder: string,
  options: CountryOptions,
  onProgress: (entries: number) => void = () => undefined,
): Promise<string> {
  const path = join(folder, 'log.sqlite');
  const done = join(folder, 'log.done');
  if (existsSync(done)) return path;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  let now = '2010-01-01T00:00:00.000Z';
  const store = await openSqliteEventStore({ path, clock: () => new Date(now) });
  let appends: Promise<unknown>[] = [];
  let [waiting, entries] = [0, 0];
  for (const { at, recorded } of country(options)) {
    if (waiting >= UNDER_WAY) {
      await Promise.all(appends);
      appends = [];
      waiting = 0;
      now = at;
      onProgress(entries);
    }
    for (let i = 0; i < recorded.length;) {
      const { stream } = recorded[i] as (typeof recorded)[number];
      const together: NewEvent[] = [];
      for (; recorded[i]?.stream === stream; i++) {
        const { event, entries: said } = recorded[i] as (typeof recorded)[number];
        together.push(event);
        entries += said;
      }
      appends.push(store.append(stream, together, 'any'));
      waiting += together.length;
    }
  }
  await Promise.all(appends);
  await store.close();
  await writeFile(done, `${entries} entries\n`);
  return path;
}
