import { request } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-sse';
import { servingLive, until } from '../../../test/support/live-clients.js';
import { memoryLive, type MemoryLive } from '../../../test/support/live-memory.js';
import type { ApiServer } from '../server.js';
import { FRAME_BYTES_MAX, QUEUE_BYTES_MAX, TURN_BYTES } from './limits.js';

const EVENTS = 'subscription($after: String) { eventRecorded(after: $after) { cursor recorded { type } } }';

const memory: MemoryLive = memoryLive();
/** Of all tests but those that need other limits, or close it. */
let shared: ApiServer;
let server: ApiServer;
let stops: (() => void)[] = [];

beforeAll(async () => {
  shared = await servingLive(memory, { connections: 20, slowMs: 300, closeMs: 300, heartbeatMs: 300 });
});

afterAll(() => shared.close());

beforeEach(() => {
  server = shared;
});

afterEach(async () => {
  for (const stop of stops) stop();
  stops = [];
  if (server !== shared) await server.close();
  server = shared;
  await until(() => memory.topics.size === 0);
  while (!/^liggaren_live_connections\{transport="sse"\} 0$/m.test(await metrics()))
    await new Promise((resolve) => setTimeout(resolve, 5));
  memory.empty();
});

async function metrics(): Promise<string> {
  return (await fetch(`${server.url}/metrics`)).text();
}

interface Stream {
  readonly status: number;
  readonly headers: Headers;
  text: string;
  ended: boolean;
  readonly failed: () => boolean;
}

async function open(init: RequestInit & { address?: string } = {}): Promise<Stream> {
  const controller = new AbortController();
  stops.push(() => controller.abort());
  const response = await fetch(`${server.url}/graphql/stream${init.address ?? ''}`, {
    ...init,
    signal: controller.signal,
  });
  let failed = false;
  const stream: Stream = {
    status: response.status,
    headers: response.headers,
    text: '',
    ended: false,
    failed: () => failed,
  };
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? [])
      stream.text += decoder.decode(chunk as Uint8Array, { stream: true });
    stream.ended = true;
  };
  read().catch(() => (failed = true));
  return stream;
}

/** What came but for heartbeats. */
const quiet = ({ text }: Stream): string => text.replace(/^:\n\n/gm, '');

const post = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

const asked = (query: string, more = ''): { address: string } => ({
  address: `?query=${encodeURIComponent(query)}${more}`,
});

