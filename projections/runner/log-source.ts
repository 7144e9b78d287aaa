import { Worker } from 'node:worker_threads';
import { LedgerError, type LedgerErrorJson } from '#amount';
import type { EventStore, Position, RawEvent } from '#event-store';
import { batchOf, envelopeOf, type Batch, type BatchItem, type RecordsOf } from './batch.js';

/** Events in one batch: some milliseconds of applying, so that whoever reads meanwhile is not kept waiting. */
export const BATCH_EVENTS = 1_000;
/** Batches that a thread may be ahead, some 50 MB: so much it reads while the applier commits a transaction. */
const BATCHES_AHEAD = 64;
/**
 * Room for what is young in the thread: a batch is parsed and sent away before it is old. With the default of Node the
 * collector moved each batch several times, which took a fifth of the thread.
 */
const YOUNG_MEGABYTES = 96;

/** The events after a position up to the present end of the log, in batches that are never empty. */
export type LogSource = AsyncGenerator<Batch, void, undefined>;

export async function* readHere(
  store: EventStore,
  from: Position | 'start',
  recordsOf: RecordsOf,
): LogSource {
  let at = from;
  for (;;) {
    const page = await store.readRawPage({ from: at, maxCount: BATCH_EVENTS });
    const last = page.at(-1);
    if (last === undefined) return;
    yield batchOfRaw(page, store.logId, recordsOf);
    at = last.position;
  }
}

export function batchOfRaw(page: readonly RawEvent[], logId: string, recordsOf: RecordsOf): Batch {
  return batchOf(
    page.map(({ position, text }): BatchItem => ({
      position: position.slice(logId.length + 1),
      text,
      event: envelopeOf(text),
    })),
    recordsOf,
  );
}

/** What the thread is told. */
export interface LogThreadData {
  readonly path: string;
  readonly from: Position | 'start';
  readonly ahead: number;
}

/** What it answers: a batch, the end, or why there is none. */
export type LogThreadMessage = { readonly batch: Batch } | { readonly end: true } | FailureMessage;

type FailureMessage = { readonly failure: unknown } | { readonly refusal: LedgerErrorJson };

/** A failure on its way between threads, where an error keeps neither its class nor what it has beside its message. */
export function failureMessage(failure: unknown): FailureMessage {
  return failure instanceof LedgerError ? { refusal: failure.toJSON() } : { failure };
}

export function failureOf(message: FailureMessage): unknown {
  if ('failure' in message) return message.failure;
  const { code, message: text, ...details } = message.refusal;
  return new LedgerError(code, text, details);
}

/** A thread is a file of its own, so there is one only where the program is built. */
export const THREADS_AVAILABLE = import.meta.url.endsWith('.js');

/**
 * The same, read and parsed by a thread ahead of the applier, which has its hands full with writing. The thread opens
 * the embedded log for itself.
 */
export async function* readAhead(path: string, from: Position | 'start'): LogSource {
  const workerData: LogThreadData = { path, from, ahead: BATCHES_AHEAD };
  const worker = new Worker(new URL('log-thread.js', import.meta.url), {
    workerData,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
  });
  const arrived: LogThreadMessage[] = [];
  let wake: (() => void) | undefined;
  const arrive = (message: LogThreadMessage): void => {
    arrived.push(message);
    wake?.();
  };
  worker.on('message', arrive);
  worker.on('error', (failure) => arrive({ failure }));
  worker.on('exit', () => arrive({ end: true }));
  try {
    for (;;) {
      const message = arrived.shift();
      if (message === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = undefined;
        continue;
      }
      if ('failure' in message || 'refusal' in message) throw failureOf(message);
      if ('end' in message) return;
      yield message.batch;
      worker.postMessage('more');
      // Lets timers and connections of this thread have their turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    await worker.terminate();
  }
}
