import type { Amount } from '#amount';
import {
  compareText,
  type Correction,
  type PlainEntry,
  type StatedDifference,
  type Statement,
} from './entry.js';
import type { ChangeShare } from './changes.js';
import { difference } from './difference.js';
import { shortestChain } from './chain.js';
import {
  editionLineOf,
  readingKey,
  sameSeries,
  START_EDITION,
  startsAtZero,
  type Reading,
} from './figure.js';
import { reconcilerOf, type Finding } from './reconciler.js';
import { counts } from './table.js';
import type { Evaluator, Value } from './value.js';

/** One step on the way of a figure through its editions. */
export interface EditionStep {
  readonly edition: string;
  readonly value: Amount | null;
  readonly changes: readonly ChangeShare[];
  readonly begun: Amount;
  readonly ended: Amount;
  /** What nobody has explained (*oförklarat*) since the step before. */
  readonly unexplained: Amount;
  /** The first value of the series (*ingång*): neither change nor unexplained. */
  readonly opening: boolean;
}

/** The whole answer to why a reading is what it is. At each level the parts of a sum add up to the value exactly. */
export interface Explanation {
  readonly reading: Reading;
  readonly value: Value;
  /** `total`, `formula` (with its operation) or `remainder`; null for a leaf. */
  readonly composition: 'total' | 'sum' | 'product' | 'ratio' | 'remainder' | null;
  readonly parts: readonly { readonly coefficient: bigint; readonly explanation: Explanation }[];
  readonly standing: Statement | null;
  /** Of what is asked, and of each of its parts that has no parts itself. */
  readonly editions: readonly EditionStep[];
  /** Statements of the same fact that do not stand, or stand beside a computed value; and proposed ones. */
  readonly assertions: readonly Statement[];
  readonly statedDifferences: readonly StatedDifference[];
  readonly proposed: readonly Statement[];
  readonly corrections: readonly { readonly entry: PlainEntry; readonly correction: Correction }[];
  readonly discrepancies: readonly Finding[];
}

/** How deep parts are opened: a table of a board is at most this deep, and a circle must not run on. */
const DEPTH_MAX = 12;

export function explainReading(evaluator: Evaluator, asked: Reading, depth = 0): Explanation {
  const reading = evaluator.resolve(asked);
  const value = evaluator.value(reading);
  const { standing, others, proposed } = evaluator.statements(reading);
  const composition = evaluator.composition(reading);
  const computed = value.marks.has('computed');
  let parts: { coefficient: bigint; explanation: Explanation }[] = [];
  let kind: Explanation['composition'] = null;
  if (composition !== null && depth < DEPTH_MAX) {
    const open = (part: Reading): Explanation => explainReading(evaluator, part, depth + 1);
    if (composition.kind === 'total') {
      kind = 'total';
      parts = composition.parts.map((part) => ({ coefficient: 1n, explanation: open(part) }));
      const rest = open(composition.unallocated);
      if (
        rest.value.amount !== null &&
        (rest.value.amount !== 0n || evaluator.facts.changes(reading).length > 0)
      ) {
        parts.push({ coefficient: 1n, explanation: rest });
      }
    } else if (computed) {
      kind = composition.kind === 'formula' ? composition.formula.operation : 'remainder';
      parts = composition.terms.map((t) => ({ coefficient: t.coefficient, explanation: open(t.reading) }));
    }
  }
  const stands = !computed && standing !== null;
  return {
    reading,
    value,
    composition: kind,
    parts,
    standing: stands ? standing : null,
    // Of a figure that has no parts they tell where it comes from; a part that has some is told by those.
    editions: depth === 0 || parts.length === 0 ? editionSteps(evaluator, reading) : [],
    assertions: stands || standing === null ? others : [standing, ...others],
    statedDifferences: evaluator.facts.statedDifferences(reading),
    proposed,
    corrections: evaluator.facts.corrected(reading),
    discrepancies: reconcilerOf(evaluator).of(reading),
  };
}

/**
 * The way of a reading through its editions: from the start of the year or from its opening, by the same chain of pairs as the
 * difference between the two ends, so that the steps add up to the value.
 */
export function editionSteps(evaluator: Evaluator, reading: Reading): EditionStep[] {
  const editions = evaluator.facts.editions(editionLineOf(reading)).map((e) => e.edition);
  const end = editions.indexOf(reading.edition);
  if (end < 0) return [];
  const at = (edition: string): Reading => ({ ...reading, edition });
  const before = editions.slice(0, end + 1);
  let first: string | undefined;
  if (startsAtZero(reading)) first = START_EDITION;
  else {
    const index = before.findIndex((edition) => evaluator.value(at(edition)).amount !== null);
    if (index < 0) return [];
    const previous = before[index - 1];
    // A line that the known edition before leaves out begins here; with nothing known before, its value is the opening.
    first = previous !== undefined && evaluator.isAbsent(at(previous)) ? previous : before[index];
  }
  if (first === undefined) return [];
  const nodes = [first, ...stepsBetween(evaluator, at(first), at(reading.edition))];
  const steps: EditionStep[] = [];
  for (const [index, edition] of nodes.entries()) {
    const value = evaluator.value(at(edition)).amount;
    const from = nodes[index - 1];
    if (from === undefined) {
      const opening = edition !== START_EDITION && value !== null;
      steps.push({ edition, value, changes: [], begun: 0n, ended: 0n, unexplained: 0n, opening });
      continue;
    }
    const split = difference(evaluator, at(from), at(edition));
    const { changes, begun, ended, unexplained } = split;
    steps.push({ edition, value, changes, begun, ended, unexplained, opening: false });
  }
  return steps;
}

