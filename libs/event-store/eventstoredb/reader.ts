import { LedgerError } from '#amount';
import type { Direction } from '../port.js';
import type { From, Position } from '../position.js';
import type { Connection } from './connection.js';
import { deleted, faultClass, isUnknownFailure } from './faults.js';
import { isAfter, requirePosition } from './positions.js';
import { ReadAhead, type Lot } from './read-ahead.js';
import { allRequest, streamRequest } from './read-requests.js';
import { readOnce, type ReadBounds } from './reading.js';
import {
  STREAM_SEPARATOR,
  logStream,
  recordReader,
  streamOf,
  type RecordReader,
  type StoredEvent,
  type WireEvent,
} from './records.js';
import { persistently, type Patience } from './retrying.js';

/** Bytes of one read, whatever number of events was asked for: what it may hold in memory. */
const READ_BYTES_MAX = 8 * 1024 * 1024;

export interface ReaderOptions {
  readonly connection: Connection;
  readonly logId: string;
  readonly prefix: string;
  /** Where the ledger begins: the position of its log record. What other ledgers wrote before is never looked at. */
  readonly begin: Position;
  readonly patience: Patience;
  readonly timeoutMs: number;
}

/**
 * Pages of a stream and of the whole ledger, tried again while the server cannot be reached. Events that come twice are
 * left out.
 */
export class Reader {
  /** With its separator: what every stream of the ledger begins with on the server. */
  readonly prefix: string;
  readonly record: RecordReader;
  private readonly logStream: string;
  private readonly bounds: ReadBounds;
  private readonly ahead: ReadAhead;
  private seen: Position | undefined;

  constructor(private readonly options: ReaderOptions) {
    this.prefix = options.prefix + STREAM_SEPARATOR;
    this.logStream = logStream(options.prefix);
    this.record = recordReader(options.logId, this.prefix);
    this.bounds = { bytesMax: READ_BYTES_MAX, timeoutMs: options.timeoutMs };
    this.ahead = new ReadAhead((from, maxCount) => this.lot(from, 'forwards', maxCount));
  }

  /** The last position that was seen, however it was seen: the log is at least so long. */
  get lastSeen(): Position | undefined {
    return this.seen;
  }

  /** The position that the server reads on from. */
  placeOf(position: Position | 'start'): Position {
    return position === 'start' ? this.options.begin : position;
  }

  note(position: Position): void {
    if (isAfter(position, this.seen)) this.seen = position;
  }

  /**
   * From a revision on, itself included; backwards from beyond the end the server begins with the last event.
   * @throws LedgerError LOG_DAMAGED where events are missing that were there
   */
  streamPage(
    stream: string,
    from: number | undefined,
    direction: Direction,
    maxCount: number,
  ): Promise<readonly StoredEvent[]> {
    const { patience, connection } = this.options;
    const start = from ?? (direction === 'forwards' ? 'start' : 'end');
    const request = streamRequest(this.prefix + stream, start, direction, maxCount);
    return persistently(patience, async () => {
      const { events, isCut } = await readOnce(connection, request, this.bounds, this.record);
      const page = this.inOrder(events, direction);
      const isEnd = !isCut && events.length < maxCount;
      if (direction === 'forwards' ? !follows(page, from ?? 0, 1) : !endsAtStart(page, isEnd))
        throw deleted(stream);
      return page;
    });
  }

  /** The position of the last event of the ledger. */
  async last(): Promise<Position | undefined> {
    const { events } = await this.read('end', 'backwards', 1);
    return events[0]?.position;
  }

  /** After (backwards: before) a position. */
  async allPage(
    from: Position | 'start' | 'end',
    direction: Direction,
    maxCount: number,
  ): Promise<readonly StoredEvent[]> {
    if (direction === 'backwards') {
      return from === 'start' ? [] : (await this.lot(from, direction, maxCount)).events;
    }
    return from === 'end' ? [] : this.ahead.page(from, maxCount);
  }

  /** The server's reads include the position that is given; a ledger's do not. */
  private async lot(from: Position | 'start' | 'end', direction: Direction, maxCount: number): Promise<Lot> {
    const after = from === 'start' ? this.options.begin : from;
    const { events, isFull } = await this.read(after, direction, after === 'end' ? maxCount : maxCount + 1);
    const behind = events.filter((event) => event.position !== after);
    return { events: behind.slice(0, maxCount), isFull: isFull || behind.length > maxCount };
  }

  private read(from: Position | 'end', direction: Direction, maxCount: number): Promise<Lot> {
    const { patience, connection } = this.options;
    const request = allRequest([this.prefix, this.logStream], from, direction, maxCount);
    // Backwards the log record is where the ledger ends.
    const bounds = direction === 'forwards' ? this.bounds : { ...this.bounds, isLast: this.isLogRecord };
    return persistently(patience, async () => {
      try {
        const { events, isCut } = await readOnce(connection, request, bounds, this.ownRecord);
        const own = events.filter((event) => event !== undefined);
        return { events: this.inOrder(own, direction), isFull: isCut || events.length >= maxCount };
      } catch (error) {
        if (from === 'end' || faultClass(error) === 'again' || !isUnknownFailure(error)) throw error;
        throw new LedgerError('POSITION_UNREADABLE', `no event of this log stands at ${from}`, {
          hint: 'Take the position of an event that the log gave.',
        });
      }
    });
  }

  private readonly isLogRecord = (event: WireEvent): boolean =>
    event.getStreamIdentifier()?.getStreamName_asU8().length === this.logStream.length &&
    streamOf(event) === this.logStream;

  private readonly ownRecord = (event: WireEvent): StoredEvent | undefined =>
    this.isLogRecord(event) ? undefined : this.record(event);

  /** Without what came twice. */
  private inOrder(events: readonly StoredEvent[], direction: Direction): readonly StoredEvent[] {
    const found: StoredEvent[] = [];
    let last: StoredEvent | undefined;
    for (const event of events) {
      if (last !== undefined) {
        const isNext =
          direction === 'forwards'
            ? isAfter(event.position, last.position)
            : isAfter(last.position, event.position);
        if (!isNext) continue;
      }
      found.push(event);
      last = event;
    }
    const newest = direction === 'forwards' ? last : found[0];
    if (newest !== undefined) this.note(newest.position);
    return found;
  }

  /**
   * Where a read begins: refuses what is of another log, and what this one has not reached.
   * @throws LedgerError POSITION_OF_OTHER_LOG, POSITION_UNREADABLE, POSITION_NOT_REACHED
   */
  async startOf(from: From | undefined, direction: Direction): Promise<Position | 'start' | 'end'> {
    const start = from ?? (direction === 'forwards' ? 'start' : 'end');
    if (start === 'start' || start === 'end') return start;
    requirePosition(start, this.options.logId);
    if (this.seen !== undefined && !isAfter(start, this.seen)) return start;
    const last = await this.last();
    if (last !== undefined && !isAfter(start, last)) return start;
    throw new LedgerError('POSITION_NOT_REACHED', `the log ends before ${start}`, {
      hint: 'The position comes from a newer copy of this log. Take that one, or read again from the start.',
    });
  }
}

/** Have they the revisions that they must have? A stream that was truncated (or told a `$maxCount`) leaves some out. */
function follows(page: readonly StoredEvent[], first: number, step: 1 | -1): boolean {
  return page.every(({ revision }, n) => revision === first + n * step);
}

function endsAtStart(page: readonly StoredEvent[], isEnd: boolean): boolean {
  const [first] = page;
  if (first === undefined) return true;
  return follows(page, first.revision, -1) && (!isEnd || page.at(-1)?.revision === 0);
}
