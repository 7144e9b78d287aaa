import type { Amount } from '#amount';
import type { Change } from './entry.js';
import {
  editionLineOf,
  isUnallocated,
  lineKey,
  readingKey,
  sameSeries,
  startsWith,
  UNALLOCATED,
  withLine,
  type Line,
  type Reading,
} from './figure.js';
import { counts, isNotStated, NO_VALUE, type Composition, type Evaluator, type Mark, type Value } from './value.js';

/** A change as one pair of readings meets it: `amount` in the direction asked, null where the source states none. */
export interface ChangeShare {
  readonly change: Change;
  readonly amount: Amount | null;
  /** A proposed change in an edition that is not a proposal is listed and not counted. */
  readonly counted: boolean;
}

/** b − a = changes + begun + ended + unexplained, exactly; `difference` null where a side has no value. */
export interface Split {
  readonly from: Reading;
  readonly to: Reading;
  readonly fromValue: Value;
  readonly toValue: Value;
  readonly difference: Amount | null;
  readonly changes: readonly ChangeShare[];
  readonly changed: Amount;
  readonly begun: Amount;
  readonly ended: Amount;
  readonly unexplained: Amount;
  /** The summed precision of the counted changes. */
  readonly precision: Amount;
  readonly marks: ReadonlySet<Mark>;
  /** Of a total: its lines paired; of a formula: its terms, each to be multiplied by its coefficient. */
  readonly parts: readonly { readonly coefficient: bigint; readonly split: Split }[];
  /** Who judged the identity that pairs the two lines, where no source states it. */
  readonly judgedBy: string | null;
}

/** The difference rule for any two readings, asked alone. */
export function difference(evaluator: Evaluator, from: Reading, to: Reading): Split {
  return new Differ(evaluator).split(evaluator.resolve(from), evaluator.resolve(to), true);
}

class Differ {
  constructor(readonly evaluator: Evaluator) {}

  /** `alone`: a side without a value has no difference; as a part of a total it counts as nothing. */
  split(from: Reading, to: Reading, alone: boolean): Split {
    const a = this.evaluator.composition(from);
    const b = this.evaluator.composition(to);
    if (isFormula(a) && isFormula(b)) {
      const terms = this.#formula(from, to, a, b, alone);
      if (terms !== null) return terms;
    } else if (!isFormula(a) && !isFormula(b) && (a !== null || b !== null)) {
      // A leaf on one side and a total on the other are one line; a total against no line at all is its parts.
      const oneLine = (a === null && !this.evaluator.isAbsent(from)) || (b === null && !this.evaluator.isAbsent(to));
      if (!oneLine) return this.#total(from, to, alone);
    }
    return this.#leaf(from, to, alone);
  }

  #leaf(from: Reading, to: Reading, alone: boolean): Split {
    const e = this.evaluator;
    const fromValue = e.value(from);
    const toValue = e.value(to);
    const absentFrom = fromValue.amount === null && e.isAbsent(from);
    const absentTo = toValue.amount === null && e.isAbsent(to);
    const missing =
      (fromValue.amount === null && !absentFrom) || (toValue.amount === null && !absentTo) || (absentFrom && absentTo);
    const marks = new Set<Mark>();
    for (const value of [fromValue, toValue]) {
      if (isNotStated(value)) marks.add('notStated');
      if (value.marks.has('circular')) marks.add('circular');
      if (value.marks.has('inferred')) marks.add('inferred');
    }
    const changes = [...this.#changes(from, to), ...this.#changesBelow(from, to)];
    if (alone && missing) return noDifference(from, to, fromValue, toValue, changes, marks);
    const total = (toValue.amount ?? 0n) - (fromValue.amount ?? 0n);
    const { changed, precision } = summed(changes);
    const rest = total - changed;
    const begun = absentFrom && !absentTo ? rest : 0n;
    const ended = absentTo && !absentFrom ? rest : 0n;
    const unexplained = rest - begun - ended;
    if (unexplained !== 0n && magnitude(unexplained) <= precision) marks.add('withinPrecision');
    const judgedBy = this.#judgedBy(from, to);
    if (judgedBy !== null) marks.add('judged');
    return {
      from, to, fromValue, toValue, difference: total, changes, changed, begun, ended, unexplained, precision, marks,
      parts: [], judgedBy,
    }; // prettier-ignore
  }

