import { createHash } from 'node:crypto';
import { eventOf, streamOf, type Catalogue, type DomainEvent, type EventType, type Frame } from '#domain';
import type { NewEvent } from '#event-store';
import type { Basis, Decision } from '#ledger';
import { eventId, type EventKind } from './ids.js';
import { pick, spread } from './random.js';
import type { CountryFrame, Municipality } from './units.js';

/** An event and the stream that it goes to. */
export interface Recorded {
  readonly stream: string;
  readonly event: NewEvent;
  /** What it says of readings. */
  readonly entries: number;
}

/** A document that tables are read from; without one they are registered by hand. */
export interface CountryDocument {
  readonly sha256: string;
  readonly importId: string;
}

/** What the events of one frame and year are made in. */
export interface Making {
  readonly seed: number;
  readonly of: Municipality;
  readonly frame: CountryFrame;
  readonly year: number;
  readonly document: CountryDocument | null;
}

const PEOPLE = 6;

export function made<T extends EventType>(
  { seed, of, frame, year, document }: Making,
  [kind, n]: readonly [EventKind, number],
  type: T,
  data: Catalogue[T],
  options: { readonly entries?: number; readonly stream?: string } = {},
): Recorded {
  const event = eventOf(type, data) as DomainEvent;
  const id = eventId(frame, year, kind, n, seed);
  const actor = `${of.unit}-${1 + pick(spread(of.key, frame.number, 11), PEOPLE)}`;
  const metadata: Record<string, string> = { actor, correlationId: document?.importId ?? id };
  if (document !== null) metadata['importId'] = document.importId;
  return {
    stream: options.stream ?? streamOf(event),
    event: { ...event, id, metadata },
    entries: options.entries ?? 0,
  };
}

export function frameAt(
  { frame, year }: Making,
  basis: Basis,
  edition: string,
  area = 'operations',
): Omit<Frame, 'basis'> & { readonly basis: Basis } {
  return { unit: frame.unit, area, basis, period: String(year), edition };
}

/** A decision of one of the bodies, with a number in the register of its municipality. */
export function decisionOf({ of, frame }: Making, random: number, date: string): Decision {
  const body = random % 3 === 0 ? 'Kommunfullmäktige' : random % 3 === 1 ? 'Kommunstyrelsen' : 'Nämnden';
  const number = String(1 + ((random >>> 4) % 900)).padStart(5, '0');
  const register = `K${of.number + 1}-${frame.number % 60}`;
  return {
    body,
    date,
    paragraph: `§ ${1 + ((random >>> 8) % 300)}`,
    dnr: `${register} ${date.slice(0, 4)}-${number}`,
  };
}

/** The document of a board, a year and an occasion. */
export function documentOf(unit: string, year: number, occasion: string): CountryDocument {
  const sha256 = createHash('sha256').update(`${unit} ${year} ${occasion}`).digest('hex');
  return { sha256, importId: `${unit.replaceAll('/', '-')}-${year}-${occasion}` };
}
