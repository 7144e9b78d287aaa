import type { UnitOfMeasure } from '#amount';
import {
  counts,
  dependencies,
  Evaluator,
  readingKey,
  readingOf,
  type Change,
  type LedgerRecord,
  type PlainEntry,
  type Reading,
  Tables,
} from '#ledger';
import type { BeliefReason } from '../belief-answers.js';
import type { Rests } from '../ledger/resting-facts.js';
import { Touches, type Touch } from '../ledger/touches.js';
import { SqliteFacts } from '../ledger/facts.js';
import { correctionNote, notedChanges, notedEntry } from './correction-notes.js';
import { changeAnswers, entryAnswer } from './entry-answer.js';
import { recordedAt } from './recorded.js';
import type { Standpoint } from './surroundings.js';

/** Reasons listed of one step: a document states a whole table at once. */
const REASONS_MAX = 20;

export interface Reasons {
  readonly why: readonly BeliefReason[];
  readonly more: number;
}

/** What was said, at a seq, of the readings that a value rested on before or rests on after it. */
export function reasonsAt(
  at: Standpoint,
  seq: number,
  rests: readonly Rests[],
  own: readonly Reading[],
  unit: UnitOfMeasure,
): Reasons {
  const touches = new Touches(at.cache.model);
  const all = joined(rests);
  const facts = new SqliteFacts(at.cache, seq);
  const found: Found[] = [];
  const seen = new Set<string>();
  for (const touch of touches.at(all, seq)) {
    const key = `${touch.event}/${touch.n}`;
    if (seen.has(key)) continue;
    const one = foundIn(at, facts, touch);
    if (one.key !== null && !all.readings.has(one.key)) continue;
    seen.add(key);
    found.push(one);
  }
  return reasonsOf(at, found, own, unit, facts);
}

/** Of entries alone: those that were published on a day. */
export function reasonsOfEntries(
  at: Standpoint,
  entries: readonly { readonly event: number; readonly n: number }[],
  rests: readonly Rests[],
  own: readonly Reading[],
  unit: UnitOfMeasure,
): Reasons {
  const all = joined(rests);
  const facts = new SqliteFacts(at.cache, at.seq);
  const found = entries
    .map((entry) => foundIn(at, facts, { what: 'filed', ...entry }))
    .filter(({ key }) => key !== null && all.readings.has(key));
  return reasonsOf(at, found, own, unit, facts);
}

interface Found {
  readonly touch: Touch;
  readonly record: LedgerRecord;
  /** The reading that it is of, by its resolved line; null of a declaration. */
  readonly key: string | null;
}

function foundIn(at: Standpoint, facts: SqliteFacts, touch: Touch): Found {
  const { model } = at.cache;
  const record = model.record(touch.event, touch.n);
  let entry: PlainEntry | null = null;
  if (touch.what === 'filed') entry = model.entry(touch.event, touch.n);
  else if (touch.what === 'takenOut' && record.kind === 'correction') entry = model.entryOf(record.corrects);
  if (entry === null) return { touch, record, key: null };
  const reading = readingOf(entry);
  const line = facts.names(reading.unit, reading.area).resolve(reading.line);
  return { touch, record, key: readingKey({ ...reading, line }) };
}

function reasonsOf(
  at: Standpoint,
  found: readonly Found[],
  own: readonly Reading[],
  unit: UnitOfMeasure,
  facts: SqliteFacts,
): Reasons {
  // What is said of figures comes before what is declared around them, which counts where nothing else does. A value
  // also rests on which other lines its table has: what is said of those is no reason.
  const before = new SqliteFacts(at.cache, Math.max(0, facts.seq - 1));
  const made = [madeOf(facts, own), madeOf(before, own)];
  const concerning = found.filter(({ key }) => key !== null && made.some((keys) => keys.has(key)));
  const declared = found.filter(({ key }) => key === null);
  const shown = [concerning, declared, found].find(({ length }) => length > 0) ?? [];
  const itself = new Set(own.map((reading) => readingKey(resolved(facts, reading))));
  const rank = ({ key }: Found): number => (key !== null && itself.has(key) ? 0 : 1);
  const ordered = [...shown].sort(
    (a, b) => rank(a) - rank(b) || a.touch.event - b.touch.event || a.touch.n - b.touch.n,
  );
  const evaluator = new Evaluator(facts);
  return {
    why: ordered.slice(0, REASONS_MAX).map((one) => reasonOf(at, evaluator, one, unit)),
    more: Math.max(0, ordered.length - REASONS_MAX),
  };
}

