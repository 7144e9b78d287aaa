import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { mixed } from '../bench-events.js';
import type { Bench, Figure } from '../figure.js';
import { benchTable } from '../ledger-events.js';
import { makeLedgerLog } from '../ledger-log.js';
import { percentile } from '../measure.js';
import { httpCaller } from './http-caller.js';

/** Views asked for in one round, spread over so many tables; the first tenth only warms up. */
const ASKED = 1_000;
const ASKED_WARM = 100;
const TABLES = 10;

const QUERY = `query($unit: String!, $year: String!, $from: String!, $to: String!, $asOf: String) {
  budgetDiff(unit: $unit, year: $year, from: $from, to: $to, asOf: $asOf) {
    position rows { path kind cells { column value marks } }
  }
}`;

interface Server {
  readonly worker: Worker;
  readonly url: string;
  readonly logId: string;
  readonly events: number;
}

let server: Promise<Server> | undefined;
const { ask, close } = httpCaller(1);

/** What somebody waits for who asks one table after another. */
export const graphqlAsOf: Figure = {
  name: 'the same view as of a random position, through GraphQL',
  unit: 'ms',
  referenceName: 'the same view now, through GraphQL',
  aim: { atMost: 2 },

  async run(round, bench) {
    server ??= start(bench);
    const { url, logId, events } = await server;
    const now: number[] = [];
    const then: number[] = [];
    for (let n = -ASKED_WARM; n < ASKED; n++) {
      const random = mixed(round * ASKED + n);
      const { unit, year } = benchTable(random % TABLES);
      const variables = { unit, year, from: `${year}:1`, to: `${year}:2` };
      const asOf = `${logId}:${1_000 + (mixed(random) % (events - 1_000))}`;
      const start = performance.now();
      check(await ask(url, JSON.stringify({ query: QUERY, variables })));
      const between = performance.now();
      check(await ask(url, JSON.stringify({ query: QUERY, variables: { ...variables, asOf } })));
      const end = performance.now();
      if (n < 0) continue;
      now.push(between - start);
      then.push(end - between);
    }
    return {
      ours: percentile(then, 0.5),
      reference: percentile(now, 0.5),
      p50: percentile(then, 0.5),
      p99: percentile(then, 0.99),
    };
  },

  async end() {
    close();
    const worker = (await server)?.worker;
    if (worker === undefined) return;
    const ended = once(worker, 'exit');
    worker.postMessage('end');
    await ended;
  },
};

async function start(bench: Bench): Promise<Server> {
  const path = await makeLedgerLog(bench.folder);
  // The folder of the same view below GraphQL: its read model is built by then.
  const folder = join(bench.folder, 'view-as-of');
  await mkdir(folder, { recursive: true });
  const worker = new Worker(new URL('graphql-as-of-server.js', import.meta.url), {
    workerData: { path, folder },
  });
  const [answer] = (await once(worker, 'message')) as [Omit<Server, 'worker'>];
  return { worker, ...answer };
}

function check(answer: string): void {
  if (answer.includes('"errors"')) throw new Error(answer.slice(0, 500));
}
