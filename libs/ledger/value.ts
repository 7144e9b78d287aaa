import type { Amount } from '#amount';
import type { RowFormula } from './declaration.js';
import { compareStanding, lowestStatus, type Change, type Statement, type Status } from './entry.js';
import type { Facts } from './facts.js';
import {
  CARRYING_BASES,
  editionLineOf,
  isUnallocated,
  lineKey,
  readingKey,
  START_EDITION,
  startsAtZero,
  UNALLOCATED,
  withLine,
  type Line,
  type Reading,
} from './figure.js';
import type { EditionDeclared } from './declaration.js';
import { operandReading, operate, type Ratio } from './operation.js';
import { carries, counts, editionBefore, Tables, type Table } from './table.js';

/** How a value came about, shown beside it (CONTRACT: marks). */
export type Mark =
  | 'carried'
  | 'computed'
  | 'inferred'
  | 'statedOnly'
  | 'partial'
  | 'notStated'
  | 'partsNotStated'
  | 'preliminary'
  | 'proposed'
  | 'forInformation'
  | 'judged'
  | 'circular'
  | 'withinPrecision'
  | 'notComparable'
  | 'restated';

/** The value of a reading (*värde*), in canonical sign; `amount` null where it has none. */
export interface Value {
  readonly amount: Amount | null;
  readonly marks: ReadonlySet<Mark>;
  readonly status: Status | null;
  /** The statement that stands, also where the value is computed from parts (then it is an assertion). */
  readonly standing: Statement | null;
  readonly ratio?: Ratio;
}

/** What a reading consists of, where it is not a leaf. */
export type Composition =
  | { readonly kind: 'total'; readonly parts: readonly Reading[]; readonly unallocated: Reading }
  | { readonly kind: 'formula'; readonly formula: RowFormula; readonly terms: readonly FormulaTerm[] }
  | { readonly kind: 'remainder'; readonly terms: readonly FormulaTerm[] };

export interface FormulaTerm {
  readonly coefficient: bigint;
  readonly reading: Reading;
}

const NO_MARKS: ReadonlySet<Mark> = new Set();
export const NO_VALUE: Value = { amount: null, marks: NO_MARKS, status: null, standing: null };
const NO_STATEMENTS = { standing: null, others: [], proposed: [] };
const CIRCULAR: Value = { ...NO_VALUE, marks: new Set<Mark>(['circular']) };
const ZERO_AT_START: Value = { amount: 0n, marks: NO_MARKS, status: 'adopted', standing: null };

/**
 * The value rule over one set of facts (one position). Answers are remembered, so an evaluator lives no longer than
 * its facts.
 */
export class Evaluator {
  readonly facts: Facts;
  readonly #values = new Map<string, Value>();
  readonly #beside = new Map<unknown, unknown>();
  readonly #tables: Tables;
  readonly #open = new Set<string>();
  readonly #circular = new Set<string>();

  /** @param tables of the same facts, where several evaluators in turn may share them */
  constructor(facts: Facts, tables: Tables = new Tables(facts)) {
    this.facts = facts;
    this.#tables = tables;
  }

