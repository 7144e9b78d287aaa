import { LedgerError } from '#amount';
import { QUEUED_PART, type LiveLimits } from './limits.js';

/** A WebSocket or a stream of SSE. */
export interface Connection {
  readonly kind: 'websocket' | 'sse';
  queued(): number;
  /** A sign of life, asked or given. */
  beat(): void;
  /** It reads too slowly: what was written may still go out, for a while. */
  closeSlow(): void;
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
  /** Told to go for what waits for all; cut off before another is told. */
  readonly #leaving = new WeakSet<Connection>();
  #written = 0;
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

  /** So many bytes were put where they wait for a client. */
  wrote(bytes: number): void {
    this.#written += bytes;
    if (this.#written < this.#limits.queuedBytes * QUEUED_PART) return;
    this.#written = 0;
    let over = this.queued() - this.#limits.queuedBytes;
    if (over <= 0) return;
    const fullest = this.#all()
      .map((connection) => ({ connection, bytes: connection.queued() }))
      .filter((one) => one.bytes > 0)
      .sort((a, b) => b.bytes - a.bytes);
    for (const leaving of [true, false]) {
      for (const { connection, bytes: waiting } of fullest) {
        if (over <= 0) return;
        if (this.#leaving.has(connection) !== leaving) continue;
        over -= waiting;
        if (leaving) connection.terminate();
        else {
          this.#leaving.add(connection);
          connection.closeSlow();
        }
      }
    }
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
