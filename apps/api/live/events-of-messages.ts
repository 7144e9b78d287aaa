import type { EventAnswer, EventHit, LiveMessage } from '#projections';
import { EVENTS_KEPT } from './limits.js';
import type { Followed } from './operations.js';
import type { Shown } from './shape.js';

/** Reads an event of the log. */
export type ReadEvent = (hit: EventHit) => Promise<EventAnswer>;

/** Reads what messages show: of an event what the log has of it, once for all who follow events. */
export function showing(
  readEvent: ReadEvent,
): (messages: readonly LiveMessage[], followed: Followed) => Promise<Shown[]> {
  const known = new Map<string, Promise<EventAnswer>>();
  const event = (hit: EventHit): Promise<EventAnswer> => {
    const kept = known.get(hit.position);
    if (kept !== undefined) return kept;
    const read = readEvent(hit);
    known.set(hit.position, read);
    read.catch(() => known.delete(hit.position));
    for (const oldest of known.keys()) {
      if (known.size <= EVENTS_KEPT) break;
      known.delete(oldest);
    }
    return read;
  };
  return async (messages, { scope }) => {
    const shown: Shown[] = [];
    for (const message of messages) {
      if (message.kind !== 'eventRecorded') {
        shown.push({ message, root: message });
        continue;
      }
      const recorded = await event(message.hit);
      if (scope.stream !== undefined && recorded.stream !== scope.stream) continue;
      shown.push({ message, root: { ...message, recorded } });
    }
    return shown;
  };
}
