import { kindOf, LedgerError, toDecimal, type Amount, type UnitOfMeasure } from '#amount';
import { differenceOfSums, Evaluator, NO_VALUE, type EditionLine, type Split, type Value } from '#ledger';
import type { ComparisonAnswer, ExplainSide, SideAnswer } from '../belief-answers.js';
import type { DifferenceAnswer } from '../contract.js';
import { RestingFacts } from '../ledger/resting-facts.js';
import { comparedAnswer } from '../identity/explain-compared.js';
import { notedDifference } from './correction-notes.js';
import { decimal, unitFor } from './entry-answer.js';
import { splitAnswer } from './explain-answer.js';
import { learnedBetween } from './learned.js';
import {
  amountOrZero,
  isMadeOfTerms,
  linesOf,
  namedSide,
  requireAsItIs,
  sideOf,
  summed,
  valueOf,
  type Side,
  termAnswer,
} from './sides.js';
import type { Standpoint } from './surroundings.js';

/** One side of a difference with what it is read from. */
interface Sighted {
  readonly at: Standpoint;
  readonly side: Side;
  readonly value: Value;
  readonly undatedLeftOut: number;
}

/**
 * Why one side differs from another, each seen from a standpoint of its own. The two are compared by the kernel at the
 * later standpoint, where most causes are known; by what the side that is seen from the earlier one moved until then, the
 * rest is explained by what was learned.
 *
 * @throws LedgerError as views and `explain` do, WRONG_USAGE where the two are measured in different things
 */
export function comparison(
  ats: { readonly from: Standpoint; readonly to: Standpoint },
  asked: { readonly from: ExplainSide; readonly to: ExplainSide },
): ComparisonAnswer {
  requireAsItIs(asked.from);
  requireAsItIs(asked.to);
  const sides = { from: foundAt(ats.from, ats.to, asked.from), to: foundAt(ats.to, ats.from, asked.to) };
  return compareSides(ats, sides, asked);
}

/** The same of two sides that were found. */
export function compareSides(
  ats: { readonly from: Standpoint; readonly to: Standpoint },
  sides: { readonly from: Side; readonly to: Side },
  asked: { readonly from: { readonly asOf?: string }; readonly to: { readonly asOf?: string } },
): ComparisonAnswer {
  const from = sighted(ats.from, sides.from);
  const to = sighted(ats.to, sides.to);
  const unit = commonUnit(from, to);
  const toIsLater = isLater(ats.to, ats.from);
  const [later, earlier] = toIsLater ? [to, from] : [from, to];
  const same = ats.from.seq === ats.to.seq && ats.from.options.publishedBy === ats.to.options.publishedBy;
  const lines = allLines(later.at, [from.side, to.side]);
  const { evaluator } = later.at.evaluator(lines);
  const split = comparedSides(evaluator, from.side, to.side, same);
  const learned = learnedBetween({
    earlier: earlier.at,
    later: later.at,
    side: { ...earlier.side, lines },
    unit,
    sign: toIsLater ? 1n : -1n,
  });
  const [a, b] = [from.value.amount, to.value.amount];
  const noted = notedDifference(later.at, comparedSplit(evaluator, split, [from.side, to.side], unit));
  const answer = comparedAnswer(later.at, evaluator, from.side.cell, to.side.cell, noted, false);
  const { from: _from, to: _to, fromValue: _fromValue, toValue: _toValue, ...breakdown } = answer;
  return {
    ...breakdown,
    from: sideAnswer(from, asked.from, unit),
    to: sideAnswer(to, asked.to, unit),
    unitOfMeasure: unit,
    difference: a === null || b === null ? null : toDecimal(b - a, unit),
    position: later.at.position,
    publishedBy: later.at.options.publishedBy ?? null,
    undatedLeftOut: from.undatedLeftOut + (same ? 0 : to.undatedLeftOut),
    ...learned,
  };
}

/** A split of two sides as it is answered: the terms of sums are told by their series, for they are all of one line. */
export function comparedSplit(
  evaluator: Evaluator,
  split: Split,
  sides: readonly [Side, Side],
  unit: UnitOfMeasure,
): DifferenceAnswer {
  const answer = splitAnswer(evaluator, split, unit, null, sides[1].label);
  if (sides.every(({ terms }) => terms.length === 1)) return answer;
  return { ...answer, parts: answer.parts.map((part) => ({ ...part, label: termLabel(part) })) };
}

