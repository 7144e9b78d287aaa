import type { Amount } from '#amount';
import { assess, assessRatio, printedTolerance, type Assessment, type AssertionTerm } from './assertion.js';
import { compareStanding, readingOf, type PlainEntry, type Statement, type StatedDifference } from './entry.js';
import { describeReading, readingKey, type Reading } from './figure.js';
import type { Evaluator } from './value.js';

/** What a printed number is held against. */
export type AssertionKind = 'sum' | 'net' | 'change' | 'deviation' | 'same-fact' | 'product' | 'ratio';

/** A printed number and what it should be; `places` are the entries concerned, the asserting one first. */
export interface Asserted extends Assessment {
  readonly entry: PlainEntry;
  readonly kind: AssertionKind;
  readonly reading: Reading;
  readonly stated: Amount;
  readonly computed: Amount;
  readonly places: readonly PlainEntry[];
  /** Of a follow-on: the entries among its terms whose printed number is itself off. */
  readonly roots: readonly PlainEntry[];
}

/** What the formula of a cell takes its term to be: the printed number beside the computed one. */
function termOf(evaluator: Evaluator, coefficient: bigint, reading: Reading, near: PlainEntry): AssertionTerm & { entry: Statement | null } {
  const value = evaluator.value(reading);
  const printed = nearest(evaluator, reading, near);
  return {
    coefficient,
    computed: value.amount,
    printed: printed?.says.kind === 'amount' ? printed.says.amount : null,
    tolerance: printed?.printed === undefined ? 0n : printedTolerance(printed.printed),
    entry: printed,
  };
}

/** The statement of a reading printed nearest to another entry: same table, else same document, else the one that stands. */
function nearest(evaluator: Evaluator, reading: Reading, near: PlainEntry): Statement | null {
  const statements = evaluator.facts
    .statements(evaluator.resolve(reading))
    .filter((s) => s.says.kind === 'amount')
    .sort(compareStanding);
  const source = near.source;
  return (
    statements.find((s) => s.source?.document === source?.document && s.source?.table === source?.table) ??
    statements.find((s) => s.source?.document === source?.document) ??
    statements[0] ??
    null
  );
}

/**
 * Everything printed of one reading held against what the ledger has of it: a total against its parts, a net against
 * its terms, a second statement against the one that stands. A blank asserts nothing.
 */
export function assertionsOf(evaluator: Evaluator, reading: Reading): Asserted[] {
  const at = evaluator.resolve(reading);
  const value = evaluator.value(at);
  const composition = evaluator.composition(at);
  const statements = [...evaluator.facts.statements(at)].sort(compareStanding);
  const found: Asserted[] = [];
  const isComputed = value.marks.has('computed') && composition !== null;
  for (const entry of statements) {
    if (entry.says.kind === 'notStated' || value.amount === null) continue;
    const stated = statedAmount(evaluator, entry);
    if (stated === null) continue;
    const own = entry.printed === undefined ? 0n : printedTolerance(entry.printed);
    if (isComputed) {
      found.push(againstTerms(evaluator, at, entry, stated, own));
    } else if (entry.id !== value.standing?.id && value.standing !== null) {
      const other = value.standing.printed === undefined ? 0n : printedTolerance(value.standing.printed);
      const assessment = assess(stated, value.amount, own, [
        { coefficient: 1n, computed: value.amount, printed: value.amount, tolerance: other },
      ]);
      found.push({
        ...assessment, entry, kind: 'same-fact', reading: at, stated, computed: value.amount,
        places: [entry, value.standing], roots: [],
      }); // prettier-ignore
    }
  }
  for (const entry of evaluator.facts.statedDifferences(at)) {
    const asserted = assertedDifference(evaluator, entry);
    if (asserted !== null) found.push(asserted);
  }
  return found;
}

function statedAmount(evaluator: Evaluator, entry: Statement): Amount | null {
  if (entry.says.kind === 'amount') return entry.says.amount;
  if (entry.says.kind === 'notStated') return null;
  let amount: Amount = entry.says.difference;
  for (const term of entry.says.terms) {
    const value = evaluator.value(term.reading).amount;
    if (value === null) return null;
    amount += term.coefficient * value;
  }
  return amount;
}

