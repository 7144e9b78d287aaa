import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import {
  liveClient,
  receive,
  servingLive,
  socketUrl,
  until,
  wire as wireTo,
  type Wire,
} from '../../../test/support/live-clients.js';
import { memoryLive, type MemoryLive } from '../../../test/support/live-memory.js';
import type { ApiServer } from '../server.js';
import type { LiveLimits } from './limits.js';
import {
  FRAME_BYTES_MAX,
  FRAMES_MAX,
  OPERATIONS_MAX,
  QUEUE_BYTES_MAX,
  QUEUED_PART,
  TURN_BYTES,
} from './limits.js';

const EVENTS =
  'subscription($after: String) { eventRecorded(after: $after) { cursor event initial recorded { type } } }';
const FIGURE = `subscription($after: String) {
  figureChanged(
    reading: { unit: "u", area: "operations", line: ["Stab"], measure: "cost", period: "2021", basis: budget, edition: "2021:1" }
    after: $after
  ) { cursor initial before after reading { line } }
}`;

const memory: MemoryLive = memoryLive();
/** Of all tests but those that need other limits, or close it. */
let shared: ApiServer;
let server: ApiServer;
const clients: Client[] = [];
const wires: Wire[] = [];
/** What a counter had come to before the test. */
const counted = new Map<string, number>();

beforeAll(async () => {
  shared = await servingLive(memory, { slowMs: 300, closeMs: 300, initMs: 300, connections: 40 });
});

afterAll(() => shared.close());

beforeEach(async () => {
  server = shared;
  for (const name of ['executions', 'messages', 'slow_closed']) {
    counted.set(`liggaren_live_${name}_total`, (await read(`liggaren_live_${name}_total`)) ?? 0);
  }
});

afterEach(async () => {
  await Promise.all(clients.splice(0).map(async (client) => client.dispose()));
  for (const { socket } of wires.splice(0)) socket.terminate();
  if (server !== shared) await server.close();
  server = shared;
  await until(() => memory.topics.size === 0);
  while ((await metric('liggaren_live_connections')) > 0)
    await new Promise((resolve) => setTimeout(resolve, 5));
  memory.empty();
});

/** A server of its own for the test, with limits of its own. */
async function ownServer(limits: Partial<LiveLimits>): Promise<void> {
  server = await servingLive(memory, limits);
  counted.clear();
}

function client(): Client {
  const made = liveClient(server);
  clients.push(made);
  return made;
}

async function wire(protocols?: string, init = true): Promise<Wire> {
  const made = await wireTo(server, protocols, init);
  wires.push(made);
  return made;
}

/** What it says now; of a counter since the test began. */
async function metric(name: string): Promise<number> {
  return ((await read(name)) ?? Number.NaN) - (counted.get(name) ?? 0);
}

async function read(name: string): Promise<number | undefined> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const found = new RegExp(`^${name}(?:\\{[^}]*\\})? (.*)$`, 'm').exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

