import { exec } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { openEventStoreDb } from '#event-store';
import { startDouble, type Double } from '../esdb-double/start-double.js';
import { addressOn } from '../support/engine.js';
import { startNode, type ServingNode } from '../support/serving-node.js';
import { patient } from '../support/patience.js';

/*
 * A node, in a process of its own, whose server goes away and comes back while it is asked, followed and written to. On
 * the server of LIGGAREN_TEST_ESDB the shell commands LIGGAREN_TEST_ESDB_AWAY and LIGGAREN_TEST_ESDB_BACK say how: a
 * kill and a start, a SIGSTOP and a SIGCONT, of the one server or of the leader of a cluster.
 */

const connection = process.env.LIGGAREN_TEST_ESDB;
const run = promisify(exec);
/** A cluster finds another leader: then nothing has to be refused, and it goes on before the old one is back. */
const isCluster = /,|discover/.test(connection ?? '');

/** Milliseconds for which the node tries again what is registered, so that the test need not wait a minute. */
const GIVE_UP_MS = 1_000;
const AWAY_MS = 3_000;
const PAUSE_MS = 40;
/** For what has to become so, on a machine that does other things too. */
const SO_MS = patient(60_000);
const TEST_MS = patient(240_000);

const UNIT = 'sjovik/ks/stab';
const BUDGET = { unit: UNIT, area: 'operations', basis: 'budget', period: '2031' };
const LINE = { line: ['Kansli'], measure: 'cost', unitOfMeasure: 'tkr' };

let folder: string;
let double: Double | undefined;
let address: string;
let node: ServingNode;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liggaren-lost-'));
  if (connection === undefined) double = await startDouble({ data: join(folder, 'double.jsonl') });
  address = addressOn(connection ?? double?.connection ?? '', folder);
  node = await startNode({
    LIGGAREN_LEDGER: join(folder, 'node'),
    LIGGAREN_LOG: `${address}&giveUp=${GIVE_UP_MS}`,
    LIGGAREN_ACTOR: 'ekonom-1',
  });
  const declared = { ...BUDGET, label: 'Budget', status: 'adopted', known: true };
  await must('DeclareEdition', {
    ...declared,
    edition: '1',
    order: { year: 2031, number: 1 },
    extent: 'full',
  });
  await must('DeclareEdition', {
    ...declared,
    edition: '2',
    order: { year: 2031, number: 2 },
    extent: 'amending',
    open: true,
  });
  await must('AdoptBudget', { ...BUDGET, edition: '1', lines: [{ ...LINE, amount: '-50' }] });
}, TEST_MS);

