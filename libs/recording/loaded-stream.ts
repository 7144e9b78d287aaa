import { upcast, type Answers, type Happened } from '#domain';
import type { EventStore, RecordedEvent } from '#event-store';

/** A stream as a command finds it. */
export interface LoadedStream {
  /** Every event, as stored. */
  readonly stored: readonly RecordedEvent[];
  /** What deciders see: in the current version, without those of abandoned imports. */
  readonly happened: readonly Happened[];
  readonly revision: number | 'mustNotExist';
}

const IMPORT_STEPS: ReadonlySet<string> = new Set(['ImportStarted', 'ImportCompleted', 'ImportAbandoned']);

export async function loadStream(store: EventStore, stream: string, answers: Answers): Promise<LoadedStream> {
  const stored: RecordedEvent[] = [];
  for await (const event of store.readStream(stream)) stored.push(event);
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