describe('a subscription over graphql-ws', () => {
  it('gets each event as it is recorded, and begins with the next one', async () => {
    memory.record({ type: 'Before' });
    const got = receive(client(), EVENTS);
    await until(() => memory.topics.size === 1);
    memory.record({ type: 'BudgetAdopted' });
    memory.record({ type: 'ImportCompleted', count: 70 });
    await until(() => got.results.length === 71);
    expect(got.results[0]).toEqual({
      data: {
        eventRecorded: {
          cursor: 'mem1:2/0',
          event: 'event-2',
          initial: false,
          recorded: { type: 'BudgetAdopted' },
        },
      },
    });
    expect(got.results.slice(1).map(({ data }) => data?.eventRecorded?.cursor)).toEqual(
      Array.from({ length: 70 }, (_, n) => `mem1:3/${n}`),
    );
    got.stop();
    await until(() => memory.topics.size === 0);
  });

  it('of a figure begins with what is now, and goes on from it', async () => {
    memory.record({ type: 'A', values: { Stab: '1' } });
    memory.record({ type: 'B' });
    const got = receive(client(), FIGURE);
    await until(() => got.results.length === 1);
    memory.record({ type: 'C', values: { Stab: '2' } });
    memory.record({ type: 'D', values: { Annat: '9' } });
    await until(() => got.results.length === 2);
    expect(got.results.map(({ data }) => data?.figureChanged)).toEqual([
      { cursor: 'mem1:2', initial: true, before: null, after: '1', reading: { line: ['Stab'] } },
      { cursor: 'mem1:3/0', initial: false, before: '1', after: '2', reading: { line: ['Stab'] } },
    ]);
  });

  it('goes on after a cursor, also within an import', async () => {
    memory.record({ type: 'A' });
    memory.record({ type: 'ImportCompleted', count: 100 });
    const got = receive(client(), EVENTS, { after: 'mem1:2/41' });
    await until(() => got.results.length === 58);
    memory.record({ type: 'B' });
    await until(() => got.results.length === 59);
    const cursors = got.results.map(({ data }) => data?.eventRecorded?.cursor);
    expect(cursors).toEqual([...Array.from({ length: 58 }, (_, n) => `mem1:2/${n + 42}`), 'mem1:3/0']);
  });

  it.each([
    ['CURSOR_UNREADABLE', 'nonsense'],
    ['POSITION_OF_OTHER_LOG', 'else:1/0'],
    ['POSITION_NOT_REACHED', 'mem1:99'],
  ])('%s: after a cursor such as %s', async (code, after) => {
    const got = receive(client(), EVENTS, { after });
    await until(() => got.failure() !== undefined);
    expect(got.failure()).toMatchObject([{ extensions: { code, place: { field: 'after' } } }]);
    expect(got.results).toEqual([]);
  });

  it.each([
    ['UNKNOWN_UNIT', FIGURE.replace('"u"', '"nowhere"')],
    ['UNKNOWN_VIEW', 'subscription { viewChanged(view: "budget", unit: "u") { cursor } }'],
    ['INPUT_MISSING', 'subscription { viewChanged(view: "land", unit: "u") { cursor } }'],
    ['QUERY_INVALID', 'subscription { eventRecorded { nonsense } }'],
    ['QUERY_INVALID', 'subscription { eventRecorded'],
    ['QUERY_INVALID', 'subscription { a: eventRecorded { cursor } b: eventRecorded { cursor } }'],
    ['QUERY_INVALID', 'subscription { eventRecorded @skip(if: true) { cursor } }'],
    ['QUERY_INVALID', 'subscription($type: String!) { eventRecorded(type: $type) { cursor } }'],
    [
      'QUERY_INVALID',
      'subscription A { eventRecorded { cursor } } subscription B { eventRecorded { cursor } }',
    ],
    ['QUERY_INVALID', `subscription { eventRecorded { ${'cursor '.repeat(5_000)} } }`],
    [
      'DEPTH_LIMIT',
      `subscription { discrepancyChanged { after { ${'followOns { '.repeat(15)} id ${'}'.repeat(15)} } } }`,
    ],
  ])('is refused with a code: %s', async (code, query) => {
    const got = receive(client(), query);
    await until(() => got.failure() !== undefined);
    const [error] = got.failure() as { message: string; extensions: Record<string, unknown> }[];
    expect(error?.extensions.code).toBe(code);
  });

  it('has its own names, fragments and fields', async () => {
    const query = `subscription S($b: Boolean!) { mine: eventRecorded { ...F at: position } }
      fragment F on EventRecorded { c: cursor recorded @include(if: $b) { kind: type } }`;
    const with_ = receive(client(), query, { b: true });
    const without = receive(client(), query, { b: false });
    await until(() => memory.topics.size === 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (let n = 1; n <= 4; n++) memory.record({ type: 'A' });
    await until(() => with_.results.length === 4 && without.results.length === 4);
    for (const [n, { data }] of with_.results.entries()) {
      expect(data).toEqual({ mine: { c: `mem1:${n + 1}/0`, recorded: { kind: 'A' }, at: `mem1:${n + 1}` } });
    }
    expect(without.results[3]?.data).toEqual({ mine: { c: 'mem1:4/0', at: 'mem1:4' } });
  });

  it('is followed only of the stream that is asked for', async () => {
    const got = receive(
      client(),
      'subscription { eventRecorded(stream: "b") { recorded { stream } cursor } }',
    );
    await until(() => memory.topics.size === 1);
    for (const stream of ['a', 'b', 'a', 'b']) memory.record({ type: 'A', stream });
    await until(() => got.results.length === 2);
    expect(got.results.map(({ data }) => data?.eventRecorded?.cursor)).toEqual(['mem1:2/0', 'mem1:4/0']);
  });

  it('ends with an error that tells nothing, where the server fails', async () => {
    const got = receive(client(), EVENTS);
    await until(() => memory.topics.size === 1);
    memory.failWith(new TypeError('secret: the file'));
    memory.record({ type: 'A' });
    await until(() => got.failure() !== undefined);
    expect(got.failure()).toMatchObject([{ extensions: { code: 'INTERNAL', id: expect.any(String) } }]);
    expect(JSON.stringify(got.failure())).not.toContain('secret');
  });

  it('asks queries and mutations over the same connection', async () => {
    const asking = client();
    const units = receive(asking, '{ units(first: 1) { edges { node { unit } } } }');
    const broken = receive(
      asking,
      '{ budgetDiff(unit: "nowhere", year: "2021", from: "a", to: "b") { unit } }',
    );
    await until(() => units.completed() && broken.completed());
    expect(units.results).toEqual([{ data: { units: { edges: [{ node: { unit: 'boras' } }] } } }]);
    expect(broken.results).toMatchObject([
      { data: { budgetDiff: null }, errors: [{ extensions: { code: 'UNKNOWN_UNIT' } }] },
    ]);
    const mutation = receive(asking, 'mutation { nonsense }');
    await until(() => mutation.failure() !== undefined);
  });

  it('is told over HTTP where to go', async () => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'subscription { eventRecorded { cursor } }' }),
    });
    const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
    expect(errors[0]?.extensions.code).toBe('SUBSCRIPTION_ELSEWHERE');
  });

  it('tells with the acknowledgement where the log stands', async () => {
    memory.record({ type: 'A' });
    const { frames, socket } = await wire();
    expect(frames).toEqual([{ type: 'connection_ack', payload: { cursor: 'mem1:1' } }]);
    socket.terminate();
  });
});