/** Readings that one may be made of: of a total over everything, those nearest to it. */
const MADE_OF_MAX = 20_000;

/** The keys of readings and of all that their values are made of: parts, terms, what is carried over. */
function madeOf(facts: SqliteFacts, readings: readonly Reading[]): Set<string> {
  const tables = new Tables(facts);
  const found = new Map<string, Reading>();
  const add = (reading: Reading): void => {
    const own = resolved(facts, reading);
    if (found.size < MADE_OF_MAX) found.set(readingKey(own), own);
  };
  for (const reading of readings) add(reading);
  // What is found on the way is gone through as well; setting what is there already adds nothing.
  for (const reading of found.values()) for (const one of dependencies(facts, reading, tables)) add(one);
  return new Set(found.keys());
}

function resolved(facts: SqliteFacts, reading: Reading): Reading {
  return { ...reading, line: facts.names(reading.unit, reading.area).resolve(reading.line) };
}

function reasonOf(
  at: Standpoint,
  evaluator: Evaluator,
  { touch, record }: Found,
  unit: UnitOfMeasure,
): BeliefReason {
  const { event, type, recordedAt: time, actor, position } = recordedAt(at, touch.event);
  const reason = {
    words: '',
    entry: null,
    change: null,
    correction: null,
    event,
    type,
    recordedAt: time,
    actor,
    position,
  };
  const answered = (entry: PlainEntry): Pick<BeliefReason, 'entry' | 'change'> =>
    entry.kind === 'change'
      ? { entry: null, change: changeAnswer(at, evaluator, entry, unit) }
      : { entry: notedEntry(at, entryAnswer(entry, unit, { evaluator })), change: null };
  switch (record.kind) {
    case 'correction':
      return {
        ...reason,
        ...(record.replacement === null ? {} : answered(at.cache.model.entry(touch.event, touch.n))),
        kind: record.replacement === null ? 'withdrawal' : 'correction',
        words: record.reason,
        correction: correctionNote(at, record.id),
      };
    case 'change':
      return { ...reason, ...answered(record), kind: 'change', words: record.cause.words };
    case 'statement':
    case 'statedDifference':
      return { ...reason, ...answered(record), kind: 'statement', words: record.note ?? '' };
    case 'edition':
      return { ...reason, kind: 'edition', words: record.label };
    case 'layout':
      return { ...reason, kind: 'table', words: record.title };
    case 'name':
      return { ...reason, kind: 'name', words: record.line.join(' > ') };
    default:
      return { ...reason, kind: 'statement' };
  }
}

function changeAnswer(
  at: Standpoint,
  evaluator: Evaluator,
  change: Change,
  unit: UnitOfMeasure,
): BeliefReason['change'] {
  const counted = counts(change.status, evaluator.edition(change.to));
  const answers = changeAnswers(evaluator, [{ change, amount: change.amount, counted }], unit);
  return notedChanges(at, answers)[0] ?? null;
}

function joined(rests: readonly Rests[]): Rests {
  const all = (of: (one: Rests) => ReadonlySet<string>): Set<string> =>
    new Set(rests.flatMap((one) => [...of(one)]));
  return {
    frames: all((one) => one.frames),
    lines: all((one) => one.lines),
    names: all((one) => one.names),
    readings: all((one) => one.readings),
  };
}
