import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openEventStoreDb, openSqliteEventStore, parseEnvelope, type EventStore } from '#event-store';
import { importInputs } from '../../apps/cli/import/import-inputs.js';
import { planInputs } from '../../apps/cli/import/planned-input.js';
import { run } from '../../apps/cli/run.js';
import type { CopiedLedger } from '../../apps/shared/copying/copy-ledger.js';
import { openLedger } from '../../apps/shared/open-ledger.js';
import { mixed } from '../bench/bench-events.js';
import { benchTable, declarationsOf, EVENTS_A_STREAM, ledgerEvent } from '../bench/ledger-events.js';
import { startDouble, type Double } from '../esdb-double/start-double.js';
import { startChild } from '../support/child-process.js';
import { addressOn } from '../support/engine.js';
import { memoryIo } from '../support/memory-io.js';
import { PUBLISHED } from '../support/published-ledger.js';
import { patient } from '../support/patience.js';

/** How many events are copied beside the published figures; `npm run test:copy` asks for 200 000. */
const EVENTS = Number(process.env.LIGGAREN_TEST_COPY_EVENTS ?? 2_000);
const STREAMS = Math.ceil(EVENTS / EVENTS_A_STREAM);
const TIMEOUT_MS = patient(120_000) + 20 * EVENTS;
const KILLS = 4;
/** Where copies are killed; `LIGGAREN_SEED=random` for other places, and `npm run test:copy` says which it took. */
const SEED =
  process.env.LIGGAREN_SEED === 'random'
    ? Date.now() % 2 ** 32
    : Number(process.env.LIGGAREN_SEED ?? 20_261_121);
let drawn = 0;
/** From 0 up to, and without, 1. */
const random = (): number => mixed(SEED + drawn++) / 2 ** 32;

let folder: string;
let double: Double | undefined;
let server: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liggaren-copy-test-'));
  const connection = process.env.LIGGAREN_TEST_ESDB;
  if (connection === undefined) double = await startDouble();
  server = addressOn(connection ?? double?.connection ?? '', folder);
  const begun = performance.now();
  const imported = await liggaren('import', PUBLISHED, '--ledger', join(folder, 'source'));
  if (imported.code !== 0) throw new Error(`the published figures were not imported\n${imported.err}`);
  await fill(join(folder, 'source'));
  tell(`a ledger with ${EVENTS} events (LIGGAREN_SEED=${SEED})`, begun);
}, TIMEOUT_MS);