describe('fan-out', () => {
  it('executes an operation once for all who ask the same, wherever they begin', async () => {
    memory.record({ type: 'A' });
    const all = Array.from({ length: 10 }, () => client()).map((one, n) =>
      receive(one, EVENTS, n % 2 === 0 ? {} : { after: 'mem1:1/0' }),
    );
    const other = receive(client(), 'subscription { eventRecorded { cursor } }');
    await until(() => memory.topics.size >= 1);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const before = await metric('liggaren_live_executions_total');
    for (let n = 0; n < 20; n++) memory.record({ type: 'B' });
    await until(() => [...all, other].every(({ results }) => results.length === 20));
    expect((await metric('liggaren_live_executions_total')) - before).toBe(40);
    expect(await metric('liggaren_live_messages_total')).toBe(220);
    expect(await metric('liggaren_live_subscriptions')).toBe(11);
    expect(await metric('liggaren_live_topics')).toBe(1);
    expect(await metric('liggaren_live_connections')).toBe(11);
  });

  /** Three that read nothing, and ten that do. */
  async function someDeaf(): Promise<{ deaf: readonly Wire[]; got: readonly ReturnType<typeof receive>[] }> {
    const query = 'subscription { eventRecorded { cursor recorded { data } } }';
    const deaf = await Promise.all(Array.from({ length: 3 }, () => wire()));
    for (const { send, socket } of deaf) {
      send({ id: 'x', type: 'subscribe', payload: { query } });
      socket.pause();
    }
    const got = Array.from({ length: 10 }, () => receive(client(), EVENTS));
    while ((await metric('liggaren_live_subscriptions')) < deaf.length + got.length)
      await new Promise((resolve) => setTimeout(resolve, 5));
    return { deaf, got };
  }

  it('waits for nobody who does not read', async () => {
    // Whoever waited for them would wait longer than the test.
    await ownServer({ slowMs: 60_000, closeMs: 300 });
    const { got } = await someDeaf();
    for (let n = 1; n <= 200; n++) {
      memory.record({ type: 'A', size: 100_000 });
      await until(() => got.every(({ results }) => results.length === n));
    }
    expect(await metric('liggaren_live_queue_bytes')).toBeLessThan(3 * 512 * 1024);
    expect(await metric('liggaren_live_connections')).toBe(13);
  }, 60_000);

  it('closes who does not read, and keeps nothing of them', async () => {
    const { got } = await someDeaf();
    const events = 100;
    for (let n = 1; n <= events; n++) memory.record({ type: 'A', size: 100_000 });
    await until(() => got.every(({ results }) => results.length === events));
    while ((await metric('liggaren_live_connections')) > 10)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await metric('liggaren_live_slow_closed_total')).toBe(3);
    expect(await metric('liggaren_live_queue_bytes')).toBe(0);
    await until(() => memory.topics.size === 1);
  }, 60_000);

  it('tells a slow reader why, and goes on from its cursor', async () => {
    await ownServer({ slowMs: 200, closeMs: 20_000 });
    const query =
      'subscription($after: String) { eventRecorded(after: $after) { cursor recorded { data } } }';
    const slow = await wire();
    slow.send({ id: 'x', type: 'subscribe', payload: { query } });
    await until(() => memory.topics.size === 1);
    slow.socket.pause();
    for (let n = 1; n <= 200; n++) {
      memory.record({ type: 'A', size: 100_000 });
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await new Promise((resolve) => setTimeout(resolve, 600));
    slow.socket.resume();
    expect(await slow.closed).toEqual({ code: 4421, reason: 'SLOW_READER' });
    const cursors = slow.frames.slice(1).map(({ payload }) => cursorIn(payload));
    expect(cursors.length).toBeLessThan(200);
    expect(cursors).toEqual(cursors.map((_, n) => `mem1:${n + 1}/0`));
    const got = receive(client(), query, { after: cursors.at(-1) });
    await until(() => got.results.length === 200 - cursors.length);
    expect(got.results.at(-1)?.data?.eventRecorded?.cursor).toBe('mem1:200/0');
  }, 60_000);
});

