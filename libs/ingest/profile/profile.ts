import type { UnitOfMeasure } from '#amount';
import type { Status } from '#ledger';
import type { DocumentKind } from '../understanding/table-kind.js';

/**
 * How the documents of one municipality are read (*läsprofil*), beyond what they say themselves: saved as a small YAML
 * file, with a version. A document of another year or another board of the municipality needs no other profile.
 * profiles/README.md describes the file.
 */
export interface Profile {
  readonly name: string;
  readonly version: number;
  /** The file that it was read from, for errors. */
  readonly file: string;
  /** Who answers for what the profile judges. */
  readonly judgedBy: string;
  readonly municipality: Named;
  /** A document that has one of these words is the municipality's; of several profiles, the one with most of them. */
  readonly recognisedBy: readonly string[];
  /** Of tables that print none; null where such a table is not understood. */
  readonly unitOfMeasure: UnitOfMeasure | null;
  readonly boards: readonly BoardProfile[];
  /** Headings that look like frames and are none. */
  readonly notFrames: readonly string[];
  /** What kinds of document are called, and what status one has that states none. */
  readonly documents: readonly DocumentRule[];
  readonly tables: readonly TableRule[];
  readonly names: readonly NameRule[];
  /** What the accounts of SIE files are: read by the reader of that format. */
  readonly sie: unknown;
}

/** An id (slug) and a name. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** A board (*nämnd*) that the profile knows. Others of the municipality follow by rule: their id is their name's slug. */
export interface BoardProfile extends Named {
  readonly also: readonly string[];
  readonly frames: readonly FrameProfile[];
}

/** A frame (*ram*) of a board. Others follow by rule. */
export interface FrameProfile extends Named {
  /** How it is written in ids of tables. */
  readonly short: string;
  /** What else headings call it. */
  readonly also: readonly string[];
}

export interface DocumentRule {
  readonly kind: DocumentKind;
  /** In the title, whatever its letters and endings: `planeringsunderlag`. */
  readonly words: readonly string[];
  /** What the kind is called in document ids. */
  readonly slug: string;
  /** Judged, where the document states none. */
  readonly status: Status;
  /** Month that a report of the kind runs through, where it states none. */
  readonly through: number | null;
}

/** What a table under a heading is. The nearest heading counts, then the order of the file. */
export interface TableRule {
  /** Headings from the outer one; the last is nearest. `*` is any text, `{year}`, `{board}` and `{frame}` what they say. */
  readonly headings: readonly string[];
  /** Of the table, below the document: `{frame}-sammandrag`. Blank: the slug of the title. */
  readonly id: string;
  /** Has it no figures, or what are they about? */
  readonly area: string | null;
  readonly text: boolean;
  /** What the heading means, in words by which tables of money are told: `Driftbudget`. Blank: what it says itself. */
  readonly means: string;
  /** `frame` (the one that the headings tell), `board`, or the id of a frame, where the board has it. */
  readonly unit: string;
  readonly unitOfMeasure: UnitOfMeasure | null;
  /** By label of column, `*` any. */
  readonly signs: Readonly<Record<string, string>>;
  /** What labels of columns and rows mean, in words that are understood; `text` is left out. */
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: Readonly<Record<string, string>>;
  readonly rank: number;
}

/** A line that is spelt otherwise, or is several lines, elsewhere. */
export interface NameRule {
  readonly unit: string;
  readonly area: string;
  readonly line: string;
  readonly kind: 'alias' | 'merger' | 'split';
  readonly sameAs: string;
  /** Judged, and by whom; blank where a source states it. */
  readonly judgedBy: string;
  readonly note: string;
  /** In the file of the profile. */
  readonly at: number;
}

/** `boras 1`: stored with every import, so that it is known how the documents were read. */
export function profileLabel({ name, version }: Profile): string {
  return `${name} ${version}`;
}
