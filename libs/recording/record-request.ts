import type { Command } from '#domain';
import type { Position } from '#event-store';

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
  /** The revision that the caller saw, -1 for none: refused (CONFLICT) where the stream has moved on. */
  readonly expectedRevision?: number;
  /**
   * The position of the answer that the caller decided from: refused (CONFLICT) where something came to count since of a
   * reading that the command is about, in its stream or in another. What only declares is about its whole stream.
   */
  readonly seen?: Position;
  /** How often to load and decide again after a conflict. Default 3; none with `expectedRevision`. */
  readonly retries?: number;
}

export const RETRIES_DEFAULT = 3;

export function retriesOf({ expectedRevision, retries = RETRIES_DEFAULT }: RecordRequest): number {
  return expectedRevision === undefined ? retries : 0;
}