/** What a client with all that it may follow is told to begin with is some hundred MB. */
const LONG = `subscription { figureChanged(reading: {
  unit: "u", area: "operations", line: ["${'x'.repeat(30_000)}"], measure: "cost", period: "2021", basis: budget, edition: "2021:1"
}) { initial after ${Array.from({ length: 40 }, (_, n) => `r${n}: reading { line }`).join(' ')} } }`;
const LIST = `subscription { discrepancyChanged {
  cursor ${Array.from({ length: 10 }, (_, n) => `i${n}: id`).join(' ')} } }`;

describe('what is now', () => {
  it('of many operations waits for a client that does not read, and never more of it than fits', async () => {
    const deaf = await wire();
    deaf.socket.pause();
    for (let n = 0; n < OPERATIONS_MAX; n++)
      deaf.send({ id: `s${n}`, type: 'subscribe', payload: { query: LONG.replace('x', `${n}`) } });
    let most = 0;
    const over = Date.now() + 20_000;
    while ((await metric('liggaren_live_slow_closed_total')) === 0 && Date.now() < over)
      most = Math.max(most, await metric('liggaren_live_queue_bytes'));
    expect(await metric('liggaren_live_slow_closed_total')).toBe(1);
    expect(most).toBeGreaterThan(0);
    // A full queue, and the one message that filled it.
    expect(most).toBeLessThan(QUEUE_BYTES_MAX + 40 * 30_000 + 100_000);
    deaf.socket.terminate();
    await until(() => memory.topics.size === 0);
  }, 60_000);

  it('is a long list that is told as it is read, whole and in order, and then what came', async () => {
    memory.record({ type: 'A' });
    memory.discrepancies = 10_000;
    await ownServer({ slowMs: 20_000 });
    const slow = await wire();
    slow.send({ id: 'x', type: 'subscribe', payload: { query: LIST } });
    slow.socket.pause();
    await until(() => memory.topics.size === 1);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const waiting = await metric('liggaren_live_queue_bytes');
    expect(waiting).toBeGreaterThan(0);
    expect(waiting).toBeLessThan(QUEUE_BYTES_MAX + TURN_BYTES + 10_000);
    slow.socket.resume();
    await until(() => slow.frames.length === 1 + memory.discrepancies);
    const told = slow.frames
      .slice(1)
      .map(({ payload }) => (payload as { data: { discrepancyChanged: { cursor: string } } }).data);
    expect(told.map(({ discrepancyChanged: { cursor } }) => cursor)).toEqual(
      Array.from({ length: memory.discrepancies }, (_, n) => `mem1:1/${n}`),
    );
    slow.socket.terminate();
    await until(() => memory.topics.size === 0);
  }, 60_000);
});

