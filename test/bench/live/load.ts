import { loadavg } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { Arrivals, percentileOf } from './arrivals.js';
import type { Usage } from './process.js';
import { Subscriber, type Transport } from './subscriber.js';
import type { Command, Operation } from './table.js';
import type { Target } from './target.js';

export interface Load {
  readonly target: Target;
  readonly subscribers: number;
  readonly transport?: Transport;
  /** What subscriber number n follows. */
  readonly operation: (n: number) => Operation;
  /** Event number n. */
  readonly change: (n: number) => Command;
  /** Events a second. */
  readonly rate: number;
  readonly seconds: number;
  /** False where nobody is told of anything. */
  readonly told?: boolean;
}

/** What a load came to. Times in milliseconds. */
export interface Loaded {
  readonly events: number;
  /** Events that came, of those that should have come to all subscribers. */
  readonly share: number;
  readonly messages: number;
  /** Of them, how many came after one that lies behind them in the log. */
  readonly disordered: number;
  /** From when the event was due. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** From when the event was due until it was registered. */
  readonly registered: { readonly p50: number; readonly p99: number };
  /** Of one processor, in parts of a hundred. */
  readonly processor: number;
  readonly usage: Usage;
  /** The load itself: how late its turns came and its events went out, at the 99th of a hundred, and its processor. */
  readonly lag: number;
  readonly late: number;
  readonly ownProcessor: number;
  /** How many processes of the machine wanted to run. */
  readonly machineLoad: number;
}

/** Connections that are opened at a time. */
const OPENING = 50;
const WARM_EVENTS = 10;
/** What has not come by then is counted as lost. */
const DRAIN_MS = 5_000;
const READY_MS = 60_000;
/** A load that was later than this by itself is not to be trusted. */
export const LATE_MS = 25;

/** Opens subscribers, registers events when they are due whatever happens, and tells when what came. */
export async function run(load: Load): Promise<Loaded> {
  const { target, subscribers, rate, seconds, change, told = true } = load;
  const arrivals = new Arrivals(subscribers);
  const open: Subscriber[] = [];
  const failing = (): void => {
    const failure = open.find((one) => one.failure !== undefined)?.failure;
    if (failure !== undefined) throw new Error(failure);
  };
  try {
    for (let n = 0; n < subscribers; n += OPENING) {
      const some = Array.from({ length: Math.min(OPENING, subscribers - n) }, (_, i) =>
        Subscriber.open(
          {
            url: target.url,
            transport: load.transport ?? 'websocket',
            number: n + i,
            operation: load.operation(n + i),
          },
          arrivals,
        ),
      );
      open.push(...(await Promise.all(some)));
    }
    await wait(300);
    let warm = 0;
    for (let n = 0; n < WARM_EVENTS; n++) {
      warm = await target.register(change(n));
      await wait(20);
    }
    if (told) await reached(arrivals, warm, subscribers, READY_MS, failing);
    failing();
    arrivals.begin(warm);
    await wait(200);
    return await measured(load, arrivals, failing, { rate, events: Math.max(1, Math.round(rate * seconds)) });
  } finally {
    for (const one of open) one.close();
    await wait(200);
  }
}

async function measured(
  { target, subscribers, change, told = true }: Load,
  arrivals: Arrivals,
  failing: () => void,
  { rate, events }: { rate: number; events: number },
): Promise<Loaded> {
  const due = new Map<number, number>();
  const registered = new Float64Array(events);
  const lateness = new Float64Array(events);
  const lag = monitorEventLoopDelay({ resolution: 1 });
  const began = process.cpuUsage();
  await target.usage();
  lag.enable();
  const start = performance.now() + 5;
  const asked: Promise<void>[] = [];
  const registers = async (n: number, at: number): Promise<void> => {
    const position = await target.register(change(WARM_EVENTS + n));
    due.set(position, at);
    registered[n] = performance.now() - at;
  };
  for (let n = 0; n < events; n++) {
    const at = start + (n * 1000) / rate;
    for (let left = at - performance.now(); left > 0; left = at - performance.now())
      await (left > 1.5 ? wait(left - 1) : new Promise((resolve) => setImmediate(resolve)));
    lateness[n] = performance.now() - at;
    asked.push(registers(n, at));
  }
  await Promise.race([Promise.all(asked), wait(DRAIN_MS + 10_000)]);
  const last = Math.max(...due.keys());
  if (told) await reached(arrivals, last, subscribers, DRAIN_MS).catch(() => undefined);
  const spent = performance.now() - start;
  const usage = await target.usage();
  lag.disable();
  failing();
  const own = process.cpuUsage(began);
  const latencies = arrivals.latencies(due);
  const share = told ? arrivals.delivered / (events * subscribers) : 1;
  const sortedRegistered = registered.sort();
  return {
    events,
    share,
    messages: arrivals.messages,
    disordered: arrivals.disordered,
    p50: percentileOf(latencies, 0.5),
    p99: percentileOf(latencies, 0.99),
    max: percentileOf(latencies, 1),
    registered: { p50: percentileOf(sortedRegistered, 0.5), p99: percentileOf(sortedRegistered, 0.99) },
    processor: (usage.worked / usage.milliseconds) * 100,
    usage,
    lag: lag.percentile(99) / 1e6,
    late: percentileOf(lateness.sort(), 0.99),
    ownProcessor: ((own.user + own.system) / 1000 / spent) * 100,
    machineLoad: loadavg()[0] ?? 0,
  };
}

async function reached(
  arrivals: Arrivals,
  position: number,
  subscribers: number,
  ms: number,
  failing: () => void = () => undefined,
): Promise<void> {
  const end = performance.now() + ms;
  while (arrivals.reached(position) < subscribers) {
    failing();
    if (performance.now() > end)
      throw new Error(
        `${arrivals.reached(position)} of ${subscribers} subscribers were told within ${ms} ms`,
      );
    await wait(5);
  }
}
