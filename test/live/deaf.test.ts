import { mkdtemp, rm } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { CLOSE_MS, SLOW_MS } from '../../apps/api/live/limits.js';
import { Asking } from './soak/asking.js';
import { requireBuild, runLiggaren, serve, type Served } from './soak/processes.js';

/* Some who never read, among many who do; the server is a process of its own, so that what it takes can be measured. */

const FRAME = 'boras/ks/stadsledningskansliet';
const LINE = 'Kommunledning';
const READERS = 100;
const DEAF_SOCKETS = 7;
const DEAF_STREAMS = 3;
/** Each of a deaf WebSocket's subscriptions is to be told some megabytes: more than the system's own buffers take. */
const DEAF_SUBSCRIPTIONS = 12;
/** From the first of the mutations to the last the deaf are there, and are closed. */
const MUTATION_EVERY_MS = 250;
/** What the server may take more while the deaf are there; their messages together are some hundred MiB. */
const MORE_BYTES_MAX = 150 * 1024 * 1024;
/** Nobody is waited for: one who did would wait as long as the deaf may. */
const LATE_MS_MAX = SLOW_MS - 1_000;

const ALL_EVENTS =
  'subscription ($after: String) { eventRecorded(after: $after) { cursor recorded { id data } entries { id value } } }';
const CORRECTIONS =
  'subscription { eventRecorded(type: "EntryCorrected") { cursor position recorded { type } } }';
const VIEW = `subscription { viewChanged(view: "budget-diff", unit: "${FRAME}", year: "2021", from: "2021:1", to: "2021:2") {
  cursor position initial cells { path column before after } } }`;

let folder: string;
let ledger: string;
let served: Served;
let asking: Asking;
let standing: string;

beforeAll(async () => {
  requireBuild();
  folder = await mkdtemp(join(tmpdir(), 'liggaren-deaf-'));
  ledger = join(folder, 'ledger');
  const { code, err } = await runLiggaren(['--ledger', ledger, 'import', 'data']).ended;
  if (code !== 0) throw new Error(err);
  served = await serve(ledger);
  asking = new Asking(served.url);
  const { entries } = await asking.ask<{ entries: { edges: { node: { id: string; says: string } }[] } }>(
    `{ entries(unit: "${FRAME}", line: ["${LINE}"], measure: "cost", edition: "2021:2", first: 50) {
      edges { node { id says } } } }`,
  );
  standing = entries.edges.find(({ node }) => node.says === 'amount')?.node.id ?? '';
}, 180_000);

afterAll(async () => {
  served.signal('SIGTERM');
  await served.ended;
  await rm(folder, { recursive: true, force: true });
}, 60_000);

let amount = -186_000;

async function correct(): Promise<string> {
  const is = String(--amount);
  const input = { corrects: standing, is: { amount: is }, nature: 'misread', reason: `Fel avläst ${is}` };
  const answer = await asking.register('CorrectEntry', input, `deaf${is}`);
  standing = answer.events?.[0]?.entries[0] ?? '';
  return answer.position ?? '';
}

async function metrics(): Promise<(name: string) => number> {
  const text = await (await fetch(`${served.url}/metrics`)).text();
  return (name) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
}

interface Reader {
  /** When the message of each position came. */
  readonly came: Map<string, number>;
  readonly order: string[];
  readonly failures: unknown[];
  readonly close: () => void;
}

function reader(client: Client, query: string): Reader {
  const mine: Omit<Reader, 'close'> = { came: new Map(), order: [], failures: [] };
  const stop = client.subscribe<Record<string, { position: string; initial?: boolean }>>(
    { query },
    {
      next: ({ data, errors }) => {
        if (errors !== undefined) mine.failures.push(errors);
        const [message] = Object.values(data ?? {});
        if (message === undefined || message.initial === true) return;
        mine.order.push(message.position);
        mine.came.set(message.position, performance.now());
      },
      error: (error) => mine.failures.push(error),
      complete: () => mine.failures.push('completed'),
    },
  );
  return { ...mine, close: stop };
}

