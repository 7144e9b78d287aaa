/**
 * The log of the double: what EventStoreDB 23.10 does with appends and reads, without the network. Where it follows the
 * server's source instead of a measurement, the file is named.
 */

export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface LoggedEvent extends Proposed {
  readonly stream: string;
  readonly revision: number;
  /** Commit and prepare are equal in all that was seen. */
  readonly position: bigint;
  /** In ticks of 100 ns since 1970, as the server tells it. */
  readonly created: bigint;
}

export type Expected = 'any' | 'noStream' | 'streamExists' | number;

export type AppendResult =
  | { readonly kind: 'stored' | 'repeated'; readonly revision: number; readonly position: bigint }
  | { readonly kind: 'wrongVersion'; readonly actual: number }
  | { readonly kind: 'deleted' };

/** What happens to a stream. */
export type Change =
  | { readonly stream: string; readonly events: readonly Proposed[]; readonly created: bigint }
  | { readonly stream: string; readonly isTombstone: boolean };

interface Stream {
  readonly events: LoggedEvent[];
  isTombstoned: boolean;
  /** After a soft delete reads begin here, and "no stream" succeeds. */
  truncatedBefore: number;
  /** What its metadata says (`$maxCount`, `$tb`): at once on reads of the stream, and never on those of `$all`. */
  kept: { readonly maxCount: number; readonly from: number };
}

/** What a record takes in the log beside its data. */
const RECORD_BYTES = 110;

/** What the stream of a stream's metadata begins with. */
const METADATA = '$$';

const ALL: Stream['kept'] = { maxCount: Infinity, from: 0 };

function keptOf(metadata: Uint8Array): Stream['kept'] {
  const { $maxCount: maxCount = ALL.maxCount, $tb: from = ALL.from } = JSON.parse(
    Buffer.from(metadata).toString(),
  ) as { readonly $maxCount?: number; readonly $tb?: number };
  return { maxCount, from };
}

/** In ticks of 100 ns since 1970. */
function now(): bigint {
  return BigInt(Date.now()) * TICKS_A_MS;
}

export const TICKS_A_MS = 10_000n;

export class DoubleLog {
  readonly all: LoggedEvent[] = [];
  private readonly streams = new Map<string, Stream>();
  /** Ids that the server remembers without looking them up (IndexWriter._committedEvents); a restart empties it. */
  private remembered = new Map<string, LoggedEvent>();
  private end = 0n;

  /** @param keep what is to be kept of each change, before it is answered: given to `restore` it makes this log again */
  constructor(private readonly keep: (change: Change) => void = () => undefined) {
    // A new server has events of its own before anybody writes.
    for (const type of ['$metadata', '$UserCreated', '$statsCollected']) {
      this.place(
        `$${type.slice(1)}`,
        [
          {
            id: '00000000-0000-4000-8000-000000000000',
            type,
            contentType: 'application/json',
            data: Buffer.from('{}'),
            metadata: Buffer.from(''),
          },
        ],
        now(),
      );
    }
    this.forgetIds();
  }

  /** As a start of the server on what it has kept: everything is there but what it remembered of ids. */
  restore(changes: Iterable<Change>): void {
    for (const change of changes) {
      if ('events' in change) this.place(change.stream, change.events, change.created);
      else this.remove(change.stream, change.isTombstone);
    }
    this.forgetIds();
  }

  forgetIds(): void {
    this.remembered = new Map();
  }

