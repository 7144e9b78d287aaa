import type { Answers, Command } from '#domain';
import type { RecordRequest } from './record-request.js';

/** Requests that are decided one after another and stored in one piece, and what they may say together. */
const TOGETHER_MAX = 32;
const TOGETHER_CHARACTERS_MAX = 64 * 1024;

/** One that waits for those before it in its stream. */
export interface Waiting<T> {
  readonly request: RecordRequest;
  /** How much its command says. */
  readonly characters: number;
  readonly resolve: (recorded: T) => void;
  readonly reject: (error: unknown) => void;
}

/** What cannot be written out is decided, and refused, by itself. */
export function charactersOf(command: Command): number {
  try {
    return JSON.stringify(command).length;
  } catch {
    return Infinity;
  }
}

/**
 * How many from the front of a line can be decided together. One that says what it has seen comes first of its own, so
 * that all before it has its place in the log; of one key the second waits for the first.
 */
export function togetherOf(line: readonly Omit<Waiting<never>, 'resolve' | 'reject'>[]): number {
  const keys = new Set<string>();
  let sum = 0;
  for (const [n, { request, characters }] of line.slice(0, TOGETHER_MAX).entries()) {
    const { idempotencyKey, expectedRevision, seen } = request;
    sum += characters;
    const waits =
      expectedRevision !== undefined ||
      seen !== undefined ||
      sum > TOGETHER_CHARACTERS_MAX ||
      (idempotencyKey !== undefined && keys.has(idempotencyKey));
    if (n > 0 && waits) return n;
    if (idempotencyKey !== undefined) keys.add(idempotencyKey);
  }
  return Math.min(line.length, TOGETHER_MAX);
}

/**
 * Answers that tell when they are asked for what an event of the stream that is decided in may change: whether a circle
 * would close, how large a discrepancy is, how far an import has come.
 */
export function watched(answers: Answers, onAsked: () => void): Answers {
  const asked = <Asked extends readonly unknown[], T>(ask: (...of: Asked) => T): ((...of: Asked) => T) => {
    return (...of) => {
      onAsked();
      return ask(...of);
    };
  };
  return {
    editionState: (frame) => answers.editionState(frame),
    streamOfEntry: (entryId) => answers.streamOfEntry(entryId),
    movedSince: (readings, position) => answers.movedSince(readings, position),
    // A slip of the hand is looked for in what was there before those that are decided together.
    placeOf: (reading) => answers.placeOf(reading),
    isInUse: (kind, name) => answers.isInUse(kind, name),
    importState: asked((importId: string) => answers.importState(importId)),
    discrepancy: asked((id: string) => answers.discrepancy(id)),
    wouldCircle: asked((records: Parameters<Answers['wouldCircle']>[0]) => answers.wouldCircle(records)),
  };
}
