import type { Status } from '#ledger';

/** A document was registered as a source (*källdokument*). What it does not say of itself is absent, or judged. */
export interface DocumentRegistered {
  /** Of the file as it was received. */
  readonly sha256: string;
  readonly title: string;
  /** The file's name as imported. */
  readonly fileName?: string;
  /** Case number (*diarienummer*). */
  readonly dnr?: string;
  /** The body that decided (*beslutande instans*). */
  readonly body?: string;
  /** Date of decision, or of the document. */
  readonly date?: string;
  readonly status: Status;
  /** Who judged the status or the date, where the document states neither. */
  readonly judgedBy?: string;
  /** sha-256 of the print that it replaces. */
  readonly replaces?: string;
  readonly note?: string;
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
