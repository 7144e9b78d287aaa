import { kindOf, LedgerError, toDecimal, type Amount } from '#amount';
import { isPosition } from '#event-store';
import { editionLineKey, readingOf, type PlainEntry } from '#ledger';
import type { EntryAnswer } from '../contract.js';
import type {
  EventHit,
  HistoryFilter,
  HistoryPage,
  HistoryPageRequest,
  HistorySum,
  HistoryTotals,
} from '../history-answers.js';
import { notedEntry } from '../answers/correction-notes.js';
import { entryAnswer } from '../answers/entry-answer.js';
import { eventNotes } from '../answers/event-notes.js';
import { unitOfFrame } from '../answers/lists.js';
import { pageSize } from '../answers/page.js';
import type { Standpoint } from '../answers/surroundings.js';
import { positionText, seqAsOf, seqOfPosition, timeOf } from '../ledger/as-of.js';
import type { Model } from '../ledger/model.js';
import { amountOf, unitOfEntry } from '../runner/entry-amount.js';
import { refuseReversed } from './filter-form.js';
import { requireKnownNames } from './known-names.js';
import { searchOf, type EntryHit } from './search.js';

/** Events read for one page where most of them do not match, and characters of them: about a hundredth of a second. */
const EVENTS_READ_MAX = 1_000;
const CHARACTERS_READ_MAX = 600_000;
/** What an event costs that is left out for a word that stands nowhere in its text. */
const LEFT_OUT_CHARACTERS = 300;

/** How long totals are counted when nobody says, and at most. */
const COUNT_MS_DEFAULT = 1_000;
export const COUNT_MS_MAX = 10_000;
/** Others have their turn after so long. */
const TURN_MS = 15;

interface Range {
  readonly low: number;
  readonly high: number;
}

/** Events that match, in the order of the log or against it. */
export function eventsFound(
  at: Standpoint,
  logId: string,
  filter: HistoryFilter,
  page: HistoryPageRequest,
): HistoryPage<EventHit> {
  requireKnownNames(at, filter);
  const search = searchOf(at, filter);
  const { model } = at.cache;
  const down = page.newestFirst === true;
  const after = page.after === undefined ? null : cursorOf(at, logId, page.after);
  const range = rangeOf(at, logId, filter, page, after === null ? null : after.seq + (down ? -1 : 1));
  const items: { cursor: string; item: EventHit }[] = [];
  const work = pageWork(model);
  let last: number | null = null;
  const end = (hasNext: boolean): HistoryPage<EventHit> => ({
    items,
    hasNext,
    endCursor: last === null ? null : positionText(model, logId, last),
  });
  for (const seq of search.events(range.low, range.high, down)) {
    if (items.length === pageSize(page) || work.isDone()) return end(true);
    last = seq;
    if (search.eventIsRead) {
      const matches = search.matchesEvent(seq);
      work.add(seq);
      if (!matches) continue;
    }
    const item = eventHit(at, logId, seq);
    items.push({ cursor: item.position, item });
  }
  return { items, hasNext: false, endCursor: items.at(-1)?.cursor ?? null };
}

/** Where an event is, and what is known of it beside what it says. */
export function eventHit(at: Standpoint, logId: string, seq: number): EventHit {
  const { model } = at.cache;
  return {
    position: positionText(model, logId, seq),
    before: positionText(model, logId, seq - 1),
    ...eventNotes(at, seq),
  };
}

