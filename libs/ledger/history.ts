import type { Declaration } from './declaration.js';
import type { Entry } from './entry.js';

/**
 * The history as the read side sees it: events with what they say, and from when they count.
 */

/** An entry or a declaration: what one event line says. */
export type LedgerRecord = Entry | Declaration;

/** One event of the log. `seq` is dense and follows the order of the log; `time` is recorded-at as the writer had it. */
export interface LoggedEvent {
  readonly seq: number;
  readonly eventId: string;
  readonly time: string;
  /** The import it belongs to: it takes effect when that is completed. */
  readonly importId?: string;
  readonly lifecycle?: { readonly importId: string; readonly step: 'completed' | 'abandoned' };
  readonly records: readonly LedgerRecord[];
}

/** What took effect, at the position and the time it counts from. */
export interface Effect {
  readonly seq: number;
  readonly time: string;
  readonly eventId: string;
  readonly records: readonly LedgerRecord[];
}

/**
 * Orders a history by when it counts. Events of an import count from the event that completes it, in their own order;
 * those of an abandoned or unfinished one never do. A time counts as the latest so far, so it never goes backwards.
 */
export function effectsOf(events: readonly LoggedEvent[]): Effect[] {
  const effects: Effect[] = [];
  const pending = new Map<string, LoggedEvent[]>();
  let latest = '';
  for (const event of events) {
    if (event.time > latest) latest = event.time;
    if (event.importId !== undefined) {
      const waiting = pending.get(event.importId);
      if (waiting === undefined) pending.set(event.importId, [event]);
      else waiting.push(event);
    } else if (event.records.length > 0) {
      effects.push({ seq: event.seq, time: latest, eventId: event.eventId, records: event.records });
    }
    if (event.lifecycle !== undefined) {
      const waiting = pending.get(event.lifecycle.importId) ?? [];
      pending.delete(event.lifecycle.importId);
      if (event.lifecycle.step === 'completed') {
        for (const part of waiting) {
          if (part.records.length === 0) continue;
          effects.push({ seq: event.seq, time: latest, eventId: part.eventId, records: part.records });
        }
      }
    }
  }
  return effects;
}
