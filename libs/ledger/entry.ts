import type { Amount, UnitOfMeasure } from '#amount';
import type { Reading } from './figure.js';

/**
 * Entries: what an event says of readings. Each line of an event is one, with an id of its own (`event/n`).
 */

/** Lowest first: a total has the lowest status of its parts. */
export type Status = 'proposed' | 'forInformation' | 'adopted';

const STATUS_ORDER: Record<Status, number> = { proposed: 0, forInformation: 1, adopted: 2 };

export function lowestStatus(a: Status | null, b: Status | null): Status | null {
  if (a === null) return b;
  if (b === null) return a;
  return STATUS_ORDER[a] <= STATUS_ORDER[b] ? a : b;
}

/** Where in a document an entry stands (*källcell*). `document` is the sha-256 of the file. */
export interface SourceCell {
  readonly document: string;
  readonly table: string;
  readonly row: string;
  readonly column: string;
  readonly printed: string;
  /** Of what only running text says: sha-256 of each sentence that says it, separated by spaces. */
  readonly sentence?: string;
}

/** How the source printed the number: canonical value = sign × printed value. */
export interface PrintedForm {
  readonly text: string;
  readonly unitOfMeasure: UnitOfMeasure;
  readonly decimals: number;
  readonly sign: 1 | -1;
}

/** A decision (*beslut*): what is not stated in the source is absent. */
export interface Decision {
  readonly body?: string;
  readonly date?: string;
  readonly paragraph?: string;
  readonly dnr?: string;
}

/**
 * What decides which statement stands, before anything that depends on the order of recording: the document that
 * decides the edition (0) before one that quotes it (1); the table its profile ranks first; the date; the place.
 */
export interface SourceRank {
  readonly authority: 0 | 1;
  readonly table: number;
  readonly date: string | null;
  readonly place: string;
}

/** When an entry was published (*offentliggjord*); `judgedBy` where the date is judged and no source states it. */
export interface Publication {
  readonly date: string;
  readonly judgedBy?: string;
}

interface EntryCommon {
  readonly id: string;
  readonly status?: Status;
  readonly source?: SourceCell;
  readonly printed?: PrintedForm;
  readonly rank: SourceRank;
  readonly published?: Publication;
  readonly decision?: Decision;
  /** A value in parentheses, or one the source calls preliminary. */
  readonly preliminary?: boolean;
  /** Who judged what no source states (an identity, a status); an opaque id. */
  readonly judgedBy?: string;
  readonly note?: string;
}

export interface Term {
  readonly coefficient: bigint;
  readonly reading: Reading;
}

/** What a statement says of its reading. */
export type Saying =
  | { readonly kind: 'amount'; readonly amount: Amount }
  | { readonly kind: 'notStated' }
  | { readonly kind: 'relative'; readonly terms: readonly Term[]; readonly difference: Amount };

/** The reading is an amount, is not stated, or is other readings plus a difference. */
export interface Statement extends EntryCommon {
  readonly kind: 'statement';
  readonly reading: Reading;
  readonly says: Saying;
}

/** Why a reading changed (*orsak*). One cause may move several figures: the entries that share its id. */
export interface Cause {
  readonly id: string;
  readonly kind: string;
  readonly words: string;
  /** From when it holds (a date, a month or a year). */
  readonly since?: string;
  /** A temporary change: until when (a date or a year). */
  readonly until?: string;
  /** The source calls it lasting (*permanent*). */
  readonly permanent?: boolean;
}

/**
 * Reading `to` differs from reading `from` by `amount` (canonical sign), because of `cause`. `inForce` is the edition
 * before in line, found when read; only that kind builds the value of an amending edition.
 */
export interface Change extends EntryCommon {
  readonly kind: 'change';
  readonly to: Reading;
  readonly from: Reading | 'inForce';
  /** null: not stated in the source. */
  readonly amount: Amount | null;
  /** Half a unit in the last printed place of its source. */
  readonly precision: Amount;
  readonly cause: Cause;
}

/** A printed difference of two readings (*Förändring*, *Avvikelse*): an assertion, never a value. */
export interface StatedDifference extends EntryCommon {
  readonly kind: 'statedDifference';
  readonly to: Reading;
  readonly from: Reading;
  readonly amount: Amount;
}

export type PlainEntry = Statement | Change | StatedDifference;

/**
 * Takes out the entry that stands and may put another in (*rättelse*); without one it is a withdrawal, or (as a misread
 * or an erratum) the source does not have it. A misread is dated as what it corrects, an erratum has a date of its own.
 */
export interface Correction {
  readonly kind: 'correction';
  readonly id: string;
  readonly corrects: string;
  readonly nature: 'misread' | 'erratum' | 'withdrawal';
  readonly date?: string;
  readonly replacement: PlainEntry | null;
  readonly reason: string;
}

/** A second source for an entry: it adds a place, not an amount. */
export interface AddedSource {
  readonly kind: 'addedSource';
  readonly id: string;
  readonly to: string;
  readonly source?: SourceCell;
  readonly decision?: Decision;
}

export type Entry = PlainEntry | Correction | AddedSource;

/** The reading under which an entry is filed. */
export function readingOf(entry: PlainEntry): Reading {
  return entry.kind === 'statement' ? entry.reading : entry.to;
}

/**
 * Orders statements of one reading: the one that stands first. An amount before a "not stated" whatever their
 * sources; then by source; then an amount before one relative to another reading; then by id, so that the answer
 * never depends on the order of recording.
 */
export function compareStanding(a: Statement, b: Statement): number {
  const blank = Number(a.says.kind === 'notStated') - Number(b.says.kind === 'notStated');
  if (blank !== 0) return blank;
  return (
    a.rank.authority - b.rank.authority ||
    a.rank.table - b.rank.table ||
    compareText(a.rank.date ?? '9999', b.rank.date ?? '9999') ||
    compareText(a.rank.place, b.rank.place) ||
    Number(a.says.kind === 'relative') - Number(b.says.kind === 'relative') ||
    compareText(a.id, b.id)
  );
}

/** Code-unit order: the same on every machine, unlike a locale's. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
