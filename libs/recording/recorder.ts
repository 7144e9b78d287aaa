import { createHash } from 'node:crypto';
import { isLedgerError, LedgerError } from '#amount';
import {
  decide,
  derivedEventId,
  eventCorrection,
  stoodIn,
  streamOfCommand,
  upcast,
  type Answers,
  type Command,
  type DomainEvent,
  type EntryWithdrawn,
  type Storable,
} from '#domain';
import {
  canonicalJson,
  comparePositions,
  ConflictError,
  type EventStore,
  type Metadata,
  type NewEvent,
  type Position,
} from '#event-store';
import { readingKey, type Reading } from '#ledger';
import type { AnswersSource } from './answers-source.js';
import { KnownStreams, withDecided, type LoadedStream } from './loaded-stream.js';
import { retriesOf, type RecordRequest } from './record-request.js';
import { charactersOf, togetherOf, watched, type Waiting as WaitingFor } from './waiting.js';

export interface Recorded {
  /** `nothingToRecord`: what was asked for held already. */
  readonly outcome: 'recorded' | 'alreadyRecorded' | 'nothingToRecord';
  readonly stream: string;
  readonly events: readonly RecordedFact[];
  /** Of the last event; absent where there is nothing to record. */
  readonly revision?: number;
  readonly position?: Position;
}

export interface RecordedFact {
  readonly id: string;
  readonly type: string;
  /** Ids of what it says of readings: what a correction names. */
  readonly entries: readonly string[];
}

export interface RecorderParts {
  readonly store: EventStore;
  readonly answers: AnswersSource;
  /** Where ids come from that do not derive from a key. */
  readonly newId: () => string;
}

/** What the log refuses before anything is stored: of several the others are recorded without the one that is at fault. */
const REFUSED: ReadonlySet<string> = new Set([
  // Ids derive from keys: one of them has recorded something while this was decided.
  'SAME_ID_OTHER_CONTENT',
  'EVENT_INVALID',
  'VALUE_NOT_STORABLE',
  'TOO_LARGE',
]);

type Waiting = WaitingFor<Recorded>;

/** What became of one of several, if the events of all of them can be stored. */
type Outcome = { readonly events: readonly NewEvent[] } | { readonly recorded: Recorded };

interface Refused {
  readonly error: unknown;
}

/**
 * Loads the stream, lets the domain decide, and appends at just the revision that was decided on. Of one stream one at a
 * time: those who come meanwhile would lose the race for it, and decide twice. They are decided together when it is over,
 * each on what those before it decided, and stored in one piece: a stream that many write to costs a commit for all that
 * came during the one before.
 */
export class Recorder {
  readonly #lines = new Map<string, Waiting[]>();
  readonly #streams = new KnownStreams();

  constructor(private readonly parts: RecorderParts) {}

  /** @throws LedgerError what the domain or the log refuses */
  async record(request: RecordRequest): Promise<Recorded> {
    const stream = request.stream ?? streamOfCommand(request.command, await this.parts.answers.answers());
    return new Promise((resolve, reject) => {
      const waiting = { request, characters: charactersOf(request.command), resolve, reject };
      const line = this.#lines.get(stream);
      if (line !== undefined) {
        line.push(waiting);
        return;
      }
      const begun = [waiting];
      this.#lines.set(stream, begun);
      void this.work(stream, begun);
    });
  }

  private async work(stream: string, line: Waiting[]): Promise<void> {
    while (line.length > 0) {
      const some = line.splice(0, togetherOf(line));
      try {
        const [first] = some;
        if (some.length === 1 && first !== undefined) first.resolve(await this.alone(first.request));
        else line.unshift(...(await this.together(stream, some)));
      } catch (error) {
        for (const { reject } of some) reject(error);
      }
    }
    this.#lines.delete(stream);
  }

