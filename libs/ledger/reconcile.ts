import type { Amount } from '#amount';
import { assess, assessRatio, printedTolerance, type Assessment, type AssertionTerm } from './assertion.js';
import {
  compareStanding,
  readingOf,
  type Saying,
  type PlainEntry,
  type Statement,
  type StatedDifference,
} from './entry.js';
import type { LayoutStated } from './declaration.js';
import { editionLineOf, lineKey, readingKey, withLine, type Reading } from './figure.js';
import { breakdownIn, counts } from './table.js';
import { isNotStated, type Composition, type Evaluator } from './value.js';

/**
 * What a printed number is held against: its parts, its terms, an edition, another basis, another statement of the same
 * fact, its factors, the figure to date before it, the approval in force; or a table, by a number of running text.
 */
export const ASSERTION_KINDS = [
  'sum',
  'net',
  'deviation',
  'change',
  'same-fact',
  'product',
  'cumulative',
  'limit',
  'text',
] as const;
export type AssertionKind = (typeof ASSERTION_KINDS)[number];

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
  /** Of a net: held against the nets of its lines, beside what it is held against for its own terms. */
  readonly acrossLines?: true;
}

/** A term of a cell's own formula, with the entries that print it. */
export interface PrintedTerm extends AssertionTerm {
  readonly entries: readonly Statement[];
}

/** What the formula of a cell takes its term to be: the printed number beside the computed one. */
export function termOf(
  evaluator: Evaluator,
  coefficient: bigint,
  asked: Reading,
  near: PlainEntry,
): PrintedTerm {
  const reading = evaluator.resolve(asked);
  const computed = evaluator.value(reading).amount;
  const entries = nearest(evaluator, reading, near);
  if (entries.length === 0) return { coefficient, computed, printed: null, tolerance: 0n, entries };
  const tolerance = entries.reduce((sum, entry) => sum + toleranceOf(entry), 0n);
  const printed = entries.reduce((sum, entry) => sum + (amountOf(entry) ?? 0n), 0n);
  return { coefficient, computed, printed, tolerance, entries };
}

/**
 * The statements of a reading printed nearest to another entry: in the same table (where a total may be printed as a
 * remainder and its *därav*), else in the same document, else the one that stands.
 */
function nearest(evaluator: Evaluator, reading: Reading, near: PlainEntry): readonly Statement[] {
  const statements = amountsOf(evaluator, reading);
  const { source } = near;
  if (source !== undefined) {
    const inTable = (entry: Statement): boolean =>
      entry.source?.document === source.document && entry.source.table === source.table;
    const own = statements.find(inTable);
    if (own !== undefined) return [own];
    const names = evaluator.facts.names(reading.unit, reading.area);
    const layout = layoutOf(evaluator, reading, near);
    const split = layout === null ? [] : breakdownIn(layout, reading.line, reading.measure, names);
    // A remainder is not held against itself.
    const itself = split.some(
      (line) => readingKey(withLine(reading, line)) === readingKey(evaluator.resolve(readingOf(near))),
    );
    const found = split.flatMap((line) => amountsOf(evaluator, withLine(reading, line)).find(inTable) ?? []);
    if (found.length > 0 && !itself) return found;
    const inDocument = statements.find((entry) => entry.source?.document === source.document);
    if (inDocument !== undefined) return [inDocument];
  }
  return statements.slice(0, 1);
}

/** The statements of a reading that are amounts and count, the one that stands first. */
export function amountsOf(evaluator: Evaluator, reading: Reading): readonly Statement[] {
  const edition = evaluator.edition(reading);
  return evaluator.facts
    .statements(reading)
    .filter((entry) => entry.says.kind === 'amount' && counts(entry.status, edition))
    .sort(compareStanding);
}

function amountOf(entry: Statement): Amount | null {
  return entry.says.kind === 'amount' ? entry.says.amount : null;
}

export function toleranceOf(entry: PlainEntry): Amount {
  return entry.printed === undefined ? 0n : printedTolerance(entry.printed);
}

/** The layout of the table that an entry is printed in, for the edition of a reading. */
function layoutOf(evaluator: Evaluator, reading: Reading, entry: PlainEntry): LayoutStated | null {
  const { source } = entry;
  if (source === undefined) return null;
  const layouts = evaluator.facts.layouts(editionLineOf(reading));
  return layouts.find((l) => l.edition === reading.edition && l.table === source.table) ?? null;
}

