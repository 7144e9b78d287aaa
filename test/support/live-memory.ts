import { LedgerError } from '#amount';
import type { EventStore, RecordedEvent } from '#event-store';
import type {
  DiscrepancyChangedMessage,
  EventRecordedMessage,
  FigureChangedMessage,
  LiveLedger,
  LiveMessage,
  LiveRequest,
  LiveTopic,
} from '#projections';

/** What happened in a log of a few made-up events. */
export interface Happening {
  readonly type: string;
  readonly stream?: string;
  /** New values of lines, by their name. */
  readonly values?: Readonly<Record<string, string>>;
  /** Further messages at the same position, as of an import; 1 where it is left out. */
  readonly count?: number;
  /** Characters of content. */
  readonly size?: number;
}

export interface MemoryLive {
  readonly live: LiveLedger;
  readonly store: EventStore;
  record(happening: Happening): string;
  /** As the ledger after a restart: the same log, and nobody follows it. */
  reopened(): MemoryLive;
  /** An empty log again, for the next test of a server that is shared; nobody may follow it. */
  empty(): void;
  readonly topics: ReadonlySet<LiveTopic>;
  /** Makes every read fail from here on. */
  failWith(error: Error): void;
  /** How many discrepancies there are to begin with; none comes or goes. */
  discrepancies: number;
  /** What each read waits for. */
  slowly: () => Promise<void>;
}

const LOG = 'mem1';

