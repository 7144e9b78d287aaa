import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { operationOf } from '../../../apps/cli/watch/operation.js';
import { toldOf, type Followed, type Told } from './followed.js';
import type { Subscriber, SubscriberOptions } from './subscriber.js';

/** One that is closed before it is open says so by an event, which nobody listens for then. */
class Socket extends WebSocket {
  constructor(address: string, protocols?: string | string[]) {
    super(address, protocols);
    this.on('error', () => undefined);
  }
}

/** The client of graphql-ws as docs/subscriptions.md has it: its variables are read anew at each connection. */
export class SocketSubscriber implements Subscriber {
  readonly way = 'graphql-ws';
  readonly followed: Followed;
  readonly told: Told[] = [];
  from: string | undefined;
  returns = -1;
  failure: string | undefined;
  readonly #url: string;
  readonly #keep: boolean;
  #client: Client | null = null;

  constructor(server: string, { followed, after, keep }: SubscriberOptions) {
    this.#url = `${server.replace('http', 'ws')}/graphql`;
    this.followed = followed;
    this.from = after;
    this.#keep = keep;
  }

  get name(): string {
    return `${this.followed.name} over ${this.way}`;
  }

  come(): void {
    if (this.#client !== null) return;
    const { kind } = this.followed.watched.request;
    const client = createClient({
      url: this.#url,
      webSocketImpl: Socket,
      retryAttempts: Infinity,
      shouldRetry: () => true,
      retryWait: async () => new Promise((resolve) => setTimeout(resolve, 100)),
      on: {
        connected: (_socket, payload) => {
          this.returns++;
          const { cursor } = (payload ?? {}) as { readonly cursor?: string };
          if (kind === 'eventRecorded') this.from ??= cursor;
        },
      },
    });
    this.#client = client;
    const last = (): string | undefined => this.told.at(-1)?.cursor ?? this.from;
    const { query, variables } = operationOf(this.followed.watched, undefined);
    const read = {
      ...variables,
      get after() {
        return last();
      },
    };
    client.subscribe<Record<string, unknown>>(
      { query, variables: read },
      {
        next: ({ data, errors }) => {
          if (client !== this.#client) return;
          if (data === null || data === undefined || errors !== undefined)
            this.failure ??= JSON.stringify(errors);
          else this.told.push(toldOf(kind, data, this.#keep));
        },
        error: (error) => {
          if (client === this.#client) this.failure ??= wordsOf(error);
        },
        complete: () => {
          if (client === this.#client) this.failure ??= 'it was completed';
        },
      },
    );
  }

  async leave(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    client?.terminate();
    try {
      await client?.dispose();
    } catch {
      // The connection that it was just making broke, which it tells here too.
    }
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  const { code, reason } = error as { readonly code?: unknown; readonly reason?: unknown };
  return typeof code === 'number' ? `${code} ${String(reason)}` : JSON.stringify(error);
}
