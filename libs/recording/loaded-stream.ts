import { upcast, type Answers, type Happened } from '#domain';
import type { EventStore, NewEvent, Position, RecordedEvent } from '#event-store';

/** A stream as a command finds it. */
export interface LoadedStream {
  /** Every event, as stored. */
  readonly stored: readonly RecordedEvent[];
  /** What deciders see: in the current version, without those of abandoned imports. */
  readonly happened: readonly Happened[];
  readonly revision: number | 'mustNotExist';
}

const IMPORT_STEPS: ReadonlySet<string> = new Set(['ImportStarted', 'ImportCompleted', 'ImportAbandoned']);

/** Events that are remembered of streams that were loaded, over all of them; one is about a kilobyte. */
const REMEMBERED = 10_000;

export async function loadStream(store: EventStore, stream: string, answers: Answers): Promise<LoadedStream> {
  return loaded(await eventsOf(store, stream, 0), answers);
}

/**
 * Streams that were loaded before: an event never changes, so that only what came since is read. The last one that is
 * known is read again with it: where it is not there, or another, this is not the log that it was (it was restored, or
 * the answer is an old one), and what is there now is all that counts.
 */
export class KnownStreams {
  readonly #known = new Map<string, readonly RecordedEvent[]>();
  #count = 0;

  async load(
    store: Pick<EventStore, 'readStream'>,
    stream: string,
    answers: Pick<Answers, 'importState'>,
  ): Promise<LoadedStream> {
    const before = this.#known.get(stream) ?? [];
    const last = before.at(-1);
    const since = await eventsOf(store, stream, last?.revision ?? 0);
    const isSame = since[0]?.id === last?.id && since[0]?.position === last?.position;
    const stored =
      last === undefined ? since : isSame ? [...before, ...since.slice(1)] : await eventsOf(store, stream, 0);
    this.#remember(stream, stored);
    return loaded(stored, answers);
  }

  /** Those that were asked for last. */
  #remember(stream: string, stored: readonly RecordedEvent[]): void {
    this.#forget(stream);
    this.#known.set(stream, stored);
    this.#count += stored.length;
    for (const oldest of this.#known.keys()) {
      if (this.#count <= REMEMBERED) break;
      this.#forget(oldest);
    }
  }

  #forget(stream: string): void {
    this.#count -= this.#known.get(stream)?.length ?? 0;
    this.#known.delete(stream);
  }
}

/** The stream as it will be when these are stored behind it: where they stand in the log is not known yet. */
export function withDecided(
  before: LoadedStream,
  stream: string,
  events: readonly NewEvent[],
  answers: Pick<Answers, 'importState'>,
): LoadedStream {
  const first = before.revision === 'mustNotExist' ? 0 : before.revision + 1;
  const decided = events.map(
    (event, n) =>
      ({ ...event, stream, revision: first + n, position: '' as Position, recordedAt: '' }) as RecordedEvent,
  );
  const { happened } = loaded(decided, answers);
  return {
    stored: [...before.stored, ...decided],
    happened: [...before.happened, ...happened],
    revision: first + events.length - 1,
  };
}

async function eventsOf(
  store: Pick<EventStore, 'readStream'>,
  stream: string,
  from: number,
): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const event of store.readStream(stream, { from })) events.push(event);
  return events;
}

function loaded(stored: readonly RecordedEvent[], answers: Pick<Answers, 'importState'>): LoadedStream {
  const happened: Happened[] = [];
  for (const event of stored) {
    const importId = IMPORT_STEPS.has(event.type) ? undefined : event.metadata['importId'];
    const state = importId === undefined ? 'completed' : answers.importState(importId);
    if (state === 'abandoned') continue;
    const { id, type, schemaVersion, data } = upcast(event);
    happened.push({ id, type, schemaVersion, data, effective: state === 'completed' } as unknown as Happened);
  }
  return { stored, happened, revision: stored.at(-1)?.revision ?? 'mustNotExist' };
}