  /** IndexWriter.CheckCommit, and the write where that allows it. */
  append(name: string, events: readonly Proposed[], expected: Expected): AppendResult {
    const stream = this.streams.get(name);
    const current = stream === undefined ? -1 : stream.events.length - 1;
    if (stream?.isTombstoned === true) return { kind: 'deleted' };
    const isSoftDeleted = stream !== undefined && stream.truncatedBefore > current;
    if (expected === 'streamExists' && (current < 0 || isSoftDeleted)) {
      return isSoftDeleted ? { kind: 'deleted' } : { kind: 'wrongVersion', actual: current };
    }
    if (expected === 'any' || expected === 'streamExists') {
      const known = events.map(({ id }) => this.remembered.get(id));
      const first = known[0];
      if (first === undefined || first.stream !== name) {
        return events.length === 0 ? { kind: 'stored', revision: 0, position: 0n } : this.store(name, events);
      }
      const last = known.at(-1);
      // An old id and a new one.
      if (last === undefined || known.some((event) => event?.stream !== name))
        return { kind: 'wrongVersion', actual: current };
      return { kind: 'repeated', revision: last.revision, position: last.position };
    }
    const wanted = expected === 'noStream' ? -1 : expected;
    if (wanted > current) return { kind: 'wrongVersion', actual: current };
    if (wanted === current)
      return events.length === 0 ? { kind: 'stored', revision: 0, position: 0n } : this.store(name, events);
    const standing = stream?.events.slice(wanted + 1, wanted + 1 + events.length) ?? [];
    // By their ids alone: what data they have is not looked at.
    if (events.length > 0 && events.every(({ id }, n) => standing[n]?.id === id)) {
      const last = standing.at(-1)!;
      return { kind: 'repeated', revision: last.revision, position: last.position };
    }
    if (expected === 'noStream' && isSoftDeleted && standing[0]?.id !== events[0]?.id)
      return this.store(name, events);
    return { kind: 'wrongVersion', actual: current };
  }

  /** Events of the server's own, between those of ledgers. */
  storeStatistics(): void {
    this.store('$stats-127.0.0.1:2113', [
      {
        id: '00000000-0000-4000-8000-000000000001',
        type: '$statsCollected',
        contentType: 'application/json',
        data: Buffer.from('{"proc":{}}'),
        metadata: Buffer.from(''),
      },
    ]);
  }

  private store(name: string, events: readonly Proposed[]): AppendResult {
    const created = now();
    this.keep({ stream: name, events, created });
    return this.place(name, events, created);
  }

  private place(name: string, events: readonly Proposed[], created: bigint): AppendResult {
    const stream = this.streamOf(name);
    let revision = stream.events.length - 1;
    let position = this.end;
    for (const event of events) {
      position = this.end;
      revision++;
      const logged: LoggedEvent = {
        ...event,
        stream: name,
        revision,
        position,
        created,
      };
      this.end += BigInt(RECORD_BYTES + event.data.length + event.metadata.length + 2 * event.type.length);
      stream.events.push(logged);
      this.all.push(logged);
      this.remembered.set(event.id, logged);
      if (name.startsWith(METADATA) && event.type === '$metadata')
        this.streamOf(name.slice(METADATA.length)).kept = keptOf(event.data);
    }
    return { kind: 'stored', revision, position };
  }

  private streamOf(name: string): Stream {
    let stream = this.streams.get(name);
    if (stream === undefined) {
      stream = { events: [], isTombstoned: false, truncatedBefore: 0, kept: ALL };
      this.streams.set(name, stream);
    }
    return stream;
  }

  delete(name: string, isTombstone: boolean): void {
    this.keep({ stream: name, isTombstone });
    this.remove(name, isTombstone);
  }

  private remove(name: string, isTombstone: boolean): void {
    const stream = this.streams.get(name);
    if (stream === undefined) return;
    if (isTombstone) stream.isTombstoned = true;
    else stream.truncatedBefore = stream.events.length;
  }

  /** `undefined` where there is no such stream, and after a delete. */
  stream(name: string): readonly LoggedEvent[] | 'deleted' | undefined {
    const stream = this.streams.get(name);
    if (stream === undefined) return undefined;
    if (stream.isTombstoned) return 'deleted';
    const { events, truncatedBefore, kept } = stream;
    const first = Math.max(truncatedBefore, kept.from, events.length - kept.maxCount);
    if (events.length === 0 || truncatedBefore >= events.length) return undefined;
    return first > 0 ? events.slice(first) : events;
  }

  /** The index in `all` of the first event at or behind a position; −1 where the position is no start of a record. */
  indexOf(position: bigint): number {
    if (position >= this.end) return this.all.length;
    let low = 0;
    let high = this.all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.all[middle]!.position < position) low = middle + 1;
      else high = middle;
    }
    return this.all[low]?.position === position ? low : -1;
  }
}
