import type { Amount } from '#amount';
import { changesBetween, times, type ChangeShare } from './changes.js';
import { compareText } from './entry.js';
import { isUnallocated, lineKey, readingKey, UNALLOCATED, withLine, type Reading } from './figure.js';
import { pairLines, type LinePair } from './pairing.js';
import {
  isNotStated,
  NO_VALUE,
  type Composition,
  type Evaluator,
  type FormulaTerm,
  type Mark,
  type Value,
} from './value.js';

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
  readonly parts: readonly SplitPart[];
  /** Who judged the identity that pairs the two lines, where no source states it. */
  readonly judgedBy: string | null;
}

export interface SplitPart {
  readonly coefficient: bigint;
  readonly split: Split;
}

/** The difference rule for any two readings, asked alone. */
export function difference(evaluator: Evaluator, from: Reading, to: Reading): Split {
  return new Differ(evaluator).split(evaluator.resolve(from), evaluator.resolve(to), true);
}

/** What is computed from readings as a sum of them, such as a column that is the difference of two others; with its value. */
export interface Summed {
  readonly terms: readonly FormulaTerm[];
  readonly value: Value;
}

/**
 * The difference rule for any two sums of readings: their terms are paired by place, each difference counts by its
 * coefficient, and what only one of them has is begun or ended. So the difference of two differences is explained by
 * those between their first and their second terms, and that of two single readings as it is alone.
 *
 * `alone`: a side without a value has no difference; otherwise it counts as nothing.
 */
export function differenceOfSums(evaluator: Evaluator, a: Summed, b: Summed, alone = true): Split {
  const differ = new Differ(evaluator);
  const [from, ...fromRest] = a.terms;
  const [to, ...toRest] = b.terms;
  if (from === undefined || to === undefined) throw new Error('a sum has at least one term');
  const resolved = { from: evaluator.resolve(from.reading), to: evaluator.resolve(to.reading) };
  if (fromRest.length === 0 && toRest.length === 0) return differ.split(resolved.from, resolved.to, alone);
  const sides = { ...resolved, fromValue: a.value, toValue: b.value, absentFrom: false, absentTo: false };
  if (alone && isMissing(sides)) return noDifference(sides, []);
  const parts: SplitPart[] = [];
  for (let place = 0; place < Math.max(a.terms.length, b.terms.length); place++) {
    const [x, y] = [a.terms[place], b.terms[place]];
    const one = (term: FormulaTerm, other: FormulaTerm, side: LinePair['side']): void => {
      const pair = [evaluator.resolve(term.reading), evaluator.resolve(other.reading)] as const;
      parts.push({ coefficient: term.coefficient, split: differ.split(...pair, false, side) });
    };
    if (x !== undefined && y?.coefficient === x.coefficient) {
      one(x, y, 'both');
      continue;
    }
    if (x !== undefined) one(x, x, 'from');
    if (y !== undefined) one(y, y, 'to');
  }
  return combine(sides, parts);
}

/** Two readings to compare, with what they are. As a part, `side` tells where a line is found in one table only. */
interface Sides {
  readonly from: Reading;
  readonly to: Reading;
  readonly fromValue: Value;
  readonly toValue: Value;
  readonly absentFrom: boolean;
  readonly absentTo: boolean;
}

class Differ {
  /** Pairs being opened: a table that names have made a circle of is not opened twice. */
  readonly #open = new Set<string>();

  constructor(readonly evaluator: Evaluator) {}

  /** `alone`: a side without a value has no difference; as a part of a total it counts as nothing. */
  split(from: Reading, to: Reading, alone: boolean, side: LinePair['side'] = 'both'): Split {
    const key = `${readingKey(from)}\u001d${readingKey(to)}`;
    if (this.#open.has(key)) return this.#leaf(this.#sides(from, to, side), alone);
    this.#open.add(key);
    const split = this.#opened(from, to, alone, side);
    this.#open.delete(key);
    return split;
  }

  #opened(from: Reading, to: Reading, alone: boolean, side: LinePair['side']): Split {
    const sides = this.#sides(from, to, side);
    const a = side === 'to' ? null : this.evaluator.composition(from);
    const b = side === 'from' ? null : this.evaluator.composition(to);
    if (side === 'both') {
      if (isLinear(a) && isLinear(b) && openable(sides)) return this.#formula(sides, a, b);
      // A leaf on one side and a total on the other are one line; a total against no line at all is its parts.
      const oneLine = (a === null && !sides.absentFrom) || (b === null && !sides.absentTo);
      if ((isTotal(a) || isTotal(b)) && !isFormula(a) && !isFormula(b) && !oneLine)
        return this.#total(sides, alone);
    }
    return this.#leaf(sides, alone);
  }