afterAll(async () => {
  await node.stop();
  await double?.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Outcome {
  readonly __typename: string;
  readonly outcome?: string;
  readonly message?: string;
  readonly events?: readonly { readonly id: string }[];
}

function register(command: string, input: object, key?: string) {
  const mutation = command.slice(0, 1).toLowerCase() + command.slice(1);
  return node.ask<{ answer: Outcome }>(
    `mutation ($input: ${command}Input!, $key: String) { answer: ${mutation}(input: $input, idempotencyKey: $key) {
      __typename ... on Registered { outcome events { id } } ... on Refused { message } ... on Conflict { message } } }`,
    { input, key },
  );
}

async function must(command: string, input: object): Promise<void> {
  const { data, errors } = await register(command, input);
  if (data?.answer.__typename !== 'Registered') throw new Error(JSON.stringify([data, errors]));
}

/** Everybody who has to do with a node while its server is away. */
class Traffic {
  /** As /health/ready told them, each once until the next. */
  readonly states: string[] = [];
  /** What was registered: the event of each key. */
  readonly recorded = new Map<string, string>();
  readonly refusals: { readonly code: string; readonly hint: string; readonly ms: number }[] = [];
  /** What somebody was told who asked while the log was lost. */
  readonly answeredWhileLost: { readonly position: string; readonly value: string | null }[] = [];
  readonly failures: string[] = [];
  readonly told: Record<'ws' | 'sse', string[]> = { ws: [], sse: [] };
  lostMetric = false;
  private isOver = false;
  private readonly working: Promise<void>[] = [];
  private readonly ends: (() => void)[] = [];

  begin(): void {
    this.subscribe();
    this.working.push(this.registering(), this.asking(), this.watching());
  }

  get state(): string {
    return this.states.at(-1) ?? '';
  }

  /** Nothing more is registered and asked. */
  async rest(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.working);
  }

  /** Nobody follows any more. */
  end(): void {
    for (const end of this.ends) end();
  }

  /** Waits for something to be so, as long as nothing fails that must not. */
  async until(what: string, isSo: () => boolean): Promise<void> {
    const end = performance.now() + SO_MS;
    while (!isSo()) {
      if (this.failures.length > 0) throw new Error(this.failures.join('\n'));
      if (performance.now() > end) throw new Error(`it was not so within ${SO_MS} ms: ${what}`);
      await sleep(10);
    }
  }

  private async registering(): Promise<void> {
    for (let n = 1; !this.isOver; n++) {
      const key = `key-${n}`;
      while (!this.recorded.has(key)) {
        const begun = performance.now();
        const input = {
          ...BUDGET,
          edition: '2',
          cause: { kind: 'saving', words: key },
          lines: [{ ...LINE, amount: '1' }],
        };
        const { data, errors } = await register('ChangeBudget', input, key);
        const [event] = data?.answer.events ?? [];
        if (event !== undefined) this.recorded.set(key, event.id);
        else if (errors[0]?.extensions?.code === 'LOG_UNREACHABLE') {
          const { code, hint = '' } = errors[0].extensions;
          this.refusals.push({ code, hint, ms: performance.now() - begun });
        } else this.failures.push(`${key}: ${JSON.stringify([data, errors])}`);
      }
      await sleep(PAUSE_MS);
    }
  }

  private async asking(): Promise<void> {
    const query = `{ budgetDiff(unit: "${UNIT}", year: "2031", from: "1", to: "2") {
      position rows { path cells { column value } } } }`;
    while (!this.isOver) {
      const wasLost = this.state === 'lost';
      const begun = performance.now();
      const { data, errors } = await node.ask<{
        budgetDiff: { position: string; rows: { cells: { column: string; value: string | null }[] }[] };
      }>(query);
      const position = data?.budgetDiff.position ?? '';
      const value = data?.budgetDiff.rows[0]?.cells.find(({ column }) => column === 'to')?.value ?? null;
      if (errors.length > 0 || position === '') this.failures.push(JSON.stringify(errors));
      const ms = performance.now() - begun;
      if (wasLost && ms < GIVE_UP_MS) this.answeredWhileLost.push({ position, value });
      await sleep(PAUSE_MS);
    }
  }

  private async watching(): Promise<void> {
    while (!this.isOver) {
      const { status, log } = await node.health();
      if (status !== 'ready') this.failures.push(`health is ${status}`);
      if (log !== undefined && log.state !== 'behind' && log.state !== this.state)
        this.states.push(log.state);
      if (log?.state === 'lost') {
        if (!(Date.parse(log.since ?? '') > 0)) this.failures.push('it is lost since nobody knows when');
        const metrics = await node.metrics();
        this.lostMetric ||=
          metrics.includes('liggaren_log_state{engine="eventstoredb",state="lost"} 1') &&
          /^liggaren_log_lost_since_seconds 1\d{9}/m.test(metrics);
      }
      await sleep(PAUSE_MS);
    }
  }

  private subscribe(): void {
    const query = 'subscription { eventRecorded(type: "BudgetChanged") { recorded { id } } }';
    const sink = (told: string[], how: string) => ({
      next: ({ data, errors }: { data?: unknown; errors?: unknown }) => {
        const event = (data as { eventRecorded: { recorded: { id: string } } } | null | undefined)
          ?.eventRecorded;
        if (event === undefined) this.failures.push(`${how}: ${JSON.stringify(errors)}`);
        else told.push(event.recorded.id);
      },
      error: (error: unknown) => void (this.isOver || this.failures.push(`${how}: ${String(error)}`)),
      complete: () => void (this.isOver || this.failures.push(`${how} ended`)),
    });
    const ws = createWsClient({
      url: `${node.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const sse = createSseClient({ url: `${node.url}/graphql/stream`, retryAttempts: 0 });
    this.ends.push(ws.subscribe({ query }, sink(this.told.ws, 'graphql-ws')), () => void ws.dispose());
    this.ends.push(sse.subscribe({ query }, sink(this.told.sse, 'graphql-sse')), () => sse.dispose());
  }
}

/** The changes in the log, in its order. */
async function changesInLog(): Promise<{ id: string; words: string }[]> {
  const store = await openEventStoreDb({ connection: address, mode: 'read' });
  const changes: { id: string; words: string }[] = [];
  for await (const { id, type, data } of store.readAll()) {
    if (type !== 'BudgetChanged') continue;
    changes.push({ id, words: (data as { cause: { words: string } }).cause.words });
  }
  await store.close();
  return changes;
}

/** The server is away until `isLong`, and then it is back. */
async function away(isLong: () => Promise<void>): Promise<void> {
  if (double === undefined) {
    await run(process.env.LIGGAREN_TEST_ESDB_AWAY ?? 'false');
    await isLong();
    await run(process.env.LIGGAREN_TEST_ESDB_BACK ?? 'false');
    return;
  }
  await double.restart(AWAY_MS);
  await isLong();
}

describe('a node whose server goes away and comes back', () => {
  it(
    'answers meanwhile from what it has read, refuses what it cannot record, and loses nothing',
    async () => {
      const traffic = new Traffic();
      traffic.begin();
      await traffic.until(
        'the first is recorded',
        () => traffic.recorded.size > 5 && traffic.state === 'live',
      );
      await away(async () => {
        const before = traffic.recorded.size;
        await traffic.until('it is lost', () => traffic.state === 'lost');
        if (isCluster) await traffic.until('another leads', () => traffic.recorded.size > before + 5);
        else await traffic.until('it refuses', () => traffic.refusals.length > 0);
      });
      const back = traffic.recorded.size;
      await traffic.until(
        'it records again',
        () => traffic.recorded.size > back + 5 && traffic.state === 'live',
      );
      // Once more, and this time the process of the server is killed.
      await double?.kill();
      const again = traffic.recorded.size;
      await traffic.until('it records once more', () => traffic.recorded.size > again + 5);
      await traffic.until('it is live', () => traffic.state === 'live');
      await traffic.rest();

      const changes = await changesInLog();
      await traffic.until('everybody is told', () =>
        Object.values(traffic.told).every((told) => told.length >= changes.length),
      );
      traffic.end();
      expect(traffic.failures).toEqual([]);
      expect(traffic.states.slice(0, 3)).toEqual(['live', 'lost', 'live']);
      expect(traffic.lostMetric).toBe(true);
      // Each key once, in the order in which they were registered.
      expect(changes.map(({ id, words }) => [words, id])).toEqual([...traffic.recorded]);
      expect(traffic.told.ws).toEqual(changes.map(({ id }) => id));
      expect(traffic.told.sse).toEqual(traffic.told.ws);
      expect(traffic.answeredWhileLost.length).toBeGreaterThan(0);
      for (const { hint, ms } of traffic.refusals) {
        expect(hint).toContain('with the same idempotency key');
        expect(ms).toBeLessThan(20_000);
      }
      if (process.env.LIGGAREN_TEST_ESDB_AWAY !== undefined) {
        const { states, refusals, recorded, answeredWhileLost } = traffic;
        console.log(
          `${states.join(' → ')}; ${recorded.size} registered, ${refusals.length} refused, ${answeredWhileLost.length} answers while it was lost`,
        );
      }
    },
    TEST_MS,
  );
});
