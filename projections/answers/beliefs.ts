import { LedgerError, toDecimal, type UnitOfMeasure } from '#amount';
import { isPosition } from '#event-store';
import { Evaluator, type Reading, type Value } from '#ledger';
import type { BeliefsAnswer, BeliefStep, Explained } from '../belief-answers.js';
import type { HistoryPageRequest } from '../history-answers.js';
import { positionText, seqOfPosition } from '../ledger/as-of.js';
import { publishedBook } from '../ledger/records-about.js';
import { SqliteFacts } from '../ledger/facts.js';
import { RestingFacts, type Rests } from '../ledger/resting-facts.js';
import { Touches } from '../ledger/touches.js';
import { reasonsAt } from './belief-reasons.js';
import { decimal, unitFor } from './entry-answer.js';
import { logOf, recordedAt } from './recorded.js';
import { PAGE_MAX } from './page.js';
import { amountOrZero, namedSide, requireAsItIs, sideOf, termAnswer, valueOf, type Side } from './sides.js';
import type { Standpoint } from './surroundings.js';
import { workedMs } from './worked.js';

/** How long one page may take of the processor: others have their turn after it, and it goes on from where it came. */
const PAGE_MS = 250;

/** What is believed at one seq, and what that rests on. */
export interface Belief {
  readonly seq: number;
  readonly value: Value;
  readonly rests: Rests;
}

/** What a side was worth at any seq, as published by one day or altogether. */
export function believer(
  at: Standpoint,
  side: Side,
  publishedBy: string | undefined,
): (seq: number) => Belief {
  return (seq) => {
    const facts = new RestingFacts(
      publishedBy === undefined
        ? new SqliteFacts(at.cache, seq)
        : publishedBook(at.cache, side.lines, seq, publishedBy),
    );
    const value = valueOf(new Evaluator(facts), side);
    return { seq, value, rests: facts.rests };
  };
}

/** A touch of what a belief rested on, and whether it moved. */
export interface Turn {
  readonly seq: number;
  readonly before: Belief;
  readonly after: Belief;
}

/**
 * Every touch of what the belief rests on, from one seq (not counted) to another (counted), in the order of the log.
 * Between two touches an answer stays what it was, so nothing is missed and the log is not read.
 */
export function* turnsForward(
  touches: Touches,
  believe: (seq: number) => Belief,
  from: number,
  to: number,
): Generator<Turn> {
  let before = believe(from);
  for (;;) {
    const seq = touches.next(before.rests, before.seq);
    if (seq === null || seq > to) return;
    const after = believe(seq);
    yield { seq, before, after };
    before = after;
  }
}

/** The same against the order of the log: from one seq (counted) back to another (not counted). */
export function* turnsBack(
  touches: Touches,
  believe: (seq: number) => Belief,
  from: number,
  to: number,
): Generator<Turn> {
  let after = believe(from);
  for (;;) {
    const seq = touches.last(after.rests, after.seq);
    if (seq === null || seq <= to) return;
    const before = believe(seq - 1);
    yield { seq, before, after };
    after = before;
  }
}

export function isMove({ before: { value: a }, after: { value: b } }: Turn): boolean {
  return a.amount !== b.amount;
}

export function isOther(turn: Turn): boolean {
  const { value: a } = turn.before;
  const { value: b } = turn.after;
  if (isMove(turn) || a.status !== b.status || a.marks.size !== b.marks.size) return true;
  return [...a.marks].some((mark) => !b.marks.has(mark));
}

/** A turn as it is answered. */
export function stepOf(
  at: Standpoint,
  side: Side,
  { seq, before, after }: Turn,
  unit: UnitOfMeasure,
): BeliefStep {
  const { event, type, actor, position } = recordedAt(at, seq);
  const { why, more } = reasonsAt(at, seq, [before.rests, after.rests], ownReadings(side), unit);
  return {
    by: 'recorded',
    position,
    recordedAt: new Date(at.cache.model.eventAt(seq)?.time ?? 0).toISOString(),
    actor,
    event,
    type,
    published: null,
    unitOfMeasure: unit,
    before: decimal(before.value.amount, unit),
    after: decimal(after.value.amount, unit),
    moved: toDecimal(amountOrZero(after.value) - amountOrZero(before.value), unit),
    marks: [...after.value.marks],
    status: after.value.status,
    why,
    more,
  };
}

/** The readings that it is itself, apart from what those are made of. */
export function ownReadings({ terms }: Side): Reading[] {
  return terms.map(({ reading }) => reading);
}

/**
 * What was believed of a figure, from the first that was known of it.
 * @throws LedgerError as views do, and for a cursor that is none
 */
export function beliefsOf(at: Standpoint, explained: Explained, page: HistoryPageRequest): BeliefsAnswer {
  requireAsItIs(explained);
  const side = sideOf(at, explained);
  const { publishedBy } = at.options;
  const believe = believer(at, side, publishedBy);
  const touches = new Touches(at.cache.model);
  const unit = unitFor(believe(at.seq).value.standing, side.unit);
  const down = page.newestFirst === true;
  const after = page.after === undefined ? null : seqOfCursor(at, page.after);
  const turns = down
    ? turnsBack(touches, believe, after === null ? at.seq : Math.min(at.seq, Math.max(0, after - 1)), 0)
    : turnsForward(touches, believe, Math.min(at.seq, after ?? 0), at.seq);
  const first = Math.min(Math.max(1, Math.trunc(page.first)), PAGE_MAX);
  const until = workedMs() + PAGE_MS;
  const items: { cursor: string; item: BeliefStep }[] = [];
  let endCursor: string | null = null;
  let hasNext = false;
  for (const turn of turns) {
    if (items.length === first || (endCursor !== null && workedMs() > until)) {
      hasNext = true;
      break;
    }
    const cursor = positionText(at.cache.model, logOf(at), turn.seq);
    endCursor = cursor;
    if (isOther(turn)) items.push({ cursor, item: stepOf(at, side, turn, unit) });
  }
  return {
    ...namedSide(side),
    terms: side.terms.map(termAnswer),
    unitOfMeasure: unit,
    position: at.position,
    items,
    hasNext,
    endCursor,
  };
}

/** @throws LedgerError POSITION_UNREADABLE, POSITION_OF_OTHER_LOG, POSITION_NOT_REACHED */
function seqOfCursor(at: Standpoint, cursor: string): number {
  const { model } = at.cache;
  try {
    if (isPosition(cursor)) return seqOfPosition(model, logOf(at), model.head(), cursor);
  } catch (error) {
    throw error instanceof LedgerError ? error.at({ field: 'after' }) : error;
  }
  throw new LedgerError('POSITION_UNREADABLE', `"${cursor.slice(0, 60)}" is no cursor of this list`, {
    place: { field: 'after' },
    hint: 'Take the cursor of a step of the page before, or a position (k3f9:1207).',
  });
}