  /**
   * What is worked out beside values of the same facts, made once and kept as long as this. (Kept in a WeakMap by
   * evaluator it would outlive it: a collection of young objects takes the values of an old WeakMap for living.)
   */
  beside<T>(make: (evaluator: Evaluator) => T): T {
    if (!this.#beside.has(make)) this.#beside.set(make, make(this));
    return this.#beside.get(make) as T;
  }

  /** The reading under the name all spellings of its line share. */
  resolve(reading: Reading): Reading {
    const names = this.facts.names(reading.unit, reading.area);
    return names.isEmpty ? reading : withLine(reading, names.resolve(reading.line));
  }

  edition(reading: Reading): EditionDeclared | undefined {
    return this.facts.editions(editionLineOf(reading)).find((e) => e.edition === reading.edition);
  }

  table(reading: Reading): Table {
    return this.#tables.of(reading, reading.edition, reading.measure);
  }

  /** The edition is known and its table has no such line. */
  isAbsent(reading: Reading): boolean {
    if (reading.edition === START_EDITION) return false;
    const at = this.resolve(reading);
    if (isUnallocated(at.line)) return this.isAbsent(withLine(at, at.line.slice(0, -1)));
    const composition = this.composition(at);
    if (composition !== null && composition.kind !== 'total') {
      return composition.terms.every((term) => this.isAbsent(term.reading));
    }
    const table = this.table(at);
    if (!table.known) return false;
    const key = lineKey(at.line);
    return !table.lines.has(key) && !table.memoranda.has(key) && composition === null;
  }

  /** How a reading is made up in its edition; null for a leaf. */
  composition(reading: Reading): Composition | null {
    const at = this.resolve(reading);
    if (isUnallocated(at.line) || at.edition === START_EDITION) return null;
    const formula = this.#tables.formula(at, at.edition, at.line, at.measure);
    if (formula !== null) {
      const terms = formula.terms.map((operand) => ({
        coefficient: operand.coefficient,
        reading: this.resolve(operandReading(at, operand)),
      }));
      return { kind: 'formula', formula, terms };
    }
    const table = this.table(at);
    const key = lineKey(at.line);
    const remainder = table.remainders.get(key);
    if (remainder !== undefined) {
      const terms = [
        { coefficient: 1n, reading: withLine(at, remainder.total) },
        ...remainder.memoranda.map((line) => ({ coefficient: -1n, reading: withLine(at, line) })),
      ];
      return { kind: 'remainder', terms };
    }
    const parts = table.parts.get(key) ?? this.#mergedParts(at, table);
    if (parts === null || parts.length === 0) return null;
    return {
      kind: 'total',
      parts: parts.map((line) => withLine(at, line)),
      unallocated: withLine(at, [...at.line, UNALLOCATED]),
    };
  }

  /** The statement that stands for the reading, and the others, which are assertions of the same fact. */
  statements(reading: Reading): {
    standing: Statement | null;
    others: readonly Statement[];
    proposed: readonly Statement[];
  } {
    const at = this.resolve(reading);
    const found = this.facts.statements(at);
    if (found.length === 0) return NO_STATEMENTS;
    const all = found.length === 1 ? found : [...found].sort(compareStanding);
    const edition = this.edition(at);
    const counting = all.filter((s) => counts(s.status, edition));
    const proposed = all.filter((s) => !counts(s.status, edition));
    return { standing: counting[0] ?? null, others: counting.slice(1), proposed };
  }

  /** The changes that build the value of an amending edition: those from the budget in force, that count. */
  inForceChanges(reading: Reading): readonly Change[] {
    const edition = this.edition(reading);
    return this.facts
      .changes(this.resolve(reading))
      .filter((c) => c.from === 'inForce' && counts(c.status, edition));
  }

  value(reading: Reading): Value {
    const at = this.resolve(reading);
    const key = readingKey(at);
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    if (this.#open.has(key)) {
      // Everything between the two visits is on the circle.
      let on = false;
      for (const open of this.#open) {
        if (open === key) on = true;
        if (on) this.#circular.add(open);
      }
      return CIRCULAR;
    }
    this.#open.add(key);
    let value: Value;
    try {
      value = this.#evaluate(at);
    } finally {
      this.#open.delete(key);
    }
    if (this.#circular.has(key))
      value = { ...NO_VALUE, marks: new Set(['circular']), standing: value.standing };
    // A value that rests on an unfinished circle is not remembered: it is asked again from outside.
    if (this.#open.size === 0 || !value.marks.has('circular')) this.#values.set(key, value);
    return value;
  }

  #evaluate(at: Reading): Value {
    if (at.edition === START_EDITION && startsAtZero(at)) return ZERO_AT_START;
    if (isUnallocated(at.line)) return this.#unallocated(withLine(at, at.line.slice(0, -1)));
    const composition = this.composition(at);
    if (composition === null) return this.#leaf(at);
    if (composition.kind === 'total') return this.#total(at, composition.parts);
    return this.#formula(at, composition);
  }

  #leaf(at: Reading): Value {
    const { standing } = this.statements(at);
    if (standing !== null) return this.#stated(at, standing);
    return this.#carried(at) ?? NO_VALUE;
  }

  #stated(at: Reading, standing: Statement): Value {
    const edition = this.edition(at);
    const status = standing.status ?? edition?.status ?? null;
    const marks = new Set<Mark>();
    if (standing.preliminary === true) marks.add('preliminary');
    if (standing.judgedBy !== undefined) marks.add('judged');
    if (standing.says.kind === 'notStated') {
      marks.add('notStated');
      return { amount: null, marks, status, standing };
    }
    if (standing.says.kind === 'amount') {
      markStatus(marks, status);
      return { amount: standing.says.amount, marks, status, standing };
    }
    marks.add('inferred');
    let amount: Amount | null = standing.says.difference;
    for (const term of standing.says.terms) {
      const value = this.value(term.reading);
      if (value.marks.has('circular')) marks.add('circular');
      amount = amount === null || value.amount === null ? null : amount + term.coefficient * value.amount;
    }
    markStatus(marks, status);
    return { amount, marks, status, standing };
  }

