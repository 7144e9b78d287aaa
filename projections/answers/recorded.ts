import type { Envelope } from '../runner/batch.js';
import { positionText } from '../ledger/as-of.js';
import { Generations } from '../ledger/generations.js';
import type { Model } from '../ledger/model.js';
import type { Standpoint } from './surroundings.js';

/** Who recorded an event, and when. */
export interface Recorded {
  readonly event: string;
  readonly type: string;
  /** By the writer's clock, ISO. */
  readonly recordedAt: string;
  readonly actor: string | null;
  readonly position: string;
  /** The sale of land that it is a step of. */
  readonly sale: string | null;
}

/** What is known of events stays so; a record is some hundred bytes. */
const KNOWN_MAX = 20_000;
const KNOWN = new WeakMap<Model, Generations<string, Recorded>>();

/** Of an event by its id; null where the log has none. */
export function recordedOf(at: Standpoint, eventId: string): Recorded | null {
  const { model } = at.cache;
  let known = KNOWN.get(model);
  if (known === undefined) {
    known = new Generations(KNOWN_MAX);
    KNOWN.set(model, known);
  }
  const recorded = known.get(eventId);
  if (recorded !== undefined) return recorded;
  const seq = model.seqOf(eventId);
  if (seq === null) return null;
  const fresh = recordedAt(at, seq);
  known.set(eventId, fresh);
  return fresh;
}

export function recordedAt(at: Standpoint, seq: number): Recorded {
  const { model } = at.cache;
  return recordedIn(model.envelope(seq), positionText(model, logOf(at), seq));
}

function recordedIn({ id, type, data, metadata, recordedAt: time }: Envelope, position: string): Recorded {
  return {
    event: id,
    type,
    recordedAt: time,
    actor: metadata['actor'] ?? null,
    position,
    sale: type.startsWith('LandSale') ? ((data as { sale?: string }).sale ?? null) : null,
  };
}

/** The id of the log, which every position of an answer begins with. */
export function logOf({ position }: Standpoint): string {
  return position.slice(0, position.lastIndexOf(':'));
}
