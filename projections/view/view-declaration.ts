import type { UnitOfMeasure } from '#amount';
import type { EditionLine, Facts, Line, ViewSpec } from '#ledger';
import type { ViewRequest } from '../contract.js';
import type { SubjectKind } from '../runner/subjects.js';

/** The row of a risk: which line of which edition (*risk*). */
export interface AssessedRisk {
  readonly line: EditionLine;
  readonly edition: string;
  readonly risk: Line;
  /** The table that states it; empty where it was registered by hand. */
  readonly table: string;
}

/** What a view may look at when it decides on its rows and columns: declarations, never values. */
export interface ViewSurroundings {
  readonly facts: Facts;
  /** The lines of editions of the unit asked for and of every unit below it, by area and then unit. */
  readonly editionLines: readonly EditionLine[];
  /** Some units that have tables, in order: for who is told what there is. */
  someUnits(most: number): readonly string[];
  /** The name of a unit, in the words of the data. */
  unitName(unit: string): string;
  /** Whether anything of the kind is recorded of the unit or of one below it. */
  has(kind: SubjectKind): boolean;
  /** The risks that were assessed of a year, in the order in which that was recorded. */
  risks(year: string): readonly AssessedRisk[];
  /** The years that risks were assessed of, in order. */
  readonly riskYears: () => readonly string[];
  /** The measures that anything was ever said of in a line of editions, for where no layout tells its rows. */
  readonly measuresOf: (line: EditionLine) => readonly string[];
}

/**
 * A view as it is to be evaluated. Its sections have the same columns by id, but each reads them in editions of its own:
 * the frames of a board need not use the same ones.
 */
export interface DeclaredView {
  readonly columns: readonly { readonly id: string; readonly label: string }[];
  readonly unitOfMeasure: UnitOfMeasure;
  readonly sections: readonly ViewSpec[];
}

/** A view by its name: from what is asked for to rows and columns. */
export interface ViewDeclaration<Name extends ViewRequest['view'] = ViewRequest['view']> {
  readonly view: Name;
  /** @throws LedgerError UNKNOWN_UNIT, UNKNOWN_YEAR, UNKNOWN_EDITION … naming what there is */
  declare(request: Extract<ViewRequest, { view: Name }>, surroundings: ViewSurroundings): DeclaredView;
}
