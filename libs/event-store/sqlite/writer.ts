import { hash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { CopiedEnvelope } from '../copy-request.js';
import { envelopeText, parseEnvelope, sameContent, type PreparedEvent } from '../envelope.js';
import { ConflictError, closed, sameIdOtherContent } from '../errors.js';
import type { Copied, ExpectedRevision } from '../port.js';
import { eventRows, type HeadRow } from './event-rows.js';
import { CHAIN_START, MILESTONE_REVISIONS, NO_PREVIOUS } from './schema.js';
import { translated } from './sqlite-errors.js';

/**
 * Events committed together at most, but for an append that is larger by itself. More would gain little and make each
 * caller wait for the slowest.
 */
export const COMMIT_EVENTS_MAX = 256;

/** Heads of streams kept in memory; the oldest go first. */
const CACHED_HEADS_MAX = 20_000;

export interface Stored {
  readonly outcome: 'appended' | 'alreadyStored';
  readonly revision: number;
  readonly position: number;
}

interface Request {
  readonly stream: string;
  readonly events: readonly PreparedEvent[];
  readonly expected: ExpectedRevision;
  readonly resolve: (stored: Stored) => void;
  readonly reject: (error: unknown) => void;
}

export interface Writer {
  append(stream: string, events: readonly PreparedEvent[], expected: ExpectedRevision): Promise<Stored>;
  /** Stores events as another log has them, all or none. */
  copy(events: readonly CopiedEnvelope[]): Copied;
  /** Commits what is queued and refuses what comes later. */
  close(): void;
}

export interface WriterOptions {
  readonly database: Database;
  readonly path: string;
  /** The time as it is now. */
  readonly clock: () => Date;
  /** Called after each commit that stored something. */
  readonly onCommit: () => void;
}

/**
 * Group commit: appends are queued, and once a turn of the event loop those that wait are written in one transaction,
 * each judged by itself, so that one that loses does not fail the others. Nothing is acknowledged before the
 * transaction is on the disk.
 */
export function openWriter({ database, path, clock, onCommit }: WriterOptions): Writer {
  const rows = eventRows(database);
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const selectVersion = database.prepare<[], number>('PRAGMA data_version').pluck();
  const insertEvent = database.prepare<[number, number, number, string, string]>(
    'INSERT INTO events (position, revision, previous, chain, text) VALUES (?, ?, ?, ?, ?)',
  );
  const insertMilestone = database.prepare<[number, number, number]>(
    'INSERT INTO milestones (stream, revision, position) VALUES (?, ?, ?)',
  );
  const insertStream = database.prepare<[string, number]>('INSERT INTO streams (name, id) VALUES (?, ?)');
  const insertHead = database.prepare<[number, number, number]>(
    'INSERT INTO heads (stream, revision, position) VALUES (?, ?, ?)',
  );
  const updateHead = database.prepare<[number, number, number, number]>(
    'UPDATE heads SET revision = ?, position = ? WHERE stream = ? AND revision = ?',
  );
  const selectLastStream = database.prepare<[], number | null>('SELECT max(stream) FROM heads').pluck();

  const queue: Request[] = [];
  let isScheduled = false;
  let isClosed = false;

  // What the file says, as of `version`; read again whenever another connection has written, and after a rollback.
  let version: number | undefined;
  let lastPosition = 0;
  let lastChain = CHAIN_START;
  let lastStream = 0;
  const heads = new Map<string, HeadRow>();
  /** Heads as this transaction leaves them, with the revision each had before. */
  const moved = new Map<string, { head: HeadRow; before: number }>();

  function refresh(): void {
    const now = selectVersion.get();
    if (version !== undefined && now === version) return;
    version = now;
    const last = rows.last();
    lastPosition = last?.position ?? 0;
    lastChain = last?.chain ?? CHAIN_START;
    lastStream = selectLastStream.get() ?? 0;
    heads.clear();
  }

  function headOf(stream: string): HeadRow | undefined {
    const known = moved.get(stream)?.head ?? heads.get(stream);
    if (known !== undefined) return known;
    const stored = rows.head(stream);
    if (stored !== undefined) keep(stream, stored);
    return stored;
  }

  function keep(stream: string, head: HeadRow): void {
    heads.delete(stream);
    heads.set(stream, head);
    if (heads.size <= CACHED_HEADS_MAX) return;
    for (const oldest of heads.keys()) {
      heads.delete(oldest);
      return;
    }
  }

  /** One request within the open transaction: what it gives, or the error that is its alone. */
  function attempt({ stream, events, expected }: Request, recordedAt: string): Stored | Error {
    const head = headOf(stream);
    const revision = head?.revision ?? -1;
    const wanted = expectedRevision(expected);
    if (wanted === undefined ? expected === 'mustExist' && head === undefined : wanted !== revision) {
      return (
        (wanted === undefined ? undefined : repetition(stream, events, wanted, revision)) ??
        new ConflictError(stream, expected, head === undefined ? 'noStream' : revision)
      );
    }
    const texts = events.map((event) => envelopeText(event, recordedAt));
    return store(stream, texts, head);
  }

  function store(stream: string, texts: readonly string[], head: HeadRow | undefined): Stored {
    const before = head?.revision ?? -1;
    const number = head?.stream ?? ++lastStream;
    let revision = before;
    let previous = head?.position ?? NO_PREVIOUS;
    for (const text of texts) {
      lastChain = hash('sha256', lastChain + text, 'hex');
      lastPosition++;
      revision++;
      insertEvent.run(lastPosition, revision, previous, lastChain, text);
      if ((revision + 1) % MILESTONE_REVISIONS === 0) insertMilestone.run(number, revision, lastPosition);
      previous = lastPosition;
    }
    moved.set(stream, {
      head: { stream: number, revision, position: lastPosition },
      before: moved.get(stream)?.before ?? before,
    });
    return { outcome: 'appended', revision, position: lastPosition };
  }

  /** The answer to a request whose events may stand already, behind the revision that it expected. */
  function repetition(
    stream: string,
    events: readonly PreparedEvent[],
    after: number,
    revision: number,
  ): Stored | Error | undefined {
    const end = after + events.length;
    if (revision < end) return undefined;
    // The events compared with may have been stored a moment ago, in this very transaction.
    storeHeads();
    let other: Error | undefined;
    let done = 0;
    let position = 0;
    while (done < events.length) {
      const page = rows.streamPage(stream, after + 1 + done, 'forwards', events.length - done);
      if (page.length === 0) throw new Error(`the stream ${stream} lacks revision ${after + 1 + done}`);
      for (const row of page) {
        const stored = parseEnvelope(row.text);
        const event = events[done];
        if (event === undefined || stored.id !== event.id) return undefined;
        if (!sameContent(stored, event)) other ??= sameIdOtherContent(stream, event.id, row.revision);
        position = row.position;
        done++;
      }
    }
    return other ?? { outcome: 'alreadyStored', revision: end, position };
  }

  function storeHeads(): void {
    for (const [stream, { head, before }] of moved) {
      if (before < 0) insertStream.run(stream, head.stream);
      const { changes } =
        before < 0
          ? insertHead.run(head.stream, head.revision, head.position)
          : updateHead.run(head.revision, head.position, head.stream, before);
      if (changes !== 1) throw new Error(`the stream ${stream} has moved on behind the writer's back`);
    }
    for (const [stream, { head }] of moved) keep(stream, head);
    moved.clear();
  }

  /** The requests of one transaction, taken off the queue. */
  function take(): Request[] {
    let events = 0;
    let count = 0;
    for (const request of queue) {
      if (count > 0 && events + request.events.length > COMMIT_EVENTS_MAX) break;
      events += request.events.length;
      count++;
    }
    return queue.splice(0, count);
  }

  /** One event of another log within the open transaction; false where it stands there already. */
  function copyOne({ stream, revision, text, event }: CopiedEnvelope): boolean {
    const head = headOf(stream);
    const last = head?.revision ?? -1;
    if (revision === last + 1) {
      store(stream, [text], head);
      return true;
    }
    const expected = revision === 0 ? 'mustNotExist' : revision - 1;
    if (revision > last) throw new ConflictError(stream, expected, head === undefined ? 'noStream' : last);
    storeHeads();
    const [there] = rows.streamPage(stream, revision, 'forwards', 1);
    if (there?.text === text) return false;
    if (there !== undefined && parseEnvelope(there.text).id !== event.id)
      throw new ConflictError(stream, expected, last);
    throw sameIdOtherContent(stream, event.id, revision);
  }

  function copy(events: readonly CopiedEnvelope[]): Copied {
    if (isClosed) throw closed();
    // In the order of the calls, as everything.
    while (queue.length > 0) flush();
    try {
      const stored = transaction(() => events.map(copyOne));
      const appended = stored.filter(Boolean).length;
      if (appended > 0) onCommit();
      return { appended, alreadyStored: events.length - appended };
    } catch (error) {
      throw translated(error, path);
    }
  }

  function write(requests: readonly Request[]): (Stored | Error)[] {
    const recordedAt = clock().toISOString();
    return transaction(() => requests.map((request) => attempt(request, recordedAt)));
  }

  function transaction<T>(work: () => T): T {
    begin.run();
    try {
      refresh();
      const answers = work();
      storeHeads();
      commit.run();
      return answers;
    } catch (error) {
      moved.clear();
      version = undefined;
      if (database.inTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }

  function flush(): void {
    isScheduled = false;
    if (queue.length === 0) return;
    const requests = take();
    const positionBefore = lastPosition;
    try {
      const answers = write(requests);
      requests.forEach((request, i) => {
        const answer = answers[i];
        if (answer === undefined || answer instanceof Error) request.reject(answer);
        else request.resolve(answer);
      });
    } catch (error) {
      const reason = translated(error, path);
      for (const request of requests) request.reject(reason);
    }
    if (lastPosition !== positionBefore) onCommit();
    schedule();
  }

  function schedule(): void {
    if (isScheduled || queue.length === 0) return;
    isScheduled = true;
    setImmediate(flush);
  }

  return {
    append: (stream, events, expected) =>
      new Promise((resolve, reject) => {
        if (isClosed) {
          reject(closed());
          return;
        }
        queue.push({ stream, events, expected, resolve, reject });
        schedule();
      }),
    copy,
    close: () => {
      isClosed = true;
      while (queue.length > 0) flush();
    },
  };
}

/** As a number: −1 where the stream must not exist; `undefined` where no number was named. */
function expectedRevision(expected: ExpectedRevision): number | undefined {
  if (typeof expected === 'number') return expected;
  return expected === 'mustNotExist' ? -1 : undefined;
}