/** Whether the table that prints a number says itself how it is made up. A number outside every table is held to do so. */
function laysOut(evaluator: Evaluator, reading: Reading, entry: PlainEntry): boolean {
  const layout = layoutOf(evaluator, reading, entry);
  if (layout === null) return true;
  const names = evaluator.facts.names(reading.unit, reading.area);
  const key = lineKey(reading.line);
  return layout.rows.some(
    (row) =>
      row.measure === reading.measure &&
      ((row.parts ?? []).length > 0 || row.formula !== undefined || row.breakdown?.role === 'remainder') &&
      lineKey(names.resolve(row.line)) === key,
  );
}

/**
 * Everything printed of one reading held against what the ledger has of it: a total against its parts, a net against
 * its terms, a second statement against the one that stands. A blank asserts nothing.
 */
export function assertionsOf(evaluator: Evaluator, reading: Reading): Asserted[] {
  const at = evaluator.resolve(reading);
  const edition = evaluator.edition(at);
  // What is proposed where something else holds does not speak of the same fact.
  const statements = evaluator.facts
    .statements(at)
    .filter((entry) => counts(entry.status, edition))
    .sort(compareStanding);
  const differences = evaluator.facts.statedDifferences(at).filter((entry) => counts(entry.status, edition));
  if (statements.length === 0 && differences.length === 0) return [];
  const value = evaluator.value(at);
  const composition = evaluator.composition(at);
  const found: Asserted[] = [];
  const isComputed = value.marks.has('computed') && composition !== null;
  const withBlanks = isComputed ? null : remainderWithBlanks(evaluator, composition);
  for (const entry of statements) {
    if (entry.says.kind === 'notStated' || value.amount === null) continue;
    if (entry.says.kind === 'relative') {
      const asserted = assertedRelative(evaluator, at, entry, entry.says);
      if (asserted !== null && (isComputed || entry.id !== value.standing?.id)) found.push(asserted);
      continue;
    }
    const stated = entry.says.amount;
    const own = toleranceOf(entry);
    const computed = isComputed ? value.amount : withBlanks;
    if (computed !== null) {
      found.push(againstTerms(evaluator, at, entry, stated, own, computed));
    } else if (entry.id !== value.standing?.id && value.standing !== null) {
      const other = toleranceOf(value.standing);
      const assessment = assess(stated, value.amount, own, [
        { coefficient: 1n, computed: value.amount, printed: value.amount, tolerance: other },
      ]);
      found.push({
        ...assessment, entry, kind: 'same-fact', reading: at, stated, computed: value.amount,
        places: [entry, value.standing], roots: [],
      }); // prettier-ignore
    }
  }
  for (const entry of differences) {
    const asserted = assertedDifference(evaluator, entry);
    if (asserted !== null) found.push(asserted);
  }
  return found.map((asserted) =>
    isOfText(asserted.entry) && asserted.kind !== 'product' ? { ...asserted, kind: 'text' } : asserted,
  );
}

/** A number that no cell of a table prints: its source names a passage, and neither row nor column. */
export function isOfText({ source }: PlainEntry): boolean {
  return source !== undefined && source.row === '' && source.column === '';
}

/**
 * What remains of a total whose *därav* is recorded as blank. The value is then what is stated of it, but a part taken
 * from a total that is blank counts as nothing, so the total can still be held against it. (The blank term of a net
 * cannot: a result beside a blank grant is no result without one.)
 */
function remainderWithBlanks(evaluator: Evaluator, composition: Composition | null): Amount | null {
  if (composition?.kind !== 'remainder') return null;
  let rest: Amount = 0n;
  for (const [n, { coefficient, reading }] of composition.terms.entries()) {
    const value = evaluator.value(reading);
    if (value.amount === null && (n === 0 || !isNotStated(value))) return null;
    rest += coefficient * (value.amount ?? 0n);
  }
  return rest;
}

