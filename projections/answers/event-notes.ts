import { eventCorrection, type EventCorrected, type EventWithdrawn } from '#domain';
import type { CorrectionNote } from '../correction-note.js';
import type { Envelope } from '../runner/batch.js';
import { correctionNote } from './correction-notes.js';
import type { Standpoint } from './surroundings.js';

/** What set an event right, and what it set right itself; null where nothing did. */
export interface EventNotes {
  readonly correction: CorrectionNote | null;
  readonly takenOut: CorrectionNote | null;
}

/** The notes of the event at a place of the read model, as of the standpoint. */
export function eventNotes(at: Standpoint, seq: number): EventNotes {
  const { model } = at.cache;
  const { id, type } = model.told(seq);
  const own = type === 'EventCorrected' || type === 'EventWithdrawn' ? noteOf(model.envelope(seq)) : null;
  const out = model.noted('corrected', id).find((row) => row.seq <= at.seq);
  return {
    correction: own ?? correctionNote(at, `${id}/0`),
    takenOut: out === undefined ? null : noteOf(model.envelope(out.event)),
  };
}

type Told = Pick<Envelope, 'id' | 'type' | 'data' | 'metadata' | 'recordedAt'>;

/** The note of a correction of a whole event: its ids are those of events. Null of any other event. */
export function noteOf(event: Told): CorrectionNote | null {
  const correction = eventCorrection(event);
  if (correction === undefined) return null;
  const { id, type, metadata, recordedAt } = event;
  return {
    id,
    corrects: correction.corrects,
    is: type === 'EventCorrected' ? id : null,
    nature: correction.nature ?? 'withdrawal',
    date: correction.date ?? null,
    reason: correction.reason,
    actor: metadata['actor'] ?? null,
    recordedAt,
  };
}

/** Only an erratum is dated by itself: what was read wrongly was so from the day when it was published. */
export function countsBy(
  { nature, date }: Pick<EventCorrected | EventWithdrawn, 'nature' | 'date'>,
  publishedBy: string | undefined,
): boolean {
  return publishedBy === undefined || nature !== 'erratum' || (date !== undefined && date <= publishedBy);
}
