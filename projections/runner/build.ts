import type { Database } from 'better-sqlite3';
import type { EventStore, Position } from '#event-store';
import type { RecordsOf } from './batch.js';
import { Applier } from './applier.js';
import { openForApplying, removeFile, type ModelFile } from './files.js';
import { readAhead, readHere, THREADS_AVAILABLE, type LogSource } from './log-source.js';

/** Events in one transaction of a build: each rewrites much the same pages of the entries' tree. */
const TRANSACTION_EVENTS = 100_000;

/** How far a long work has come; `total` null where the log does not tell how many events it has. */
export interface Progress {
  readonly done: number;
  readonly total: number | null;
}

export interface BuildSurroundings {
  readonly store: EventStore;
  readonly recordsOf: RecordsOf;
  /** The file of an embedded log, which a thread can read; without it, or where there are no threads, this one reads. */
  readonly logPath?: string | undefined;
  readonly signal: AbortSignal;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly total: () => Promise<number | null>;
  /** Events in one transaction; a kill loses at most so many. */
  readonly transactionEvents?: number | undefined;
}

/** A file being written, and how to write on. */
export interface OpenModel {
  readonly file: ModelFile;
  readonly database: Database;
  readonly applier: Applier;
}

export function openModel(file: ModelFile, logId: string, recordsOf: RecordsOf): OpenModel {
  const database = openForApplying(file, logId);
  try {
    return { file, database, applier: new Applier(database, recordsOf) };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** The token of the last event applied. */
export function checkpointOf(model: OpenModel, logId: string): Position | 'start' {
  const { position, seq } = model.applier.checkpoint;
  return seq === 0 ? 'start' : (`${logId}:${position}` as Position);
}

/**
 * Applies everything after the checkpoint up to the present end of the log. What was committed stays when it is aborted,
 * or the process ends; the next one goes on from there.
 */
export async function catchUp(model: OpenModel, around: BuildSurroundings): Promise<void> {
  const { applier } = model;
  const { signal, onProgress } = around;
  let total = await around.total();
  const report = (): void => onProgress?.({ done: applier.checkpoint.seq, total });
  let inTransaction = 0;
  try {
    for await (const batch of sourceFor(model, around)) {
      if (inTransaction === 0) applier.begin();
      applier.apply(batch);
      inTransaction += batch.datas.length;
      if (inTransaction >= (around.transactionEvents ?? TRANSACTION_EVENTS)) {
        applier.commit();
        inTransaction = 0;
      }
      if (total !== null && applier.checkpoint.seq > total) total = await around.total();
      report();
      if (signal.aborted) break;
    }
    if (inTransaction > 0) applier.commit();
  } catch (error) {
    applier.rollback();
    throw error;
  }
  report();
}

function sourceFor(model: OpenModel, { store, recordsOf, logPath }: BuildSurroundings): LogSource {
  const from = checkpointOf(model, store.logId);
  return logPath !== undefined && THREADS_AVAILABLE
    ? readAhead(logPath, from)
    : readHere(store, from, recordsOf);
}

export function discard(model: OpenModel): void {
  model.database.close();
  removeFile(model.file);
}