  private async alone(request: RecordRequest): Promise<Recorded> {
    const retries = retriesOf(request);
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.attempt(request);
      } catch (error) {
        if (!(error instanceof ConflictError) || attempt >= retries || error instanceof SeenConflictError)
          throw error;
      }
    }
  }

  /**
   * All or none of what they decide is stored; where another writer was first, all decide again.
   * @returns those from the first on that asks what those before it may have changed: they wait until that is known
   */
  private async together(stream: string, all: readonly Waiting[]): Promise<readonly Waiting[]> {
    let some = all;
    for (let attempt = 0; some.length > 0; attempt++) {
      const answers = await this.parts.answers.answers();
      const loaded = await this.#streams.load(this.parts.store, stream, answers);
      const outcomes = this.outcomes(stream, some, loaded, answers);
      const decided = some.slice(0, outcomes.length);
      const events = outcomes.flatMap((outcome) => ('events' in outcome ? outcome.events : []));
      try {
        const stored =
          events.length === 0 ||
          (await this.parts.store.append(stream, events, loaded.revision)).outcome === 'appended';
        if (!stored) {
          await this.oneByOne(decided);
          return some.slice(decided.length);
        }
      } catch (error) {
        if (error instanceof ConflictError) {
          const over = decided.filter(({ request }) => retriesOf(request) <= attempt);
          for (const { reject } of over) reject(error);
          some = some.filter((one) => !over.includes(one));
          continue;
        }
        if (!isLedgerError(error) || !REFUSED.has(error.code)) throw error;
        await this.oneByOne(decided);
        return some.slice(decided.length);
      }
      const { stored } =
        events.length === 0 ? loaded : await this.#streams.load(this.parts.store, stream, answers);
      const places = new Map(stored.slice(loaded.stored.length).map((event) => [event.id, event]));
      for (const [n, { resolve, reject }] of decided.entries()) {
        const outcome = outcomes[n] as Outcome | Refused;
        if ('error' in outcome) reject(outcome.error);
        else if ('recorded' in outcome) resolve(outcome.recorded);
        else {
          const last = places.get(outcome.events.at(-1)?.id ?? '');
          const { revision, position } = last ?? {};
          resolve({ outcome: 'recorded', stream, events: outcome.events.map(factOf), revision, position });
        }
      }
      return some.slice(decided.length);
    }
    return [];
  }

  private async oneByOne(some: readonly Waiting[]): Promise<void> {
    for (const { request, resolve, reject } of some) {
      try {
        resolve(await this.alone(request));
      } catch (error) {
        reject(error);
      }
    }
  }

  /** What each of them would come to, one after another: as far as that can be told from what is known before. */
  private outcomes(
    stream: string,
    some: readonly Waiting[],
    loaded: LoadedStream,
    answers: Answers,
  ): (Outcome | Refused)[] {
    let now = loaded;
    const outcomes: (Outcome | Refused)[] = [];
    for (const { request } of some) {
      let hasAsked = false;
      const known = now === loaded ? answers : watched(answers, () => (hasAsked = true));
      let outcome: Outcome | Refused;
      try {
        outcome = this.outcome(request, stream, now, known);
      } catch (error) {
        outcome = { error };
      }
      if (hasAsked) break;
      outcomes.push(outcome);
      if ('events' in outcome) now = withDecided(now, stream, outcome.events, answers);
    }
    return outcomes;
  }

  /** @throws LedgerError as `record` */
  private outcome(request: RecordRequest, stream: string, now: LoadedStream, answers: Answers): Outcome {
    const repeated = repetition(request, stream, now);
    if (repeated !== undefined) return { recorded: repeated };
    requireRevision(request, stream, now);
    requireRunningImport(request.command, answers);
    const events = this.decided(request, stream, now, answers);
    if (events.length === 0) return { recorded: { outcome: 'nothingToRecord', stream, events: [] } };
    requireUnmoved(request, stream, now, events, answers);
    return { events };
  }

  private async attempt(request: RecordRequest): Promise<Recorded> {
    const answers = await this.parts.answers.answers();
    const stream = request.stream ?? streamOfCommand(request.command, answers);
    const loaded = await this.#streams.load(this.parts.store, stream, answers);
    const outcome = this.outcome(request, stream, loaded, answers);
    return 'events' in outcome
      ? this.appended(request, stream, loaded, outcome.events, answers)
      : outcome.recorded;
  }

  private async appended(
    request: RecordRequest,
    stream: string,
    loaded: LoadedStream,
    events: readonly NewEvent[],
    answers: Answers,
  ): Promise<Recorded> {
    const { store } = this.parts;
    let refusal: LedgerError | undefined;
    try {
      const { outcome, revision, position } = await store.append(stream, events, loaded.revision);
      if (outcome === 'appended')
        return { outcome: 'recorded', stream, events: events.map(factOf), revision, position };
    } catch (error) {
      if (!isLedgerError(error, 'SAME_ID_OTHER_CONTENT')) throw error;
      refusal = error;
    }
    // Ids derive from the key: it has recorded something while this was decided, and what that was says what this is.
    const repeated = repetition(request, stream, await this.#streams.load(store, stream, answers));
    if (repeated !== undefined) return repeated;
    throw refusal ?? new LedgerError('LOG_DAMAGED', `What the log says stands in ${stream} is not there`);
  }

  private decided(
    request: RecordRequest,
    stream: string,
    loaded: LoadedStream,
    answers: Answers,
  ): NewEvent[] {
    const events: readonly DomainEvent[] = decide(loaded.happened, request.command, answers);
    const ids = events.map((_, n) => idOf(request, stream, n) ?? this.parts.newId());
    const metadata = metadataOf(request, ids[0] ?? '');
    return events.map((event, n) => ({ ...event, id: ids[n] ?? '', metadata }));
  }
}

function idOf(request: RecordRequest, stream: string, n: number): string | undefined {
  if (request.idempotencyKey === undefined) return undefined;
  return derivedEventId(['command', stream, request.idempotencyKey, String(n)]);
}