/** The editions on the chain from one reading to a later one of its series, without the first. */
function stepsBetween(evaluator: Evaluator, from: Reading, to: Reading): string[] {
  if (from.edition === to.edition) return [];
  const editions = evaluator.facts.editions(editionLineOf(from)).map((e) => e.edition);
  const first = from.edition === START_EDITION ? -1 : editions.indexOf(from.edition);
  // Editions without a value are stepped over: they say nothing of the figure.
  const between = editions
    .slice(first + 1, editions.indexOf(to.edition))
    .filter((edition) => evaluator.value({ ...from, edition }).amount !== null);
  const nodes = [from.edition, ...between, to.edition];
  const pairs = new Set<string>();
  for (const edition of nodes.slice(1)) {
    for (const start of startsOf(evaluator, { ...to, edition })) pairs.add(`${start}\u001f${edition}`);
  }
  const direct = (start: number, end: number): boolean => pairs.has(`${nodes[start]}\u001f${nodes[end]}`);
  return shortestChain(0, nodes.length - 1, direct).map((index) => nodes[index] as string);
}

/** The editions of the same series from which changes lead here by name, on the reading or on anything it is made of. */
function startsOf(evaluator: Evaluator, to: Reading, seen = new Set<string>()): Set<string> {
  const starts = new Set<string>();
  const at = evaluator.resolve(to);
  const key = readingKey(at);
  if (seen.has(key)) return starts;
  seen.add(key);
  const edition = evaluator.edition(at);
  for (const { from, status } of evaluator.facts.changes(at)) {
    if (from === 'inForce' || !counts(status, edition)) continue;
    if (sameSeries(evaluator.resolve(from), at)) starts.add(from.edition);
  }
  const composition = evaluator.composition(at);
  const within =
    composition?.kind === 'total' ? composition.parts : (composition?.terms.map((t) => t.reading) ?? []);
  for (const part of within) {
    if (part.edition !== to.edition) continue;
    for (const start of startsOf(evaluator, part, seen)) starts.add(start);
  }
  return starts;
}

/** Pairs that are named for one reading at most: those of other years, bases and editions. */
const NAMED_MAX = 12;

/**
 * The readings from which changes lead here by name, on the reading or on anything it is made of, and which are on no
 * step of its own series (the editions that these lead through): the year before, another basis, an edition passed by.
 */
export function namedPairs(evaluator: Evaluator, asked: Reading, steps: readonly string[]): Reading[] {
  const to = evaluator.resolve(asked);
  const found = new Map<string, Reading>();
  const visit = (at: Reading, seen: ReadonlySet<string>): void => {
    const key = readingKey(at);
    if (seen.has(key) || found.size >= NAMED_MAX) return;
    for (const { from } of evaluator.facts.changes(at)) {
      if (from === 'inForce') continue;
      const { unit, area, basis, period, edition } = evaluator.resolve(from);
      // The same line and measure on the other side: what is paired within it is paired by the kernel.
      const other = { ...to, unit, area, basis, period, edition };
      if (sameSeries(other, to) && isStep(steps, other.edition, to.edition)) continue;
      found.set(readingKey(other), other);
    }
    const composition = evaluator.composition(at);
    const within =
      composition?.kind === 'total' ? composition.parts : (composition?.terms.map((t) => t.reading) ?? []);
    for (const part of within) if (part.edition === to.edition) visit(part, new Set([...seen, key]));
  };
  visit(to, new Set());
  return [...found.values()].sort((a, b) => compareText(readingKey(a), readingKey(b)));
}

/** Whether one edition is the step before the other. */
function isStep(steps: readonly string[], from: string, to: string): boolean {
  const at = steps.indexOf(from);
  return at >= 0 && steps[at + 1] === to;
}

/** Changes by their cause: each cause once, with its lines (*orsak för orsak*). */
export function byCause(changes: readonly ChangeShare[]): {
  readonly cause: ChangeShare['change']['cause'];
  readonly shares: readonly ChangeShare[];
  readonly amount: Amount | null;
}[] {
  const groups = new Map<string, ChangeShare[]>();
  for (const share of changes) {
    const list = groups.get(share.change.cause.id);
    if (list === undefined) groups.set(share.change.cause.id, [share]);
    else list.push(share);
  }
  return [...groups.values()]
    .map((shares) => ({
      cause: (shares[0] as ChangeShare).change.cause,
      shares,
      amount: shares.every((s) => s.amount === null || !s.counted)
        ? null
        : shares.reduce((sum, s) => sum + (s.counted ? (s.amount ?? 0n) : 0n), 0n),
    }))
    .sort((a, b) => compareText(a.cause.id, b.cause.id));
}