function termLabel({ from, to, fromValue, toValue, begun, ended }: DifferenceAnswer): string {
  const [a = '', b = ''] = [from, to].map(({ basis, period, edition }) => `${basis} ${period} ${edition}`);
  if (a !== b) return `${a} → ${b}`;
  if (fromValue === null && begun === toValue) return `→ ${b}`;
  return toValue === null && ended !== '0' ? `${a} →` : a;
}

/** A cell that its view did not have by then is the one that it has at the other standpoint. */
function foundAt(own: Standpoint, other: Standpoint, asked: ExplainSide): Side {
  try {
    return sideOf(own, asked);
  } catch (error) {
    if (!(error instanceof LedgerError) || !error.code.startsWith('UNKNOWN_') || other.seq <= own.seq)
      throw error;
    return sideOf(other, asked);
  }
}

function sighted(at: Standpoint, side: Side): Sighted {
  const { evaluator, undatedLeftOut } = at.evaluator(side.lines);
  return { at, side, value: valueOf(evaluator, side), undatedLeftOut };
}

/** By what was recorded, then by what was published. */
function isLater(a: Standpoint, b: Standpoint): boolean {
  if (a.seq !== b.seq) return a.seq > b.seq;
  return (a.options.publishedBy ?? '9999') >= (b.options.publishedBy ?? '9999');
}

/** What both sides are read among, with what they rest on at the later standpoint. */
function allLines(later: Standpoint, sides: readonly Side[]): EditionLine[] {
  const resting = new RestingFacts(later.facts);
  const evaluator = new Evaluator(resting);
  for (const side of sides) valueOf(evaluator, side);
  return [...sides.flatMap(({ lines }) => lines), ...linesOf(resting.rests)];
}

/** `alone`: where both are seen from one standpoint, a side without a value has no difference, as the kernel says. */
export function comparedSides(evaluator: Evaluator, from: Side, to: Side, alone: boolean): Split {
  const [a, b] = [summed(evaluator, from), summed(evaluator, to)];
  if (isMadeOfTerms(from, a.value) && isMadeOfTerms(to, b.value))
    return differenceOfSums(evaluator, a, b, alone);
  // What is only printed, or has a hole in it, is not made of its terms: nothing of it is explained.
  const { reading } = a.terms[0] as (typeof a.terms)[number];
  const other = (b.terms[0] as (typeof b.terms)[number]).reading;
  const known = a.value.amount !== null && b.value.amount !== null;
  const amount: Amount | null = alone && !known ? null : amountOrZero(b.value) - amountOrZero(a.value);
  return {
    from: evaluator.resolve(reading),
    to: evaluator.resolve(other),
    fromValue: { ...NO_VALUE, amount: a.value.amount },
    toValue: { ...NO_VALUE, amount: b.value.amount },
    difference: amount,
    changes: [],
    changed: 0n,
    begun: 0n,
    ended: 0n,
    unexplained: amount ?? 0n,
    precision: 0n,
    marks: new Set([...a.value.marks, ...b.value.marks].filter((mark) => mark === 'statedOnly')),
    parts: [],
    judgedBy: null,
  };
}

/** @throws LedgerError WRONG_USAGE */
function commonUnit(from: Sighted, to: Sighted): UnitOfMeasure {
  const [a, b] = [from, to].map(({ side, value }) => unitFor(value.standing, side.unit));
  if (a === undefined || b === undefined) throw new Error('there are two sides');
  if (from.value.standing !== null && to.value.standing !== null && kindOf(a) !== kindOf(b)) {
    throw new LedgerError('WRONG_USAGE', `one side is measured in ${a}, the other in ${b}`, {
      place: { field: 'to' },
      hint: 'Compare two figures that are measured in the same thing.',
    });
  }
  return to.value.standing === null ? a : b;
}

function sideAnswer(
  { at, side, value, undatedLeftOut }: Sighted,
  asked: { readonly asOf?: string },
  unit: UnitOfMeasure,
): SideAnswer {
  const { evaluator } = at.evaluator(side.lines);
  return {
    ...namedSide(side),
    terms: side.terms.map((term) => ({
      ...termAnswer(term),
      value: decimal(evaluator.value(term.reading).amount, unit),
    })),
    value: decimal(value.amount, unit),
    marks: [...value.marks],
    status: value.status,
    asOf: asked.asOf ?? null,
    publishedBy: at.options.publishedBy ?? null,
    position: at.position,
    undatedLeftOut,
  };
}