interface Deaf {
  /** Begins to read after all; how it was closed. */
  readonly listen: () => Promise<string>;
  readonly cursors: () => readonly string[];
}

/** A WebSocket that asks for all that there ever was, many times over, and reads nothing. */
async function deafSocket(): Promise<Deaf> {
  const socket = new WebSocket(`${served.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const first: string[] = [];
  const closed = new Promise<string>((resolve) => {
    socket.on('close', (code, reason) => resolve(`${code} ${reason.toString()}`));
  });
  let acknowledged = (): void => undefined;
  const ready = new Promise<void>((resolve) => (acknowledged = resolve));
  let start = '';
  socket.on('message', (data) => {
    const { type, id, payload } = JSON.parse((data as Buffer).toString()) as {
      type: string;
      id?: string;
      payload?: { cursor?: string; data?: { eventRecorded: { cursor: string } } };
    };
    if (type === 'connection_ack') {
      start = payload?.cursor ?? '';
      acknowledged();
    }
    if (id === 's0') first.push(payload?.data?.eventRecorded.cursor ?? '');
  });
  socket.on('error', () => undefined);
  socket.once('open', () => socket.send(JSON.stringify({ type: 'connection_init' })));
  await ready;
  const after = `${start.split(':')[0] ?? ''}:0`;
  for (let n = 0; n < DEAF_SUBSCRIPTIONS; n++) {
    const payload = { query: ALL_EVENTS, variables: { after } };
    socket.send(JSON.stringify({ id: `s${n}`, type: 'subscribe', payload }));
  }
  socket.pause();
  return {
    listen: () => {
      socket.resume();
      return closed;
    },
    cursors: () => first,
  };
}

/** A stream of SSE that asks for all of it in one operation, and reads nothing. */
async function deafStream(): Promise<Deaf> {
  const fields = Array.from({ length: 20 }, (_, n) => `d${n}: recorded { data }`).join(' ');
  const query = `subscription { eventRecorded(after: "${await start()}") { cursor ${fields} } }`;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked = request(`${served.url}/graphql/stream`, {
      method: 'POST',
      agent: false,
      headers: { 'content-type': 'application/json' },
    });
    asked.on('response', resolve);
    asked.on('error', reject);
    asked.end(JSON.stringify({ query }));
  });
  response.pause();
  return {
    listen: () =>
      new Promise((resolve) => {
        let last = '';
        response.on('data', (piece: Buffer) => (last = (last + piece.toString()).slice(-200)));
        response.on('close', () =>
          resolve(
            /: SLOW_READER\n\n$/.exec(last)?.[0].trim() ?? (last.includes('event: complete') ? last : CUT),
          ),
        );
        response.on('error', () => undefined);
        // What is paused is not set going by somebody who listens.
        response.resume();
      }),
    cursors: () => [],
  };
}

/** How a stream ends, and how the `ws` client tells that a WebSocket did, when nobody said why. */
const CUT = 'cut off';
const CUT_SOCKET = '1006 ';

let begun: string | undefined;

async function start(): Promise<string> {
  if (begun !== undefined) return begun;
  const { events } = await asking.ask<{ events: { edges: { node: { position: string } }[] } }>(
    '{ events(first: 1) { edges { node { position } } } }',
  );
  return (begun = `${events.edges[0]?.node.position.split(':')[0] ?? ''}:0`);
}

describe('ten who never read, among a hundred who do', () => {
  it('are closed with their code, and nobody else notices; memory stays bounded', async () => {
    const clients = Array.from({ length: READERS }, () =>
      createClient({
        url: `${served.url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        retryAttempts: 0,
      }),
    );
    const readers = clients.map((client, n) => reader(client, n % 2 === 0 ? CORRECTIONS : VIEW));
    const over = Date.now() + 30_000;
    while ((await metrics())('liggaren_live_subscriptions') < READERS) {
      if (Date.now() > over) throw new Error('the hundred do not follow');
      await wait(50);
    }
    const before = (await metrics())('process_resident_memory_bytes');
    const sent = new Map<string, number>([[await correct(), performance.now()]]);
    const deaf = [
      ...(await Promise.all(Array.from({ length: DEAF_SOCKETS }, deafSocket))),
      ...(await Promise.all(Array.from({ length: DEAF_STREAMS }, deafStream))),
    ];
    let [mostQueued, mostMemory, firstClosed] = [0, 0, Infinity];
    const limit = Date.now() + 60_000;
    for (;;) {
      const at = performance.now();
      sent.set(await correct(), at);
      const now = await metrics();
      mostQueued = Math.max(mostQueued, now('liggaren_live_queue_bytes'));
      mostMemory = Math.max(mostMemory, now('process_resident_memory_bytes'));
      if (now('liggaren_live_slow_closed_total') > 0) firstClosed = Math.min(firstClosed, at);
      if (now('liggaren_live_slow_closed_total') >= deaf.length) break;
      if (Date.now() > limit)
        throw new Error(`${now('liggaren_live_slow_closed_total')} of the deaf are closed`);
      await wait(MUTATION_EVERY_MS);
    }
    const closed = await Promise.all(deaf.map(({ listen }) => listen()));
    // Who is told why and does not listen is cut off in the end: on a busy machine before the last of them is told.
    const isCut = performance.now() - firstClosed > CLOSE_MS / 2;
    const told = closed.map((how, n) =>
      isCut && (how === CUT || how === CUT_SOCKET)
        ? n < DEAF_SOCKETS
          ? '4421 SLOW_READER'
          : ': SLOW_READER'
        : how,
    );
    expect(closed.some((how) => how.includes('SLOW_READER'))).toBe(true);
    expect(told).toEqual([
      ...Array.from({ length: DEAF_SOCKETS }, () => '4421 SLOW_READER'),
      ...Array.from({ length: DEAF_STREAMS }, () => ': SLOW_READER'),
    ]);
    const positions = [...sent.keys()];
    await wait(1_000);
    for (const { order, failures } of readers) {
      expect(failures).toEqual([]);
      expect(order).toEqual(positions);
    }
    const late = readers.flatMap(({ came }) =>
      positions.map((position) => (came.get(position) ?? Infinity) - (sent.get(position) ?? 0)),
    );
    expect(Math.max(...late)).toBeLessThan(LATE_MS_MAX);
    // What waits for one is a queue and the page that was being written; the buffers of the system are not counted.
    expect(mostQueued).toBeGreaterThan(0);
    expect(mostQueued).toBeLessThan(deaf.length * 1024 * 1024);
    expect(mostMemory - before).toBeLessThan(MORE_BYTES_MAX);
    // One of them comes back, and has missed nothing.
    const [one] = deaf;
    const got = one?.cursors() ?? [];
    const whole = await cursorsAfter(await start(), positions.at(-1) ?? '');
    expect(got.length).toBeGreaterThan(0);
    expect(got.length).toBeLessThan(whole.length);
    expect([...got, ...(await cursorsAfter(got.at(-1) ?? '', positions.at(-1) ?? ''))]).toEqual(whole);
    for (const { close } of readers) close();
    await Promise.all(clients.map(async (client) => client.dispose()));
    const gone = Date.now() + 20_000;
    for (;;) {
      const now = await metrics();
      const left = ['websocket', 'sse'].map((transport) =>
        now(`liggaren_live_connections\\{transport="${transport}"\\}`),
      );
      if (JSON.stringify([...left, now('liggaren_live_queue_bytes')]) === '[0,0,0]') break;
      if (Date.now() > gone) throw new Error(`${left.join(' and ')} connections are left`);
      await wait(50);
    }
  }, 240_000);
});

/** The cursors of all events after one, up to a position. */
async function cursorsAfter(after: string, upTo: string): Promise<string[]> {
  const client = createClient({
    url: `${served.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
  });
  const cursors: string[] = [];
  for await (const { data } of client.iterate<{ eventRecorded: { cursor: string } }>({
    query: ALL_EVENTS,
    variables: { after },
  })) {
    cursors.push(data?.eventRecorded.cursor ?? '');
    if (cursors.at(-1) === `${upTo}/0`) break;
  }
  await client.dispose();
  return cursors;
}
