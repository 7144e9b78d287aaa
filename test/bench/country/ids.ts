import { numberedId } from './random.js';
import type { CountryFrame } from './units.js';

/** What an event is among those of its frame and year, so that each has an id of its own that follows from it. */
export const EVENT_KINDS = [
  'unit',
  'document',
  'start',
  'completed',
  'declared',
  'layout',
  'stated',
  'change',
  'forecastChange',
  'outcomeChange',
  'correction',
  'withdrawal',
  'investment',
  'investmentChange',
  'land',
  'goal',
  'control',
  'difference',
  'name',
  'source',
  'restated',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

const A_KIND = 1_024;

export function eventId(frame: CountryFrame, year: number, kind: EventKind, n: number, seed: number): string {
  const place = (frame.number * 64 + (year - 2000)) * EVENT_KINDS.length + EVENT_KINDS.indexOf(kind);
  return numberedId(place * A_KIND + n, seed);
}