describe('a subscription over SSE', () => {
  it('gets each event with its cursor as id', async () => {
    memory.record({ type: 'Before' });
    const stream = await open(post({ query: EVENTS }));
    expect(stream.status).toBe(200);
    expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(stream.headers.get('cache-control')).toContain('no-cache');
    await until(() => stream.text.includes('\n\n'));
    expect(quiet(stream)).toBe('retry: 1000\nid: mem1:1\n\n');
    memory.record({ type: 'A' });
    await until(() => stream.text.includes('mem1:2/0'));
    expect(quiet(stream)).toBe(
      'retry: 1000\nid: mem1:1\n\n' +
        'event: next\nid: mem1:2/0\ndata: {"data":{"eventRecorded":{"cursor":"mem1:2/0","recorded":{"type":"A"}}}}\n\n',
    );
  });

  it('is asked by address too, as curl and EventSource do', async () => {
    memory.record({ type: 'A' });
    memory.record({ type: 'B' });
    const variables = `&variables=${encodeURIComponent('{"after":"mem1:1/0"}')}`;
    const stream = await open({ ...asked(EVENTS, variables), headers: { accept: '*/*' } });
    await until(() => stream.text.includes('"type":"B"'));
    expect(stream.text).not.toContain('"type":"A"');
  });

  it('goes on from Last-Event-ID, which goes before `after`', async () => {
    for (const type of ['A', 'B', 'C']) memory.record({ type });
    const stream = await open(
      post({ query: EVENTS, variables: { after: 'mem1:0' } }, { 'last-event-id': 'mem1:2/0' }),
    );
    await until(() => stream.text.includes('"type":"C"'));
    expect(stream.text).not.toMatch(/"type":"[AB]"/);
  });

  it('tells a Last-Event-ID that is none as it was sent', async () => {
    const sent = Buffer.from('räksmörgås').toString('latin1');
    const stream = await open(post({ query: EVENTS }, { 'last-event-id': sent }));
    await until(() => stream.text.includes('errors'));
    expect(stream.text).toContain('räksmörgås');
  });

  it('of what is now has no id before the first message: it is begun anew', async () => {
    memory.record({ type: 'A', values: { Stab: '1' } });
    const query = `subscription { figureChanged(reading: { unit: "u", area: "o", line: ["Stab"], measure: "cost", period: "2021", basis: budget, edition: "1" }) { initial after } }`;
    const stream = await open(post({ query }));
    await until(() => stream.text.includes('data:'));
    expect(quiet(stream)).toBe(
      'retry: 1000\n\nevent: next\nid: mem1:1\ndata: {"data":{"figureChanged":{"initial":true,"after":"1"}}}\n\n',
    );
  });

  it('has comments as heartbeats', async () => {
    const stream = await open(post({ query: EVENTS }));
    await until(() => stream.text.includes('\n\n:\n\n'));
  });

  it('is followed no more when the client has gone', async () => {
    await open(post({ query: EVENTS }));
    await until(() => memory.topics.size === 1);
    stops.pop()?.();
    await until(() => memory.topics.size === 0);
  });

  it('ends without `complete` when the server closes', async () => {
    server = await servingLive(memory);
    const stream = await open(post({ query: EVENTS }));
    await until(() => memory.topics.size === 1);
    memory.record({ type: 'A' });
    await until(() => stream.text.includes('"type":"A"'));
    await server.close();
    await until(() => stream.ended || stream.failed());
    expect(stream.text).not.toContain('complete');
    server = shared;
  });

  it.each([
    ['CURSOR_UNREADABLE', EVENTS.replace('$after)', '"x")').replace('($after: String)', '')],
    ['QUERY_INVALID', 'subscription { nonsense }'],
    ['UNKNOWN_VIEW', 'subscription { viewChanged(view: "x", unit: "u") { cursor } }'],
  ])('%s: comes as the only message', async (code, query) => {
    const stream = await open(post({ query }));
    expect(stream.status).toBe(200);
    await until(() => stream.ended);
    const found = /^event: next\ndata: (.*)\n\nevent: complete\ndata: \n\n$/.exec(quiet(stream));
    expect(JSON.parse(found?.[1] ?? '')).toMatchObject({ errors: [{ extensions: { code } }] });
  });

  it('closes who does not read', async () => {
    const query = 'subscription { eventRecorded { cursor recorded { data } } }';
    const gone = new Promise((resolve) => {
      const asking = request(
        `${server.url}/graphql/stream?query=${encodeURIComponent(query)}`,
        (response) => {
          response.pause();
          response.on('close', resolve);
          stops.push(() => asking.destroy());
          setTimeout(() => response.resume(), 3_000);
        },
      );
      asking.on('error', resolve);
      asking.end();
    });
    await until(() => memory.topics.size === 1);
    for (let n = 0; n < 200; n++) {
      memory.record({ type: 'A', size: 100_000 });
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await gone;
    const text = await metrics();
    expect(text).toMatch(/^liggaren_live_slow_closed_total 1$/m);
    expect(text).toMatch(/^liggaren_live_connections\{transport="sse"\} 0$/m);
  }, 20_000);
});

describe('a long list of what is now over SSE', () => {
  it('waits for a client that does not read, and never more of it than fits', async () => {
    // Time enough to read what was said last before the connection is cut.
    server = await servingLive(memory, { slowMs: 300, closeMs: 20_000 });
    memory.discrepancies = 10_000;
    const query = `subscription { discrepancyChanged {
      cursor ${Array.from({ length: 10 }, (_, n) => `i${n}: id`).join(' ')} } }`;
    let read = (): void => undefined;
    const gone = new Promise<string>((resolve) => {
      const asking = request(
        `${server.url}/graphql/stream?query=${encodeURIComponent(query)}`,
        (response) => {
          let last = '';
          response.pause();
          stops.push(() => asking.destroy());
          response.on('close', () => resolve(last));
          read = () => {
            response.on('data', (piece: Buffer) => (last = (last + piece.toString()).slice(-200)));
            response.resume();
          };
        },
      );
      asking.on('error', () => undefined);
      asking.end();
    });
    let most = 0;
    for (;;) {
      const text = await metrics();
      most = Math.max(most, Number(/^liggaren_live_queue_bytes (.*)$/m.exec(text)?.[1]));
      if (text.includes('liggaren_live_slow_closed_total 1\n')) break;
    }
    read();
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(QUEUE_BYTES_MAX + TURN_BYTES + 10_000);
    expect(await gone).toMatch(/: SLOW_READER\n\n$/);
    await until(() => memory.topics.size === 0);
  }, 20_000);
});

describe('a query over SSE', () => {
  it('is one message, and complete', async () => {
    const stream = await open(asked('{ units(first: 1) { edges { node { unit } } } }'));
    await until(() => stream.ended);
    expect(stream.text).toBe(
      'event: next\ndata: {"data":{"units":{"edges":[{"node":{"unit":"boras"}}]}}}\n\nevent: complete\ndata: \n\n',
    );
  });
});

describe('what is no stream', () => {
  it.each([
    [400, 'QUERY_INVALID', post('{')],
    [400, 'QUERY_INVALID', post({})],
    [400, 'QUERY_INVALID', post({ query: EVENTS, variables: 'x' })],
    [400, 'QUERY_INVALID', asked('{ __typename }', '&variables={')],
    [
      405,
      'QUERY_INVALID',
      asked('mutation { defineUnit(input: { unit: "a", name: "b", kind: board }) { __typename } }'),
    ],
    [406, 'QUERY_INVALID', { ...asked(EVENTS), headers: { accept: 'application/json' } }],
    [413, 'QUERY_INVALID', post({ query: ' '.repeat(FRAME_BYTES_MAX) })],
    [403, 'FORBIDDEN_ORIGIN', post({ query: EVENTS }, { origin: 'https://evil.example' })],
  ])('%i %s', async (status, code, init) => {
    const stream = await open(init);
    await until(() => stream.ended);
    expect([stream.status, stream.text]).toEqual([status, expect.stringContaining(code)]);
  });

  it('503 CONNECTIONS_LIMIT', async () => {
    await Promise.all(Array.from({ length: 20 }, () => open(post({ query: EVENTS }))));
    const stream = await open(post({ query: EVENTS }));
    await until(() => stream.ended);
    expect([stream.status, stream.headers.get('retry-after')]).toEqual([503, '5']);
    expect(stream.text).toContain('CONNECTIONS_LIMIT');
  });
});

describe('the client of graphql-sse', () => {
  it('follows, asks and is refused', async () => {
    const client = createClient({ url: `${server.url}/graphql/stream`, retryAttempts: 0 });
    stops.push(() => client.dispose());
    const cursors: unknown[] = [];
    client.subscribe(
      { query: EVENTS },
      {
        next: ({ data }) => cursors.push((data?.eventRecorded as { cursor: string } | undefined)?.cursor),
        error: () => undefined,
        complete: () => undefined,
      },
    );
    await until(() => memory.topics.size === 1);
    for (let n = 0; n < 50; n++) memory.record({ type: 'A' });
    await until(() => cursors.length === 50);
    expect(cursors).toEqual(Array.from({ length: 50 }, (_, n) => `mem1:${n + 1}/0`));
    const asked = client.iterate({ query: '{ units(first: 1) { edges { node { unit } } } }' });
    expect((await asked.next()).value).toEqual({ data: { units: { edges: [{ node: { unit: 'boras' } }] } } });
    expect((await asked.next()).done).toBe(true);
    const refused = client.iterate({ query: EVENTS, variables: { after: 'else:1' } });
    expect((await refused.next()).value).toMatchObject({
      errors: [{ extensions: { code: 'POSITION_OF_OTHER_LOG' } }],
    });
  });
});