describe('what waits for all', () => {
  it('is bounded: the fullest are closed as slow readers, and nobody who reads', async () => {
    const queuedBytes = 3 * 1024 * 1024;
    await ownServer({ queuedBytes, slowMs: 60_000, closeMs: 60_000 });
    const query = 'subscription { eventRecorded { cursor recorded { data } } }';
    const deaf = await Promise.all(Array.from({ length: 30 }, () => wire()));
    for (const { send, socket } of deaf) {
      send({ id: 'x', type: 'subscribe', payload: { query } });
      socket.pause();
    }
    const got = receive(client(), EVENTS);
    while ((await metric('liggaren_live_subscriptions')) < deaf.length + 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    let most = 0;
    for (let n = 1; n <= 150; n++) {
      memory.record({ type: 'A', size: 100_000 });
      await until(() => got.results.length === n);
      most = Math.max(most, await metric('liggaren_live_queue_bytes'));
    }
    expect(await metric('liggaren_live_slow_closed_total')).toBeGreaterThan(10);
    expect(most).toBeGreaterThan(queuedBytes / 2);
    expect(most).toBeLessThan(queuedBytes * (1 + 2 * QUEUED_PART) + 200_000);
    expect(got.failure()).toBeUndefined();
    for (const { socket } of deaf) socket.terminate();
  }, 60_000);
});

function cursorIn(payload: unknown): string {
  return (payload as { data: { eventRecorded: { cursor: string } } }).data.eventRecorded.cursor;
}

describe('the protocol', () => {
  const subscribe = (id: string, query = EVENTS): object => ({ id, type: 'subscribe', payload: { query } });

  it.each([
    ['4400 no JSON', 4400, ['nonsense']],
    ['4400 no message', 4400, [{ type: 'what' }]],
    ['4400 a message of a server', 4400, [{ type: 'connection_ack' }]],
    ['4400 no id', 4400, [{ type: 'subscribe', payload: { query: EVENTS } }]],
    ['4400 no query', 4400, [{ id: '1', type: 'subscribe', payload: {} }]],
    [
      '4400 a list of variables',
      4400,
      [{ id: '1', type: 'subscribe', payload: { query: EVENTS, variables: 'x' } }],
    ],
    ['4409 an id twice', 4409, [subscribe('1'), subscribe('1')]],
    ['4429 twice initialised', 4429, [{ type: 'connection_init' }]],
    ['4420 too much', 4420, Array.from({ length: FRAMES_MAX + 50 }, () => ({ type: 'ping' }))],
    ['1009 too large', 1009, [subscribe('1', `{ a } ${' '.repeat(FRAME_BYTES_MAX)}`)]],
  ])('%s', async (_name, code, messages) => {
    const { send, closed } = await wire();
    for (const message of messages) send(message);
    expect((await closed).code).toBe(code);
    while ((await metric('liggaren_live_connections')) > 0)
      await new Promise((resolve) => setTimeout(resolve, 10));
  });

  it('4400: a binary message', async () => {
    const { socket, closed } = await wire();
    socket.send(Buffer.from(JSON.stringify({ type: 'ping' })));
    expect((await closed).code).toBe(4400);
  });

  it('4401: before the acknowledgement', async () => {
    const { send, closed } = await wire(undefined, false);
    send(subscribe('1'));
    expect((await closed).code).toBe(4401);
  });

  it('4406: another protocol', async () => {
    const socket = new WebSocket(socketUrl(server));
    const code = await new Promise((resolve) => socket.on('close', resolve));
    expect(code).toBe(4406);
  });

  it('4408: no initialisation', async () => {
    const { closed } = await wire(undefined, false);
    expect((await closed).code).toBe(4408);
  });

  it('answers pings', async () => {
    const { send, frames, socket } = await wire();
    send({ type: 'ping', payload: { a: 1 } });
    await until(() => frames.length === 2);
    expect(frames[1]).toEqual({ type: 'pong', payload: { a: 1 } });
    socket.terminate();
  });

  it('sends nothing after it was completed, and takes the id again', async () => {
    const { send, frames, socket } = await wire();
    send(subscribe('1'));
    await until(() => memory.topics.size === 1);
    memory.record({ type: 'A' });
    await until(() => frames.length === 2);
    send({ id: '1', type: 'complete' });
    await until(() => memory.topics.size === 0);
    memory.record({ type: 'B' });
    send(subscribe('1'));
    await until(() => memory.topics.size === 1);
    memory.record({ type: 'C' });
    await until(() => frames.length === 3);
    expect(frames.map(({ type }) => type)).toEqual(['connection_ack', 'next', 'next']);
    expect(cursorIn(frames[2]?.payload)).toBe('mem1:3/0');
    socket.terminate();
  });

  it('refuses one operation too many of a connection, and not the others', async () => {
    const { send, frames, socket } = await wire();
    for (let n = 0; n <= OPERATIONS_MAX; n++) send(subscribe(`s${n}`));
    await until(() => frames.length === 2);
    expect(frames[1]).toMatchObject({
      id: `s${OPERATIONS_MAX}`,
      type: 'error',
      payload: [{ extensions: { code: 'SUBSCRIPTIONS_LIMIT' } }],
    });
    memory.record({ type: 'A' });
    await until(() => frames.length === 2 + OPERATIONS_MAX);
    socket.terminate();
    await until(() => memory.topics.size === 0);
  });

  it('refuses one connection too many with 503, and takes the next when there is room', async () => {
    const open = await Promise.all(Array.from({ length: 40 }, () => wire()));
    const refused = await handshake({});
    expect(refused).toMatchObject({ status: 503, retryAfter: '5' });
    expect(refused.body).toContain('CONNECTIONS_LIMIT');
    open[0]?.socket.close();
    await open[0]?.closed;
    const another = await wire();
    for (const { socket } of [...open, another]) socket.terminate();
  });

  it.each([
    ['FORBIDDEN_ORIGIN', { origin: 'https://evil.example' }],
    ['FORBIDDEN_HOST', { host: 'evil.example' }],
  ])('%s: refused on the handshake', async (code, headers) => {
    const { status, body } = await handshake(headers);
    expect(status).toBe(403);
    expect(body).toContain(code);
  });

  it('is only at its own path', async () => {
    expect((await handshake({}, '/graphql/elsewhere')).status).toBe(404);
  });

  it('1012: the server closes, and completes nothing', async () => {
    await ownServer({});
    const { send, frames, closed } = await wire();
    send(subscribe('1'));
    await until(() => memory.topics.size === 1);
    memory.record({ type: 'A' });
    const closing = server.close();
    expect(await closed).toEqual({ code: 1012, reason: 'SERVER_CLOSING' });
    expect(frames.map(({ type }) => type)).not.toContain('complete');
    await closing;
    server = shared;
  });
});

function handshake(
  headers: Record<string, string>,
  path = '/graphql',
): Promise<{ status: number; retryAfter: unknown; body: string }> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(server.url.replace('http', 'ws') + path, 'graphql-transport-ws', {
      headers,
    });
    socket.on('unexpected-response', (_request, response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'], body }),
      );
    });
    socket.on('open', () => reject(new Error('it was taken')));
    socket.on('error', () => undefined);
  });
}

describe('an offer of another protocol', () => {
  it('is passed over: the request is answered as any other', async () => {
    const body = JSON.stringify({ query: '{ __typename }' });
    const asking = connect(Number(new URL(server.url).port), '127.0.0.1');
    let text = '';
    asking.on('data', (chunk: Buffer) => (text += chunk.toString()));
    asking.write(
      `POST /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEA\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    asking.write(body.slice(5));
    await until(() => text.includes('}}'));
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\{"data":\{"__typename":"Query"\}\}$/);
    asking.destroy();
  });
});

describe('heartbeats', () => {
  it('cut off a peer that answers none', async () => {
    await ownServer({ heartbeatMs: 150 });
    const alive = await wire();
    const dead = await wire();
    dead.socket.pause();
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(await metric('liggaren_live_connections')).toBe(1);
    expect(alive.socket.readyState).toBe(WebSocket.OPEN);
    alive.socket.terminate();
    dead.socket.terminate();
  });
});
