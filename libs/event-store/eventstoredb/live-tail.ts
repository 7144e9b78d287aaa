import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Position } from '../position.js';
import { commandError, type Connection, type ReadCall } from './connection.js';
import { NoAnswer } from './faults.js';
import { isAfter } from './positions.js';
import { followRequest } from './read-requests.js';
import type { Reader } from './reader.js';
import type { StoredEvent } from './records.js';
import { pauseBefore, paused, type Patience } from './retrying.js';

/** What the newest events may take in memory; whoever is further behind reads pages. */
const KEPT_EVENTS_MAX = 10_000;
const KEPT_BYTES_MAX = 32 * 1024 * 1024;

/**
 * After so long without a message the server is asked where the log ends, which also shows a server that is frozen, long
 * before its connection does (20 s).
 */
const SILENCE_MS = 3_000;

/**
 * While nobody follows, the tail goes on for so long, or for so many events: whoever begins to follow soon after the log
 * was opened is given the newest at once, and who only writes does not get everything back.
 */
const IDLE_MS = 5_000;
const IDLE_EVENTS_MAX = 500;

export interface TailOptions {
  readonly connection: Connection;
  readonly reader: Reader;
  readonly patience: Patience;
}

/**
 * The end of the log, live: one subscription of the server for everybody who follows, filtered there by prefix. It takes
 * every event at once and never waits for a follower, since the server drops whoever leaves 32 events lying; what is
 * kept is bounded, and a follower that it does not reach back to reads pages instead.
 *
 * When the subscription ends, however it ends, another one begins behind the last event that was received. The server's
 * checkpoints are ignored: they run ahead of what was received.
 */
export class LiveTail {
  private events: StoredEvent[] = [];
  private bytes = 0;
  /** The kept events are all those behind this one; `undefined` before the tail has begun. */
  private reachesTo: Position | 'start' | undefined;
  private last: Position | 'start' | undefined;
  private received = 0;
  private changes = 0;
  private isRunning = false;
  /** Counts the beginnings, so that an old one that ends does not touch the new. */
  private round = 0;
  private followers = 0;
  private idleEvents = 0;
  private idle: NodeJS.Timeout | undefined;
  private call: ReadCall | undefined;
  private readonly waiters = new Set<() => void>();

  constructor(private readonly options: TailOptions) {}

  /** Begins, if it has not begun. */
  start(): void {
    if (this.isRunning || this.options.patience.closing.aborted) return;
    this.isRunning = true;
    // Whatever was seen of the log is its beginning for the tail; what lies before is read by pages.
    this.last = this.options.reader.lastSeen ?? 'start';
    this.reachesTo = this.last;
    this.idleFrom();
    void this.run(++this.round);
  }

  /** Somebody follows, until the function that is returned is called. */
  enter(): () => void {
    this.followers++;
    this.start();
    return () => {
      this.followers--;
      this.idleFrom();
    };
  }

  private idleFrom(): void {
    clearTimeout(this.idle);
    this.idleEvents = 0;
    this.idle = setTimeout(() => this.stopIfIdle(), IDLE_MS).unref();
  }

  private stopIfIdle(): void {
    if (this.followers > 0 || !this.isRunning) return;
    this.isRunning = false;
    this.round++;
    this.events = [];
    this.bytes = 0;
    this.reachesTo = undefined;
    this.call?.cancel();
  }

  /** The events behind a position, as many as are known; `undefined` where the tail does not reach back so far. */
  after(position: Position | 'start'): readonly StoredEvent[] | undefined {
    if (this.reachesTo === undefined) return undefined;
    if (this.reachesTo !== 'start' && (position === 'start' || isAfter(this.reachesTo, position)))
      return undefined;
    return this.events.slice(this.indexAfter(position));
  }

  /** How many events a follower has not been given; an estimate (bytes of log by mean size) beyond what is kept. */
  behind(position: Position | 'start'): { by: number; isEstimate: boolean } {
    if (this.reachesTo === undefined) return { by: 0, isEstimate: true };
    const isKept = this.reachesTo === 'start' || (position !== 'start' && !isAfter(this.reachesTo, position));
    return isKept
      ? { by: this.events.length - this.indexAfter(position), isEstimate: false }
      : { by: this.events.length + 1, isEstimate: true };
  }

