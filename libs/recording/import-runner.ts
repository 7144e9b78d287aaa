import { LedgerError } from '#amount';
import {
  decide,
  derivedEventId,
  documentStream,
  requireNoCircle,
  requireSound,
  type Answers,
  type Command,
  type DomainEvent,
} from '#domain';
import {
  appendMissing,
  canonicalJson,
  ConflictError,
  type EventStore,
  type NewEvent,
  type Position,
  type Turn,
} from '#event-store';
import type { AnswersSource } from './answers-source.js';
import { loadStream } from './loaded-stream.js';

/** An event of an import, with the id derived from where it comes from. */
export type ImportedEvent = DomainEvent & { readonly id: string };

/** What is imported: worked out and whole before anything is stored. */
export interface ImportRequest {
  /** Derived from the content: the same content again is the same import. */
  readonly importId: string;
  /** sha-256 of each document; the steps of the import are recorded in the stream of the first. */
  readonly documents: readonly string[];
  readonly profile?: string;
  readonly streams: readonly { readonly stream: string; readonly events: readonly ImportedEvent[] }[];
  readonly actor: string;
  readonly correlationId?: string;
  /** Stops between appends; running the import again goes on from there. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ImportProgress) => void;
}

export interface ImportProgress {
  readonly step: 'checking' | 'recording';
  /** Events done of all events. */
  readonly done: number;
  readonly total: number;
}

export interface Imported {
  /** `alreadyImported`: the import was complete before, and nothing was written. */
  readonly outcome: 'imported' | 'alreadyImported';
  /** The id that it was recorded under: another one where an earlier attempt was abandoned. */
  readonly importId: string;
  /** Events written now, and events that stood in the log already. */
  readonly appended: number;
  readonly alreadyStored: number;
  /** Of the event that completes it: everything counts from here. */
  readonly position: Position;
}

export interface ImportRunnerParts {
  readonly store: EventStore;
  readonly answers: AnswersSource;
}

/** Streams that are written at the same time: enough to fill the log's group commit. */
const STREAMS_AT_ONCE = 32;

/** How often a step begins again when somebody else writes to the document's stream meanwhile. */
const STEP_ATTEMPTS_MAX = 5;

/** How often progress is told: every so many events of a step. */
const PROGRESS_EVENTS = 500;

interface Attempt {
  readonly importId: string;
  readonly completed: boolean;
  readonly position?: Position;
}

/**
 * Runs an import: ImportStarted, the many appends, ImportCompleted. Every event is held against its schema and rules,
 * and against what stands in the log, before the first one is stored; after a crash or a stop the same import goes on
 * where it was. It takes effect as a whole, from the event that completes it.
 */
export class ImportRunner {
  constructor(private readonly parts: ImportRunnerParts) {}

  /**
   * @throws LedgerError what is wrong with an event, with its place; SAME_ID_OTHER_CONTENT where the log holds an event
   *   of that id that says something else; IMPORT_IN_PROGRESS where another import that is not complete holds it; STOPPED
   */
  async run(request: ImportRequest): Promise<Imported> {
    const answers = await this.parts.answers.answers();
    const stream = documentStream(requireDocument(request));
    const attempt = await this.attemptOf(request, stream);
    const total = countEvents(request);
    if (attempt.completed && attempt.position !== undefined) {
      return {
        outcome: 'alreadyImported',
        importId: attempt.importId,
        appended: 0,
        alreadyStored: total,
        position: attempt.position,
      };
    }
    this.check(request, answers);
    const streams = await this.unstored(request, attempt.importId, answers);
    await this.step(request, stream, 'ImportStarted', {
      type: 'StartImport',
      data: { importId: attempt.importId, documents: request.documents, ...profileOf(request) },
    });
    const written = await this.append(request, attempt.importId, streams);
    const position = await this.step(request, stream, 'ImportCompleted', {
      type: 'CompleteImport',
      data: { importId: attempt.importId, events: total },
    });
    return {
      outcome: 'imported',
      importId: attempt.importId,
      appended: written,
      alreadyStored: total - written,
      position,
    };
  }

