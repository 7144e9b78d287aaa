import type { JsonObject } from './canonical-json.js';
import type { From, Position } from './position.js';

/** Facts about a fact, flat (`actor`, `correlationId`, `causationId`, `idempotencyKey`, `importId` …). */
export type Metadata = Readonly<Record<string, string>>;

/** An event as it is handed to the log. */
export interface NewEvent {
  /** A UUID in lower case. The id is what makes a repetition recognisable. */
  readonly id: string;
  /** `BudgetChanged` and the like. */
  readonly type: string;
  /** The version of the type's schema, from 1. */
  readonly schemaVersion: number;
  /** A plain object that JSON can hold (see canonical-json.ts). */
  readonly data: object;
  readonly metadata?: Metadata;
}

/** An event as the log has it. */
export interface RecordedEvent {
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly stream: string;
  readonly data: JsonObject;
  readonly metadata: Metadata;
  /**
   * The time as the writer's clock had it (ISO 8601, UTC, milliseconds). It may go backwards between events; that it
   * counts as the latest time so far is the business of whoever reads.
   */
  readonly recordedAt: string;
  /** The place in its stream, from 0 without gaps. */
  readonly revision: number;
  readonly position: Position;
}

/** An event as it is stored: the canonical JSON of its envelope, to be hashed, copied or parsed elsewhere. */
export interface RawEvent {
  readonly position: Position;
  readonly revision: number;
  /** RFC 8785 text of `{ data, id, metadata, recordedAt, schemaVersion, stream, type }`, as it was hashed. */
  readonly text: string;
}

/** An event as another log has it, on its way into this one: what `readRawPage` gives, without its position there. */
export type CopiedEvent = Pick<RawEvent, 'revision' | 'text'>;

/** What became of events that were copied. */
export interface Copied {
  /** Events written now. */
  readonly appended: number;
  /** Events that stood there already, with the same bytes at the same revision. */
  readonly alreadyStored: number;
}

/**
 * How a log is doing, as health and metrics tell it:
 *
 * - `connecting`: nothing has been answered yet
 * - `live`: the log answers, and whoever follows has been given everything
 * - `behind`: whoever follows has still to be given so many events (an estimate where they are not yet counted)
 * - `lost`: the last call failed; since when none has been answered (ISO 8601)
 */
export type LogStatus =
  | { readonly state: 'connecting' }
  | { readonly state: 'live' }
  | { readonly state: 'behind'; readonly by: number; readonly isEstimate: boolean }
  | { readonly state: 'lost'; readonly since: string };

/**
 * What the caller believes of a stream: that it has no events yet, that it has some, nothing at all, or that its last
 * event has just this revision.
 *
 * A repeated append is recognised only with `mustNotExist` or an exact revision: those say where its events must stand.
 * What has to happen once must use one of them; `mustExist` and `any` store a repetition a second time.
 */
export type ExpectedRevision = 'mustNotExist' | 'mustExist' | 'any' | number;

export interface Appended {
  /** `alreadyStored`: the same events stood there already; nothing was written. */
  readonly outcome: 'appended' | 'alreadyStored';
  /** The revision of the append's last event. */
  readonly revision: number;
  /** The position of the append's last event. */
  readonly position: Position;
}

export interface StreamHead {
  readonly revision: number;
  readonly position: Position;
}

export type Direction = 'forwards' | 'backwards';

export interface ReadStreamOptions {
  /** Default `forwards`. */
  readonly direction?: Direction;
  /**
   * The first revision to be read, inclusive. Default: the first event forwards, the last one backwards. One beyond
   * the end reads nothing forwards, and begins with the last event backwards.
   */
  readonly from?: number;
  /** At most so many events. Default: all (an iterator), or `PAGE_EVENTS` (a page). */
  readonly maxCount?: number;
}

export interface ReadAllOptions {
  /** Default `forwards`. */
  readonly direction?: Direction;
  /** Exclusive: reading goes on after (backwards: before) this one. Default `start`; backwards `end`. */
  readonly from?: From;
  readonly maxCount?: number;
}

export interface FollowOptions {
  /** Exclusive: the position of the last event that was handled. Default `start`. */
  readonly from?: From;
  /** Ends the iteration, without an error. */
  readonly signal?: AbortSignal;
  /** At most so many events a page. Default `PAGE_EVENTS`. */
  readonly maxCount?: number;
}

/**
 * Events of a page when nobody asks for another number. A page may be shorter than was asked for, in order to stay
 * small in memory; only an empty page is the end.
 */
export const PAGE_EVENTS = 500;

/** The largest append that both engines take: EventStoreDB's limit, counted over the canonical envelopes. */
export const APPEND_BYTES_MAX = 1024 * 1024;