/** Entries that match: those of one event stand together, first to last or last to first. */
export function entriesFound(
  at: Standpoint,
  logId: string,
  filter: HistoryFilter,
  page: HistoryPageRequest,
): HistoryPage<EntryAnswer> {
  requireKnownNames(at, filter);
  const search = searchOf(at, filter);
  const { model } = at.cache;
  const down = page.newestFirst === true;
  const after = page.after === undefined ? null : cursorOf(at, logId, page.after);
  const next = after === null ? null : after.n === null ? after.seq + (down ? -1 : 1) : after.seq;
  const range = rangeOf(at, logId, filter, page, next);
  const items: { cursor: string; item: EntryAnswer }[] = [];
  const work = pageWork(model);
  let last: string | null = null;
  for (const seq of search.events(range.low, range.high, down)) {
    if (work.isDone()) return { items, hasNext: true, endCursor: last };
    const position = positionText(model, logId, seq);
    const found = search.entriesOf(seq);
    work.add(seq);
    for (const hit of down ? found.reverse() : found) {
      if (after?.seq === seq && after.n !== null && (down ? hit.n >= after.n : hit.n <= after.n)) continue;
      if (items.length === pageSize(page)) return { items, hasNext: true, endCursor: last };
      last = `${position}/${hit.n}`;
      items.push({ cursor: last, item: answerOf(at, seq, hit) });
    }
    last = position;
  }
  return { items, hasNext: false, endCursor: items.at(-1)?.cursor ?? null };
}

/** How much has been read for a page. */
function pageWork(model: Model): { isDone(): boolean; add(seq: number): void } {
  let [events, characters] = [0, 0];
  return {
    isDone: () => events >= EVENTS_READ_MAX || characters >= CHARACTERS_READ_MAX,
    add: (seq) => {
      events++;
      characters += model.lengthRead(seq) ?? LEFT_OUT_CHARACTERS;
    },
  };
}

/** Counts and sums what matches, for as long as it may take. */
export async function totalsFound(
  at: Standpoint,
  logId: string,
  filter: HistoryFilter,
  milliseconds = COUNT_MS_DEFAULT,
): Promise<HistoryTotals> {
  requireKnownNames(at, filter);
  const search = searchOf(at, filter);
  const range = rangeOf(at, logId, filter, {}, null);
  const sums = new Map<string, Omit<HistorySum, 'entries' | 'sum'> & { entries: number; sum: Amount }>();
  const until = performance.now() + Math.min(milliseconds, COUNT_MS_MAX);
  let turn = performance.now() + TURN_MS;
  let [events, entries, takenOut, complete] = [0, 0, 0, true];
  let last = range.low - 1;
  for (const seq of search.events(range.low, range.high, false)) {
    const now = performance.now();
    if (now > until) {
      complete = false;
      break;
    }
    if (now > turn) {
      await new Promise((resolve) => setImmediate(resolve));
      turn = performance.now() + TURN_MS;
    }
    last = seq;
    if (!search.eventIsRead || search.matchesEvent(seq)) events++;
    for (const hit of search.entriesOf(seq)) {
      entries++;
      if (takenOutOf(at, seq, hit) === null) add(hit.entry);
      else takenOut++;
    }
  }
  return {
    events,
    entries,
    takenOut,
    sums: [...sums.values()].map((one) => ({ ...one, sum: toDecimal(one.sum, one.unitOfMeasure) })),
    complete,
    countedTo: positionText(at.cache.model, logId, Math.max(0, complete ? range.high : last)),
  };

  function add(entry: PlainEntry): void {
    const amount = amountOf(entry);
    if (amount === null) return;
    const { basis, measure } = readingOf(entry);
    const unitOfMeasure = unitOfEntry(entry);
    const key = [entry.kind, basis, measure, kindOf(unitOfMeasure)].join(' ');
    const sum = sums.get(key) ?? { kind: entry.kind, basis, measure, unitOfMeasure, entries: 0, sum: 0n };
    sum.entries++;
    sum.sum += amount;
    sums.set(key, sum);
  }
}

/** An entry of an event, as it is listed. */
export function answerOf(at: Standpoint, seq: number, hit: EntryHit): EntryAnswer {
  const takenOutBy = takenOutOf(at, seq, hit);
  const unit = unitOfFrame(at, readingOf(hit.entry));
  return notedEntry(at, entryAnswer(hit.entry, unit, { takenOutBy }));
}

