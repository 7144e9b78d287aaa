import type { Amount } from '#amount';
import { shortestChain } from './chain.js';
import { compareText, type Change } from './entry.js';
import {
  editionLineOf,
  isUnallocated,
  readingKey,
  sameLine,
  sameSeries,
  START_EDITION,
  withLine,
  type Reading,
} from './figure.js';
import { counts } from './table.js';
import type { Evaluator } from './value.js';

/** A change as one pair of readings meets it: `amount` in the direction asked, null where the source states none. */
export interface ChangeShare {
  readonly change: Change;
  readonly amount: Amount | null;
  /** A proposed change in an edition that is not a proposal is listed and not counted. */
  readonly counted: boolean;
}

/**
 * The changes between two readings: those entered for just this pair; else those along the shortest chain of pairs,
 * forward between the two within one series, that have changes of their own (of which one counts) or are single steps.
 * Changes entered on a total are those of its unallocated part.
 */
export function changesBetween(evaluator: Evaluator, from: Reading, to: Reading): ChangeShare[] {
  // Of one total: another line beside an unallocated part is a pair of its own, whichever of the two is asked first.
  if (isUnallocated(from.line) && sameLine(from.line, to.line)) {
    const total = from.line.slice(0, -1);
    return changesBetween(evaluator, withLine(from, total), withLine(to, total));
  }
  if (!sameSeries(from, to)) return direct(evaluator, from, to);
  const editions = evaluator.facts.editions(editionLineOf(from)).map((e) => e.edition);
  const first = positionOf(editions, from.edition);
  const last = positionOf(editions, to.edition);
  if (first === null || last === null) return from.edition === to.edition ? [] : direct(evaluator, from, to);
  if (first > last) return chain(evaluator, to, editions, last, first).map((share) => times(-1n, share));
  return chain(evaluator, from, editions, first, last);
}

function chain(
  evaluator: Evaluator,
  from: Reading,
  editions: readonly string[],
  first: number,
  last: number,
): ChangeShare[] {
  const at = (index: number): Reading => ({ ...from, edition: editions[index] ?? START_EDITION });
  const leading = new Map<number, readonly Change[]>();
  for (let end = first + 1; end <= last; end++) {
    const changes = evaluator.facts.changes(at(end));
    if (changes.length > 0) leading.set(end, changes);
  }
  if (leading.size === 0) return [];
  const own = (start: number, end: number): ChangeShare[] =>
    sharesOf(evaluator, leading.get(end) ?? [], at(start), at(end), start === end - 1);
  const counted = (start: number, end: number): boolean => own(start, end).some((share) => share.counted);
  const nodes = [first, ...shortestChain(first, last, counted)];
  const shares = nodes.slice(1).flatMap((end, index) => own(nodes[index] ?? first, end));
  // What is only proposed for the whole pair is listed, and takes the place of nothing that counts.
  return nodes.length > 2 ? [...shares, ...own(first, last)] : shares;
}

/** Changes entered for one forward pair; those from the budget in force where the pair is a single step. */
function sharesOf(
  evaluator: Evaluator,
  changes: readonly Change[],
  from: Reading,
  to: Reading,
  single: boolean,
): ChangeShare[] {
  if (changes.length === 0) return [];
  const edition = evaluator.edition(to);
  const key = readingKey(from);
  return changes
    .filter((c) => (c.from === 'inForce' ? single : readingKey(evaluator.resolve(c.from)) === key))
    .map((change) => ({ change, amount: change.amount, counted: counts(change.status, edition) }))
    .sort((a, b) => compareText(a.change.id, b.change.id));
}

/** Changes entered for a pair across bases, periods or lines, in either direction. */
function direct(evaluator: Evaluator, from: Reading, to: Reading): ChangeShare[] {
  const { facts } = evaluator;
  return [
    ...sharesOf(evaluator, facts.changes(to), from, to, false),
    ...sharesOf(evaluator, facts.changes(from), to, from, false).map((share) => times(-1n, share)),
  ];
}

function positionOf(editions: readonly string[], edition: string): number | null {
  if (edition === START_EDITION) return -1;
  const index = editions.indexOf(edition);
  return index < 0 ? null : index;
}

export function times(coefficient: bigint, share: ChangeShare): ChangeShare {
  return coefficient === 1n || share.amount === null
    ? share
    : { ...share, amount: coefficient * share.amount };
}