/** A ledger that can be followed, in memory: for tests of what carries messages to clients. */
export function memoryLive(log: Happening[] = []): MemoryLive {
  const topics = new Set<LiveTopic>();
  const listeners = new Set<(concerned: ReadonlySet<LiveTopic> | null) => void>();
  let failure: Error | undefined;
  // What a server remembers of an event it finds by its position: no two events have the same one, whatever was emptied.
  let emptied = 0;

  class MemoryTopic implements LiveTopic {
    readonly #request: LiveRequest;
    #at: readonly [number, number];

    constructor(request: LiveRequest, at: readonly [number, number]) {
      this.#request = request;
      this.#at = at;
      topics.add(this);
    }

    get standing(): string {
      const [position, index] = this.#at;
      if (index === -1) return `${LOG}:${position - 1}`;
      return index === Infinity ? `${LOG}:${position}` : `${LOG}:${position}/${index}`;
    }

    async initial(): Promise<readonly LiveMessage[]> {
      await memory.slowly();
      if (failure !== undefined) throw failure;
      if (this.#request.kind === 'eventRecorded') return [];
      const [position] = this.#at;
      if (this.#request.kind === 'discrepancyChanged') {
        return Array.from({ length: memory.discrepancies }, (_, n) => discrepancy(this.standing, n));
      }
      return [
        { ...messageOf(this.#request, log, position, 0, emptied), cursor: this.standing, initial: true },
      ];
    }

    async take(max: number): Promise<readonly LiveMessage[]> {
      await memory.slowly();
      if (failure !== undefined) throw failure;
      const taken: LiveMessage[] = [];
      let [position, index] = this.#at;
      for (;;) {
        const happening = log[position - 1];
        const count =
          happening === undefined || !concerns(this.#request, happening) ? 0 : (happening.count ?? 1);
        while (index + 1 < count) {
          if (taken.length === max) {
            this.#at = [position, index];
            return taken;
          }
          index++;
          taken.push(messageOf(this.#request, log, position, index, emptied));
        }
        index = Infinity;
        if (position >= log.length) break;
        position++;
        index = -1;
      }
      this.#at = [position, index];
      return taken;
    }

    close(): void {
      topics.delete(this);
    }
  }

  const memory: MemoryLive = {
    topics,
    discrepancies: 0,
    slowly: async () => undefined,
    failWith: (error) => (failure = error),
    reopened: () => memoryLive(log),
    empty: () => {
      if (topics.size > 0) throw new Error('somebody follows what is to be emptied');
      emptied += log.length;
      log.length = 0;
      failure = undefined;
      memory.discrepancies = 0;
      memory.slowly = async () => undefined;
    },
    record: (happening) => {
      log.push(happening);
      for (const listener of listeners) listener(null);
      return `${LOG}:${log.length}`;
    },
    live: {
      cursor: () => `${LOG}:${log.length}`,
      whenRead: async () => `${LOG}:${log.length}`,
      compare: (a, b) => {
        const [p, i] = parsed(a);
        const [q, j] = parsed(b);
        return p - q || (i === j ? 0 : i - j);
      },
      open: async (request, after) => {
        await memory.slowly();
        if (request.kind === 'figureChanged' && request.reading.unit === 'nowhere') {
          throw new LedgerError('UNKNOWN_UNIT', 'the ledger has no unit nowhere', {
            place: { field: 'unit' },
          });
        }
        if (after === undefined) return new MemoryTopic(request, [log.length, Infinity]);
        const at = parsed(after);
        if (at[0] > log.length) {
          throw new LedgerError('POSITION_NOT_REACHED', `the log has not come to ${after}`, {
            place: { field: 'after' },
            hint: 'Take a cursor of this log.',
          });
        }
        return new MemoryTopic(request, at);
      },
      onAdvance: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    store: {
      engine: 'memory',
      status: () => ({ state: 'live' }),
      position: (text: string) => text,
      readAllPage: async ({ from }: From) => [recorded(log, from, emptied)],
      readRawPage: async ({ from }: From) => {
        const { position, revision, ...envelope } = recorded(log, from, emptied);
        return [{ position, revision, text: JSON.stringify(envelope) }];
      },
    } as unknown as EventStore,
  };
  return memory;
}

function parsed(text: string): [number, number] {
  const found = /^([^:]+):(\d+)(?:\/(\d+))?$/.exec(text);
  if (found === null) {
    throw new LedgerError('CURSOR_UNREADABLE', `${text.slice(0, 40)} is no cursor`, {
      place: { field: 'after' },
      hint: 'Take the cursor of a message.',
    });
  }
  if (found[1] !== LOG) {
    throw new LedgerError('POSITION_OF_OTHER_LOG', `${text.slice(0, 40)} is of another log`, {
      place: { field: 'after' },
    });
  }
  return [Number(found[2]), found[3] === undefined ? Infinity : Number(found[3])];
}

function concerns(request: LiveRequest, { type, values }: Happening): boolean {
  if (request.kind === 'eventRecorded')
    return request.filter.type === undefined || request.filter.type === type;
  if (request.kind !== 'figureChanged') return false;
  return values?.[request.reading.line[0] ?? ''] !== undefined;
}

/** An id of some length. */
function discrepancy(standing: string, n: number): DiscrepancyChangedMessage {
  return {
    cursor: `${standing}/${n}`,
    position: standing,
    event: 'event',
    recordedAt: '2026-01-01T00:00:00.000Z',
    actor: 'tester',
    initial: true,
    kind: 'discrepancyChanged',
    id: `${n} ${'x'.repeat(200)}`,
    before: null,
    after: null,
  };
}

function messageOf(
  request: LiveRequest,
  log: readonly Happening[],
  position: number,
  index: number,
  emptied: number,
): LiveMessage {
  const step = {
    cursor: `${LOG}:${position}/${index}`,
    position: `${LOG}:${position}`,
    event: `event-${position}`,
    recordedAt: '2026-01-01T00:00:00.000Z',
    actor: 'tester',
    initial: false,
  };
  if (request.kind === 'figureChanged') {
    const line = request.reading.line[0] ?? '';
    const values = log.slice(0, position).map((happening) => happening.values?.[line]);
    const known = values.filter((value) => value !== undefined);
    const message: FigureChangedMessage = {
      ...step,
      kind: 'figureChanged',
      reading: request.reading,
      unitOfMeasure: 'tkr',
      before: known.at(-2) ?? null,
      after: known.at(-1) ?? null,
      marks: [],
      why: [],
      whyLeftOut: 0,
    };
    return message;
  }
  const message: EventRecordedMessage = {
    ...step,
    kind: 'eventRecorded',
    hit: {
      position: `${LOG}:${emptied + position}`,
      before: `${LOG}:${emptied + position - 1}`,
      correction: null,
      takenOut: null,
    },
    entries: [],
  };
  return message;
}

interface From {
  readonly from?: string;
}

function recorded(log: readonly Happening[], from: string | undefined, emptied: number): RecordedEvent {
  const number = from === undefined ? 1 : parsed(from)[0] + 1;
  const position = number - emptied;
  const { type = '', stream = 'budget-a', size = 0 } = log[position - 1] ?? {};
  return {
    id: `event-${position}`,
    type,
    schemaVersion: 1,
    stream,
    data: { content: 'x'.repeat(size) },
    metadata: { actor: 'tester' },
    revision: position,
    position: `${LOG}:${number}`,
    recordedAt: '2026-01-01T00:00:00.000Z',
  } as unknown as RecordedEvent;
}
