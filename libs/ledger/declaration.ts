import type { Basis, EditionLine, Line } from './figure.js';
import type { SourceCell, Status } from './entry.js';

/**
 * Declarations: what events say of editions, tables and names rather than of readings. They are few, and they are
 * folded before any value is asked for.
 */

/** The order of an edition in its line: year of the budget round, then number, then restatement. */
export type EditionOrder = readonly (number | string)[];

/** An edition (*utgåva*): a step of a series. */
export interface EditionDeclared {
  readonly kind: 'edition';
  readonly line: EditionLine;
  readonly edition: string;
  readonly label: string;
  readonly order: EditionOrder;
  /** full: a table adopted whole; amending: only the lines it names move. */
  readonly extent: 'full' | 'amending';
  readonly status: Status;
  /** Its table is recorded whole, or somebody declares it so; one entry does not make an edition known. */
  readonly known: boolean;
  /** Open for registering by hand; imported history needs none. */
  readonly open?: boolean;
}

export type RowKind = 'leaf' | 'group' | 'subtotal' | 'total' | 'net' | 'result' | 'buffer' | 'deviation';

export type Operation = 'sum' | 'product' | 'ratio';

/** coefficient × a measure: of the row's own line and column, except where it names another. */
export interface FormulaOperand {
  readonly coefficient: bigint;
  readonly measure: string;
  readonly line?: Line;
  readonly basis?: Basis;
  readonly period?: string;
  readonly edition?: string;
}

/** A derived measure of a row: a formula over other measures of the same line, or over other rows and columns. */
export interface RowFormula {
  readonly operation: Operation;
  readonly terms: readonly FormulaOperand[];
  /** Of a ratio: it is told in percent (66,20 and not 0,6620). */
  readonly percent?: boolean;
}

/** A row of a table (*rad*): how it is shown, and what it is. A group heading has no measure. */
export interface LayoutRow {
  readonly path: readonly string[];
  readonly kind: RowKind;
  readonly line: Line;
  readonly measure: string | null;
  /** Of a total: its parts in this table, of the same measure. */
  readonly parts?: readonly Line[];
  readonly formula?: RowFormula;
  /**
   * A further breakdown of `of`: the row is the remainder after the parts named *därav*, or one of those. Neither is
   * ever summed into the total.
   */
  readonly breakdown?: { readonly role: 'remainder' | 'därav'; readonly of: Line };
}

/** The *uppställning* of an edition as one table states it. */
export interface LayoutStated {
  readonly kind: 'layout';
  readonly line: EditionLine;
  readonly edition: string;
  /** The table in its document; a later statement of the same table replaces it. */
  readonly table: string;
  /** Order among the tables of the edition: document's rank, then place. */
  readonly rank: number;
  readonly title: string;
  /** What the table prints its numbers in. */
  readonly unitOfMeasure: string;
  /**
   * Printed sign (canonical = sign × printed) per measure, and per `measure@column` for the columns of differences,
   * which one table may print otherwise than its amounts; 1 where absent.
   */
  readonly signs: Readonly<Record<string, 1 | -1>>;
  readonly rows: readonly LayoutRow[];
}

/** What a name and a move have, so that they can be corrected and withdrawn. */
interface Correctable {
  /** The declaration of this kind that it takes the place of. */
  readonly corrects?: string;
  /** Nothing takes its place. */
  readonly withdrawn?: true;
}

/** Names over time: the same line spelt otherwise, or one line that is several. */
export interface LineNamed extends Correctable {
  readonly kind: 'name';
  /** What a correction of it names. */
  readonly id?: string;
  readonly unit: string;
  readonly area: string;
  readonly line: Line;
  readonly is:
    | { readonly kind: 'alias'; readonly of: Line }
    | { readonly kind: 'merger'; readonly parts: readonly Line[] };
  /** Who judged an identity that no source states. */
  readonly judgedBy?: string;
  readonly source?: SourceCell;
}

/**
 * A perimeter changed (*organisationsförändring*): from a day on, what stood at one address stands at another, so that
 * figures of before can be compared with those of after.
 */
export interface Move {
  readonly unit: string;
  /** The part that moved, where it is not the whole unit with all that is below it. */
  readonly line?: Line;
  /** Only in this area; in all of them where absent. */
  readonly area?: string;
  /** The unit where it stands from then on; absent where that is outside the ledger. */
  readonly to?: string;
  /**
   * Its line there. Absent of a part: nobody has said which rows of `to` it came to; of a whole unit: the same lines as
   * before.
   */
  readonly toLine?: Line;
  /** A day, a month or a year. */
  readonly since: string;
  readonly words: string;
  /** Who judged what no source states. */
  readonly judgedBy?: string;
  readonly source?: SourceCell;
}

/** A move as it is declared, so that it can be corrected. */
export interface UnitMoved extends Move, Correctable {
  readonly kind: 'move';
  /** For telling two moves of the same day apart, whichever was recorded first; and what a correction of it names. */
  readonly id: string;
}

export type Declaration = EditionDeclared | LayoutStated | LineNamed | UnitMoved;

/**
 * Names, or moves, as corrections of them have it, each in the place of the first. Of two corrections of one the first
 * counts, and one of what is not there waits for it.
 */
export function standingDeclarations<D extends LineNamed | UnitMoved>(declared: readonly D[]): readonly D[] {
  const corrections = new Map<string, D>();
  for (const one of declared)
    if (one.corrects !== undefined && !corrections.has(one.corrects)) corrections.set(one.corrects, one);
  if (corrections.size === 0) return declared;
  return declared.flatMap((first) => {
    if (first.corrects !== undefined) return [];
    let stands = first;
    for (
      let next = corrections.get(first.id ?? '');
      next !== undefined;
      next = corrections.get(next.id ?? '')
    )
      stands = next;
    return stands.withdrawn === true ? [] : [stands];
  });
}