  /** In an amending edition: the value in the edition before, plus the changes that lead here from it. */
  #carried(at: Reading): Value | null {
    const line = editionLineOf(at);
    if (!CARRYING_BASES.has(at.basis)) return null;
    const editions = this.facts.editions(line);
    const declared = editions.find((e) => e.edition === at.edition);
    if (!carries(line, declared)) return null;
    const before = editionBefore(editions, at.edition);
    if (before === null) return null;
    const start = { ...at, edition: before.edition };
    const from = this.value(start);
    const changes = this.inForceChanges(at);
    let amount = from.amount;
    // A blank that nobody names in the amendment stays blank.
    if (isNotStated(from) && changes.length === 0)
      return { ...from, marks: new Set([...from.marks, 'carried']) };
    if (amount === null) {
      // From 0 only where the edition before is known and leaves the line out.
      if (changes.length === 0 || !this.isAbsent(start)) return null;
      amount = 0n;
    }
    let status = from.status;
    for (const change of changes) {
      amount += change.amount ?? 0n;
      status = lowestStatus(status, change.status ?? declared?.status ?? null);
    }
    const marks = new Set<Mark>(['carried']);
    for (const mark of from.marks) if (PROPAGATED.has(mark)) marks.add(mark);
    markStatus(marks, status);
    return { amount, marks, status, standing: null };
  }

  /**
   * Computed when every part is known or recorded as not stated; otherwise partial: what is stated of it, or in an
   * amending edition what its known parts and the carried *ofördelat* make.
   */
  #total(at: Reading, parts: readonly Reading[]): Value {
    const values = parts.map((part) => this.value(part));
    const { standing } = this.statements(at);
    const carried = this.#carriedUnallocated(at, parts);
    const stillPartial = carried !== null && carried.partial && carried.amount !== 0n;
    const complete = values.every((v) => v.amount !== null || isNotStated(v));
    const someKnown = values.some((v) => v.amount !== null);
    const whole =
      this.table(at).opened.has(lineKey(at.line)) && standing !== null && standing.says.kind !== 'notStated';
    const computed = complete && someKnown && !stillPartial && !whole;
    if (!computed && standing !== null) {
      const stated = this.#stated(at, standing);
      if (stated.amount === null && standing.says.kind !== 'notStated') return stated;
      if (stated.amount !== null) {
        return { ...stated, marks: new Set<Mark>([...stated.marks, 'statedOnly', 'partial']) };
      }
    }
    if (!computed && carried?.partial !== true) {
      if (complete && !someKnown) return { ...NO_VALUE, marks: new Set(['notStated', 'computed']), standing };
      if (standing !== null) return this.#stated(at, standing);
      return values.some((v) => v.marks.has('circular')) ? CIRCULAR : NO_VALUE;
    }
    const marks = new Set<Mark>([computed ? 'computed' : 'partial']);
    if (values.some((v) => isNotStated(v) || v.marks.has('partsNotStated'))) marks.add('partsNotStated');
    let status: Status | null = carried?.status ?? null;
    let sum = carried?.amount ?? 0n;
    for (const value of values) {
      for (const mark of value.marks) if (PROPAGATED.has(mark)) marks.add(mark);
      if (value.amount === null) continue;
      sum += value.amount;
      status = lowestStatus(status, value.status);
    }
    markStatus(marks, status);
    return { amount: sum, marks, status, standing };
  }

  /**
   * What an amending edition takes over of *ofördelat*, with the changes entered on the total itself. What was a leaf
   * before is wholly unallocated, unless all its parts are stated here.
   */
  #carriedUnallocated(
    at: Reading,
    parts: readonly Reading[],
  ): { amount: Amount; partial: boolean; status: Status | null } | null {
    const line = editionLineOf(at);
    const editions = this.facts.editions(line);
    const declared = editions.find((e) => e.edition === at.edition);
    if (!carries(line, declared)) return null;
    const before = editionBefore(editions, at.edition);
    let amount: Amount = 0n;
    let partial = false;
    let status: Status | null = null;
    if (before !== null) {
      const start = { ...at, edition: before.edition };
      const composition = this.composition(start);
      if (composition?.kind === 'total') {
        const total = this.value(start);
        amount = this.value(composition.unallocated).amount ?? 0n;
        partial = total.amount !== null && total.marks.has('partial');
        if (amount !== 0n) status = total.status;
      } else if (composition === null && !parts.every((part) => this.statements(part).standing !== null)) {
        const leaf = this.value(start);
        amount = leaf.amount ?? 0n;
        partial = leaf.amount !== null;
        status = leaf.status;
      }
    }
    for (const change of this.inForceChanges(at)) {
      amount += change.amount ?? 0n;
      status = lowestStatus(status, change.status ?? declared?.status ?? null);
    }
    return { amount, partial, status };
  }

  /** *Ofördelat*: the total less its known parts; 0 in a full edition whose parts are known. */
  #unallocated(total: Reading): Value {
    const composition = this.composition(total);
    if (composition?.kind !== 'total') return NO_VALUE;
    const value = this.value(total);
    if (value.amount === null) return NO_VALUE;
    let rest = value.amount;
    for (const part of composition.parts) rest -= this.value(part).amount ?? 0n;
    const marks = new Set<Mark>(['computed']);
    markStatus(marks, value.status);
    return { amount: rest, marks, status: value.status, standing: null };
  }

  #formula(at: Reading, composition: Extract<Composition, { kind: 'formula' | 'remainder' }>): Value {
    const { standing } = this.statements(at);
    const values = composition.terms.map((term) => this.value(term.reading));
    const known = values.filter((v) => v.amount !== null).length;
    const complete = values.every((v) => v.amount !== null || isNotStated(v));
    // A net whose term a source leaves blank is what the source states of it: the blank term is not a zero.
    if (known < values.length && standing !== null && standing.says.kind !== 'notStated') {
      const stated = this.#stated(at, standing);
      const marks = new Set<Mark>([...stated.marks, 'statedOnly']);
      if (complete) marks.add('partsNotStated');
      return { ...stated, marks };
    }
    if (known === 0) {
      const allBlank = values.length > 0 && values.every(isNotStated);
      if (values.some((v) => v.marks.has('circular')))
        return { ...NO_VALUE, marks: new Set(['circular']), standing };
      return allBlank
        ? { ...NO_VALUE, marks: new Set(['notStated', 'computed']), standing }
        : { ...NO_VALUE, standing };
    }
    const operation = composition.kind === 'formula' ? composition.formula.operation : 'sum';
    if (!complete || (operation !== 'sum' && known < values.length)) return { ...NO_VALUE, standing };
    const marks = new Set<Mark>(['computed']);
    if (known < values.length || values.some((v) => v.marks.has('partsNotStated')))
      marks.add('partsNotStated');
    let status: Status | null = null;
    for (const value of values) {
      for (const mark of value.marks) if (PROPAGATED.has(mark)) marks.add(mark);
      if (value.amount !== null) status = lowestStatus(status, value.status);
    }
    markStatus(marks, status);
    const operands = composition.terms.map((term, i) => term.coefficient * (values[i]?.amount ?? 0n));
    const percent = composition.kind === 'formula' && composition.formula.percent === true;
    return { ...operate(operation, operands, percent), marks, status, standing };
  }

  /** The parts of a merged line, where this edition has the parts and not the line itself. */
  #mergedParts(at: Reading, table: Table): readonly Line[] | null {
    if (table.lines.has(lineKey(at.line))) return null;
    const parts = this.facts.names(at.unit, at.area).mergerParts(at.line);
    const present = parts?.filter((part) => table.lines.has(lineKey(part))) ?? [];
    return present.length > 0 ? present : null;
  }
}

const PROPAGATED: ReadonlySet<Mark> = new Set<Mark>(['preliminary', 'inferred']);

export function isNotStated(value: Value): boolean {
  return value.amount === null && value.marks.has('notStated');
}

function markStatus(marks: Set<Mark>, status: Status | null): void {
  if (status === 'proposed' || status === 'forInformation') marks.add(status);
}