  /** Of a line that is a total on one side only: the changes entered on its parts. */
  #changesBelow(from: Reading, to: Reading): ChangeShare[] {
    const below = new Map<string, Line>();
    for (const reading of [from, to]) {
      for (const line of this.#below(reading, reading.line)) below.set(lineKey(line), line);
    }
    return [...below.values()].flatMap((line) => this.#changes(withLine(from, line), withLine(to, line)));
  }

  #formula(from: Reading, to: Reading, a: FormulaLike, b: FormulaLike, alone: boolean): Split | null {
    const e = this.evaluator;
    const fromValue = e.value(from);
    const toValue = e.value(to);
    const linear = [a, b].every((c) => c.kind === 'remainder' || c.formula.operation === 'sum');
    const computed = fromValue.marks.has('computed') && toValue.marks.has('computed');
    if (!linear || !computed || fromValue.amount === null || toValue.amount === null) return null;
    const pairs = new Map<string, { coefficient: bigint; from: Reading; to: Reading }>();
    for (const [side, composition] of [[0, a], [1, b]] as const) {
      for (const term of composition.terms) {
        const key = `${term.reading.measure}\u001f${lineKey(term.reading.line)}\u001f${term.coefficient}`;
        const other = { measure: term.reading.measure, line: term.reading.line };
        if (!pairs.has(key)) {
          pairs.set(key, {
            coefficient: term.coefficient,
            from: side === 0 ? term.reading : { ...from, ...other },
            to: side === 1 ? term.reading : { ...to, ...other },
          });
        }
      }
    }
    const parts = [...pairs.values()].map((p) => ({ coefficient: p.coefficient, split: this.split(p.from, p.to, false) }));
    return combine(from, to, fromValue, toValue, parts, alone);
  }

  #total(from: Reading, to: Reading, alone: boolean): Split {
    const e = this.evaluator;
    const fromValue = e.value(from);
    const toValue = e.value(to);
    if (alone && (this.#hole(from, fromValue) || this.#hole(to, toValue))) {
      return noDifference(from, to, fromValue, toValue, this.#changes(from, to), new Set());
    }
    const pairs = this.#pair(from, to);
    const parts = pairs.map((pair) => ({
      coefficient: 1n,
      split: this.split(withLine(from, pair.from), withLine(to, pair.to), false),
    }));
    parts.push({ coefficient: 1n, split: this.#unallocated(from, to, fromValue, toValue, parts) });
    const marks = new Set<Mark>();
    return combine(from, to, fromValue, toValue, parts, alone, marks);
  }

  /**
   * *Ofördelat* of a pair of totals: what the two totals differ by beyond their paired lines, against the changes that
   * were entered on the totals themselves.
   */
  #unallocated(
    from: Reading,
    to: Reading,
    fromValue: Value,
    toValue: Value,
    parts: readonly { readonly split: Split }[],
  ): Split {
    const changes = this.#changes(from, to);
    const { changed, precision } = summed(changes);
    let rest = (toValue.amount ?? 0n) - (fromValue.amount ?? 0n);
    for (const part of parts) rest -= part.split.difference ?? 0n;
    const marks = new Set<Mark>();
    const unexplained = rest - changed;
    if (unexplained !== 0n && magnitude(unexplained) <= precision) marks.add('withinPrecision');
    const at = (reading: Reading): Reading => withLine(reading, [...reading.line, UNALLOCATED]);
    const value = (reading: Reading): Value =>
      this.evaluator.composition(reading)?.kind === 'total' ? this.evaluator.value(at(reading)) : NO_VALUE;
    return {
      from: at(from), to: at(to), fromValue: value(from), toValue: value(to), difference: rest, changes, changed,
      begun: 0n, ended: 0n, unexplained, precision, marks, parts: [], judgedBy: null,
    }; // prettier-ignore
  }

  #hole(reading: Reading, value: Value): boolean {
    return value.amount === null && !this.evaluator.isAbsent(reading);
  }

  /**
   * Pairs the parts of two totals by line. A total that stands on one side only is replaced by its parts; a line that
   * is a leaf on one side and a total on the other is one line, and takes the lines below it from the other side.
   */
  #pair(from: Reading, to: Reading): { from: Line; to: Line }[] {
    const sides = [this.#side(from), this.#side(to)] as const;
    for (let changed = true; changed; ) {
      changed = false;
      for (const [mine, other] of [[sides[0], sides[1]], [sides[1], sides[0]]] as const) {
        for (const [key, line] of mine.lines) {
          if (other.lines.has(key)) continue;
          const below = this.#below(other.reading, line).filter((part) => other.lines.has(lineKey(part)));
          const here = this.evaluator.composition(withLine(mine.reading, line));
          if (here?.kind === 'total') {
            // A total on both sides, met at different depths, is opened as well: its lines pair one by one.
            mine.lines.delete(key);
            for (const part of here.parts) mine.lines.set(lineKey(part.line), part.line);
            const rest = this.evaluator.value(here.unallocated);
            if (rest.amount !== null && rest.amount !== 0n) mine.lines.set(lineKey(here.unallocated.line), here.unallocated.line);
            changed = true;
          } else if (below.length > 0) {
            for (const part of below) other.lines.delete(lineKey(part));
            other.lines.set(key, line);
            changed = true;
          }
          if (changed) break;
        }
        if (changed) break;
      }
    }
    const order = [...sides[0].lines.keys(), ...[...sides[1].lines.keys()].filter((key) => !sides[0].lines.has(key))];
    return order.map((key) => {
      const line = sides[0].lines.get(key) ?? (sides[1].lines.get(key) as Line);
      return { from: line, to: line };
    });
  }

  #side(reading: Reading): { reading: Reading; lines: Map<string, Line> } {
    const composition = this.evaluator.composition(reading);
    const lines = composition?.kind === 'total' ? composition.parts.map((part) => part.line) : [];
    return { reading, lines: new Map(lines.map((line) => [lineKey(line), line])) };
  }

