import type { UnitOfMeasure } from '#amount';
import type { Basis, Decision, EditionOrder, Line, Operation, RowKind, Status } from '#ledger';
import type { Frame } from '../lines.js';

/** An edition (*utgåva*) was declared, with its place in the line of editions. */
export interface EditionDeclared extends Frame {
  readonly label: string;
  /** Year of the budget round, then number, then restatement: `[2021, 2]`, `[2022, 0, "2025"]`. */
  readonly order: EditionOrder;
  /** full: a table adopted whole; amending: only the lines it names move, the rest stand. */
  readonly extent: 'full' | 'amending';
  readonly status: Status;
  /** Its table is recorded whole, or somebody declares it so; one entry does not make an edition known. */
  readonly known: boolean;
  /** Open for what is registered by hand from the start, without a separate EditionOpened. */
  readonly open?: boolean;
  readonly decision?: Decision;
  /** sha-256 of the document that it is of. */
  readonly document?: string;
  readonly judgedBy?: string;
}

/** A term of a formula: of the row's own line and column, except where it names another. */
export interface StatedOperand {
  /** A whole number, as 1 or −1. */
  readonly coefficient: number;
  readonly measure: string;
  readonly line?: Line;
  readonly basis?: Basis;
  readonly period?: string;
  readonly edition?: string;
}

export interface StatedFormula {
  readonly operation: Operation;
  readonly terms: readonly StatedOperand[];
  /** Of a ratio: it is printed in percent. */
  readonly percent?: boolean;
}

/** A row of a table as it is printed. A group heading has no measure. */
export interface StatedRow {
  /** Labels from the outermost. */
  readonly path: readonly string[];
  readonly kind: RowKind;
  readonly line: Line;
  readonly measure: string | null;
  /** Of a total: its parts in this table. */
  readonly parts?: readonly Line[];
  readonly formula?: StatedFormula;
  readonly breakdown?: { readonly role: 'remainder' | 'därav'; readonly of: Line };
}

/**
 * A table's layout was stated (*uppställning*): its lines in order, with their parts and breakdowns. Stated again it
 * replaces what was stated of the edition and table before; without rows, the edition has no place in the table any more.
 */
export interface LayoutStated extends Frame {
  readonly table: string;
  /** Order among the tables of the edition: the document's rank, then the place. */
  readonly rank: number;
  readonly title: string;
  readonly unitOfMeasure: UnitOfMeasure;
  /** Printed sign per measure (canonical = sign × printed); 1 where absent. */
  readonly signs: Readonly<Record<string, 1 | -1>>;
  readonly rows: readonly StatedRow[];
  /** sha-256 of the document that states it. */
  readonly document?: string;
}

/** The edition was opened for what is registered by hand (*öppnad*). */
export interface EditionOpened extends Frame {
  readonly reason?: string;
}

/** The edition was closed: nothing more is registered in it by hand (*stängd*). */
export interface EditionClosed extends Frame {
  readonly reason?: string;
}

export interface EditionCatalogue {
  readonly EditionDeclared: EditionDeclared;
  readonly LayoutStated: LayoutStated;
  readonly EditionOpened: EditionOpened;
  readonly EditionClosed: EditionClosed;
}