  /** Gives an import up that was started and not completed: none of its events ever counts. */
  async abandon(
    request: Pick<ImportRequest, 'importId' | 'documents' | 'actor' | 'correlationId'> & { reason: string },
  ): Promise<void> {
    const { importId, reason } = request;
    await this.step(request, documentStream(requireDocument(request)), 'ImportAbandoned', {
      type: 'AbandonImport',
      data: { importId, reason },
    });
  }

  /** What was abandoned is tried again under another id, with a number: `…`, `…~2`, `…~3`. */
  private async attemptOf(request: ImportRequest, stream: string): Promise<Attempt> {
    const steps = new Map<string, { type: string; position: Position }>();
    for await (const { type, data, position } of this.parts.store.readStream(stream)) {
      if (!type.startsWith('Import')) continue;
      steps.set((data as unknown as { importId: string }).importId, { type, position });
    }
    for (let n = 1; ; n++) {
      const importId = n === 1 ? request.importId : `${request.importId}~${n}`;
      const step = steps.get(importId);
      if (step?.type === 'ImportAbandoned') continue;
      return { importId, completed: step?.type === 'ImportCompleted', position: step?.position };
    }
  }

  private check(request: ImportRequest, answers: Answers): void {
    const total = countEvents(request);
    const ids = new Set<string>();
    let done = 0;
    for (const { events } of request.streams) {
      for (const event of events) {
        if (ids.has(event.id)) throw twice(event);
        ids.add(event.id);
        try {
          requireSound(event);
        } catch (error) {
          throw error instanceof LedgerError ? placed(error, event) : error;
        }
        if (++done % PROGRESS_EVENTS === 0 || done === total)
          request.onProgress?.({ step: 'checking', done, total });
      }
    }
    requireNoCircle(
      request.streams.flatMap(({ events }) => events),
      answers,
    );
  }

  /** The events as they shall be stored, held against those that stand in their streams. */
  private async unstored(
    request: ImportRequest,
    importId: string,
    answers: Answers,
  ): Promise<Map<string, NewEvent[]>> {
    const streams = new Map<string, NewEvent[]>();
    const metadata = metadataOf(request, importId);
    for (const { stream, events } of request.streams) {
      const stored = new Map<string, { type: string; content: string; importId: string | undefined }>();
      if ((await this.parts.store.streamHead(stream)) !== undefined) {
        for await (const { id, type, data, metadata: of } of this.parts.store.readStream(stream)) {
          stored.set(id, { type, content: canonicalJson(data, 'data'), importId: of['importId'] });
        }
      }
      const wanted = streams.get(stream) ?? [];
      for (const event of events) {
        const { type, schemaVersion, data } = event;
        let { id } = event;
        const own = stored.get(id);
        const state =
          own?.importId === undefined || own.importId === importId
            ? 'completed'
            : answers.importState(own.importId);
        // An event of an abandoned import never counts, so its id is spent.
        if (state === 'abandoned') id = derivedEventId([id, importId]);
        else if (own !== undefined && state !== 'completed') throw inProgress(own.importId ?? '', event);
        else if (own !== undefined && (own.type !== type || own.content !== canonicalJson(data, 'data'))) {
          throw otherContent(event);
        }
        wanted.push({ id, type, schemaVersion, data, metadata });
      }
      streams.set(stream, wanted);
    }
    return streams;
  }

  private async append(
    request: ImportRequest,
    importId: string,
    streams: Map<string, NewEvent[]>,
  ): Promise<number> {
    const { signal, onProgress } = request;
    const total = countEvents(request);
    let written = 0;
    let done = 0;
    const waiting = [...streams].values();
    let before = Promise.resolve();
    const nextTurn = (): Turn => {
      let begun = (): void => undefined;
      const turn = { before, begun: () => begun() };
      before = new Promise((resolve) => (begun = resolve));
      return turn;
    };
    const worker = async (): Promise<void> => {
      for (const [stream, events] of waiting) {
        if (signal?.aborted === true) throw stopped(importId);
        const { appended } = await appendMissing(this.parts.store, stream, events, nextTurn());
        written += appended;
        done += events.length;
        onProgress?.({ step: 'recording', done, total });
      }
    };
    // Every worker ends before this does, so that nothing is written after a failure has been told.
    const ends = await Promise.allSettled(Array.from({ length: STREAMS_AT_ONCE }, worker));
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return written;
  }