function againstTerms(
  evaluator: Evaluator,
  at: Reading,
  entry: Statement,
  stated: Amount,
  own: Amount,
  computed: Amount,
): Asserted {
  const value = evaluator.value(at);
  const composition = evaluator.composition(at);
  const base = { entry, reading: at, stated, computed };
  if (composition === null) {
    return { ...base, ...assess(stated, computed, own), kind: 'same-fact', places: [entry], roots: [] };
  }
  if (composition.kind === 'formula' && composition.formula.operation !== 'sum') {
    const { percent } = composition.formula;
    const places = [
      entry,
      ...composition.terms.flatMap((t) => evaluator.statements(t.reading).standing ?? []),
    ];
    const inPercent = percent === true || entry.printed?.unitOfMeasure === 'percent';
    const assessment =
      value.ratio === undefined
        ? assess(stated, computed, own)
        : assessRatio(stated, value.ratio, inPercent, own);
    return { ...base, ...assessment, kind: 'product', places, roots: [] };
  }
  // A number of a table that does not say what it is made of is a second statement of what another table adds up.
  if (!laysOut(evaluator, at, entry)) {
    const other = amountsOf(evaluator, at).find((s) => s.id !== entry.id && laysOut(evaluator, at, s));
    if (other !== undefined) {
      const term = {
        coefficient: 1n,
        computed,
        printed: amountOf(other),
        tolerance: toleranceOf(other),
        entries: [other],
      };
      return { ...base, kind: 'same-fact', ...held(stated, own, entry, [term], computed) };
    }
  }
  const terms =
    composition.kind === 'total'
      ? composition.parts.map((part) => termOf(evaluator, 1n, part, entry))
      : composition.terms.map((t) => termOf(evaluator, t.coefficient, t.reading, entry));
  const kind = kindOfTerms(composition, at, entry, terms);
  return { ...base, kind, ...held(stated, own, entry, terms, computed) };
}

/** What a number is held against where its terms are summed: a formula over columns compares editions or bases. */
function kindOfTerms(
  composition: Composition,
  at: Reading,
  entry: PlainEntry,
  terms: readonly PrintedTerm[],
): AssertionKind {
  if (composition.kind === 'total') return 'sum';
  if (composition.kind === 'remainder') {
    // What remains of a total that another table prints says the same as that table.
    const total = terms[0]?.entries[0]?.source;
    return total === undefined || total.table === entry.source?.table ? 'sum' : 'same-fact';
  }
  const readings = composition.terms.map((term) => term.reading);
  if (readings.some((reading) => reading.basis !== at.basis)) return 'deviation';
  const apart = readings.some((r) => r.edition !== at.edition || r.period !== at.period);
  return apart ? 'change' : 'net';
}

/** A printed number held against the terms of its formula. */
export function held(
  stated: Amount,
  own: Amount,
  entry: PlainEntry,
  terms: readonly PrintedTerm[],
  computed: Amount,
): Assessment & Pick<Asserted, 'places' | 'roots'> {
  const assessment = assess(stated, computed, own, terms);
  const off = terms.filter((term) => term.printed !== null && term.printed !== term.computed);
  return {
    ...assessment,
    places: [entry, ...terms.flatMap((term) => term.entries)],
    roots: assessment.class === 'followOn' ? off.flatMap((term) => term.entries) : [],
  };
}

/**
 * A statement relative to other readings, where the reading has a value without it: what it asserts is the difference,
 * and so it follows on where the readings are taken as its own source prints them.
 */
function assertedRelative(
  evaluator: Evaluator,
  at: Reading,
  entry: Statement,
  says: Extract<Saying, { kind: 'relative' }>,
): Asserted | null {
  const terms = [
    termOf(evaluator, 1n, at, entry),
    ...says.terms.map((term) => termOf(evaluator, -term.coefficient, term.reading, entry)),
  ];
  let computed = 0n;
  for (const term of terms) {
    if (term.computed === null) return null;
    computed += term.coefficient * term.computed;
  }
  const [first] = says.terms;
  return {
    ...held(says.difference, toleranceOf(entry), entry, terms, computed),
    entry,
    kind: first === undefined || first.reading.basis === at.basis ? 'change' : 'deviation',
    reading: at,
    stated: says.difference,
    computed,
  };
}

function assertedDifference(evaluator: Evaluator, entry: StatedDifference): Asserted | null {
  const to = termOf(evaluator, 1n, entry.to, entry);
  const from = termOf(evaluator, -1n, entry.from, entry);
  if (to.computed === null || from.computed === null) return null;
  const computed = to.computed - from.computed;
  return {
    ...held(entry.amount, toleranceOf(entry), entry, [to, from], computed),
    entry,
    kind: entry.to.basis === entry.from.basis ? 'change' : 'deviation',
    reading: evaluator.resolve(entry.to),
    stated: entry.amount,
    computed,
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
