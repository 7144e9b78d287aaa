import { setMaxListeners } from 'node:events';
import { LedgerError } from '#amount';
import { prepareAppend, requireExpected } from '../append-request.js';
import { prepareCopy } from '../copy-request.js';
import { closed } from '../errors.js';
import type { PreparedEvent } from '../envelope.js';
import { randomLogId } from '../log-id.js';
import { allEvents, followedEvents, requireCount, requireRevision, streamEvents } from '../paging.js';
import type {
  Appended,
  Copied,
  CopiedEvent,
  ExpectedRevision,
  FollowOptions,
  LogStatus,
  NewEvent,
  RawEvent,
  ReadAllOptions,
  ReadStreamOptions,
  RecordedEvent,
  StreamHead,
} from '../port.js';
import { APPEND_BYTES_MAX, PAGE_EVENTS } from '../port.js';
import { parsePosition, type Position } from '../position.js';
import { requireStreamName } from '../stream-name.js';
import { AppendCalls } from './append-calls.js';
import { Appender } from './appender.js';
import { Copier } from './copier.js';
import { Connection } from './connection.js';
import type { LogAddress } from './connection-string.js';
import { newGate } from './gate.js';
import { newHealth, type Health } from './health.js';
import { LiveTail } from './live-tail.js';
import { requirePosition } from './positions.js';
import { openLogRecord } from './log-record.js';
import type { EventStoreDb, EventStoreDbOptions } from './options.js';
import { Reader } from './reader.js';
import { rawEvent, recordedEvent, type StoredEvent } from './records.js';
import { TRIES_MIN, type Patience } from './retrying.js';

/** How long a call waits for an answer before it is made again. */
const ANSWER_MS = 5_000;
/** How long a call is made again: a cluster whose leader is frozen has been seen to need 17 s. */
const GIVE_UP_MS = 60_000;
/** How long the opening waits for the server, where nothing else is said. */
const CONNECT_MS = 20_000;
/** How long a close waits for appends under way. */
const CLOSE_MS = 10_000;

/** Appends on the wire at once, and their bytes; the rest wait. */
const IN_FLIGHT_MAX = 512;
const IN_FLIGHT_BYTES_MAX = 16 * 1024 * 1024;

export async function openLog(address: LogAddress, options: EventStoreDbOptions): Promise<EventStoreDb> {
  const clock = options.clock ?? (() => new Date());
  const timeoutMs = options.answerMs ?? ANSWER_MS;
  const newLogId = options.newLogId ?? randomLogId;
  const health = newHealth(clock);
  const closing = new AbortController();
  // Every call that waits before its next try listens to it.
  setMaxListeners(0, closing.signal);
  // Appends have a connection of their own, so that what happens to a read does not touch them.
  const writing = new Connection(address.connection);
  const reading = new Connection(address.connection);
  const patience: Patience = {
    giveUpMs: options.giveUpMs ?? address.giveUpMs ?? GIVE_UP_MS,
    where: address.shown,
    health,
    closing: closing.signal,
  };
  const calls = new AppendCalls(writing, timeoutMs);
  try {
    const { logId, position } = await openLogRecord({
      calls,
      connection: reading,
      prefix: address.prefix,
      // A time of its own holds for the opening as a whole, and a call is made twice at least.
      timeoutMs: Math.min(timeoutMs, (options.connectMs ?? Infinity) / TRIES_MIN),
      patience: {
        ...patience,
        giveUpMs: options.connectMs ?? address.giveUpMs ?? CONNECT_MS,
      },
      newLogId,
      createdAt: clock().toISOString(),
      mode: options.mode ?? 'write',
    });
    const reader = new Reader({
      connection: reading,
      logId,
      prefix: address.prefix,
      begin: position,
      patience,
      timeoutMs,
    });
    await reader.last();
    const tail = new LiveTail({ connection: reading, reader, patience });
    tail.start();
    const appender = new Appender({ calls, reader, patience, logId });
    const store = new EventStoreDbLog(logId, reader, {
      address,
      isReadOnly: options.mode === 'read',
      appendBytesMax: options.appendBytesMax ?? APPEND_BYTES_MAX,
      clock,
      health,
      closing,
      appender,
      copier: new Copier(appender, calls, reader, logId),
      tail,
      release: async () => {
        calls.end(closed());
        await Promise.all([writing.close(), reading.close()]);
      },
    });
    return store;
  } catch (error) {
    closing.abort();
    await Promise.all([writing.close(), reading.close()]);
    throw error;
  }
}

