import { LedgerError } from '#amount';
import type { PreparedEvent } from '../envelope.js';
import type { CopiedEnvelope } from '../copy-request.js';
import { ConflictError, closed, sameIdOtherContent } from '../errors.js';
import type { Appended, ExpectedRevision } from '../port.js';
import type { Position } from '../position.js';
import type { Acknowledged, AppendCalls, WireExpected } from './append-calls.js';
import { WrongVersion, asLedgerError, deleted, faultClass, ofAppend } from './faults.js';
import { isAfter } from './positions.js';
import type { Reader } from './reader.js';
import { isSameFact, outgoing, rawEvent, type OutgoingEvent, type StoredEvent } from './records.js';
import { TRIES_MIN, pauseBefore, paused, type Patience } from './retrying.js';

/** Events of a stream that are looked at together, from its end, in search of our own. */
const SEARCH_EVENTS = 100;

/**
 * How long a winner may stay unreadable: the server refuses an append as soon as another one is ahead of it, and shows
 * that other one when it is replicated.
 */
const UNREADABLE_MS = 2_000;
const UNREADABLE_PAUSE_MS = 5;

export interface StampedEvent {
  readonly event: PreparedEvent;
  readonly recordedAt: string;
}

export interface AppenderOptions {
  readonly calls: AppendCalls;
  readonly reader: Reader;
  readonly patience: Patience;
  readonly logId: string;
}

/** One append on its way: what is sent is the same in every try. */
interface Attempted {
  readonly stream: string;
  readonly events: readonly PreparedEvent[];
  readonly sent: readonly OutgoingEvent[];
  readonly expected: ExpectedRevision;
  /** The log was at least so long before the first try: what it wrote stands behind. */
  readonly before: Position | undefined;
}

/** A run of a copy, as it is sent. */
export interface PreparedRun {
  readonly stream: string;
  readonly events: readonly CopiedEnvelope[];
  readonly sent: readonly OutgoingEvent[];
  readonly expected: 'mustNotExist' | number;
  /** The revision of its last event. */
  readonly last: number;
  readonly bytes: number;
}

export interface CopiedRun {
  /** How many of its events were not there yet. */
  readonly appended: number;
  /** Where its last event stands. */
  readonly position: Position;
}

/**
 * Appends that are tried again under the same ids until it is known what became of them.
 *
 * With an exact revision (or none) a second try finds its first: the server compares the ids that stand behind that
 * revision. With `any` and `mustExist` it compares with what it remembers, which a restart empties; so after a try whose
 * outcome is not known the stream is searched for our ids, and the next try names the revision that was found.
 */
export class Appender {
  constructor(private readonly options: AppenderOptions) {}

  async append(
    stream: string,
    stamped: readonly StampedEvent[],
    expected: ExpectedRevision,
  ): Promise<Appended> {
    const attempted: Attempted = {
      stream,
      events: stamped.map(({ event }) => event),
      sent: stamped.map(({ event, recordedAt }) => outgoing(event, recordedAt)),
      expected,
      before: this.options.reader.lastSeen,
    };
    try {
      for (;;) {
        const outcome = await this.written(attempted);
        if (typeof outcome !== 'number') return outcome;
        const repeated = await this.repetition(attempted, outcome);
        if (repeated !== undefined) return repeated;
      }
    } catch (error) {
      throw ofAppend(error);
    }
  }