  /** One step in the life of the import, as its document's stream decides; the same step again changes nothing. */
  private async step(
    request: Pick<ImportRequest, 'actor' | 'correlationId' | 'importId'>,
    stream: string,
    type: string,
    command: Command,
  ): Promise<Position> {
    for (let attempt = 1; ; attempt++) {
      const answers = await this.parts.answers.answers();
      const { happened, stored, revision } = await loadStream(this.parts.store, stream, answers);
      const { importId } = command.data as { importId: string };
      const [event] = decide(happened, command, answers);
      if (event === undefined) {
        const before = stored.findLast((known) => known.type === type && known.data['importId'] === importId);
        if (before === undefined) throw new Error(`${type} of ${importId} holds, and is not in ${stream}`);
        return before.position;
      }
      const id = derivedEventId([type, stream, importId]);
      const metadata = metadataOf(request, importId);
      try {
        return (await this.parts.store.append(stream, [{ ...event, id, metadata }], revision)).position;
      } catch (error) {
        if (!(error instanceof ConflictError) || attempt >= STEP_ATTEMPTS_MAX) throw error;
      }
    }
  }
}

function metadataOf(
  request: Pick<ImportRequest, 'actor' | 'correlationId'>,
  importId: string,
): Record<string, string> {
  return { actor: request.actor, correlationId: request.correlationId ?? importId, importId };
}

function profileOf(request: ImportRequest): { profile?: string } {
  return request.profile === undefined ? {} : { profile: request.profile };
}

function countEvents(request: ImportRequest): number {
  return request.streams.reduce((count, { events }) => count + events.length, 0);
}

function requireDocument(request: Pick<ImportRequest, 'documents'>): string {
  const [first] = request.documents;
  if (first !== undefined) return first;
  throw new LedgerError('IMPORT_WITHOUT_DOCUMENT', 'An import reads at least one document', {
    place: { field: 'documents', rule: 'documents-named' },
    hint: 'Give the SHA-256 of each file.',
  });
}

/** The failure with the cell that its line was read from. */
function placed(error: LedgerError, event: ImportedEvent): LedgerError {
  const n = /^lines\[(\d+)\]/.exec(error.place?.field ?? '')?.[1];
  const lines = (event.data as { lines?: readonly { source?: Record<string, string> }[] }).lines;
  const source = n === undefined ? undefined : lines?.[Number(n)]?.source;
  if (source === undefined) return error;
  const { document, table, row, column } = source;
  return error.at({ document, table, row, column });
}

function twice(event: ImportedEvent): LedgerError {
  const error = new LedgerError('EVENT_TWICE', `The import has ${event.type} ${event.id} twice`, {
    place: { field: 'lines[0]', rule: 'one-cell-one-event' },
    hint: 'Two places gave the same event: is a cell or a row there twice?',
  });
  return placed(error, event);
}

function otherContent(event: ImportedEvent): LedgerError {
  const error = new LedgerError(
    'SAME_ID_OTHER_CONTENT',
    `${event.type} ${event.id} is in the ledger, and says something else`,
    {
      place: { field: 'lines[0]', rule: 'imported-once' },
      hint: 'What is recorded is never replaced: propose a correction of the cell that was misread.',
    },
  );
  return placed(error, event);
}

function inProgress(importId: string, event: ImportedEvent): LedgerError {
  const error = new LedgerError(
    'IMPORT_IN_PROGRESS',
    `The import ${importId} holds ${event.type} ${event.id}, and is not complete`,
    {
      place: { field: 'lines[0]', rule: 'one-import-at-a-time' },
      hint: 'Run that import again, so that it is completed, or abandon it.',
    },
  );
  return placed(error, event);
}

function stopped(importId: string): LedgerError {
  return new LedgerError('STOPPED', `The import ${importId} was stopped`, {
    place: { field: 'importId', rule: 'stopped' },
    hint: 'Nothing of it counts yet. Run it again, and it goes on where it was.',
  });
}