  /** Every line below a total in the table of a reading, at any depth. */
  #below(reading: Reading, line: Line, seen: ReadonlySet<string> = new Set()): Line[] {
    const key = lineKey(line);
    if (seen.has(key)) return [];
    const composition = this.evaluator.composition(withLine(reading, line));
    if (composition?.kind !== 'total') return [];
    const deeper = new Set([...seen, key]);
    return composition.parts.flatMap((part) => [part.line, ...this.#below(reading, part.line, deeper)]);
  }

  /**
   * The changes entered for just this pair; else those along the shortest chain of pairs, forward between the two
   * within one series, that have changes of their own or are single steps.
   */
  #changes(from: Reading, to: Reading): ChangeShare[] {
    if (isUnallocated(from.line)) {
      const total = from.line.slice(0, -1);
      return this.#changes(withLine(from, total), withLine(to, total));
    }
    if (!sameSeries(from, to)) return this.#direct(from, to);
    const editions = this.evaluator.facts.editions(editionLineOf(from)).map((e) => e.edition);
    const position = (edition: string): number => (edition === 'start' ? -1 : editions.indexOf(edition));
    const [first, last] = [position(from.edition), position(to.edition)];
    if (first === last) return [];
    if (first > last) return this.#chain(to, editions, last, first).map(negated);
    return this.#chain(from, editions, first, last);
  }

