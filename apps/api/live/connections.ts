import { LedgerError } from '#amount';
import type { LiveLimits } from './limits.js';

/** A WebSocket or a stream of SSE. */
export interface Connection {
  readonly kind: 'websocket' | 'sse';
  queued(): number;
  /** A sign of life, asked or given. */
  beat(): void;
  /** The server closes: what was written goes out first. */
  close(): void;
  terminate(): void;
}

/** Connections have their heartbeats in so many groups, one after another. */
const BEATS = 15;

/** All that is open, WebSockets and streams of SSE together. */
export class Connections {
  /** Closed because they read too slowly. */
  slow = 0;
  readonly #groups: readonly Set<Connection>[] = Array.from({ length: BEATS }, () => new Set());
  readonly #limits: LiveLimits;
  readonly #timer: NodeJS.Timeout;
  #count = { websocket: 0, sse: 0 };
  #next = 0;
  #beat = 0;
  #closing = false;
  #allGone: (() => void) | undefined;

  constructor(limits: LiveLimits) {
    this.#limits = limits;
    this.#timer = setInterval(() => this.#beatNext(), limits.heartbeatMs / BEATS);
    this.#timer.unref();
  }

  count(kind: Connection['kind']): number {
    return this.#count[kind];
  }

  queued(): number {
    let bytes = 0;
    for (const connection of this.#all()) bytes += connection.queued();
    return bytes;
  }

  /** Why one more is not taken. */
  refusal(): LedgerError | undefined {
    if (this.#closing) {
      return new LedgerError('SERVER_CLOSING', 'the server is closing', {
        hint: 'Connect again in a moment, with the last cursor.',
      });
    }
    if (this.#count.websocket + this.#count.sse < this.#limits.connections) return undefined;
    return new LedgerError(
      'CONNECTIONS_LIMIT',
      `the server has ${this.#limits.connections} connections already`,
      {
        hint: 'Try again in a moment, and follow several things over one connection.',
      },
    );
  }

  /** @returns what to call when it is gone */
  add(connection: Connection): () => void {
    const group = this.#groups[this.#next++ % BEATS];
    group?.add(connection);
    this.#count[connection.kind]++;
    return () => {
      if (group?.delete(connection) !== true) return;
      this.#count[connection.kind]--;
      if (this.#count.websocket + this.#count.sse === 0) this.#allGone?.();
    };
  }

  /** Closes all, and waits until they are gone; those that do not go are cut off. */
  async close(): Promise<void> {
    this.#closing = true;
    clearInterval(this.#timer);
    const all = this.#all();
    if (all.length === 0) return;
    const gone = new Promise<void>((resolve) => (this.#allGone = resolve));
    const timer = setTimeout(() => {
      for (const connection of this.#all()) connection.terminate();
    }, this.#limits.closeMs);
    for (const connection of all) connection.close();
    await gone;
    clearTimeout(timer);
  }

  #all(): readonly Connection[] {
    return this.#groups.flatMap((group) => [...group]);
  }

  #beatNext(): void {
    const group = this.#groups[this.#beat++ % BEATS] ?? [];
    for (const connection of group) connection.beat();
  }
}
