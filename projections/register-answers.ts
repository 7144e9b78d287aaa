import type { Basis, Status } from '#ledger';
import type { CorrectionNote } from './correction-note.js';

/** What the ledger holds: units, documents and their cells, editions, events (*register*); and lists, page by page. */

export interface UnitAnswer {
  readonly unit: string;
  readonly name: string;
  readonly kind: string;
  readonly parent: string | null;
}

export interface DocumentAnswer {
  readonly sha256: string;
  readonly file: string;
  readonly title: string;
  /** The board that it is of. */
  readonly unit: string | null;
  /** budget, planning, interim, annual or other. */
  readonly kind: string | null;
  /** The year that it is about, and of a report the month that it runs through. */
  readonly year: number | null;
  readonly through: string | null;
  readonly dnr: string | null;
  readonly body: string | null;
  readonly date: string | null;
  readonly paragraph: string | null;
  /** How long it is valid, as printed. */
  readonly validity: string | null;
  /** How many, by party and never by name; empty where the document does not say. */
  readonly notParticipating: readonly PartyCountAnswer[];
  readonly minutesNotes: readonly PartyCountAnswer[];
  readonly reservations: readonly PartyCountAnswer[];
  readonly status: Status;
  readonly statusJudgedBy: string | null;
  /** What the document does not state of itself, and what was judged instead. */
  readonly note: string | null;
  /** `complete`, `started` or `abandoned`: of its last import. */
  readonly importState: string | null;
  readonly replaces: string | null;
}

export interface PartyCountAnswer {
  readonly party: string;
  readonly count: number;
}

export interface EditionAnswer {
  readonly unit: string;
  readonly area: string;
  readonly basis: Basis;
  readonly period: string;
  readonly edition: string;
  readonly label: string;
  readonly extent: 'full' | 'amending';
  readonly status: Status;
  readonly known: boolean;
  readonly open: boolean;
}

export interface EventAnswer {
  readonly position: string;
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly recordedAt: string;
  readonly actor: string | null;
  readonly importId: string | null;
  /** The event's data as canonical JSON. */
  readonly data: string;
  /** What it corrects, where it is a correction. */
  readonly correction: CorrectionNote | null;
  /** What corrected or withdrew it as a whole. */
  readonly takenOut: CorrectionNote | null;
}

/** A page of a list; `cursor` of an item continues after it. */
export interface Page<T> {
  readonly items: readonly { readonly cursor: string; readonly item: T }[];
  readonly hasNext: boolean;
}

export interface PageRequest {
  readonly first: number;
  readonly after?: string;
}

/** Which editions to list. */
export interface EditionsFilter {
  /** Of this unit and those below it. */
  readonly unit?: string;
  readonly year?: string;
}

/** Which source cells to list. */
export interface CellsFilter {
  /** Of this unit and those below it. */
  readonly unit?: string;
  /** Of this document: the name of its file, or the beginning of its sha-256. */
  readonly document?: string;
}

/** One cell of a document (*källcell*), and what the ledger holds of it. */
export interface SourceCellAnswer {
  /** Name of the file as it was imported. */
  readonly document: string;
  readonly table: string;
  /** Labels joined by ` > `. */
  readonly row: string;
  readonly column: string;
  readonly printed: string;
  /** In the unit of measure and the sign of the print; null where no number is stated. */
  readonly value: string | null;
  readonly unitOfMeasure: string | null;
  /** What is stated of a reading; what is said of readings that can be computed; what moves one. */
  readonly kind: 'figure' | 'assertion' | 'change';
  /** The reading in words, or what it is about where that is no reading. */
  readonly figure: string;
  /** Id of the event that says it. */
  readonly event: string;
}

export interface StatusAnswer {
  readonly log: {
    readonly id: string;
    readonly engine: string;
    readonly head: string;
    readonly events: number;
    /** How the log is doing; where it is `lost`, since when (see the port's LogStatus). */
    readonly state: 'connecting' | 'live' | 'behind' | 'lost';
    readonly since?: string;
  };
  readonly readModel: {
    readonly version: string;
    readonly checkpoint: string;
    readonly behind: number;
    readonly rebuilding: boolean;
  };
  readonly documents: number;
  readonly entries: number;
}
