import type { Status } from '#ledger';

/** A document was registered as a source (*källdokument*). What it does not say of itself is absent, or judged. */
export interface DocumentRegistered {
  /** Of the file as it was received. */
  readonly sha256: string;
  readonly title: string;
  /** The file's name as imported. */
  readonly fileName?: string;
  /** Municipality or board that it is of: `boras/ks`. */
  readonly unit?: string;
  readonly kind?: SourceDocumentKind;
  /** The year that it is about. */
  readonly year?: number;
  /** Of a report: the month that it runs through, `2023-08`. */
  readonly through?: string;
  /** Case number (*diarienummer*). */
  readonly dnr?: string;
  /** The body that decided (*beslutande instans*). */
  readonly body?: string;
  /** Date of decision, or of the document. */
  readonly date?: string;
  /** Of the decision, in the minutes: `§ 208`. */
  readonly paragraph?: string;
  /** How long it is valid (*giltighetstid*), as printed. */
  readonly validity?: string;
  readonly status: Status;
  /** Who judged the status or the date, where the document states neither. */
  readonly judgedBy?: string;
  /** How many did not take part in the decision, by party; absent where the document says nothing of it. */
  readonly notParticipating?: readonly PartyCount[];
  /** How many left a note in the minutes (*protokollsanteckning*). */
  readonly minutesNotes?: readonly PartyCount[];
  /** How many entered a reservation (*reservation*). */
  readonly reservations?: readonly PartyCount[];
  /** sha-256 of the print that it replaces. */
  readonly replaces?: string;
  readonly note?: string;
}

/** Budget, planning document (*planeringsunderlag*), interim accounts (*delårsbokslut*), annual report, something else. */
export type SourceDocumentKind = 'budget' | 'planning' | 'interim' | 'annual' | 'other';

/** Persons are counted by party and never named. */
export interface PartyCount {
  /** Its abbreviation, `M`. */
  readonly party: string;
  readonly count: number;
}

/** Reading of one or more documents into the ledger began (*inläsning påbörjad*). */
export interface ImportStarted {
  readonly importId: string;
  /** sha-256 of each file. */
  readonly documents: readonly string[];
  /** How the tables were read: name and version of the profile. */
  readonly profile?: string;
}

/** All of the import is stored, and takes effect with this event (*inläsning klar*). */
export interface ImportCompleted {
  readonly importId: string;
  /** How many events it has. */
  readonly events: number;
}

/** The import was given up: none of its events ever counts (*inläsning avbruten*). */
export interface ImportAbandoned {
  readonly importId: string;
  readonly reason: string;
}

export interface SourceDocumentCatalogue {
  readonly DocumentRegistered: DocumentRegistered;
  readonly ImportStarted: ImportStarted;
  readonly ImportCompleted: ImportCompleted;
  readonly ImportAbandoned: ImportAbandoned;
}