function againstTerms(evaluator: Evaluator, at: Reading, entry: Statement, stated: Amount, own: Amount): Asserted {
  const value = evaluator.value(at);
  const computed = value.amount ?? 0n;
  const composition = evaluator.composition(at);
  const base = { entry, reading: at, stated, computed };
  // The total of another table of the document, where it agrees with the one that is nearer to the parts.
  const standing = value.standing;
  if (composition === null) {
    return { ...base, ...assess(stated, computed, own), kind: 'same-fact', places: [entry], roots: [] };
  }
  if (composition.kind === 'formula' && composition.formula.operation !== 'sum') {
    const places = [entry, ...composition.terms.flatMap((t) => evaluator.statements(t.reading).standing ?? [])];
    const assessment =
      value.ratio === undefined
        ? assess(stated, computed, own)
        : assessRatio(stated, value.ratio, entry.printed?.unitOfMeasure === 'percent', own);
    const kind = composition.formula.operation === 'product' ? 'product' : 'ratio';
    return { ...base, ...assessment, kind, places, roots: [] };
  }
  const terms =
    composition.kind === 'total'
      ? composition.parts.map((part) => termOf(evaluator, 1n, part, entry))
      : composition.terms.map((t) => termOf(evaluator, t.coefficient, t.reading, entry));
  const assessment = assess(stated, computed, own, terms);
  const sameFact = standing !== null && standing.id !== entry.id && standing.source?.table !== entry.source?.table;
  const kind: AssertionKind = composition.kind === 'total' ? (sameFact ? 'same-fact' : 'sum') : 'net';
  const off = terms.filter((term) => term.entry !== null && term.printed !== term.computed);
  const roots = assessment.class === 'followOn' ? off.flatMap((term) => term.entry ?? []) : [];
  const places =
    sameFact && standing !== null
      ? [entry, standing]
      : [entry, ...terms.flatMap((term) => (term.entry === null ? [] : [term.entry]))];
  return { ...base, ...assessment, kind, places, roots };
}

function assertedDifference(evaluator: Evaluator, entry: StatedDifference): Asserted | null {
  const to = termOf(evaluator, 1n, entry.to, entry);
  const from = termOf(evaluator, -1n, entry.from, entry);
  if (to.computed === null || from.computed === null) return null;
  const computed = to.computed - from.computed;
  const own = entry.printed === undefined ? 0n : printedTolerance(entry.printed);
  const assessment = assess(entry.amount, computed, own, [to, from]);
  const places = [entry, ...[to.entry, from.entry].flatMap((e) => e ?? [])];
  const off = [to, from].filter((term) => term.entry !== null && term.printed !== term.computed);
  return {
    ...assessment,
    entry,
    kind: entry.to.basis === entry.from.basis ? 'change' : 'deviation',
    reading: evaluator.resolve(entry.to),
    stated: entry.amount,
    computed,
    places,
    roots: assessment.class === 'followOn' ? off.flatMap((term) => term.entry ?? []) : [],
  };
}

/** One discrepancy with the follow-ons that hold when its printed number is taken as it stands. */
export interface Discrepancy {
  readonly root: Asserted;
  readonly followOns: readonly Asserted[];
}

/** Groups what does not agree: each discrepancy with its follow-ons under it; roundings apart. */
export function groupDiscrepancies(asserted: readonly Asserted[]): {
  readonly discrepancies: readonly Discrepancy[];
  readonly roundings: readonly Asserted[];
} {
  const byEntry = new Map(asserted.map((a) => [a.entry.id, a]));
  const rootOf = (a: Asserted, seen: ReadonlySet<string>): Asserted => {
    for (const entry of a.roots) {
      const next = byEntry.get(entry.id);
      if (next === undefined || seen.has(entry.id)) continue;
      if (next.class === 'discrepancy') return next;
      if (next.class === 'followOn') return rootOf(next, new Set([...seen, entry.id]));
    }
    return a;
  };
  const groups = new Map<string, Asserted[]>();
  for (const a of asserted) if (a.class === 'discrepancy') groups.set(a.entry.id, []);
  for (const a of asserted) {
    if (a.class !== 'followOn') continue;
    const root = rootOf(a, new Set([a.entry.id]));
    const group = groups.get(root.entry.id);
    if (root === a || group === undefined) groups.set(a.entry.id, groups.get(a.entry.id) ?? []);
    else group.push(a);
  }
  const discrepancies = [...groups].flatMap(([id, followOns]) => {
    const root = byEntry.get(id);
    return root === undefined ? [] : [{ root, followOns }];
  });
  return { discrepancies, roundings: asserted.filter((a) => a.class === 'rounding') };
}

/** A text naming both places of a discrepancy. */
export function describeAsserted(asserted: Asserted): string {
  const place = (entry: PlainEntry): string => {
    const s = entry.source;
    return s === undefined ? describeReading(readingOf(entry)) : `${s.table}, ${s.row}, ${s.column}: ${s.printed}`;
  };
  return asserted.places.map(place).join(' / ');
}

export function assertionKey(asserted: Asserted): string {
  return `${asserted.entry.id}\u001f${readingKey(asserted.reading)}`;
}
