import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chaos, type Happening } from './chaos.js';
import { FOLLOWED } from './followed.js';
import { requireBuild } from './processes.js';
import { Proxy } from './proxy.js';
import { Random } from './random.js';
import { SocketSubscriber } from './socket-subscriber.js';
import { StreamSubscriber } from './stream-subscriber.js';
import type { Subscriber } from './subscriber.js';
import { Surroundings } from './surroundings.js';
import { Truth } from './truth.js';
import { expectedOf, wrongWith, wrongWithLog } from './verdict.js';
import { WatchSubscriber } from './watch-subscriber.js';
import { Writer } from './writer.js';

export interface SoakOptions {
  readonly seed: number;
  /** For so long things go wrong. */
  readonly seconds: number;
  readonly log: (line: string) => void;
}

export interface SoakSummary {
  readonly seed: number;
  readonly seconds: number;
  readonly events: number;
  /** Of those who were there from the beginning and those who came later, by the way in which they follow. */
  readonly subscribers: Readonly<Record<string, number>>;
  readonly messages: number;
  /** How often somebody came back. */
  readonly returns: number;
  readonly mutations: Readonly<Record<string, number>>;
  readonly mutationsRepeated: number;
  readonly happenings: Readonly<Record<Happening, number>>;
  readonly imports: number;
  readonly rebuilds: { readonly done: number; readonly held: number };
  /** Nothing, where each was told what its filter lets through, once and in order. */
  readonly wrong: readonly string[];
}

/** So many of those who come later, in a minute. */
const JOINING_PER_MINUTE = 6;
/** For so long nothing may come any more from a server that is left in peace. */
const ARRIVAL_MS = 120_000;
/** What should not come at all has so long to do so. */
const QUIET_MS = 1_500;
/** Messages are kept in full only in a short run. */
const KEPT_SECONDS = 300;

/** Which of the requests are followed by `liggaren watch`, which is a process for each. */
const WATCHED_IN_FOLDER: ReadonlySet<string> = new Set([
  'events all',
  'view of what is written',
  'figure that is corrected',
  'discrepancies of a unit',
]);
const WATCHED_ON_SERVER: ReadonlySet<string> = new Set(['events of a unit', 'view of a published budget']);

/** Everything that follows a ledger, while everything that can go wrong does; and what became of it. */
export async function soak({ seed, seconds, log }: SoakOptions): Promise<SoakSummary> {
  requireBuild();
  const random = new Random(seed);
  const folder = await mkdtemp(join(tmpdir(), 'liggaren-soak-'));
  const proxy = await Proxy.open();
  const around = new Surroundings(folder, proxy);
  const subscribers: Subscriber[] = [];
  try {
    await around.importPublished();
    await around.import(null);
    await around.start();
    const writer = new Writer(proxy.url, random.fork());
    const from = await writer.prepare();
    const keep = seconds <= KEPT_SECONDS;
    subscribers.push(...everybody(around.ledger, proxy.url, from, keep));
    for (const one of subscribers) one.come();
    await until(
      () => subscribers.every(isThere),
      ARRIVAL_MS,
      () => absent(subscribers),
    );
    log(`${subscribers.length} follow from ${from}`);
    writer.start();
    const began = Date.now();
    const joining = random.fork();
    let joined = 0;
    const happenings = await chaos(
      {
        random: random.fork(),
        proxy,
        around,
        subscribers,
        join: () => {
          if (joined++ > (JOINING_PER_MINUTE * seconds) / 60) return;
          const one = newcomer(joining, proxy.url, subscribers, keep);
          subscribers.push(one);
          one.come();
        },
        log: (line) => log(`${((Date.now() - began) / 1000).toFixed(1)} s: ${line}`),
      },
      began + seconds * 1_000,
    );
    await writer.stop();
    log('quiet');
    const truth = await Truth.of(around.ledger, keep);
    try {
      await arrived(subscribers, truth);
      const wrong = [...around.failures, ...wrongWithLog(writer, truth)];
      for (const one of subscribers) wrong.push(...(await wrongWith(one, truth)));
      return {
        seed,
        seconds,
        events: truth.events.length,
        subscribers: byWay(subscribers),
        messages: sum(subscribers.map(({ told }) => told.length)),
        returns: sum(subscribers.map(({ returns }) => returns)),
        mutations: writer.counts,
        mutationsRepeated: writer.repeated,
        happenings,
        imports: around.imports,
        rebuilds: around.rebuilds,
        wrong,
      };
    } finally {
      await truth.close();
    }
  } finally {
    await Promise.all(subscribers.map(async (one) => one.leave()));
    await around.end();
    await proxy.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function everybody(ledger: string, server: string, from: string, keep: boolean): Subscriber[] {
  return FOLLOWED.flatMap((followed): Subscriber[] => {
    const isEvents = followed.watched.request.kind === 'eventRecorded';
    const own = { followed, after: undefined, keep };
    // A process says nowhere where it began to follow events.
    const given = { followed, after: isEvents ? from : undefined, keep };
    return [
      new SocketSubscriber(server, own),
      new StreamSubscriber(server, own),
      ...(WATCHED_IN_FOLDER.has(followed.name) ? [new WatchSubscriber(ledger, null, given)] : []),
      ...(WATCHED_ON_SERVER.has(followed.name) ? [new WatchSubscriber(ledger, server, given)] : []),
    ];
  });
}

/** Follows anything, after the cursor of any message that anybody was told: filters share their cursors. */
function newcomer(
  random: Random,
  server: string,
  subscribers: readonly Subscriber[],
  keep: boolean,
): Subscriber {
  const followed = random.pick(FOLLOWED);
  const told = random.pick(subscribers.filter(({ told }) => told.length > 0)).told;
  // Those of discrepancies that there were are of no use to anybody else.
  const { cursor } = random.pick(told);
  const options = { followed, after: cursor.includes('start') ? undefined : cursor, keep };
  return random.chance(0.5) ? new SocketSubscriber(server, options) : new StreamSubscriber(server, options);
}

/** Whether it follows: what begins with what is now has been told that. */
function isThere({ followed, from, told, failure }: Subscriber): boolean {
  if (failure !== undefined || told.length > 0) return true;
  return followed.watched.request.kind === 'eventRecorded' && from !== undefined;
}

function absent(subscribers: readonly Subscriber[]): string {
  const missing = subscribers.filter((one) => !isThere(one)).map(({ name }) => name);
  return `some do not follow yet: ${missing.join('; ')}`;
}

/** Waits until everybody was told as much as there is, and then whether more comes. */
async function arrived(subscribers: readonly Subscriber[], truth: Truth): Promise<void> {
  const over = Date.now() + ARRIVAL_MS;
  for (const one of subscribers) {
    const initial = (): number => (one.from === undefined ? 1 : 0);
    while (Date.now() < over && one.failure === undefined) {
      const expected = await expectedOf(one, truth);
      if (one.told.length > 0 || one.from !== undefined)
        if (one.told.length >= expected.length + initial()) break;
      await wait(50);
    }
  }
  await wait(QUIET_MS);
}

async function until(so: () => boolean, ms: number, words: () => string): Promise<void> {
  const over = Date.now() + ms;
  while (!so()) {
    if (Date.now() > over) throw new Error(words());
    await wait(20);
  }
}

function byWay(subscribers: readonly Subscriber[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { way } of subscribers) counts[way] = (counts[way] ?? 0) + 1;
  return counts;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
