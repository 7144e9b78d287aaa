import {
  NameTable,
  orderEditions,
  orderLayouts,
  type EditionDeclared,
  type LayoutStated,
  type LineNamed,
  type Reading,
  type Table,
  type Composition,
} from '#ledger';
import type { Model, NotedRow } from './model.js';

/**
 * What was declared of one line of editions by some position: its editions and layouts, in order. The tables and
 * compositions that follow from them are remembered beside them, by what else they depend on.
 */
export interface Declared {
  readonly editions: readonly EditionDeclared[];
  readonly layouts: readonly LayoutStated[];
  /** By the names in force, see {@link Structure}. */
  readonly structures: Map<NameTable, Structure>;
}

/** How the tables of one line of editions are built, under one set of declarations and names. */
export interface Structure {
  readonly tables: Map<string, Table>;
  /** By the key of the table and then by line. */
  readonly compositions: Map<string, Map<string, Composition | null>>;
  /** Likewise what the value of each line may depend on, beside what is stated of it. */
  readonly steps: Map<string, Map<string, readonly Reading[]>>;
  /** How many of both there are. */
  size: number;
  /** By edition and measure: what the edition's own layout makes, null where it has none. */
  readonly stated: Map<string, StatedTable | null>;
}

/** A table as its layouts alone have it, and all its lines, those beside the sums as well. */
export interface StatedTable {
  readonly table: Table;
  readonly lines: ReadonlySet<string>;
}

/** Beyond this a structure is begun anew: the lines of its editions kept changing. */
export const STRUCTURE_MAX = 20_000;
/** Sets of names under which one set of declarations is remembered. */
const NAMES_MAX = 4;

/** All declarations of one line of editions, answering for any position up to the head they were read at. */
export class ScopeDeclarations {
  readonly #rows: readonly NotedRow[];
  readonly #model: Model;
  readonly #at: Map<number, Declared>;

  /** `before`: what was read at an earlier head; rows are only ever added, so what it worked out still holds. */
  constructor(
    model: Model,
    scope: string,
    readonly head: number,
    before?: ScopeDeclarations,
  ) {
    this.#model = model;
    this.#rows = model.noted('line', scope).filter((row) => row.seq <= head);
    this.#at = before === undefined ? new Map<number, Declared>() : before.#at;
  }

  get size(): number {
    return this.#rows.length;
  }

  at(seq: number): Declared {
    const count = countUpTo(this.#rows, seq);
    let declared = this.#at.get(count);
    if (declared === undefined) {
      const records = this.#rows.slice(0, count).map((row) => this.#model.record(row.event, row.n));
      declared = {
        editions: orderEditions(records.filter((r): r is EditionDeclared => r.kind === 'edition')),
        layouts: orderLayouts(records.filter((r): r is LayoutStated => r.kind === 'layout')),
        structures: new Map(),
      };
      this.#at.set(count, declared);
    }
    return declared;
  }
}

/** All names of one unit and area, likewise. */
export class ScopeNames {
  readonly #rows: readonly NotedRow[];
  readonly #model: Model;
  readonly #at: Map<number, NameTable>;

  /** `before`: what was read at an earlier head; rows are only ever added, so what it worked out still holds. */
  constructor(
    model: Model,
    scope: string,
    readonly head: number,
    before?: ScopeNames,
  ) {
    this.#model = model;
    this.#rows = model.noted('names', scope).filter((row) => row.seq <= head);
    this.#at = before === undefined ? new Map<number, NameTable>() : before.#at;
  }

  at(seq: number): NameTable {
    const count = countUpTo(this.#rows, seq);
    if (count === 0) return NameTable.empty;
    let names = this.#at.get(count);
    if (names === undefined) {
      const records = this.#rows.slice(0, count).map((row) => this.#model.record(row.event, row.n));
      names = new NameTable(records.filter((r): r is LineNamed => r.kind === 'name'));
      this.#at.set(count, names);
    }
    return names;
  }
}

/** How many of the rows, which are ordered by seq, count by a seq. */
function countUpTo(rows: readonly NotedRow[], seq: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle] as NotedRow).seq <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function structureOf(declared: Declared, names: NameTable): Structure {
  let structure = declared.structures.get(names);
  if (structure === undefined || structure.size > STRUCTURE_MAX) {
    if (declared.structures.size >= NAMES_MAX) declared.structures.clear();
    structure = { tables: new Map(), compositions: new Map(), steps: new Map(), size: 0, stated: new Map() };
    declared.structures.set(names, structure);
  }
  return structure;
}