function metadataOf(request: RecordRequest, firstId: string): Metadata {
  const { actor, correlationId = firstId, causationId, idempotencyKey, command } = request;
  return {
    actor,
    correlationId,
    ...(causationId === undefined ? {} : { causationId }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey, commandDigest: digestOf(command) }),
    ...(command.importId === undefined ? {} : { importId: command.importId }),
  };
}

/** Tells a repeated command from another one under the same key. */
function digestOf(command: Command): string {
  const { type, data } = command;
  return createHash('sha256').update(canonicalJson({ type, data }, 'command')).digest('hex');
}

/** What the key recorded before, whatever the stream and the rules have become since. */
function repetition(request: RecordRequest, stream: string, loaded: LoadedStream): Recorded | undefined {
  const { idempotencyKey, command } = request;
  if (idempotencyKey === undefined) return undefined;
  const first = idOf(request, stream, 0);
  if (!loaded.stored.some((event) => event.id === first)) return undefined;
  const stored = loaded.stored.filter((event) => event.metadata['idempotencyKey'] === idempotencyKey);
  if (stored.some((event) => event.metadata['commandDigest'] !== digestOf(command))) {
    throw new LedgerError(
      'IDEMPOTENCY_KEY_REUSED',
      `The key ${idempotencyKey} recorded another command in ${stream}`,
      {
        place: { field: 'idempotencyKey', rule: 'one-key-one-command' },
        hint: 'Repeat the command as it was, or give a new one a key of its own.',
      },
    );
  }
  const last = stored.at(-1);
  return {
    outcome: 'alreadyRecorded',
    stream,
    events: stored.map((event) => factOf(upcast(event))),
    revision: last?.revision,
    position: last?.position,
  };
}

function requireRevision(request: RecordRequest, stream: string, loaded: LoadedStream): void {
  const { expectedRevision } = request;
  const revision = loaded.revision === 'mustNotExist' ? -1 : loaded.revision;
  if (expectedRevision === undefined || expectedRevision === revision) return;
  throw new ConflictError(
    stream,
    expectedRevision === -1 ? 'mustNotExist' : expectedRevision,
    revision === -1 ? 'noStream' : revision,
  );
}

/** What somebody decided from has changed since: deciding again on what is there now is up to them. */
export class SeenConflictError extends ConflictError {
  /** The events of other streams that moved what it is about, by their ids. */
  readonly elsewhere: readonly string[];

  constructor(
    stream: string,
    { stored, revision }: LoadedStream,
    seen: Position,
    elsewhere: readonly string[],
  ) {
    const before = stored.findLast(({ position }) => comparePositions(position, seen) <= 0);
    super(stream, before?.revision ?? 'mustNotExist', revision === 'mustNotExist' ? 'noStream' : revision);
    this.elsewhere = elsewhere;
  }
}

function requireUnmoved(
  { seen }: RecordRequest,
  stream: string,
  loaded: LoadedStream,
  events: readonly NewEvent[],
  answers: Answers,
): void {
  if (seen === undefined) return;
  const { stored, happened } = loaded;
  const later = new Set(
    stored.filter(({ position }) => comparePositions(position, seen) > 0).map(({ id }) => id),
  );
  const since = happened.filter(({ id, effective }) => effective && later.has(id));
  const readings = events.flatMap(readingsOf);
  const about = new Set(readings.map(readingKey));
  const moved = since.some(
    (event) => about.size === 0 || readingsOf(event).some((reading) => about.has(readingKey(reading))),
  );
  // Some readings are spoken of in several streams: a cause of a figure, and the sale of land that moved it.
  const own = new Set(stored.map(({ id }) => id));
  const elsewhere =
    readings.length === 0 ? [] : answers.movedSince(readings, seen).filter((id) => !own.has(id));
  if (moved || elsewhere.length > 0) throw new SeenConflictError(stream, loaded, seen, elsewhere);
}

/** The readings that an event says something of, or takes something out of. */
function readingsOf(event: Storable): Reading[] {
  // What a correction of a whole event took out is told by the corrections of its entries.
  const { was } = (eventCorrection(event) === undefined ? event.data : {}) as Partial<EntryWithdrawn>;
  return [...stoodIn(event).map(({ data }) => data.reading), ...(was === undefined ? [] : [was.reading])];
}

function factOf(event: Storable): RecordedFact {
  const { id, type } = event;
  return { id, type, entries: stoodIn(event).map((stood) => stood.id) };
}

/** What is recorded as part of an import waits for its completion, so there must be one to wait for. */
function requireRunningImport({ importId }: Command, answers: Answers): void {
  if (importId === undefined) return;
  const state = answers.importState(importId);
  if (state === 'started') return;
  throw new LedgerError('IMPORT_NOT_RUNNING', `The import ${importId} is ${state}`, {
    place: { field: 'importId', rule: 'import-running' },
    hint: 'Start an import first, or leave the id out to register by hand.',
  });
}
