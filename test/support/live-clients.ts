import { createClient, type Client, type ClientOptions } from 'graphql-ws';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import type { LiveLimits } from '../../apps/api/live/limits.js';
import { createServer, type ApiServer } from '../../apps/api/server.js';
import type { MemoryLive } from './live-memory.js';
import { smallLedger } from './small-ledger.js';
import { patient } from './patience.js';

/** A server over a ledger in memory that can be followed. */
export function servingLive(
  { live, store }: MemoryLive,
  liveLimits: Partial<LiveLimits> = {},
  logged: string[] = [],
): Promise<ApiServer> {
  const events = { events: async () => ({ items: [], hasNext: false, endCursor: null }) };
  const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) });
  return createServer({ access: { reader: smallLedger(), events, live, store }, log, liveLimits });
}

export function socketUrl({ url }: ApiServer): string {
  return `${url.replace('http', 'ws')}/graphql`;
}

/** The client of the graphql-ws library. */
export function liveClient(server: ApiServer, options: Partial<ClientOptions> = {}): Client {
  return createClient({ url: socketUrl(server), webSocketImpl: WebSocket, retryAttempts: 0, ...options });
}

/** What a subscription has received so far. */
export interface Received {
  readonly results: {
    data?: Record<string, Record<string, unknown>> | null;
    errors?: readonly GraphQLFailure[];
  }[];
  readonly failure: () => unknown;
  readonly completed: () => boolean;
  readonly stop: () => void;
}

export interface GraphQLFailure {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export function receive(client: Client, query: string, variables?: Record<string, unknown>): Received {
  const results: Received['results'] = [];
  let failure: unknown;
  let completed = false;
  const stop = client.subscribe(
    { query, variables },
    {
      next: (result) => results.push(result as Received['results'][number]),
      error: (error) => (failure = error),
      complete: () => (completed = true),
    },
  );
  return { results, failure: () => failure, completed: () => completed, stop };
}

/** A WebSocket without a library: what it is sent, and how it is closed. */
export interface Wire {
  readonly socket: WebSocket;
  readonly frames: { type: string; id?: string; payload?: unknown }[];
  readonly closed: Promise<{ code: number; reason: string }>;
  send(message: unknown): void;
}

export async function wire(
  server: ApiServer,
  protocols: string | string[] = 'graphql-transport-ws',
  init = true,
): Promise<Wire> {
  const socket = new WebSocket(socketUrl(server), protocols);
  const frames: Wire['frames'] = [];
  socket.on('message', (data) =>
    frames.push(JSON.parse((data as Buffer).toString()) as Wire['frames'][number]),
  );
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const send = (message: unknown): void =>
    socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  if (init) {
    send({ type: 'connection_init' });
    await until(() => frames.length > 0);
  }
  return { socket, frames, closed, send };
}

/** Waits for something to be so. */
export async function until(so: () => boolean, ms = patient(10_000)): Promise<void> {
  const end = Date.now() + ms;
  while (!so()) {
    if (Date.now() > end) throw new Error(`it was not so within ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