  #chain(from: Reading, editions: readonly string[], first: number, last: number): ChangeShare[] {
    const at = (index: number): Reading => ({ ...from, edition: index < 0 ? 'start' : (editions[index] as string) });
    const own = new Map<number, { step: number; share: ChangeShare[] }[]>();
    for (let end = first + 1; end <= last; end++) {
      for (let start = first; start < end; start++) {
        const share = this.#own(at(start), at(end), start === end - 1);
        if (share.length === 0 && start !== end - 1) continue;
        const list = own.get(start) ?? [];
        list.push({ step: end, share });
        own.set(start, list);
      }
    }
    // Fewest pairs from each point to the end, counted backwards; going forwards the earliest first step wins a tie.
    const distance = new Map<number, number>([[last, 0]]);
    for (let index = last - 1; index >= first; index--) {
      let best = Infinity;
      for (const { step } of own.get(index) ?? []) best = Math.min(best, 1 + (distance.get(step) ?? Infinity));
      distance.set(index, best);
    }
    const shares: ChangeShare[] = [];
    for (let index = first; index < last; ) {
      const steps = (own.get(index) ?? []).filter(({ step }) => distance.get(step) === (distance.get(index) ?? 0) - 1);
      const next = steps.sort((x, y) => x.step - y.step)[0];
      if (next === undefined) return [];
      shares.push(...next.share);
      index = next.step;
    }
    return shares;
  }

  /** Changes entered for one forward pair of a series; those from the budget in force where the pair is a single step. */
  #own(from: Reading, to: Reading, single: boolean): ChangeShare[] {
    const edition = this.evaluator.edition(to);
    const key = readingKey(from);
    return this.evaluator.facts
      .changes(to)
      .filter((c) => (c.from === 'inForce' ? single : readingKey(this.evaluator.resolve(c.from)) === key))
      .map((change) => ({ change, amount: change.amount, counted: counts(change.status, edition) }))
      .sort(byId);
  }

  /** Changes entered for a pair across bases, periods or lines, in either direction. */
  #direct(from: Reading, to: Reading): ChangeShare[] {
    return [...this.#own(from, to, false), ...this.#own(to, from, false).map(negated)];
  }

  #judgedBy(from: Reading, to: Reading): string | null {
    const names = this.evaluator.facts.names(to.unit, to.area);
    if (names.isEmpty) return null;
    for (const reading of [from, to]) {
      for (const statement of this.evaluator.facts.statements(reading)) {
        const judge = names.judgedBy(statement.reading.line);
        if (judge !== null) return judge;
      }
    }
    return null;
  }
}

type FormulaLike = Extract<Composition, { kind: 'formula' | 'remainder' }>;

function isFormula(composition: Composition | null): composition is FormulaLike {
  return composition !== null && composition.kind !== 'total';
}

function negated(share: ChangeShare): ChangeShare {
  return { ...share, amount: share.amount === null ? null : -share.amount };
}

function byId(a: ChangeShare, b: ChangeShare): number {
  return a.change.id < b.change.id ? -1 : 1;
}

function summed(changes: readonly ChangeShare[]): { changed: Amount; precision: Amount } {
  let changed = 0n;
  let precision = 0n;
  for (const share of changes) {
    if (!share.counted || share.amount === null) continue;
    changed += share.amount;
    precision += share.change.precision;
  }
  return { changed, precision };
}

function magnitude(amount: Amount): Amount {
  return amount < 0n ? -amount : amount;
}

function combine(
  from: Reading,
  to: Reading,
  fromValue: Value,
  toValue: Value,
  parts: readonly { readonly coefficient: bigint; readonly split: Split }[],
  alone: boolean,
  marks = new Set<Mark>(),
): Split {
  let changed = 0n;
  let begun = 0n;
  let ended = 0n;
  let unexplained = 0n;
  let precision = 0n;
  let difference = 0n;
  const changes: ChangeShare[] = [];
  const judged = new Set<string>();
  for (const { coefficient, split } of parts) {
    difference += coefficient * (split.difference ?? 0n);
    changed += coefficient * split.changed;
    begun += coefficient * split.begun;
    ended += coefficient * split.ended;
    unexplained += coefficient * split.unexplained;
    precision += split.precision;
    for (const share of split.changes) {
      changes.push({ ...share, amount: share.amount === null ? null : coefficient * share.amount });
    }
    for (const mark of ['notStated', 'circular', 'judged', 'inferred'] as const) if (split.marks.has(mark)) marks.add(mark);
    if (split.judgedBy !== null) judged.add(split.judgedBy);
  }
  if (unexplained !== 0n && magnitude(unexplained) <= precision) marks.add('withinPrecision');
  const missing = fromValue.amount === null && toValue.amount === null;
  return {
    from, to, fromValue, toValue, difference: alone && missing ? null : difference, changes, changed, begun, ended,
    unexplained, precision, marks, parts, judgedBy: [...judged].sort()[0] ?? null,
  }; // prettier-ignore
}

function noDifference(
  from: Reading,
  to: Reading,
  fromValue: Value,
  toValue: Value,
  changes: readonly ChangeShare[],
  marks: ReadonlySet<Mark>,
): Split {
  return {
    from, to, fromValue, toValue, difference: null, changes, changed: 0n, begun: 0n, ended: 0n, unexplained: 0n,
    precision: 0n, marks, parts: [], judgedBy: null,
  }; // prettier-ignore
}

/** Whether a line is the other or lies below it by path; exported for lists that group lines. */
export function isBelow(line: Line, total: Line): boolean {
  return line.length > total.length && startsWith(line, total);
}