interface Parts {
  readonly address: LogAddress;
  readonly isReadOnly: boolean;
  readonly appendBytesMax: number;
  readonly clock: () => Date;
  readonly health: Health;
  readonly closing: AbortController;
  readonly appender: Appender;
  readonly copier: Copier;
  readonly tail: LiveTail;
  readonly release: () => Promise<void>;
}

class EventStoreDbLog implements EventStoreDb {
  readonly engine = 'eventstoredb';
  readonly appendBytesMax: number;
  private readonly pending = new Set<Promise<unknown>>();
  /** Ends of the log that are being asked for: an append that is called later is sent later. */
  private readonly ends = new Set<Promise<unknown>>();
  private readonly followers = new Set<{ at: Position | 'start' }>();
  private readonly gate = newGate(IN_FLIGHT_MAX, IN_FLIGHT_BYTES_MAX);
  private closed: Promise<void> | undefined;

  constructor(
    readonly logId: string,
    private readonly reader: Reader,
    private readonly parts: Parts,
  ) {
    this.appendBytesMax = parts.appendBytesMax;
  }

  get address(): string {
    return this.parts.address.shown;
  }

  async append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Appended> {
    this.requireWritable();
    requireStreamName(stream);
    requireExpected(expected);
    const prepared = prepareAppend(stream, events, this.appendBytesMax);
    return this.write(stream, prepared, expected, this.parts.clock().toISOString());
  }

  async appendRaw(events: readonly CopiedEvent[]): Promise<Copied> {
    this.requireWritable();
    const copied = prepareCopy(events, this.appendBytesMax);
    return this.whilePending(() => this.parts.copier.copy(copied, this.appendBytesMax));
  }

  private write(
    stream: string,
    events: readonly PreparedEvent[],
    expected: ExpectedRevision,
    recordedAt: string,
  ): Promise<Appended> {
    const bytes = events.reduce((sum, event) => sum + event.beforeTime.length, 0);
    const stamped = events.map((event) => ({ event, recordedAt }));
    return this.whilePending(async () => {
      const leave = await this.gate.enter(bytes);
      try {
        return await this.parts.appender.append(stream, stamped, expected);
      } finally {
        leave();
      }
    });
  }

  /** A close waits for it, and it waits for the ends of the log that were asked for before. */
  private async whilePending<T>(work: () => Promise<T>): Promise<T> {
    const working = this.ends.size === 0 ? work() : Promise.allSettled(this.ends).then(work);
    this.pending.add(working);
    try {
      return await working;
    } finally {
      this.pending.delete(working);
    }
  }

  async streamHead(stream: string): Promise<StreamHead | undefined> {
    requireStreamName(stream);
    this.requireOpen();
    const [last] = await this.reader.streamPage(stream, undefined, 'backwards', 1);
    return last && { revision: last.revision, position: last.position };
  }

  async readStreamPage(stream: string, options: ReadStreamOptions = {}): Promise<readonly RecordedEvent[]> {
    requireStreamName(stream);
    this.requireOpen();
    const { direction = 'forwards' } = options;
    const from = requireRevision(options.from);
    const maxCount = requireCount(options.maxCount) ?? PAGE_EVENTS;
    return (await this.reader.streamPage(stream, from, direction, maxCount)).map(recordedEvent);
  }

  readStream(stream: string, options?: ReadStreamOptions): AsyncIterable<RecordedEvent> {
    return streamEvents(this, stream, options);
  }

  async readAllPage(options: ReadAllOptions = {}): Promise<readonly RecordedEvent[]> {
    return (await this.page(options)).map(recordedEvent);
  }

