import type { Storable } from '../event.js';
import { currentVersion, upcast } from '../upcast.js';
import type { CorrectedData, EventCorrected, EventWithdrawn } from './events.js';

type Told = Pick<Storable, 'id' | 'type' | 'data'>;

/** What a correction or a withdrawal of a whole event says; undefined of any other event. */
export function eventCorrection({
  type,
  data,
}: Omit<Told, 'id'>): EventCorrected | EventWithdrawn | undefined {
  return type === 'EventCorrected' || type === 'EventWithdrawn'
    ? (data as EventCorrected | EventWithdrawn)
    : undefined;
}

/** The data that a correction puts in, in the current version of its event; null of a withdrawal. */
export function putIn(correction: EventCorrected | EventWithdrawn): CorrectedData | null {
  return 'is' in correction ? current(correction, correction.is) : null;
}

/** The data that a correction took out, in the current version of its event. */
export function takenOutBy(correction: EventCorrected | EventWithdrawn): CorrectedData {
  return current(correction, correction.was);
}

function current(
  { event, version, corrects }: EventCorrected | EventWithdrawn,
  data: CorrectedData,
): CorrectedData {
  if (version === currentVersion(event)) return data;
  return upcast({ id: corrects, type: event, schemaVersion: version, data }).data;
}

/** An event that stands, and by what: its own id, or that of its last correction. */
export interface StandingEvent<E> {
  readonly id: string;
  /** As it was recorded first. */
  readonly first: E;
  readonly data: unknown;
  /** The correction that put the data in; null where it was never corrected. */
  readonly by: E | null;
}

/**
 * The events that stand, each where it was recorded first, without the corrections themselves. Of two corrections of one
 * event the first counts, and one of an event that is not there waits for it.
 */
export function standingEvents<E extends Told>(events: readonly E[]): StandingEvent<E>[] {
  const corrections = new Map<string, { readonly by: E; readonly data: CorrectedData | null }>();
  for (const event of events) {
    const correction = eventCorrection(event);
    if (correction !== undefined && !corrections.has(correction.corrects))
      corrections.set(correction.corrects, { by: event, data: putIn(correction) });
  }
  return events.flatMap((first): StandingEvent<E>[] => {
    if (eventCorrection(first) !== undefined) return [];
    let { id, data } = first;
    let by: E | null = null;
    for (let next = corrections.get(id); next !== undefined; next = corrections.get(id)) {
      ({ by, data } = next);
      ({ id } = by);
    }
    return data === null ? [] : [{ id, first, data, by }];
  });
}
