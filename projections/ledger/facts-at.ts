import type { Change, NameTable, StatedDifference, Statement, UnitMoved } from '#ledger';
import type { Declared } from './declarations.js';
import type { Filed, FrameIndex } from './frame-index.js';

/** What stands for one reading. */
export interface Standing {
  readonly statements: readonly Statement[];
  readonly changes: readonly Change[];
  readonly differences: readonly StatedDifference[];
}

/** A frame as of one seq, with the names in force by then. */
export interface FrameAt {
  readonly index: FrameIndex;
  /** By resolved line; the index itself where there are no names. */
  readonly filed: (key: string) => readonly Filed[] | undefined;
  readonly names: NameTable;
  readonly standing: Map<string, Standing>;
}

/** What was read as of one seq, and stays so. */
export interface FactsAt {
  readonly frames: Map<string, FrameAt>;
  readonly declared: Map<string, Declared>;
  readonly names: Map<string, NameTable>;
  readonly moves: Map<string, readonly UnitMoved[]>;
}
