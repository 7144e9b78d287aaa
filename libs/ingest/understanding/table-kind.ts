import type { Place, UnitOfMeasure } from '#amount';
import type { PackageRecords } from '../data-package/package.js';
import type { AssembledTable, Block } from '../document/document.js';

/**
 * A kind of table that municipalities print: figures of operations, investments, land projects, indicators, risks,
 * assignments … Each kind recognises its tables by their headings and labels, and says what they hold as lines of a data
 * package. A new kind is a new file beside the others and a line in the list of them (table-kinds.ts).
 *
 * The document, its units, its tables and the names that the profile knows are added by the pipeline; the kind gives
 * columns, rows, cells, and what they mention: editions, layouts, sign profiles, causes … Lines that several tables of a
 * document give alike are one. A line for `tables` stands before the pipeline's own, except for its place.
 */
export interface TableKind {
  readonly name: string;
  /** Where all its tables are of one area (`indicator`, `control` …); else the headings and the profile say which. */
  readonly area?: string;
  /** What ids of its tables begin with, where no rule of the profile names them: `indikatorer`. */
  readonly prefix?: string;
  /** What tells its tables apart where that is no heading; '' where a document has one such table. */
  readonly named?: (table: AssembledTable) => string | null;
  /** From the table alone, so that it never depends on the order in which kinds are asked. */
  readonly recognises: (table: AssembledTable) => boolean;
  readonly understand: (table: AssembledTable, context: TableContext) => Understood;
}

/**
 * Content that stands in running text, line by line: goals, scales of codes. Asked once a document, with the
 * board as its unit.
 */
export interface TextKind {
  readonly name: string;
  readonly understand: (context: TextContext) => Understood;
}

export type TextContext = Omit<TableContext, 'table' | 'title' | 'area' | 'unitOfMeasure' | 'rules'>;

/** What is known of a table from the document around it and from the profile. */
export interface TableContext {
  /** The document's short id in the package, as `boras-ks-budget-2021`. */
  readonly document: string;
  readonly fileName: string;
  readonly sha256: string;
  /** The table's id in the package: `<document>/<slug>`; stable for the document whatever its format. */
  readonly table: string;
  /** How people call it: its nearest heading, with the frame where the document has several of that heading. */
  readonly title: string;
  /** `municipality/board/frame`. */
  readonly unit: string;
  readonly area: string;
  /** What the document decides or reports on. */
  readonly kind: DocumentKind;
  /** The year that the document is about: `2021` for the budget of 2021, `2023` for the delårsbokslut of 2023. */
  readonly year: number;
  /** Of a report: the month that it runs through, `2023-08`. */
  readonly through?: string;
  readonly status: 'proposed' | 'adopted' | 'forInformation';
  /** Of lines of the table that the text below it gives another status, by their outermost label. */
  readonly lineStatus?: Readonly<Record<string, 'proposed' | 'forInformation'>>;
  /** Of its money: as the table or the text around it says, else as the profile does. */
  readonly unitOfMeasure: UnitOfMeasure;
  /** The profile's rules for this table. */
  readonly rules: TableRules;
  /** All of the document, in its order: what stands around the table may say what it is about. */
  readonly blocks: readonly Block[];
  /** Who answers for what the profile judges. */
  readonly judgedBy: string;
}

export const DOCUMENT_KINDS = ['budget', 'planning', 'interim', 'annual', 'other'] as const;
/** Budget, planning document (*planeringsunderlag*), interim accounts (*delårsbokslut*), annual report, something else. */
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** What a profile may say of a table beyond what the document says: see the profile's own documentation. */
export interface TableRules {
  /** Name of the sign profile, by label of column (a pattern) or for all of them (`*`). */
  readonly signs: Readonly<Record<string, string>>;
  /** What a label of a column means, in words that are understood: `Ram 2025: Budget 2025`; `text` has no figures. */
  readonly columns?: Readonly<Record<string, string>>;
  /** The same for labels of rows: `Verksamhetsposter: Intäkter`; `text` is left out. */
  readonly rows?: Readonly<Record<string, string>>;
  /** Which of several tables that state one reading ranks first: 1 before 2. */
  readonly rank?: number;
}

export interface Understood {
  readonly records: PackageRecords;
  readonly notUnderstood: readonly NotUnderstood[];
}

/** What stops the import: the place, what stands there, and what to write in the profile. */
export interface NotUnderstood {
  readonly code: string;
  readonly place: Place;
  readonly message: string;
  readonly hint: string;
}
