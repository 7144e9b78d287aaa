import { toDecimal, type Amount, type UnitOfMeasure } from '#amount';
import { Book, Evaluator, type LedgerRecord, type PlainEntry } from '#ledger';
import type { BeliefStep, ComparisonAnswer } from '../belief-answers.js';
import { recordsAbout } from '../ledger/records-about.js';
import { RestingFacts } from '../ledger/resting-facts.js';
import { Touches } from '../ledger/touches.js';
import { believer, isMove, ownReadings, stepOf, turnsBack, type Belief } from './beliefs.js';
import { reasonsOfEntries } from './belief-reasons.js';
import { decimal, eventOf } from './entry-answer.js';
import { amountOrZero, valueOf, type Side } from './sides.js';
import type { Standpoint } from './surroundings.js';
import { workedMs } from './worked.js';

/** Steps listed one by one, the last ones; and how long each way is followed back, of the processor. */
const STEPS_MAX = 100;
const FOLLOW_MS = 400;

type Learned = Pick<ComparisonAnswer, 'learned' | 'steps' | 'earlier'>;

interface Way {
  readonly moved: Amount;
  /** In the order of time. */
  readonly steps: readonly BeliefStep[];
  /** What the steps before those listed made, and where these begin. */
  readonly earlier: { readonly moved: Amount; readonly upTo: string } | null;
}

/** A side, as two standpoints see it. */
interface Between {
  readonly earlier: Standpoint;
  readonly later: Standpoint;
  readonly side: Side;
  readonly unit: UnitOfMeasure;
  /** That of the side in the sum. */
  readonly sign: 1n | -1n;
}

/**
 * By what a side moved from one standpoint to a later one: first by what was recorded between them, as published by the
 * day of the first; then by what the day of the second lets in, or leaves out.
 */
export function learnedBetween(between: Between): Learned {
  const { unit, sign } = between;
  const ways = [wayRecorded(between), wayPublished(between)];
  const moved = ways.reduce((sum, way) => sum + way.moved, 0n);
  const cut = ways.flatMap((way) => way.earlier ?? []);
  return {
    learned: toDecimal(sign * moved, unit),
    steps: ways.flatMap(({ steps }) => steps),
    earlier:
      cut[0] === undefined
        ? null
        : { moved: toDecimal(sign * cut.reduce((sum, c) => sum + c.moved, 0n), unit), upTo: cut[0].upTo },
  };
}

const NOWHERE: Way = { moved: 0n, steps: [], earlier: null };

function wayRecorded({ earlier, later, side, unit, sign }: Between): Way {
  if (earlier.seq >= later.seq) return NOWHERE;
  const believe = believer(later, side, earlier.options.publishedBy);
  const start = believe(earlier.seq);
  const end = believe(later.seq);
  const steps: BeliefStep[] = [];
  const until = workedMs() + FOLLOW_MS;
  let reached: Belief = end;
  let upTo = later.position;
  for (const turn of turnsBack(new Touches(later.cache.model), believe, later.seq, earlier.seq)) {
    if (steps.length === STEPS_MAX || workedMs() > until) {
      const moved = amountOrZero(reached.value) - amountOrZero(start.value);
      return { moved: movedBetween(start, end), steps: steps.reverse(), earlier: { moved, upTo } };
    }
    reached = turn.before;
    if (!isMove(turn)) continue;
    const step = stepOf(later, side, turn, unit);
    upTo = step.position ?? upTo;
    steps.push({ ...step, moved: toDecimal(sign * movedBetween(turn.before, turn.after), unit) });
  }
  return { moved: movedBetween(start, end), steps: steps.reverse(), earlier: null };
}

/** An entry with the day that it counts from; null where it has none. */
interface Dated {
  readonly id: string;
  readonly date: string | null;
}