/**
 * A log of events: appends to one stream at a time, reads of one stream or of all, and following. Everything that can
 * fail as expected rejects with a `LedgerError` (codes in errors.ts).
 *
 * **Order.** All events of the log have one order, that of their positions: what is appended after something else was
 * acknowledged stands behind it. Appends that are under way together are stored in the order of their calls, except where
 * an engine has to try one of them again (a server that is lost or has lost its leader): that one may stand behind later
 * ones. Who needs an order waits for the answer. A stream's events have revisions from 0 without gaps, in the same order.
 *
 * **Atomic.** An append is stored whole or not at all, and goes to one stream. What must be atomic is one stream.
 *
 * **Work wider than a stream**, such as an import, is many appends that make it resumable, and the reader lets it take
 * effect as a whole at the event that completes it. What the log gives for that: event ids derived from the source,
 * exact expected revisions, hence each repeated append recognised. `appendMissing` (append-missing.ts) does one
 * stream's share of such a work, and can be run again after any crash:
 *
 *     append   ImportStarted    to the import's own stream, mustNotExist      (again: alreadyStored)
 *     for each stream           appendMissing(store, stream, its events)      (again: only what is missing)
 *     append   ImportCompleted  to the import's own stream, revision 0        (again: alreadyStored)
 */
export interface EventStore {
  /** The id that begins the text of every position in this log. */
  readonly logId: string;
  /** What keeps the log. */
  readonly engine: 'sqlite' | 'eventstoredb';
  /** Bytes, over the canonical texts of the events of one append. */
  readonly appendBytesMax: number;

  /** How the log is doing; asks nobody. */
  status(): LogStatus;

  /**
   * Stores the events at the end of the stream; resolves when they are durable.
   *
   * Repetition: where `expected` is `mustNotExist` or a revision and the stream has moved on, the events that stand
   * behind that revision are compared: all the same ids with the same type, version and data → `alreadyStored`; all
   * the same ids with other content → SAME_ID_OTHER_CONTENT; anything else → CONFLICT.
   */
  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Appended>;

  /**
   * For copies of a log only: stores events of any streams as another log has them, with the same bytes (so with the ids
   * and times they have), each at the revision it has there, in the order given. What is there after a failure is the
   * first so many of them, and the same call again goes on. An engine that several write to cannot keep somebody else, or
   * its own server, from letting a later event pass an earlier one: it finds that, and says COPY_TARGET_DIFFERS.
   *
   * @throws LedgerError CONFLICT where a stream is not at the revision before an event, SAME_ID_OTHER_CONTENT where
   *   something else stands at its revision, COPY_TARGET_DIFFERS where the order was lost, EVENT_INVALID for a text that
   *   no log wrote, TOO_LARGE
   */
  appendRaw(events: readonly CopiedEvent[]): Promise<Copied>;

  /** The last event of a stream, `undefined` where the stream has none. */
  streamHead(stream: string): Promise<StreamHead | undefined>;

  /** One page of a stream; empty at its end, and where it does not exist. */
  readStreamPage(stream: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]>;

  /** A stream, page by page. */
  readStream(stream: string, options?: ReadStreamOptions): AsyncIterable<RecordedEvent>;

  /** One page of the whole log; empty at its end. */
  readAllPage(options?: ReadAllOptions): Promise<readonly RecordedEvent[]>;

  /** The whole log as it is now, page by page. */
  readAll(options?: ReadAllOptions): AsyncIterable<RecordedEvent>;

  /** As `readAllPage`, without parsing: for fast rebuilds in another thread, for copies and for proofs. */
  readRawPage(options?: ReadAllOptions): Promise<readonly RawEvent[]>;

  /**
   * Every event after a position, first those that are there, then each new one as it comes; nothing is left out and
   * nothing comes twice, also where a later call goes on from the last position that was handled. Rejects with CLOSED
   * when the log is closed meanwhile.
   */
  follow(options?: FollowOptions): AsyncIterable<RecordedEvent>;

  /** As `follow`, by pages that are never empty: a page can be applied in one transaction with its last position. */
  followPages(options?: FollowOptions): AsyncIterable<readonly RecordedEvent[]>;

  /** The position of the last event; `undefined` while the log is empty. */
  head(): Promise<Position | undefined>;

  /**
   * Reads the text form of a position in this log.
   * @throws LedgerError POSITION_UNREADABLE, POSITION_OF_OTHER_LOG
   */
  position(text: string): Position;

  /** Stores what has been handed over, ends every `follow`, and lets go of files and connections. */
  close(): Promise<void>;
}