/** The correction that took an entry out by then. */
function takenOutOf(at: Standpoint, seq: number, { n, entry }: EntryHit): string | null {
  const { model } = at.cache;
  const reading = readingOf(entry);
  const frame = model.frame(editionLineKey(reading), reading.edition, reading.measure);
  const out = frame === undefined ? undefined : model.takenOut(frame, seq, n);
  if (out === undefined || out.outSeq > at.seq) return null;
  const record = model.record(out.outEvent, out.outN);
  return record.kind === 'correction' ? record.id : null;
}

/** @throws LedgerError POSITION_UNREADABLE, POSITION_OF_OTHER_LOG, POSITION_NOT_REACHED */
function cursorOf(at: Standpoint, logId: string, text: string): { seq: number; n: number | null } {
  const [position = '', n] = text.split('/');
  if (!isPosition(position) || (n !== undefined && !/^\d{1,9}$/.test(n))) {
    throw new LedgerError('POSITION_UNREADABLE', `"${text.slice(0, 60)}" is no cursor of the history`, {
      place: { field: 'after' },
      hint: 'Take the cursor of an item of the page before, or a position (k3f9:1207).',
    });
  }
  try {
    const seq = seqOfPosition(at.cache.model, logId, at.cache.model.head(), position);
    return { seq, n: n === undefined ? null : Number(n) };
  } catch (error) {
    throw error instanceof LedgerError ? error.at({ field: 'after' }) : error;
  }
}

/** Between which numbers of events to look. */
export function rangeOf(
  at: Standpoint,
  logId: string,
  filter: HistoryFilter,
  page: Pick<HistoryPageRequest, 'newestFirst' | 'startAt'>,
  next: number | null,
): Range {
  const upTo = (field: string, text: string): number => {
    try {
      return Math.min(at.seq, seqAsOf(at.cache.model, logId, at.cache.model.head(), text));
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      const { code, message, hint } = error;
      throw new LedgerError(code, message, { place: { field }, hint });
    }
  };
  /** The first event at or after the beginning of a time: what was recorded by the moment before it comes before. */
  const from = (field: string, text: string): number => {
    const exact = upTo(field, text);
    const start = beginningOf(text);
    return start === null ? Math.max(1, exact) : upTo(field, new Date(start - 1).toISOString()) + 1;
  };
  const { recordedFrom, recordedTo } = filter;
  if (recordedFrom !== undefined && recordedTo !== undefined) {
    const [begins, ends] = [beginningOf(recordedFrom), timeOf(recordedTo.trim())];
    // Between two times nothing may be recorded; between two positions there are always those.
    const isReversed =
      begins !== null && ends !== null
        ? begins > ends
        : begins === null &&
          ends === null &&
          upTo('recordedFrom', recordedFrom) > upTo('recordedTo', recordedTo);
    if (isReversed) refuseReversed();
  }
  let low = recordedFrom === undefined ? 1 : from('recordedFrom', recordedFrom);
  let high = recordedTo === undefined ? at.seq : upTo('recordedTo', recordedTo);
  if (page.newestFirst === true) {
    if (page.startAt !== undefined) high = Math.min(high, upTo('startAt', page.startAt));
    if (next !== null) high = Math.min(high, next);
  } else {
    if (page.startAt !== undefined) low = Math.max(low, from('startAt', page.startAt));
    if (next !== null) low = Math.max(low, next);
  }
  return { low, high };
}

/** Milliseconds of the first moment of a time or a day; null for a position and an event. */
function beginningOf(text: string): number | null {
  const start = /^\d{4}-\d{2}-\d{2}/.test(text.trim()) ? Date.parse(utc(text.trim())) : Number.NaN;
  return Number.isNaN(start) ? null : start;
}

/** A time without a zone is UTC, as everywhere that asks for one. */
function utc(text: string): string {
  return text.includes('T') && !/(?:Z|[+-]\d{2}:\d{2})$/.test(text) ? `${text}Z` : text;
}
