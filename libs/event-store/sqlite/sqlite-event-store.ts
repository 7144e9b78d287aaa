import type { Database } from 'better-sqlite3';
import { LedgerError } from '#amount';
import { prepareAppend, requireExpected } from '../append-request.js';
import { prepareCopy } from '../copy-request.js';
import { recordedEvent } from '../envelope.js';
import { closed } from '../errors.js';
import { randomLogId } from '../log-id.js';
import { allEvents, followedEvents, requireCount, requireRevision, streamEvents } from '../paging.js';
import type {
  Appended,
  Copied,
  CopiedEvent,
  EventStore,
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
import { parsePosition, requireLog, type From, type Position } from '../position.js';
import { requireStreamName } from '../stream-name.js';
import { eventRows, type EventRow, type EventRows } from './event-rows.js';
import { openForReading, openForWriting, readLogId, requireFolder } from './open-database.js';
import { onFile } from './sqlite-errors.js';
import { ownTail, polledTail, type Tail } from './tail.js';
import { requireIntactTail, verifyLog, type LogReport } from './verify.js';
import { takeWriterLock } from './writer-lock.js';
import { openWriter, type Writer } from './writer.js';

export interface SqliteEventStoreOptions {
  /** The log file, `…/log.sqlite`. Its folder must exist. */
  readonly path: string;
  /**
   * `write` (the default) makes the file where there is none, and is for one process at a time; `read` is for any
   * number beside it.
   */
  readonly mode?: 'write' | 'read';
  /** Where `recordedAt` comes from. */
  readonly clock?: () => Date;
  /** Names a new log: 4 to 16 of a–z and 0–9. */
  readonly newLogId?: () => string;
  readonly appendBytesMax?: number;
}

/** The embedded log. What it has beyond the port is about its file. */
export interface SqliteEventStore extends EventStore {
  readonly path: string;
  /** Reads everything and says what does not hold together; see verify.ts. */
  verify(): LogReport;
}

/**
 * Opens the embedded log.
 * @throws LedgerError LOG_LOCKED (another process writes), LOG_MISSING (mode `read`), LOG_FOREIGN, LOG_DAMAGED,
 *   LOG_TOO_NEW, LOG_UNREACHABLE
 */
export async function openSqliteEventStore(options: SqliteEventStoreOptions): Promise<SqliteEventStore> {
  const { path, mode = 'write' } = options;
  if (mode === 'read') {
    const reading = openForReading(path);
    const tail = polledTail(reading);
    return new SqliteStore(options, reading, tail, undefined, () => undefined);
  }
  const clock = options.clock ?? (() => new Date());
  const createdAt = clock().toISOString();
  requireFolder(path);
  const lock = takeWriterLock(path, createdAt);
  const opened: Database[] = [];
  const closeAll = (): void => {
    for (const database of opened) database.close();
    lock.release();
  };
  try {
    const writing = openForWriting(path, options.newLogId ?? randomLogId, createdAt);
    opened.push(writing);
    onFile(path, () => requireIntactTail(writing, path));
    // Reads have a connection of their own, so that they see what is committed and nothing else.
    const reading = openForReading(path);
    opened.push(reading);
    const tail = ownTail();
    const writer = openWriter({ database: writing, path, clock, onCommit: () => tail.wake() });
    return new SqliteStore(options, reading, tail, writer, closeAll);
  } catch (error) {
    closeAll();
    throw error;
  }
}

class SqliteStore implements SqliteEventStore {
  readonly path: string;
  readonly logId: string;
  readonly engine = 'sqlite';
  readonly appendBytesMax: number;
  private readonly rows: EventRows;
  private readonly prefix: string;
  private isClosed = false;

  constructor(
    options: SqliteEventStoreOptions,
    private readonly reading: Database,
    private readonly tail: Tail,
    private readonly writer: Writer | undefined,
    private readonly closeAll: () => void,
  ) {
    this.path = options.path;
    this.appendBytesMax = options.appendBytesMax ?? APPEND_BYTES_MAX;
    this.logId = onFile(this.path, () => readLogId(reading, this.path));
    this.prefix = `${this.logId}:`;
    this.rows = onFile(this.path, () => eventRows(reading));
  }

  async append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Appended> {
    const writer = this.writing();
    requireStreamName(stream);
    requireExpected(expected);
    const prepared = prepareAppend(stream, events, this.appendBytesMax);
    const { outcome, revision, position } = await writer.append(stream, prepared, expected);
    return { outcome, revision, position: this.positionAt(position) };
  }

  async appendRaw(events: readonly CopiedEvent[]): Promise<Copied> {
    const writer = this.writing();
    return writer.copy(prepareCopy(events, this.appendBytesMax));
  }

  /** A file that is open answers. */
  status(): LogStatus {
    return { state: 'live' };
  }

  private writing(): Writer {
    this.requireOpen();
    if (this.writer !== undefined) return this.writer;
    throw new LedgerError('LOG_READ_ONLY', 'the log was opened for reading', { place: { file: this.path } });
  }

  async streamHead(stream: string): Promise<StreamHead | undefined> {
    requireStreamName(stream);
    const head = this.read(() => this.rows.head(stream));
    return head && { revision: head.revision, position: this.positionAt(head.position) };
  }

  async readStreamPage(stream: string, options: ReadStreamOptions = {}): Promise<readonly RecordedEvent[]> {
    requireStreamName(stream);
    const { direction = 'forwards' } = options;
    const from = requireRevision(options.from);
    const maxCount = requireCount(options.maxCount) ?? PAGE_EVENTS;
    return this.events(this.read(() => this.rows.streamPage(stream, from, direction, maxCount)));
  }

  readStream(stream: string, options?: ReadStreamOptions): AsyncIterable<RecordedEvent> {
    return streamEvents(this, stream, options);
  }

  async readAllPage(options: ReadAllOptions = {}): Promise<readonly RecordedEvent[]> {
    return this.events(this.rowsOfAll(options));
  }

  readAll(options?: ReadAllOptions): AsyncIterable<RecordedEvent> {
    return allEvents(this, options);
  }

  async readRawPage(options: ReadAllOptions = {}): Promise<readonly RawEvent[]> {
    return this.rowsOfAll(options).map(({ position, revision, text }) => ({
      position: this.positionAt(position),
      revision,
      text,
    }));
  }

  follow(options?: FollowOptions): AsyncIterable<RecordedEvent> {
    return followedEvents(this, options);
  }

  followPages(options: FollowOptions = {}): AsyncIterable<readonly RecordedEvent[]> {
    // "From now on" means from this call, not from the first time somebody asks for an event.
    const end = options.from === 'end' && !this.isClosed ? this.lastPosition() : undefined;
    return this.followedPages(options, end);
  }

  private async *followedPages(
    { from, signal, maxCount }: FollowOptions,
    end: number | undefined,
  ): AsyncGenerator<readonly RecordedEvent[], void, undefined> {
    let at = end ?? this.startOf(from, 'forwards');
    const count = requireCount(maxCount) ?? PAGE_EVENTS;
    const isStopped = (): boolean => signal?.aborted === true;
    while (!isStopped()) {
      const mark = this.read(() => this.tail.mark());
      const rows = this.read(() => this.rows.page(at, 'forwards', count));
      const last = rows.at(-1);
      if (last === undefined) {
        await this.tail.changedSince(mark, signal);
      } else {
        at = last.position;
        yield this.events(rows);
      }
    }
  }

  async head(): Promise<Position | undefined> {
    const last = this.lastPosition();
    return last === 0 ? undefined : this.positionAt(last);
  }

  position(text: string): Position {
    const position = parsePosition(text);
    this.numberOf(position);
    return position;
  }

  verify(): LogReport {
    return this.read(() => verifyLog(this.reading));
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    this.writer?.close();
    this.tail.close();
    this.reading.close();
    this.closeAll();
  }

  private rowsOfAll(options: ReadAllOptions): EventRow[] {
    const { direction = 'forwards' } = options;
    const maxCount = requireCount(options.maxCount) ?? PAGE_EVENTS;
    const start = this.startOf(options.from, direction);
    return this.read(() => this.rows.page(start, direction, maxCount));
  }

  /** The number that a page is read after (backwards: before). */
  private startOf(from: From | undefined, direction: 'forwards' | 'backwards'): number {
    const start = from ?? (direction === 'forwards' ? 'start' : 'end');
    if (start === 'start') return 0;
    if (start === 'end') return this.lastPosition() + (direction === 'forwards' ? 0 : 1);
    const number = this.numberOf(start);
    if (number <= this.lastPosition()) return number;
    throw new LedgerError('POSITION_NOT_REACHED', `the log ends before ${start}`, {
      hint: 'The position comes from a newer copy of this log. Take that one, or read again from the start.',
    });
  }

  private lastPosition(): number {
    return this.read(() => this.rows.last()?.position ?? 0);
  }

  private positionAt(number: number): Position {
    return (this.prefix + number) as Position;
  }

  private numberOf(position: Position): number {
    requireLog(position, this.logId);
    const number = Number(position.slice(this.prefix.length));
    if (Number.isSafeInteger(number) && number >= 0) return number;
    throw new LedgerError('POSITION_UNREADABLE', `"${position}" is no position in an embedded log`);
  }

  private events(rows: readonly EventRow[]): RecordedEvent[] {
    return rows.map((row) => recordedEvent(row.text, row.revision, this.positionAt(row.position)));
  }

  private read<T>(work: () => T): T {
    this.requireOpen();
    return onFile(this.path, work);
  }

  private requireOpen(): void {
    if (this.isClosed) throw closed();
  }
}
