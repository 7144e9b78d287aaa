import { createHash } from 'node:crypto';
import { LedgerError } from '#amount';
import {
  decide,
  derivedEventId,
  streamOfCommand,
  type Answers,
  type Command,
  type DomainEvent,
} from '#domain';
import {
  canonicalJson,
  ConflictError,
  type EventStore,
  type Metadata,
  type NewEvent,
  type Position,
} from '#event-store';
import type { AnswersSource } from './answers-source.js';
import { loadStream, type LoadedStream } from './loaded-stream.js';

/** Who asks, and how a repetition is recognised. Everything here becomes metadata of the events. */
export interface RecordRequest {
  readonly command: Command;
  /** An opaque id, never a name. */
  readonly actor: string;
  /** The stream, where the command does not say it: completing and abandoning an import. */
  readonly stream?: string;
  /** Default: the id of the first event. */
  readonly correlationId?: string;
  readonly causationId?: string;
  /** The same key in the same stream records once; with another command it is refused. */
  readonly idempotencyKey?: string;
  /** The revision that the caller saw: the command is refused (CONFLICT) where the stream has moved on. */
  readonly expectedRevision?: number;
  /** How often to load and decide again after a conflict. Default 3; none with `expectedRevision`. */
  readonly retries?: number;
}

export interface Recorded {
  /** `nothingToRecord`: what was asked for held already. */
  readonly outcome: 'recorded' | 'alreadyRecorded' | 'nothingToRecord';
  readonly stream: string;
  readonly events: readonly { readonly id: string; readonly type: string }[];
  /** Of the last event; absent where there is nothing to record. */
  readonly revision?: number;
  readonly position?: Position;
}

export interface RecorderParts {
  readonly store: EventStore;
  readonly answers: AnswersSource;
  /** Where ids come from that do not derive from a key. */
  readonly newId: () => string;
}

export const RETRIES_DEFAULT = 3;

/** Loads the stream, lets the domain decide, and appends at just the revision that was decided on. */
export class Recorder {
  constructor(private readonly parts: RecorderParts) {}

  /** @throws LedgerError what the domain or the log refuses */
  async record(request: RecordRequest): Promise<Recorded> {
    const retries = request.expectedRevision === undefined ? (request.retries ?? RETRIES_DEFAULT) : 0;
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.attempt(request);
      } catch (error) {
        if (!(error instanceof ConflictError) || attempt >= retries) throw error;
      }
    }
  }

  private async attempt(request: RecordRequest): Promise<Recorded> {
    const answers = await this.parts.answers.answers();
    const stream = request.stream ?? streamOfCommand(request.command, answers);
    const loaded = await loadStream(this.parts.store, stream, answers);
    const repeated = repetition(request, stream, loaded);
    if (repeated !== undefined) return repeated;
    requireRevision(request, stream, loaded);
    requireRunningImport(request.command, answers);
    const events = this.decided(request, stream, loaded, answers);
    if (events.length === 0) return { outcome: 'nothingToRecord', stream, events: [] };
    const { outcome, revision, position } = await this.parts.store.append(stream, events, loaded.revision);
    return {
      outcome: outcome === 'appended' ? 'recorded' : 'alreadyRecorded',
      stream,
      events: events.map(({ id, type }) => ({ id, type })),
      revision,
      position,
    };
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
    events: stored.map(({ id, type }) => ({ id, type })),
    revision: last?.revision,
    position: last?.position,
  };
}

function requireRevision(request: RecordRequest, stream: string, loaded: LoadedStream): void {
  const { expectedRevision } = request;
  if (expectedRevision === undefined || expectedRevision === loaded.revision) return;
  throw new ConflictError(
    stream,
    expectedRevision,
    loaded.revision === 'mustNotExist' ? 'noStream' : loaded.revision,
  );
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
