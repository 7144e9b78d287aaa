import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { spawnSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { CONNECTIONS_MAX, FRAME_BYTES_MAX, RETRY_AFTER_S } from '../../apps/api/live/limits.js';
import { frame, headOf, RawSocket, text } from './hostile/raw-socket.js';
import { Asking } from './soak/asking.js';
import { requireBuild, runLiggaren, serve, type Served } from './soak/processes.js';

/* What a server is sent that nobody should send, while somebody follows it: each is refused with its code, and the one
   who follows goes on being told. The server is the built one, in a process of its own, with the limits that it has. */

const ALLOWED = 'https://ledger.example.se';
const EVENTS = 'subscription { eventRecorded { cursor position recorded { type } } }';

let folder: string;
let served: Served;
let asking: Asking;
let client: Client;
const told: string[] = [];
const failures: unknown[] = [];

beforeAll(async () => {
  requireBuild();
  folder = await mkdtemp(join(tmpdir(), 'liggaren-hostile-'));
  const ledger = join(folder, 'ledger');
  const { code, err } = await runLiggaren(['--ledger', ledger, 'import', 'data']).ended;
  if (code !== 0) throw new Error(err);
  served = await serve(ledger, { LIGGAREN_ORIGINS: ALLOWED });
  asking = new Asking(served.url);
  client = createClient({
    url: `${served.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    lazy: false,
    onNonLazyError: (error) => failures.push(error),
  });
  client.subscribe<{ eventRecorded: { position: string } }>(
    { query: EVENTS },
    {
      next: ({ data }) => told.push(data?.eventRecorded.position ?? ''),
      error: (error) => failures.push(error),
      complete: () => failures.push('completed'),
    },
  );
  await until(async () => (await metric('liggaren_live_subscriptions')) === 1);
}, 180_000);

afterAll(async () => {
  await client.dispose();
  served.signal('SIGTERM');
  const { code, err } = await served.ended;
  await rm(folder, { recursive: true, force: true });
  if (code !== 0) throw new Error(`the server ended with ${code}: ${err}`);
}, 60_000);

/** Whatever was tried, it is told what happens next, and the server complains of nothing. */
afterEach(async () => {
  await goesOn();
  if (failures.length > 0) throw new Error(`who follows was told: ${JSON.stringify(failures)}`);
}, 60_000);

let names = 0;

async function goesOn(): Promise<void> {
  const input = { unit: 'boras/ks/provram', name: `Namn ${++names}`, kind: 'frame' };
  const { position } = await asking.register('DefineUnit', input, `hostile-${names}`);
  await until(async () => told.at(-1) === position);
}

async function metric(name: string): Promise<number> {
  const all = await (await fetch(`${served.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(all)?.[1]);
}

const connections = (): Promise<number> => metric('liggaren_live_connections\\{transport="websocket"\\}');

async function until(so: () => Promise<boolean>, ms = 30_000): Promise<void> {
  const over = Date.now() + ms;
  while (!(await so())) {
    if (Date.now() > over) throw new Error(`it was not so within ${ms} ms`);
    await wait(20);
  }
}

/** The first thing that is said over SSE, or the refusal of the stream. */
async function stream(
  init: RequestInit & { query?: string },
): Promise<{ status: number; said: string; retry: unknown }> {
  const controller = new AbortController();
  const { query = EVENTS, ...rest } = init;
  const response = await fetch(`${served.url}/graphql/stream`, {
    method: 'POST',
    body: JSON.stringify({ query }),
    ...rest,
    headers: { 'content-type': 'application/json', ...(rest.headers as Record<string, string> | undefined) },
    signal: controller.signal,
  });
  let said = '';
  const decoder = new TextDecoder();
  for await (const piece of response.body ?? []) {
    said += decoder.decode(piece as Uint8Array, { stream: true });
    if (response.status === 200 && said.includes('\n\n')) break;
  }
  controller.abort();
  return { status: response.status, said, retry: response.headers.get('retry-after') };
}

describe('a page of another origin', () => {
  it.each([
    'https://evil.example',
    'null',
    'http://127.0.0.1:1',
    `${ALLOWED}.evil.example`,
    'http://ledger.example.se',
  ])('%s is refused on every way in', async (origin) => {
    const raw = new RawSocket(served.port, { origin });
    const { status, body } = await raw.handshake;
    expect([status, body]).toEqual([403, expect.stringContaining('"FORBIDDEN_ORIGIN"')]);
    for (const method of ['POST', 'GET']) {
      const address = `${served.url}/graphql/stream`;
      const response = await (method === 'POST'
        ? fetch(address, {
            method,
            headers: { origin, 'content-type': 'application/json' },
            body: JSON.stringify({ query: EVENTS }),
          })
        : fetch(`${address}?query=${encodeURIComponent(EVENTS)}`, { headers: { origin } }));
      expect([response.status, await response.text()]).toEqual([
        403,
        expect.stringContaining('"FORBIDDEN_ORIGIN"'),
      ]);
    }
  });

  it('is heard where it stands on the list', async () => {
    const raw = new RawSocket(served.port, { origin: ALLOWED });
    expect((await raw.handshake).status).toBe(101);
    raw.socket.destroy();
    const { status, said } = await stream({ headers: { origin: ALLOWED } });
    expect([status, said]).toEqual([200, expect.stringMatching(/^retry: \d+\nid: \S+\n\n/)]);
  });
});

const subscribe = (query: string, id = '1'): object => ({ id, type: 'subscribe', payload: { query } });

describe('a malformed frame', () => {
  const TEXT = 0x81;
  const whole = JSON.stringify({ type: 'ping' });
  const unmasked = Buffer.concat([Buffer.from([TEXT, whole.length]), Buffer.from(whole)]);
  it.each<[string, number, readonly Buffer[]]>([
    ['is not masked', 1002, [unmasked]],
    ['has an opcode that there is none of', 1002, [frame(0x83, '{}')]],
    ['has reserved bits', 1002, [frame(0xf1, '{}')]],
    ['is no frame at all', 1002, [Buffer.from('GET / HTTP/1.1\r\n\r\n')]],
    ['goes on from nothing', 1002, [frame(0x80, '{}')]],
    ['is a ping in pieces', 1002, [frame(0x09, 'a')]],
    ['is a ping that is too long', 1002, [frame(0x89, Buffer.alloc(126))]],
    ['is closed with a code that there is none of', 1002, [frame(0x88, Buffer.from([0x03, 0xec]))]],
    ['is no UTF-8', 1007, [frame(TEXT, Buffer.from([0xc3, 0x28]))]],
    ['says that it is 100 MB long', 1009, [headOf(100_000_000)]],
    ['says that it is longer than there are numbers', 1009, [headOf(Number.MAX_SAFE_INTEGER)]],
    [
      'never ends',
      1009,
      [
        frame(0x01, 'a'),
        ...Array.from({ length: 20 }, () => frame(0x00, Buffer.alloc(FRAME_BYTES_MAX / 16))),
      ],
    ],
    ['is binary', 4400, [frame(0x82, whole)]],
    ['is no JSON', 4400, [frame(TEXT, '{')]],
    ['is JSON of 60 000 levels', 4400, [frame(TEXT, '['.repeat(60_000) + ']'.repeat(60_000))]],
    ['is null', 4400, [frame(TEXT, 'null')]],
    ['has a prototype', 4400, [frame(TEXT, '{"__proto__":{"type":"ping"}}')]],
    ['is a second introduction', 4429, [text({ type: 'connection_init' })]],
  ])('that %s ends its connection with %i', async (_what, code, pieces) => {
    const raw = new RawSocket(served.port);
    expect((await raw.handshake).status).toBe(101);
    raw.init();
    raw.send(...pieces);
    expect(await raw.closed).toBe(code);
  });

  it('before the introduction is no better', async () => {
    const raw = new RawSocket(served.port);
    raw.send(text(subscribe(EVENTS)));
    expect(await raw.closed).toBe(4401);
  });
});

const nested = (depth: number): string => `${'after { followOns { '.repeat(depth)}id${' } }'.repeat(depth)}`;
const many = (n: number, one: (n: number) => string): string =>
  Array.from({ length: n }, (_, i) => one(i)).join(' ');

describe('a subscription that is hostile', () => {
  const ROWS = 'cells { why { change { cause } entry { reading { line } } } cell { stated { value } } }';
  const view = (fields: string): string =>
    `subscription { viewChanged(view: "budget-diff", unit: "boras/ks/stadsledningskansliet", year: "2021", from: "2021:1", to: "2021:2") { ${fields} } }`;
  const HOSTILE: readonly (readonly [what: string, code: string, query: string])[] = [
    [
      'deep',
      'DEPTH_LIMIT',
      `subscription { discrepancyChanged { after { followOns { places { ${nested(6)} } } } } }`,
    ],
    [
      'deep by fragments',
      'DEPTH_LIMIT',
      `subscription { discrepancyChanged { after { ...F0 } } } ${many(14, (n) => `fragment F${n} on ListedDiscrepancy { followOns { ...F${n + 1} } }`)} fragment F14 on ListedDiscrepancy { id }`,
    ],
    [
      'in a circle',
      'QUERY_INVALID',
      'subscription { discrepancyChanged { after { ...F } } } fragment F on ListedDiscrepancy { id ...F }',
    ],
    [
      'dear by fragments of fragments',
      'COST_LIMIT',
      `${view('...F0')} ${many(10, (n) => `fragment F${n} on ViewChanged { ${many(4, (i) => `x${n}_${i}: cells { cell { marks } } ...F${n + 1}`)} }`)} fragment F10 on ViewChanged { ${ROWS} }`,
    ],
    ['dear', 'COST_LIMIT', view(many(60, (n) => `a${n}: ${ROWS}`))],
    [
      'dear without reasons',
      'COST_LIMIT',
      view(many(60, (n) => `a${n}: cells { path cell { value marks } }`)),
    ],
    ['of many words', 'QUERY_INVALID', `subscription { eventRecorded { ${'cursor '.repeat(10_000)} } }`],
    [
      'of many roots',
      'QUERY_INVALID',
      `subscription { ${many(50, (n) => `a${n}: eventRecorded { cursor }`)} }`,
    ],
    [
      'of many arguments',
      'QUERY_INVALID',
      `subscription { eventRecorded(${many(900, (n) => `a${n}: ${n}`)}) { cursor } }`,
    ],
    [
      'of many strangers',
      'QUERY_INVALID',
      `subscription { eventRecorded { ${many(900, (n) => `strange${n}`)} } }`,
    ],
    ['without an end', 'QUERY_INVALID', `subscription { ${'a { '.repeat(1_900)}`],
  ];

  it.each(HOSTILE)('%s is refused with %s over both', async (what, code, query) => {
    const began = performance.now();
    const refused = await new Promise<unknown>((resolve) => {
      client.subscribe({ query }, { next: resolve, error: resolve, complete: () => resolve('completed') });
    });
    expect([what, JSON.stringify(refused)]).toEqual([what, expect.stringContaining(`"code":"${code}"`)]);
    const { status, said } = await stream({ query });
    expect(status).toBe(200);
    expect(said).toContain(`"code":"${code}"`);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('by its size is refused before it is read', async () => {
    const query = `subscription { eventRecorded(text: "${'a'.repeat(FRAME_BYTES_MAX)}") { cursor } }`;
    const raw = new RawSocket(served.port);
    await raw.handshake;
    raw.init();
    raw.send(text(subscribe(query)));
    expect(await raw.closed).toBe(1009);
    const { status, said } = await stream({ query });
    expect([status, said]).toEqual([413, expect.stringContaining('"QUERY_INVALID"')]);
  });
});

const ATTEMPTS = 10_000;
const WAVE = 250;
/** Of this process: as many as are open at once, and some. */
const FILES_MIN = CONNECTIONS_MAX + 500;

describe('ten thousand connections', () => {
  it('are taken as far as the limit, and then refused with their code; the server goes on', async () => {
    const files = spawnSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).stdout.trim();
    if (files !== 'unlimited' && Number(files) < FILES_MIN)
      throw new Error(`this machine lets a process have ${files} open files; this test wants ${FILES_MIN}`);
    const before = await connections();
    const open: RawSocket[] = [];
    let refused = 0;
    try {
      for (let tried = 0; tried < ATTEMPTS; tried += WAVE) {
        const wave = Array.from({ length: WAVE }, () => new RawSocket(served.port));
        for (const [n, { status, head, body }] of (
          await Promise.all(wave.map(({ handshake }) => handshake))
        ).entries()) {
          const one = wave[n];
          if (status === 101 && one !== undefined) {
            one.init();
            open.push(one);
            continue;
          }
          refused++;
          expect([status, body]).toEqual([503, expect.stringContaining('"CONNECTIONS_LIMIT"')]);
          expect(head.toLowerCase()).toContain(`retry-after: ${RETRY_AFTER_S}`);
        }
      }
      expect([open.length, refused]).toEqual([CONNECTIONS_MAX - before, ATTEMPTS - CONNECTIONS_MAX + before]);
      expect(await connections()).toBe(CONNECTIONS_MAX);
      const { status, said, retry } = await stream({});
      expect([status, retry, said]).toEqual([
        503,
        String(RETRY_AFTER_S),
        expect.stringContaining('"CONNECTIONS_LIMIT"'),
      ]);
      await goesOn();
      // There is room for another as soon as one is gone.
      open.pop()?.socket.destroy();
      await until(async () => (await connections()) === CONNECTIONS_MAX - 1);
      const another = new RawSocket(served.port);
      expect((await another.handshake).status).toBe(101);
      open.push(another);
    } finally {
      for (const { socket } of open) socket.destroy();
    }
    await until(async () => (await connections()) === before);
    expect(await metric('liggaren_live_queue_bytes')).toBe(0);
  }, 300_000);
});