  readAll(options?: ReadAllOptions): AsyncIterable<RecordedEvent> {
    return allEvents(this, options);
  }

  async readRawPage(options: ReadAllOptions = {}): Promise<readonly RawEvent[]> {
    return (await this.page(options)).map(rawEvent);
  }

  private async page(options: ReadAllOptions): Promise<readonly StoredEvent[]> {
    const { direction = 'forwards' } = options;
    const maxCount = requireCount(options.maxCount) ?? PAGE_EVENTS;
    this.requireOpen();
    const start = await this.reader.startOf(options.from, direction);
    return this.reader.allPage(start, direction, maxCount);
  }

  follow(options?: FollowOptions): AsyncIterable<RecordedEvent> {
    return followedEvents(this, options);
  }

  followPages(options: FollowOptions = {}): AsyncIterable<readonly RecordedEvent[]> {
    // "From now on" means from this call, not from the first time somebody asks for an event.
    return this.followedPages(
      options,
      options.from === 'end' && this.closed === undefined ? this.endNow() : undefined,
    );
  }

  private endNow(): Promise<Position | 'start'> {
    const end = this.reader.last().then((last) => last ?? ('start' as const));
    this.ends.add(end);
    end
      .catch(() => undefined)
      .finally(() => this.ends.delete(end))
      .catch(() => undefined);
    return end;
  }

  private async *followedPages(
    { from, signal, maxCount }: FollowOptions,
    end: Promise<Position | 'start'> | undefined,
  ): AsyncGenerator<readonly RecordedEvent[], void, undefined> {
    this.requireOpen();
    const count = requireCount(maxCount) ?? PAGE_EVENTS;
    const { tail } = this.parts;
    const start = end === undefined ? await this.reader.startOf(from, 'forwards') : await end;
    const isStopped = (): boolean => signal?.aborted === true;
    const follower = { at: start === 'end' ? ('start' as const) : start };
    this.followers.add(follower);
    const leave = tail.enter();
    try {
      while (!isStopped()) {
        this.requireOpen();
        const mark = tail.mark();
        const live = tail.after(follower.at);
        const page =
          live === undefined
            ? await this.reader.allPage(follower.at, 'forwards', count)
            : live.slice(0, count);
        this.requireOpen();
        if (isStopped()) return;
        const last = page.at(-1);
        if (last === undefined) {
          await tail.changedSince(mark, signal);
          continue;
        }
        yield page.map(recordedEvent);
        follower.at = last.position;
      }
    } finally {
      leave();
      this.followers.delete(follower);
    }
  }

  async head(): Promise<Position | undefined> {
    this.requireOpen();
    return this.reader.last();
  }

  position(text: string): Position {
    const position = parsePosition(text);
    requirePosition(position, this.logId);
    return position;
  }

  status(): LogStatus {
    const { health, tail } = this.parts;
    const since = health.lostSince();
    if (since !== undefined) return { state: 'lost', since: since.toISOString() };
    if (health.isConnecting()) return { state: 'connecting' };
    let most = { by: 0, isEstimate: false };
    for (const { at } of this.followers) {
      const behind = tail.behind(at);
      if (behind.by > most.by) most = behind;
    }
    return most.by === 0 ? { state: 'live' } : { state: 'behind', ...most };
  }

  close(): Promise<void> {
    this.closed ??= this.closeOnce();
    return this.closed;
  }

  private async closeOnce(): Promise<void> {
    const { closing, tail, release } = this.parts;
    if (this.pending.size > 0) {
      await Promise.race([
        Promise.allSettled(this.pending),
        new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref()),
      ]);
    }
    closing.abort();
    tail.close();
    await release();
  }

  private requireOpen(): void {
    if (this.closed !== undefined) throw closed();
  }

  private requireWritable(): void {
    this.requireOpen();
    if (this.parts.isReadOnly) {
      throw new LedgerError('LOG_READ_ONLY', 'the log was opened for reading', {
        place: { file: this.parts.address.shown },
      });
    }
  }
}
