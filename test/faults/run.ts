import { openEventStoreDb, type EventStoreDb } from '#event-store';
import { Random } from '../live/soak/random.js';
import { Caller, RunClock } from './caller.js';
import { FaultyServer, type ServerOptions } from './faulty-server.js';
import { FinalLog } from './final-log.js';
import { Follower, type Manner } from './follower.js';
import { History } from './history.js';
import { draw } from './operations.js';
import { judge, type Verdict } from './verdict.js';

const CALLERS = 12;
/** Processes of a ledger, as the server sees them: connections of their own. */
const STORES = 2;

/** A call that is not answered for so long is made again: longer than anything takes that is only slow. */
const ANSWER_MS = 250;
const GIVE_UP_MS = 120_000;

/** So long those who follow have for the rest, when everybody has stopped writing. */
const CATCH_UP_MS = 60_000;

export interface RunOptions extends ServerOptions {
  readonly seed: number;
  readonly operations: number;
}

export interface RunResult extends Verdict {
  readonly operations: number;
  /** What was done to whom how often, as told by who did it. */
  readonly injected: Readonly<Record<string, number>>;
  readonly resumed: number;
  readonly seconds: number;
}

/** Many callers and some who follow, while one thing after the other goes wrong; then the log is held against it all. */
export async function runFaults(options: RunOptions): Promise<RunResult> {
  const begun = performance.now();
  const { plan, seed, operations, prefix } = options;
  const random = new Random(seed);
  const server = await FaultyServer.start(options);
  const clock = new RunClock();
  const opened = new Set<EventStoreDb>();
  const open = async (): Promise<EventStoreDb> => {
    const store = await openEventStoreDb({
      connection: server.connection,
      prefix,
      clock: clock.now,
      answerMs: ANSWER_MS,
      giveUpMs: plan.giveUpMs ?? GIVE_UP_MS,
      connectMs: GIVE_UP_MS,
    });
    opened.add(store);
    return store;
  };
  try {
    const stores: EventStoreDb[] = [];
    for (let n = 0; n < STORES; n++) stores.push(await open());
    const history = new History();
    const followers = startFollowers(stores, open, random.fork());
    await server.misbehave();
    let left = operations;
    const faulty = random.fork();
    const callers = Array.from({ length: CALLERS }, async (_, n) => {
      const drawing = { random: random.fork(), caller: n, mayExpectAny: plan.giveUpMs === undefined };
      const caller = new Caller(n, stores[n % STORES]!, clock, history);
      while (left > 0) {
        left--;
        server.passed(faulty, operations - left);
        await caller.do(draw(drawing));
      }
    });
    await Promise.all(callers);
    const injected = await server.behave();
    const log = await FinalLog.read(await open());
    await caughtUp(followers, log.all.length);
    const verdict = await judge(
      history,
      followers.map(({ followed }) => followed),
      log,
    );
    return {
      ...verdict,
      wrong: [...server.wrong, ...verdict.wrong],
      operations,
      injected,
      resumed: followers.reduce((sum, { followed }) => sum + followed.resumed, 0),
      seconds: (performance.now() - begun) / 1_000,
    };
  } finally {
    await Promise.all(Array.from(opened, (store) => store.close()));
    await server.stop();
  }
}

function startFollowers(
  stores: readonly EventStoreDb[],
  open: () => Promise<EventStoreDb>,
  random: Random,
): Follower[] {
  const follower = (
    name: string,
    manner: Manner,
    leaves: number,
    store: () => Promise<EventStoreDb>,
  ): Follower => new Follower({ name, manner, leaves, random: random.fork(), open: store });
  const kept = (n: number) => (): Promise<EventStoreDb> => Promise.resolve(stores[n % STORES]!);
  let own: EventStoreDb | undefined;
  const anew = async (): Promise<EventStoreDb> => {
    const old = own;
    own = undefined;
    await old?.close();
    own = await open();
    return own;
  };
  const followers = [
    follower('who stays', 'pages', 0, kept(0)),
    follower('who leaves in the middle of pages', 'pages', 0.1, kept(1)),
    follower('who leaves behind an event', 'events', 0.02, kept(0)),
    follower('who is slow', 'slow', 0.02, kept(1)),
    follower('who begins again as another process', 'pages', 0.01, anew),
  ];
  for (const one of followers) one.start();
  return followers;
}

async function caughtUp(followers: readonly Follower[], count: number): Promise<void> {
  const until = performance.now() + CATCH_UP_MS;
  while (followers.some((one) => one.count < count) && performance.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 20));
  // One that is given something twice, is given it now.
  await new Promise((resolve) => setTimeout(resolve, 100));
  await Promise.all(followers.map((one) => one.stop()));
}
