import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Figure } from '../figure.js';
import { percentile } from '../measure.js';
import { httpCaller } from './http-caller.js';

const REQUESTS = 6_000;
const REQUESTS_QUICK = 3_000;
const WARM_UP = 1_000;
/** Requests under way: enough that the server is never without work. */
const UNDER_WAY = 32;

const QUERY =
  '{ budgetDiff(unit: "boras/ks/stadsledningskansliet", year: "2021", from: "2021:1", to: "2021:2") { rows { path kind cells { column value marks } } } }';

interface Servers {
  readonly worker: Worker;
  readonly api: string;
  readonly plain: string;
}

let servers: Promise<Servers> | undefined;
const { ask, close } = httpCaller(UNDER_WAY);

/** A page that asks for the same table again and again. */
export const graphqlView: Figure = {
  name: 'GraphQL, 60 rows × 6 columns',
  unit: 'requests/s',
  referenceName: 'the same JSON from a plain Fastify route',
  aim: { atLeast: 0.5 },

  async run(_round, bench) {
    servers ??= start();
    const { api, plain } = await servers;
    const count = bench.quick ? REQUESTS_QUICK : REQUESTS;
    const body = JSON.stringify({ query: QUERY });
    const [fromApi, fromPlain] = [await ask(api, body), await ask(plain)];
    if (fromApi !== fromPlain) throw new Error('the two servers answer differently');
    await load(plain, undefined, WARM_UP);
    await load(api, body, WARM_UP);
    const reference = await load(plain, undefined, count);
    const ours = await load(api, body, count);
    return {
      ours: ours.perSecond,
      reference: reference.perSecond,
      p50: percentile(ours.times, 0.5),
      p99: percentile(ours.times, 0.99),
    };
  },

  async end() {
    close();
    const worker = (await servers)?.worker;
    if (worker === undefined) return;
    const ended = once(worker, 'exit');
    worker.postMessage('end');
    await ended;
  },
};

async function start(): Promise<Servers> {
  const worker = new Worker(new URL('graphql-servers.js', import.meta.url));
  const [urls] = (await once(worker, 'message')) as [{ api: string; plain: string }];
  return { worker, ...urls };
}

async function load(
  url: string,
  body: string | undefined,
  count: number,
): Promise<{ perSecond: number; times: number[] }> {
  const times: number[] = [];
  let left = count;
  const caller = async (): Promise<void> => {
    while (left-- > 0) {
      const asked = performance.now();
      await ask(url, body);
      times.push(performance.now() - asked);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: UNDER_WAY }, caller));
  return { perSecond: (count * 1000) / (performance.now() - began), times };
}