  /** A run of one stream's events in another log, on its way: what is sent is the same in every try. */
  prepared(run: readonly CopiedEnvelope[]): PreparedRun {
    const [first] = run;
    const last = run.at(-1);
    if (first === undefined || last === undefined) throw new Error('a run has events');
    return {
      stream: first.stream,
      events: run,
      sent: run.map(({ event, recordedAt }) => outgoing(event, recordedAt)),
      expected: first.revision === 0 ? 'mustNotExist' : first.revision - 1,
      last: last.revision,
      bytes: run.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  }

  /** Stores what is not there yet of a run; what stands there must be the same. */
  async copyRun(run: PreparedRun): Promise<CopiedRun> {
    let left = run;
    for (;;) {
      const { stream, events, sent, expected } = left;
      const outcome = await this.written({
        stream,
        events: events.map(({ event }) => event),
        sent,
        expected,
        before: this.options.reader.lastSeen,
      }).catch((error: unknown) => {
        throw ofAppend(error);
      });
      if (typeof outcome !== 'number') return { appended: events.length, position: outcome.position };
      const revision = left.last - events.length + 1;
      const conflict = new ConflictError(stream, expected, outcome < 0 ? 'noStream' : outcome);
      if (outcome < revision) throw conflict;
      const standing = await this.readable(stream, revision, Math.min(events.length, outcome - revision + 1));
      standing.forEach((stored, n) => {
        if (rawEvent(stored).text === events[n]?.text) return;
        throw stored.id === events[n]?.event.id
          ? sameIdOtherContent(stream, stored.id, stored.revision)
          : conflict;
      });
      const last = standing.at(-1);
      if (standing.length === events.length && last !== undefined)
        return { appended: 0, position: last.position };
      // None: the one that was ahead is gone again, with the leader that had it.
      if (standing.length > 0) left = this.prepared(events.slice(standing.length));
    }
  }

  /** Tries until it is known what became of it: the append, or the revision at which the stream stands instead. */
  private async written(attempted: Attempted): Promise<Appended | number> {
    const { calls, reader, patience } = this.options;
    const { stream, sent, expected } = attempted;
    const until = performance.now() + patience.giveUpMs;
    let asked: WireExpected = expected;
    for (let attempt = 1; ; attempt++) {
      try {
        const acknowledged = await calls.append(reader.prefix + stream, sent, asked);
        patience.health.answered();
        return await this.appended(attempted, acknowledged);
      } catch (error) {
        const actual = this.judged(error);
        // A revision that was only found by searching is not what the caller expected.
        if (actual !== undefined && asked === expected) return actual;
        if (patience.closing.aborted) throw closed();
        const isOver = attempt >= TRIES_MIN && performance.now() >= until;
        if (isOver) throw asLedgerError(error, patience.where);
      }
      await paused(pauseBefore(attempt), patience.closing);
      if (exactRevision(expected) === undefined) {
        const found = await this.search(attempted);
        if (typeof found !== 'number') return found;
        if (found < 0 && expected === 'mustExist') return found;
        asked = found < 0 ? 'mustNotExist' : found;
      }
    }
  }

  /** Where the stream stands, for a conflict; `undefined` where the next try has to tell what came of this one. */
  private judged(error: unknown): number | undefined {
    const { patience } = this.options;
    if (error instanceof LedgerError) throw error;
    switch (faultClass(error)) {
      case 'again':
        patience.health.failed();
        return undefined;
      case 'conflict':
        patience.health.answered();
        return error instanceof WrongVersion ? error.actual : -1;
      default:
        throw asLedgerError(error, patience.where);
    }
  }

  private async appended(attempted: Attempted, { revision, position }: Acknowledged): Promise<Appended> {
    const { stream, sent, expected } = attempted;
    const wanted = exactRevision(expected);
    if (wanted !== undefined && revision !== wanted + sent.length) throw deleted(stream);
    const at =
      position === undefined
        ? await this.positionOf(stream, revision)
        : (`${this.options.logId}:${position.commit}-${position.prepare}` as Position);
    this.options.reader.note(at);
    return { outcome: 'appended', revision, position: at };
  }

  private async positionOf(stream: string, revision: number): Promise<Position> {
    const [event] = await this.readable(stream, revision, 1);
    if (event === undefined) throw deleted(stream);
    return event.position;
  }

  /**
   * The stream has moved on: are the events behind the expected revision those of this append?
   * @throws ConflictError; LedgerError SAME_ID_OTHER_CONTENT
   */
  private async repetition(attempted: Attempted, actual: number): Promise<Appended | undefined> {
    const { stream, events, sent, expected } = attempted;
    const conflict = new ConflictError(stream, expected, actual < 0 ? 'noStream' : actual);
    const wanted = exactRevision(expected);
    if (wanted === undefined || actual <= wanted) throw conflict;
    // Whoever is told of a conflict reads what was first, and decides again on it: so it has to be there.
    const ahead = Math.min(events.length, actual - wanted);
    const standing = await this.readable(stream, wanted + 1, ahead);
    // The one that was ahead is gone again, with the leader that had it: try once more.
    if (standing.length < ahead) return undefined;
    const last = standing.at(-1);
    if (
      last === undefined ||
      ahead < events.length ||
      standing.some((stored, n) => stored.id !== events[n]?.id)
    )
      throw conflict;
    const isOwn = standing.every((stored, n) => stored.serverId === sent[n]?.serverId);
    const other = standing.find((stored, n) => !isSameFact(stored, events[n]!));
    if (other !== undefined) throw sameIdOtherContent(stream, other.id, other.revision);
    return {
      outcome: isOwn ? 'appended' : 'alreadyStored',
      revision: last.revision,
      position: last.position,
    };
  }

  /** So many events of a stream, as soon as they can be read; fewer where they cannot within the time. */
  private async readable(stream: string, from: number, count: number): Promise<readonly StoredEvent[]> {
    const { reader, patience } = this.options;
    const until = performance.now() + UNREADABLE_MS;
    const found: StoredEvent[] = [];
    for (;;) {
      const page = await reader.streamPage(stream, from + found.length, 'forwards', count - found.length);
      found.push(...page);
      if (found.length >= count) return found;
      if (page.length > 0) continue;
      if (performance.now() >= until) return found;
      await paused(UNREADABLE_PAUSE_MS, patience.closing);
      if (patience.closing.aborted) throw closed();
    }
  }

  /** The append if it stands in the stream already, else the stream's last revision (−1 without one). */
  private async search({ stream, sent, before }: Attempted): Promise<Appended | number> {
    const { reader } = this.options;
    const wanted = sent.at(-1)?.serverId;
    let from: number | undefined;
    let last: number | undefined;
    for (;;) {
      const page = await reader.streamPage(stream, from, 'backwards', SEARCH_EVENTS);
      for (const { serverId, revision, position } of page) {
        last ??= revision;
        if (serverId === wanted) return { outcome: 'appended', revision, position };
        if (before !== undefined && !isAfter(position, before)) return last;
      }
      const lowest = page.at(-1);
      if (lowest === undefined || lowest.revision === 0) return last ?? -1;
      from = lowest.revision - 1;
    }
  }
}

/** As a number: −1 where the stream must not exist; `undefined` where no number was named. */
function exactRevision(expected: ExpectedRevision): number | undefined {
  if (typeof expected === 'number') return expected;
  return expected === 'mustNotExist' ? -1 : undefined;
}
