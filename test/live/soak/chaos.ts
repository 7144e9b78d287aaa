import { setTimeout as wait } from 'node:timers/promises';
import type { Proxy } from './proxy.js';
import type { Random } from './random.js';
import type { Subscriber } from './subscriber.js';
import type { Surroundings } from './surroundings.js';

/** What goes wrong, and how often beside the others. */
const HAPPENINGS = {
  cut: 4,
  cutWithin: 4,
  kill: 4,
  stop: 2,
  rebuild: 2,
  forget: 1,
  import: 3,
  killStarting: 1,
  freeze: 1,
  stall: 1,
  leave: 3,
  join: 2,
} as const;

export type Happening = keyof typeof HAPPENINGS;

/** What every run has, however short. */
const ALWAYS: readonly Happening[] = [
  'cut',
  'kill',
  'rebuild',
  'import',
  'forget',
  'stop',
  'leave',
  'cutWithin',
  'join',
];

/** Between two of them at most, and a little more. */
const PEACE_MS_MAX = 10_000;

export interface ChaosOptions {
  readonly random: Random;
  readonly proxy: Proxy;
  readonly around: Surroundings;
  readonly subscribers: readonly Subscriber[];
  /** Somebody new, who begins with something that was told before. */
  readonly join: () => void;
  readonly log: (line: string) => void;
}

/** Lets things go wrong, one after another, until the time is over and each has happened. */
export async function chaos(
  options: ChaosOptions,
  untilMs: number,
): Promise<Readonly<Record<Happening, number>>> {
  const { random, log } = options;
  const counts = Object.fromEntries(Object.keys(HAPPENINGS).map((name) => [name, 0])) as Record<
    Happening,
    number
  >;
  const due = shuffled(ALWAYS, random);
  while (Date.now() < untilMs || due.length > 0) {
    const happening = due.pop() ?? random.weighted(HAPPENINGS);
    log(happening);
    const began = Date.now();
    await happen(happening, options);
    counts[happening]++;
    // Where a machine takes long to start a server, that is there as long again: else nothing would be recorded.
    const peace = random.chance(0.25) ? 0 : Math.min(Date.now() - began, PEACE_MS_MAX);
    await wait(peace + random.between(100, 2_500));
  }
  return counts;
}

async function happen(happening: Happening, options: ChaosOptions): Promise<void> {
  const { random, proxy, around } = options;
  const share = random.pick([0.1, 0.5, 1]);
  const picked = (): boolean => random.chance(share);
  switch (happening) {
    case 'cut':
      proxy.cut(picked);
      return;
    case 'cutWithin':
      proxy.cutWithin(picked, () => random.next());
      return;
    case 'stall':
      proxy.stall(picked, random.between(500, 8_000));
      return;
    case 'kill':
      await around.kill();
      await wait(random.between(0, 1_500));
      return around.start();
    case 'stop':
      await around.stop();
      return around.start();
    case 'killStarting':
      await around.kill();
      await around.killStarting(random.between(100, 2_000));
      return around.start();
    case 'freeze':
      return around.freeze(random.between(500, 3_000));
    case 'import':
      await end(options);
      await around.import(random.chance(0.4) ? random.between(200, 1_500) : null);
      return around.start();
    case 'rebuild':
      return rebuild(options);
    case 'forget':
      return forget(options);
    case 'leave':
      return leave(options);
    case 'join':
      options.join();
  }
}

async function end({ random, around }: ChaosOptions): Promise<void> {
  if (random.chance(0.5)) await around.kill();
  else await around.stop();
}

/** While no server applies events, and perhaps beside one that begins meanwhile, or that is killed in the midst of it. */
async function rebuild(options: ChaosOptions): Promise<void> {
  const { random, around } = options;
  const watching = folderWatchers(options);
  const away = random.chance(0.7) || around.rebuilds.done === 0 ? watching : [];
  await Promise.all(away.map(async (one) => one.leave()));
  await end(options);
  const rebuilding = around.rebuild();
  if (random.chance(0.5)) await rebuilding;
  else await wait(random.between(0, 800));
  for (const one of away) one.come();
  await around.start();
  await rebuilding;
}

/** Nobody has the ledger open, and its read model is deleted. */
async function forget(options: ChaosOptions): Promise<void> {
  const { random, around } = options;
  const watching = folderWatchers(options);
  await Promise.all(watching.map(async (one) => one.leave()));
  await end(options);
  await around.forget();
  // Those who come first build it.
  const first = random.chance(0.5);
  if (first) for (const one of watching) one.come();
  await around.start();
  if (!first) for (const one of watching) one.come();
}

async function leave({ random, subscribers }: ChaosOptions): Promise<void> {
  const leaving = subscribers.filter(() => random.chance(0.3));
  await Promise.all(leaving.map(async (one) => one.leave()));
  await wait(random.between(0, 2_000));
  for (const one of leaving) one.come();
}

function folderWatchers({ subscribers }: ChaosOptions): readonly Subscriber[] {
  return subscribers.filter(({ way }) => way === 'watch a folder');
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  return list
    .map((one): [number, T] => [random.next(), one])
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);
}
