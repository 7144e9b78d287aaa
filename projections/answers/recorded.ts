import type { Envelope } from '../runner/batch.js';
import { positionText } from '../ledger/as-of.js';
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

const KNOWN = new WeakMap<Standpoint, Map<string, Recorded | null>>();

/** Of an event by its id; null where the log has none. The entries of an answer are mostly of few events. */
export function recordedOf(at: Standpoint, eventId: string): Recorded | null {
  let known = KNOWN.get(at);
  if (known === undefined) {
    known = new Map();
    KNOWN.set(at, known);
  }
  let recorded = known.get(eventId);
  if (recorded === undefined) {
    const seq = at.cache.model.seqOf(eventId);
    recorded = seq === null ? null : recordedAt(at, seq);
    known.set(eventId, recorded);
  }
  return recorded;
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
