import { setTimeout as wait } from 'node:timers/promises';
import { type Client, createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { LedgerError } from '#amount';
import { SELECTIONS, type WatchMessage } from './messages.js';
import { operationOf, type WatchOperation } from './operation.js';
import { selected } from './selection.js';
import type { WatchSource } from './source.js';
import { unseenAt } from './unseen.js';

/** Between tries: at first hardly any time, for a server that only restarts. */
const RETRY_MS_MIN = 250;
const RETRY_MS_MAX = 5_000;

/** A server that was there and is gone for so long does not come back by itself. */
const GONE_MS_MAX = 10 * 60_000;

/** Close codes after which the same would happen again (docs/subscriptions.md). */
const FINAL_CODES = new Set([1002, 1007, 1009, 4400, 4401, 4406, 4409, 4429]);

/**
 * Follows a server over graphql-transport-ws. Where the connection is lost it connects again and goes on after the last
 * message that came, so that nothing is missed and nothing comes twice.
 * @throws LedgerError SERVER_UNREACHABLE, and what the subscription is refused with
 */
export function fromServer(server: string): WatchSource {
  const url = socketUrl(server);
  return async function* (watched, { after, signal, onNotice }) {
    let cursor = after;
    let goneAt: number | null = null;
    let pause = RETRY_MS_MIN;
    let known = false;
    while (!signal.aborted) {
      try {
        for await (const result of connection(url, operationOf(watched, cursor), signal, (start) => {
          if (goneAt !== null) onNotice('connected again');
          if (!known) {
            void unseenAt(url.replace(/^ws/, 'http'), watched, (unseen) => {
              if (!signal.aborted) onNotice(unseen);
            });
          }
          known = true;
          goneAt = null;
          pause = RETRY_MS_MIN;
          // Nothing says what is now of events: until the first comes, the start is where to go on from.
          if (watched.request.kind === 'eventRecorded') cursor ??= start;
        })) {
          const message = messageOf(watched.request.kind, result);
          yield message;
          cursor = message.cursor;
        }
        return;
      } catch (failure) {
        if (signal.aborted) return;
        const { reason, again } = broken(failure);
        const now = Date.now();
        if (!again || !known || now - (goneAt ?? now) > GONE_MS_MAX)
          throw unreachable(server, reason, failure);
        if (goneAt === null) onNotice(`the connection to ${server} was lost (${reason}); trying again`);
        goneAt ??= now;
        await wait(pause, undefined, { signal }).catch(() => undefined);
        pause = Math.min(pause * 2, RETRY_MS_MAX);
      }
    }
  };
}

/** One connection with one subscription; ends when either does. */
async function* connection(
  url: string,
  operation: WatchOperation,
  signal: AbortSignal,
  onConnected: (start: string | undefined) => void,
): AsyncGenerator<Readonly<Record<string, unknown>>, void> {
  const client: Client = createClient({
    url,
    webSocketImpl: WebSocket,
    // The client would repeat the same variables: going on from the last message is done above.
    retryAttempts: 0,
    on: { connected: (_socket, payload) => onConnected(startOf(payload)) },
  });
  const dispose = async (): Promise<void> => {
    try {
      await client.dispose();
    } catch {
      // The connection that it was just making broke, which it tells here too.
    }
  };
  const stop = (): void => void dispose();
  signal.addEventListener('abort', stop);
  try {
    for await (const { data, errors } of client.iterate<Record<string, unknown>>({
      query: operation.query,
      variables: { ...operation.variables },
    })) {
      if (errors !== undefined) throw refusal(errors);
      if (data !== null && data !== undefined) yield data;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    await dispose();
  }
}

/** Where the log could be read to as the server acknowledged the connection. */
function startOf(payload: Readonly<Record<string, unknown>> | undefined): string | undefined {
  return typeof payload?.cursor === 'string' ? payload.cursor : undefined;
}

function messageOf(kind: WatchMessage['kind'], data: Readonly<Record<string, unknown>>): WatchMessage {
  const message = selected(data[kind], SELECTIONS[kind]);
  return { kind, ...(named(message) as object) } as WatchMessage;
}

/** A name of GraphQL has no hyphen; elsewhere this kind has. */
function named(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(named);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [
      field,
      field === 'kind' && inner === 'sameFact' ? 'same-fact' : named(inner),
    ]),
  );
}

/** Why a connection ended, and whether another may do better. A refusal of what was asked is thrown on. */
function broken(failure: unknown): { readonly reason: string; readonly again: boolean } {
  if (Array.isArray(failure)) throw refusal(failure);
  if (failure instanceof LedgerError) throw failure;
  const { code, reason, message } = failure as {
    readonly code?: unknown;
    readonly reason?: unknown;
    readonly message?: unknown;
  };
  if (typeof code === 'number') {
    const words = typeof reason === 'string' && reason !== '' ? ` ${reason}` : '';
    return { reason: `${code}${words}`, again: !FINAL_CODES.has(code) };
  }
  return { reason: typeof message === 'string' && message !== '' ? message : 'no answer', again: true };
}

interface Refusal {
  readonly message: string;
  readonly extensions?: {
    readonly code?: string;
    readonly hint?: string;
    readonly place?: { readonly field?: string };
  };
}

function refusal([first]: readonly unknown[]): LedgerError {
  const { message, extensions } = (first ?? { message: 'refused' }) as Refusal;
  return new LedgerError(extensions?.code ?? 'SERVER_REFUSED', message, {
    ...(extensions?.place === undefined ? {} : { place: extensions.place }),
    ...(extensions?.hint === undefined ? {} : { hint: extensions.hint }),
  });
}

function unreachable(server: string, reason: string, cause: unknown): LedgerError {
  return new LedgerError('SERVER_UNREACHABLE', `${server} cannot be reached: ${reason}`, {
    place: { field: '--server' },
    hint: 'Start it with liggaren serve, or leave --server out to follow the folder of the ledger.',
    cause,
  });
}

/** @throws LedgerError WRONG_USAGE */
function socketUrl(server: string): string {
  if (!URL.canParse(server) || !/^https?:$/.test(new URL(server).protocol)) {
    throw new LedgerError('WRONG_USAGE', `"${server}" is not the address of a server`, {
      place: { field: '--server' },
      hint: 'Write it as the server prints it: http://127.0.0.1:4000.',
    });
  }
  const url = new URL('/graphql', server);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}