function wayPublished({ earlier, later, side, unit, sign }: Between): Way {
  const [a, b] = [earlier.options.publishedBy, later.options.publishedBy];
  if (a === b) return NOWHERE;
  const forward = b === undefined || (a !== undefined && a < b);
  const [low, high] = forward ? [a as string, b] : [b, a];
  const direction = forward ? 1n : -1n;
  const records = recordsAbout(later.cache, side.lines, later.seq);
  const believe = (day: string | undefined): Belief => {
    const facts = new RestingFacts(new Book(records, day === undefined ? {} : { publishedBy: day }));
    return { seq: later.seq, value: valueOf(new Evaluator(facts), side), rests: facts.rests };
  };
  const dated = datedOf(records);
  const days = [...new Set(dated.flatMap(({ date }) => date ?? []))]
    .filter((day) => day > low && (high === undefined || day <= high))
    .sort();
  const marks: (string | undefined)[] = [low, ...days, ...(high === undefined ? [undefined] : [])];
  const steps: BeliefStep[] = [];
  const until = workedMs() + FOLLOW_MS;
  const start = believe(low);
  let after = believe(marks.at(-1));
  const end = after;
  for (let i = marks.length - 1; i > 0; i--) {
    const [from, to] = [marks[i - 1] as string, marks[i]];
    if (steps.length === STEPS_MAX || workedMs() > until) {
      const moved = direction * movedBetween(start, after);
      return {
        moved: direction * movedBetween(start, end),
        steps: steps.reverse(),
        earlier: { moved, upTo: to ?? from },
      };
    }
    const before = i === 1 ? start : believe(from);
    if (before.value.amount !== after.value.amount) {
      const ids = dated.filter(({ date }) =>
        to === undefined ? date === null : date !== null && date > from && date <= to,
      );
      const entries = ids.flatMap(({ id }) => placeOf(later, id) ?? []);
      const rests = [before.rests, after.rests];
      steps.push({
        by: 'published',
        position: null,
        recordedAt: null,
        actor: null,
        event: null,
        type: null,
        published: to ?? null,
        unitOfMeasure: unit,
        before: decimal(before.value.amount, unit),
        after: decimal(after.value.amount, unit),
        moved: toDecimal(sign * direction * movedBetween(before, after), unit),
        marks: [...after.value.marks],
        status: after.value.status,
        ...reasonsOfEntries(later, entries, rests, ownReadings(side), unit),
      });
    }
    after = before;
  }
  return { moved: direction * movedBetween(start, end), steps: steps.reverse(), earlier: null };
}

function movedBetween(before: Belief, after: Belief): Amount {
  return amountOrZero(after.value) - amountOrZero(before.value);
}

/** Every entry of a book with its day: what a correction puts in has that of the correction, or of what it corrects. */
function datedOf(records: readonly LedgerRecord[]): Dated[] {
  const days = new Map<string, string | null>();
  const dated: Dated[] = [];
  const put = (id: string, date: string | null): void => {
    days.set(id, date);
    dated.push({ id, date });
  };
  for (const record of records) {
    switch (record.kind) {
      case 'statement':
      case 'change':
      case 'statedDifference':
        put(record.id, dayOf(record));
        break;
      case 'correction': {
        const own = record.replacement === null ? null : dayOf(record.replacement);
        const date = record.nature === 'erratum' ? (record.date ?? null) : (days.get(record.corrects) ?? own);
        put(record.id, date);
        if (record.replacement !== null) put(record.replacement.id, date);
        break;
      }
      default:
    }
  }
  return dated;
}

function dayOf(entry: PlainEntry): string | null {
  return entry.published?.date ?? null;
}

/** Where the record of an entry, or of a correction that puts one in, stands. */
function placeOf(at: Standpoint, id: string): { event: number; n: number } | null {
  const { model } = at.cache;
  const event = model.seqOf(eventOf(id));
  if (event === null) return null;
  const n = model
    .records(event)
    .findIndex(
      (record) =>
        'id' in record && (record.kind === 'correction' ? record.replacement?.id === id : record.id === id),
    );
  return n < 0 ? null : { event, n };
}