  mark(): number {
    return this.changes;
  }

  /** Resolves when something came since the mark, when the signal aborts, and when the log is closed. */
  changedSince(mark: number, signal: AbortSignal | undefined): Promise<void> {
    if (mark !== this.changes || signal?.aborted === true || this.options.patience.closing.aborted) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const wake = (): void => {
        this.waiters.delete(wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.waiters.add(wake);
      signal?.addEventListener('abort', wake, { once: true });
    });
  }

  close(): void {
    clearTimeout(this.idle);
    this.call?.cancel();
    this.changed();
  }

  private changed(): void {
    this.changes++;
    for (const wake of Array.from(this.waiters)) wake();
  }

  private indexAfter(position: Position | 'start'): number {
    if (position === 'start') return 0;
    let low = 0;
    let high = this.events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isAfter(this.events[middle]!.position, position)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  private async run(round: number): Promise<void> {
    const { closing, health } = this.options.patience;
    const isOver = (): boolean => closing.aborted || round !== this.round;
    for (let failures = 0; !isOver();) {
      try {
        const before = this.received;
        await this.subscription(isOver);
        if (this.received > before) failures = 0;
      } catch {
        // Whatever it was, the next subscription begins behind the last event, and a lasting failure shows in `health`.
        if (!isOver()) health.failed();
      }
      if (isOver()) return;
      await paused(pauseBefore(++failures), closing);
    }
  }

  /** One subscription, until it ends. */
  private async subscription(isEnded: () => boolean): Promise<void> {
    const { connection, reader, patience } = this.options;
    const call = await connection.read(followRequest(reader.prefix, reader.placeOf(this.last ?? 'start')));
    if (isEnded()) {
      call.cancel();
      return;
    }
    this.call = call;
    let isOver = false;
    let silence: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        const probe = async (): Promise<void> => {
          try {
            if (await this.missed()) reject(new NoAnswer('a subscription', SILENCE_MS));
            else if (!isOver) silence?.refresh();
          } catch (error) {
            reject(asError(error));
          }
        };
        silence = setTimeout(() => void probe(), SILENCE_MS);
        call.on('data', (response: ReadResp) => {
          if (isEnded()) return;
          connection.hear();
          silence?.refresh();
          patience.health.answered();
          try {
            this.receive(response);
          } catch (error) {
            reject(asError(error));
          }
        });
        call.on('error', (error: unknown) => reject(asError(commandError(error))));
        call.on('end', resolve);
        call.on('close', resolve);
      });
    } finally {
      isOver = true;
      clearTimeout(silence);
      call.cancel();
      if (this.call === call) this.call = undefined;
    }
  }

  /** Does the log go on behind what the subscription brought, and does it not bring it? */
  private async missed(): Promise<boolean> {
    const { reader, patience } = this.options;
    const end = await reader.last();
    if (end === undefined || this.last === undefined || !isAfter(end, this.last)) return false;
    await paused(SILENCE_MS / 3, patience.closing);
    return isAfter(end, this.last);
  }

  private receive(response: ReadResp): void {
    const event = response.getEvent()?.getEvent();
    if (event === undefined) return;
    const stored = this.options.reader.record(event);
    // An event that comes a second time is none.
    if (!isAfter(stored.position, this.last)) return;
    this.last = stored.position;
    this.options.reader.note(stored.position);
    this.received++;
    this.events.push(stored);
    this.bytes += stored.bytes;
    if (this.events.length > KEPT_EVENTS_MAX || this.bytes > KEPT_BYTES_MAX) this.letGo();
    this.changed();
    if (this.followers === 0 && ++this.idleEvents > IDLE_EVENTS_MAX) this.stopIfIdle();
  }

  /** The older half goes. */
  private letGo(): void {
    const gone = this.events.splice(0, Math.ceil(this.events.length / 2));
    for (const { bytes } of gone) this.bytes -= bytes;
    this.reachesTo = gone.at(-1)?.position ?? this.reachesTo;
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