afterAll(async () => {
  await double?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function liggaren(...argv: readonly string[]) {
  const io = memoryIo();
  const code = await run(argv, { io, openLedger, planInputs, importInputs });
  return { code, ...io.written };
}

/** Events of many streams in between each other, so that a copy has to keep their order and not only that of streams. */
async function fill(ledger: string): Promise<void> {
  const store = await openSqliteEventStore({ path: join(ledger, 'log.sqlite') });
  for (let s = 0; s < STREAMS; s++) {
    const { unit, year } = benchTable(s);
    await store.append(`edition-${unit}|${year}`, declarationsOf(s), 'mustNotExist');
  }
  for (let n = 0; n < EVENTS_A_STREAM;) {
    const together = 1 + (n % 7);
    const count = Math.min(together, EVENTS_A_STREAM - n);
    await Promise.all(
      Array.from({ length: STREAMS }, (_, s) =>
        store.append(
          benchTable(s).stream,
          Array.from({ length: count }, (_event, i) => ledgerEvent(s, n + i)),
          n === 0 ? 'mustNotExist' : n - 1,
        ),
      ),
    );
    n += count;
  }
  await store.close();
}

/** Copies in another process that is killed some milliseconds after a random event, each time further on. */
async function killedCopy(from: string, to: string, kill: number): Promise<void> {
  const begun = performance.now();
  const child = startChild('test/engines/copier.ts', [from, to]);
  const at = Math.floor(((kill + random()) / KILLS) * (EVENTS + 1_000));
  const later = random() * 100;
  let last = '';
  for await (const line of child.lines) {
    last = line;
    const [step, done] = line.split(' ');
    if (step === 'copying' && Number(done) >= at) setTimeout(() => child.process.kill('SIGKILL'), later);
  }
  const how = await child.ended;
  if (how !== 'SIGKILL' && how !== 0) throw new Error(`the copy failed by itself: ${how} after ${last}`);
  tell(`a copy ended by ${how} after "${last}"`, begun);
}

/** How long something took, where somebody looks on. */
function tell(what: string, begun: number): void {
  if (process.env.LIGGAREN_TEST_COPY_EVENTS === undefined) return;
  process.stderr.write(`${((performance.now() - begun) / 1000).toFixed(1)} s: ${what}\n`);
}

async function copied(from: string, to: string, ...more: readonly string[]): Promise<CopiedLedger> {
  const begun = performance.now();
  const { code, out, err } = await liggaren('copy', '--from', from, '--to', to, '--json', ...more);
  if (code !== 0) throw new Error(`exit ${code}\n${err}`);
  const all = JSON.parse(out) as CopiedLedger;
  tell(`copied ${all.appended} of ${all.events} events, compared all and ${all.views ?? 'no'} views`, begun);
  return all;
}

async function texts(store: EventStore): Promise<string[]> {
  const found: string[] = [];
  for (let from; ;) {
    const page = await store.readRawPage({ ...(from === undefined ? {} : { from }), maxCount: 2_000 });
    found.push(...page.map(({ revision, text }) => `${revision} ${text}`));
    from = page.at(-1)?.position;
    if (from === undefined) break;
  }
  await store.close();
  return found;
}

const embedded = (name: string): Promise<EventStore> =>
  openSqliteEventStore({ path: join(folder, name, 'log.sqlite'), mode: 'read' });

describe('liggaren copy', () => {
  it(
    'to a server and back, killed again and again, gives identical logs and views',
    async () => {
      const source = join(folder, 'source');
      const back = join(folder, 'back');
      for (let kill = 0; kill < KILLS; kill++) await killedCopy(source, server, kill);
      const there = await copied(source, server);
      expect(there).toMatchObject({ from: { engine: 'sqlite' }, to: { engine: 'eventstoredb' } });
      expect(there.appended + there.alreadyThere).toBe(there.events);
      expect(there.views).toBeGreaterThan(150);
      for (let kill = 0; kill < KILLS; kill++) await killedCopy(server, back, kill);
      const again = await copied(server, back);
      expect(again).toMatchObject({ events: there.events, streams: there.streams, digest: there.digest });
      expect(again.views).toBe(there.views);
      const first = await texts(await embedded('source'));
      expect(first).toHaveLength(there.events);
      expect(await texts(await embedded('back'))).toEqual(first);
      expect(await texts(await openEventStoreDb({ connection: server, mode: 'read' }))).toEqual(first);
    },
    TIMEOUT_MS,
  );

  it(
    'copies what came since, and nothing twice',
    async () => {
      const source = join(folder, 'source');
      const store = await openSqliteEventStore({ path: join(source, 'log.sqlite') });
      await store.append('later', [{ ...ledgerEvent(STREAMS + 1, 0) }], 'mustNotExist');
      await store.close();
      expect(await copied(source, server, '--no-views')).toMatchObject({ appended: 1, views: null });
      expect(await copied(source, server, '--no-views')).toMatchObject({ appended: 0 });
    },
    TIMEOUT_MS,
  );

  it(
    'a position of the source is refused by the copy with that advice; an event id and a time are found again',
    async () => {
      const before = await openSqliteEventStore({ path: join(folder, 'source', 'log.sqlite'), mode: 'read' });
      const [event] = await before.readAllPage({ maxCount: 1, direction: 'backwards' });
      await before.close();
      if (event === undefined) throw new Error('the source is empty');
      const target = join(folder, 'back');
      const units = (asOf: string) => liggaren('units', '--ledger', target, '--as-of', asOf, '--json');
      const stale = await units(event.position);
      expect(stale.code).toBe(2);
      expect(stale.err).toContain('[POSITION_OF_OTHER_LOG]');
      expect(stale.err).toContain('name the event by its id, or the time');
      const first = (await embedded('back')).readRawPage({ maxCount: 1 });
      const { id, recordedAt } = parseEnvelope((await first)[0]?.text ?? '');
      for (const asOf of [id, recordedAt, '2999-01-01']) expect((await units(asOf)).code).toBe(0);
      const after = await liggaren('events', '--ledger', target, '--after', event.position);
      expect([after.code, after.err]).toEqual([2, expect.stringContaining('POSITION_OF_OTHER_LOG')]);
    },
    TIMEOUT_MS,
  );

  it('a target that holds something else is refused, and nothing more is written', async () => {
    const other = join(folder, 'other');
    await mkdir(other);
    const store = await openSqliteEventStore({ path: join(other, 'log.sqlite') });
    await store.append('own', [ledgerEvent(0, 0)], 'mustNotExist');
    await store.close();
    const refused = await liggaren('copy', '--from', join(folder, 'source'), '--to', other);
    expect([refused.code, refused.err]).toEqual([4, expect.stringContaining('[COPY_TARGET_DIFFERS]')]);
    expect(await texts(await embedded('other'))).toHaveLength(1);
    const onto = await liggaren('copy', '--from', other, '--to', server);
    expect(onto.code).toBe(4);
  }, 1_200_000);

  it('a ledger is not copied onto itself, and not from nowhere', async () => {
    const same = await liggaren('copy', '--from', server, '--to', server);
    expect([same.code, same.err]).toEqual([2, expect.stringContaining('one log')]);
    const nowhere = await liggaren('copy', '--from', join(folder, 'nowhere'), '--to', join(folder, 'new'));
    expect([nowhere.code, nowhere.err]).toEqual([5, expect.stringContaining('[LOG_MISSING]')]);
    expect((await liggaren('copy', '--from', server)).code).toBe(2);
  }, 1_200_000);
});
