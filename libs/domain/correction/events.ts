import type { Reading } from '#ledger';
import type { Cause, DecimalText, EntryParts, OtherReading, Said } from '../lines.js';

/** A whole entry as it stood or shall stand, with its full address. */
export type EntryData = StatementData | ChangeData | DifferenceData;

export type StatementData = EntryParts & Said & { readonly kind: 'statement'; readonly reading: Reading };

export interface ChangeData extends EntryParts {
  readonly kind: 'change';
  readonly reading: Reading;
  /** Absent: the budget in force. */
  readonly from?: OtherReading;
  readonly amount: DecimalText | null;
  readonly precision?: DecimalText;
  readonly cause: Cause;
}

export interface DifferenceData extends EntryParts {
  readonly kind: 'difference';
  readonly reading: Reading;
  readonly from: OtherReading;
  readonly amount: DecimalText;
}

/**
 * An entry was corrected (*rättelse*): what stood is taken out, and another put in, at the same or another address. A
 * misread (*felläsning*) is dated as what it corrects; an erratum (*rättelseblad*) has a date of its own. The event goes to
 * the stream of what it corrects, so that a second correction of it conflicts.
 */
export interface EntryCorrected {
  /** The id of the entry that stands. */
  readonly corrects: string;
  readonly was: EntryData;
  readonly is: EntryData;
  readonly nature: 'misread' | 'erratum';
  /** Of an erratum: when it was published. A print that states no date gives none. */
  readonly date?: string;
  readonly reason: string;
}

/**
 * An entry was withdrawn (*återkallad*): taken out, and nothing put in. Its line keeps its place, with a hole in it. Where
 * the source never had it (a misread), or where what replaces the source has it no more (an erratum), there is no hole.
 */
export interface EntryWithdrawn {
  readonly corrects: string;
  readonly was: EntryData;
  readonly nature?: 'misread' | 'erratum';
  /** Of an erratum: when what replaces the source was published. */
  readonly date?: string;
  readonly reason: string;
}

/**
 * The events that are corrected as wholes (*rättad händelse*), because what they say is no entry, each with the fields
 * that tell what it is about. Those stay: an event about something else is another event.
 */
export const CORRECTABLE_EVENTS = {
  UnitDefined: ['unit'],
  ScaleDefined: ['unit', 'scale'],
  LineNamed: ['unit', 'area'],
  UnitMoved: ['unit', 'line', 'area', 'to'],
  ProjectStatusChanged: ['unit', 'project'],
  LandSaleAgreed: ['unit', 'sale'],
  LandSaleCompleted: ['unit', 'sale'],
  LandSaleRescinded: ['unit', 'sale'],
  LandAcquired: ['unit', 'purchase'],
  ControlPlanned: ['unit', 'period', 'control'],
  ControlOutcomeRecorded: ['unit', 'period', 'control'],
  GoalSet: ['unit', 'goal'],
  GoalAssessed: ['unit', 'goal'],
  AssignmentGiven: ['unit', 'assignment'],
  AssignmentReported: ['unit', 'assignment'],
} as const;
export type CorrectableEvent = keyof typeof CORRECTABLE_EVENTS;

/** The data of an event of one of those types, in the version that is told beside it. */
export type CorrectedData = Readonly<Record<string, unknown>>;

/**
 * An event was corrected (*händelse rättad*): from now on it says something else. What it was, what it is, why, who and
 * when are kept. The event goes to the stream of what it corrects; the next correction corrects this one.
 */
export interface EventCorrected {
  /** The id of the event that stands: the one that was recorded first, or its last correction. */
  readonly corrects: string;
  /** What happened: the type of the event that was recorded first. */
  readonly event: CorrectableEvent;
  /** The version of that type that `was` and `is` are written in. */
  readonly version: number;
  readonly was: CorrectedData;
  readonly is: CorrectedData;
  readonly nature: 'misread' | 'erratum';
  /** Of an erratum: when it was published. */
  readonly date?: string;
  readonly reason: string;
}

/** An event was withdrawn (*händelse återkallad*): it did not happen, or was recorded twice. */
export interface EventWithdrawn {
  readonly corrects: string;
  readonly event: CorrectableEvent;
  readonly version: number;
  readonly was: CorrectedData;
  readonly nature?: 'misread' | 'erratum';
  /** Of an erratum: when it was published. */
  readonly date?: string;
  readonly reason: string;
}

export interface CorrectionCatalogue {
  readonly EntryCorrected: EntryCorrected;
  readonly EntryWithdrawn: EntryWithdrawn;
  readonly EventCorrected: EventCorrected;
  readonly EventWithdrawn: EventWithdrawn;
}