  #sides(from: Reading, to: Reading, side: LinePair['side']): Sides {
    const e = this.evaluator;
    const fromValue = side === 'to' ? NO_VALUE : e.value(from);
    const toValue = side === 'from' ? NO_VALUE : e.value(to);
    const absentFrom = side === 'to' || (fromValue.amount === null && e.isAbsent(from));
    const absentTo = side === 'from' || (toValue.amount === null && e.isAbsent(to));
    return { from, to, fromValue, toValue, absentFrom, absentTo };
  }

  #leaf(sides: Sides, alone: boolean): Split {
    const { from, to, fromValue, toValue } = sides;
    const changes = [...changesBetween(this.evaluator, from, to), ...this.#changesWithin(from, to)];
    if (alone && isMissing(sides)) return noDifference(sides, changes);
    const amount = (toValue.amount ?? 0n) - (fromValue.amount ?? 0n);
    return this.#explained(sides, amount, changes, [], this.#judgedBy(from, to));
  }

  /** What the changes leave of a difference has begun or ended where one side has no such line; else it is unexplained. */
  #explained(
    sides: Sides,
    amount: Amount,
    changes: readonly ChangeShare[],
    parts: readonly SplitPart[] = [],
    judgedBy: string | null = null,
  ): Split {
    const { from, to, fromValue, toValue, absentFrom, absentTo } = sides;
    const { changed, precision } = summed(changes);
    const rest = amount - changed;
    const begun = absentFrom && !absentTo ? rest : 0n;
    const ended = absentTo && !absentFrom ? rest : 0n;
    const unexplained = rest - begun - ended;
    const marks = marksOf(sides);
    if (judgedBy !== null) marks.add('judged');
    markPrecision(marks, unexplained, precision);
    return {
      from,
      to,
      fromValue,
      toValue,
      difference: amount,
      changes,
      changed,
      begun,
      ended,
      unexplained,
      precision,
      marks,
      parts,
      judgedBy,
    };
  }

  /** A net is the difference of its terms; a change entered on the net itself stands beside them. */
  #formula(sides: Sides, a: FormulaLike, b: FormulaLike): Split {
    const { from, to } = sides;
    const parts: SplitPart[] = termPairs(from, to, a, b).map((pair) => ({
      coefficient: pair.coefficient,
      split: this.split(pair.from, pair.to, false, this.#sideOf(pair)),
    }));
    const own = changesBetween(this.evaluator, from, to);
    if (own.length > 0) parts.push({ coefficient: 1n, split: this.#rest(sides, parts, own) });
    return combine(sides, parts);
  }

  /** A term of one formula only counts on its side only, whatever the other side has where the formula does not look. */
  #sideOf({ only, from, to }: TermPair): LinePair['side'] {
    if (only === null) return 'both';
    const other = this.evaluator.value(only === 'to' ? from : to);
    return other.amount === null ? 'both' : only;
  }

  #total(sides: Sides, alone: boolean): Split {
    const { from, to } = sides;
    const own = changesBetween(this.evaluator, from, to);
    if (alone && isMissing(sides)) return noDifference(sides, own);
    const parts: SplitPart[] = pairLines(this.evaluator, from, to).map(({ line, side }) => ({
      coefficient: 1n,
      split: this.split(withLine(from, line), withLine(to, line), false, side),
    }));
    const rest = this.#rest(sides, parts, own);
    const shown =
      rest.difference !== 0n ||
      rest.changes.length > 0 ||
      [rest.fromValue, rest.toValue].some((value) => value.amount !== null && value.amount !== 0n);
    if (shown) parts.push({ coefficient: 1n, split: rest });
    return combine(sides, parts);
  }

  /**
   * *Ofördelat* of a pair: what the two differ by beyond their paired parts, against the changes that were entered on
   * the totals themselves.
   */
  #rest(sides: Sides, parts: readonly SplitPart[], own: readonly ChangeShare[]): Split {
    const at = (reading: Reading): Reading => withLine(reading, [...reading.line, UNALLOCATED]);
    const value = (reading: Reading): Value =>
      isTotal(this.evaluator.composition(reading)) ? this.evaluator.value(at(reading)) : NO_VALUE;
    let amount = (sides.toValue.amount ?? 0n) - (sides.fromValue.amount ?? 0n);
    for (const { coefficient, split } of parts) amount -= coefficient * (split.difference ?? 0n);
    const { from, to, absentFrom, absentTo } = sides;
    const rest = {
      from: at(from),
      to: at(to),
      fromValue: value(from),
      toValue: value(to),
      absentFrom,
      absentTo,
    };
    const split = this.#explained(rest, amount, own);
    // It is what is left, also where a part or the total itself has no value.
    return { ...split, marks: new Set([...split.marks].filter((mark) => mark === 'withinPrecision')) };
  }

  /** Of a line that is opened on one side at most: the changes entered on its parts or terms. */
  #changesWithin(from: Reading, to: Reading, seen: ReadonlySet<string> = new Set()): ChangeShare[] {
    if (isUnallocated(from.line)) return [];
    const a = this.evaluator.composition(from);
    const b = this.evaluator.composition(to);
    if (a === null && b === null) return [];
    const key = `${from.measure}\u001f${lineKey(from.line)}`;
    if (seen.has(key)) return [];
    const deeper = new Set([...seen, key]);
    const pairs = new Map<string, { coefficient: bigint; from: Reading; to: Reading }>();
    for (const composition of [a, b]) {
      if (!isTotal(composition)) continue;
      for (const { line } of composition.parts) {
        pairs.set(lineKey(line), { coefficient: 1n, from: withLine(from, line), to: withLine(to, line) });
      }
    }
    const terms =
      isLinear(a) || isLinear(b) ? termPairs(from, to, isLinear(a) ? a : null, isLinear(b) ? b : null) : [];
    return [...pairs.values(), ...terms].flatMap((pair) =>
      [
        ...changesBetween(this.evaluator, pair.from, pair.to),
        ...this.#changesWithin(pair.from, pair.to, deeper),
      ].map((share) => times(pair.coefficient, share)),
    );
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

function isTotal(composition: Composition | null): composition is Extract<Composition, { kind: 'total' }> {
  return composition?.kind === 'total';
}

function isFormula(composition: Composition | null): composition is FormulaLike {
  return composition !== null && composition.kind !== 'total';
}

/** A sum of terms; a product or a ratio has no difference of parts. */
function isLinear(composition: Composition | null): composition is FormulaLike {
  return (
    isFormula(composition) && (composition.kind === 'remainder' || composition.formula.operation === 'sum')
  );
}

/** Both sides are what their terms make, or are not there at all: what a source alone states has no terms to show. */
function openable({ fromValue, toValue, absentFrom, absentTo }: Sides): boolean {
  const made = (value: Value, absent: boolean): boolean =>
    absent || (value.amount !== null && value.marks.has('computed'));
  return made(fromValue, absentFrom) && made(toValue, absentTo) && !(absentFrom && absentTo);
}

interface TermPair {
  readonly coefficient: bigint;
  readonly from: Reading;
  readonly to: Reading;
  /** The side whose formula alone has the term; null where both have it. */
  readonly only: 'from' | 'to' | null;
}

/** The terms of two formulas paired by measure, line and coefficient; a term of one side only is named for both. */
function termPairs(from: Reading, to: Reading, a: FormulaLike | null, b: FormulaLike | null): TermPair[] {
  const pairs = new Map<string, { coefficient: bigint; from?: Reading; to?: Reading }>();
  const put = (side: 'from' | 'to', at: Reading, composition: FormulaLike | null): void => {
    const seen = new Map<string, number>();
    for (const { coefficient, reading } of composition?.terms ?? []) {
      const base = [
        reading.measure,
        lineKey(reading.line),
        coefficient,
        reading.basis === at.basis,
        reading.period === at.period,
      ].join('\u001f');
      const nth = seen.get(base) ?? 0;
      seen.set(base, nth + 1);
      const key = `${base}\u001f${nth}`;
      pairs.set(key, { coefficient, ...pairs.get(key), [side]: reading });
    }
  };
  put('from', from, a);
  put('to', to, b);
  const moved = (reading: Reading, base: Reading, other: Reading): Reading => ({
    ...reading,
    unit: other.unit,
    area: other.area,
    basis: reading.basis === base.basis ? other.basis : reading.basis,
    period: reading.period === base.period ? other.period : reading.period,
    edition: reading.edition === base.edition ? other.edition : reading.edition,
  });
  return [...pairs.values()].map((pair) => ({
    coefficient: pair.coefficient,
    from: pair.from ?? moved(pair.to as Reading, to, from),
    to: pair.to ?? moved(pair.from as Reading, from, to),
    only: pair.from === undefined ? 'to' : pair.to === undefined ? 'from' : null,
  }));
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

/** A side is there and has no value, or both are missing: asked alone, such a pair has no difference. */
function isMissing({ fromValue, toValue, absentFrom, absentTo }: Sides): boolean {
  const hole = (value: Value, absent: boolean): boolean => value.amount === null && !absent;
  return hole(fromValue, absentFrom) || hole(toValue, absentTo) || (absentFrom && absentTo);
}

function marksOf({ fromValue, toValue, absentFrom, absentTo }: Sides): Set<Mark> {
  const marks = new Set<Mark>();
  for (const [value, absent] of [
    [fromValue, absentFrom],
    [toValue, absentTo],
  ] as const) {
    if (isNotStated(value)) marks.add('notStated');
    else if (value.amount === null && !absent) marks.add('partial');
    if (value.marks.has('circular')) marks.add('circular');
    if (value.marks.has('inferred')) marks.add('inferred');
  }
  return marks;
}

function markPrecision(marks: Set<Mark>, unexplained: Amount, precision: Amount): void {
  const size = unexplained < 0n ? -unexplained : unexplained;
  if (size !== 0n && size <= precision) marks.add('withinPrecision');
}

const PROPAGATED: readonly Mark[] = ['notStated', 'partial', 'circular', 'judged', 'inferred'];

function combine(sides: Sides, parts: readonly SplitPart[]): Split {
  const sum = { difference: 0n, changed: 0n, begun: 0n, ended: 0n, unexplained: 0n, precision: 0n };
  const changes: ChangeShare[] = [];
  const marks = new Set<Mark>();
  const judged: string[] = [];
  for (const { coefficient, split } of parts) {
    sum.difference += coefficient * (split.difference ?? 0n);
    sum.changed += coefficient * split.changed;
    sum.begun += coefficient * split.begun;
    sum.ended += coefficient * split.ended;
    sum.unexplained += coefficient * split.unexplained;
    sum.precision += (coefficient < 0n ? -coefficient : coefficient) * split.precision;
    for (const share of split.changes) changes.push(times(coefficient, share));
    for (const mark of PROPAGATED) if (split.marks.has(mark)) marks.add(mark);
    if (split.judgedBy !== null) judged.push(split.judgedBy);
  }
  markPrecision(marks, sum.unexplained, sum.precision);
  const { from, to, fromValue, toValue } = sides;
  return {
    from,
    to,
    fromValue,
    toValue,
    ...sum,
    changes,
    marks,
    parts,
    judgedBy: judged.sort(compareText)[0] ?? null,
  };
}

function noDifference(
  { from, to, fromValue, toValue, ...absent }: Sides,
  changes: readonly ChangeShare[],
): Split {
  return {
    from,
    to,
    fromValue,
    toValue,
    difference: null,
    changes,
    changed: 0n,
    begun: 0n,
    ended: 0n,
    unexplained: 0n,
    precision: 0n,
    marks: marksOf({ from, to, fromValue, toValue, ...absent }),
    parts: [],
    judgedBy: null,
  };
}
