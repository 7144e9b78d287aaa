import { abs, fromDecimal, LedgerError, type Amount, type UnitOfMeasure } from '#amount';
import { causeKindOf, EVENT_OF_COMMAND, eventCorrection, putIn, takenOutBy } from '#domain';
import { lineKey, readingOf, type PlainEntry } from '#ledger';
import { documentsCalled } from '../answers/documents.js';
import { importStateOf } from '../answers/lists.js';
import type { Standpoint } from '../answers/surroundings.js';
import type { HistoryFilter } from '../history-answers.js';
import type { Told } from '../ledger/model.js';
import type { Envelope } from '../runner/batch.js';
import { amountOf, isLeastOfSize, sizeOf, unitOfEntry } from '../runner/entry-amount.js';
import {
  entryIn,
  isWorded,
  MAGNITUDE_MAX,
  MAGNITUDE_MIN,
  magnitude,
  TERM_FIELDS,
  term,
  termsOf,
  termsOfEntry,
} from '../runner/terms.js';
import { entryThen } from './entry-then.js';
import { requireForm } from './filter-form.js';
import { spellingsOf } from './line-names.js';
import { nearest } from '../view/nearest.js';
import { searchWords, stands } from './search-words.js';
import { eventsSaying, termIndexOf, TERMS_MERGED_MAX, type TermIndex } from './term-index.js';

/** An entry of an event that counts: which of its records. */
export interface EntryHit {
  readonly n: number;
  readonly entry: PlainEntry;
}

/** What was asked, as it is looked up and checked. */
export interface Search {
  /** The numbers of the events that may match, between two of them, both included. */
  events(low: number, high: number, down: boolean): Iterable<number>;
  /** False where what the index finds is all that matches. */
  readonly eventIsRead: boolean;
  matchesEvent(seq: number): boolean;
  /** The entries of an event that match, in their order. */
  entriesOf(seq: number): EntryHit[];
}

export function searchOf(at: Standpoint, filter: HistoryFilter): Search {
  const { model } = at.cache;
  const { unit, actor, type, causeKind, dnr, cause, body, text } = filter;
  const index = termIndexOf(model.database);
  requireForm(filter, (period) => index.exact(term('period', period)).length > 0);
  const sets: (readonly number[])[] = [];
  /** Each is found by one text of the entry, or of its event. */
  const worded: ((key: string) => boolean)[] = [];
  let broad = false;
  /** Every event of the sizes that are looked up holds an amount as large as was asked for. */
  let largeEnough = false;
  const find = (expression: string, field?: string): void => {
    const terms = index.matching(expression, field, TERMS_MERGED_MAX + 1);
    if (terms.length <= TERMS_MERGED_MAX) {
      const found = new Set(terms);
      sets.push(terms);
      worded.push((key) => found.has(numberOf(key)));
      return;
    }
    // So many texts that each one met is asked for, and once.
    broad = true;
    const known = new Map<string, boolean>();
    worded.push((key) => {
      if (!isWorded(key) || (field !== undefined && !key.startsWith(field))) return false;
      let found = known.get(key);
      if (found === undefined) known.set(key, (found = index.matches(expression, numberOf(key))));
      return found;
    });
  };
  const kind = causeKind === undefined ? undefined : (causeKindOf(causeKind) ?? causeKind);
  if (unit !== undefined) {
    const key = term('unit', unit);
    sets.push([...index.exact(key), ...index.range(`${key}/`, `${key}0`)]);
  }
  if (actor !== undefined) sets.push(index.exact(term('actor', actor)));
  if (type !== undefined) sets.push(eventsOfType(index, type));
  if (kind !== undefined) sets.push(index.exact(term('causeKind', kind)));
  if (dnr !== undefined) sets.push(index.exact(term('dnr', dnr)));
  const documents = filter.document === undefined ? null : documentsCalled(at, filter.document);
  if (documents !== null)
    sets.push([...documents].flatMap((sha256) => index.exact(term('document', sha256))));
  if (filter.period !== undefined) sets.push(index.exact(term('period', filter.period)));
  if (filter.amountAtLeast !== undefined) {
    const least = leastOf(filter.amountAtLeast)('tkr');
    const size = sizeOf(least, 'tkr');
    if (size >= MAGNITUDE_MIN) sets.push(index.range(magnitude(size), `${TERM_FIELDS.magnitude}\uffff`));
    largeEnough = size >= MAGNITUDE_MIN && size < MAGNITUDE_MAX && isLeastOfSize(least, 'tkr');
  }
  if (filter.line !== undefined) {
    const spellings = spellingsOf(at, filter.line, unit);
    if (spellings !== null) sets.push(spellings.flatMap((key) => index.exact(term('line', key))));
  }
  if (cause !== undefined) find(searchWords(cause, 'cause').join(' AND '), TERM_FIELDS.cause);
  if (body !== undefined) find(searchWords(body, 'body').join(' AND '), TERM_FIELDS.body);
  if (text !== undefined) for (const word of searchWords(text, 'text')) find(word);
  const mayHold = stands([text, cause, body].filter((words) => words !== undefined));
  const addressed = entryTest(at, filter);
  // Which entry of an event it is does not matter where nothing else is asked of the entry.
  const { amountAtLeast: _amount, ...beside } = filter;
  const isAnswered = largeEnough && unit === undefined && documents === null && !entryTest(at, beside).asked;
  const isOfUnit = (one: string): boolean => unit === undefined || one === unit || one.startsWith(`${unit}/`);
  const isOfDocument = ({ source }: PlainEntry): boolean =>
    documents === null || (source !== undefined && documents.has(source.document));
  const numbers = new Map<string, number>();
  const numberOf = (key: string): number => {
    let number = numbers.get(key);
    if (number === undefined) {
      number = index.exact(key)[0] ?? 0;
      numbers.set(key, number);
    }
    return number;
  };
  const sayAll = (keys: readonly string[]): boolean => worded.every((says) => keys.some(says));
  const { publishedBy } = at.options;
  const imports = new Map<string, boolean>();
  const counts = ({ metadata }: Told): boolean => {
    const importId = metadata['importId'];
    if (importId === undefined) return true;
    let counted = imports.get(importId);
    if (counted === undefined) imports.set(importId, (counted = importStateOf(at, importId) === 'completed'));
    return counted;
  };
  const isPublished = (entry: PlainEntry): boolean =>
    publishedBy === undefined || (entry.published !== undefined && entry.published.date <= publishedBy);
  const entriesAt = (seq: number): EntryHit[] =>
    model.records(seq).flatMap((record, n): EntryHit[] => {
      if (entryIn(record) === null) return [];
      const entry = entryThen(at, seq, n);
      const holds = isOfUnit(readingOf(entry).unit) && isOfDocument(entry) && addressed.matches(entry);
      return holds && isPublished(entry) ? [{ n, entry }] : [];
    });
  const given = filter.ids?.flatMap((id) => model.seqOf(id) ?? []).sort((a, b) => a - b);
  return {
    events: (low, high, down) => {
      if (given === undefined) return eventsSaying(index, sets, low, high, down);
      const between = given.filter((seq) => seq >= low && seq <= high);
      const [first, last] = [between[0], between.at(-1)];
      if (first === undefined || last === undefined) return [];
      if (sets.length === 0) return down ? between.reverse() : between;
      const wanted = new Set(between);
      return [...eventsSaying(index, sets, first, last, down)].filter((seq) => wanted.has(seq));
    },
    eventIsRead: broad || publishedBy !== undefined || (addressed.asked && !isAnswered),
    matchesEvent: (seq) => {
      if (broad && !mayHold(model.dataText(seq))) return false;
      const records = model.records(seq);
      if (broad && !sayAll(termsOf(model.envelope(seq), records))) return false;
      if (!addressed.asked && publishedBy === undefined) return true;
      if (entriesAt(seq).length > 0) return true;
      if (records.some((record) => entryIn(record) !== null)) return false;
      return saidBy(model.envelope(seq)).some((data) => addressed.matchesData(data));
    },
    entriesOf: (seq) => {
      if (!counts(model.told(seq))) return [];
      const shared = worded.length === 0 ? [] : termsOf(model.envelope(seq), []);
      return entriesAt(seq).filter(({ entry }) => {
        if (kind !== undefined && !(entry.kind === 'change' && entry.cause.kind === kind)) return false;
        if (worded.length === 0 && dnr === undefined) return true;
        const own = termsOfEntry(entry);
        if (dnr !== undefined && !own.includes(term('dnr', dnr))) return false;
        return sayAll([...own, ...shared]);
      });
    },
  };
}

/** @throws LedgerError UNKNOWN_EVENT_TYPE naming the nearest */
function eventsOfType(index: TermIndex, type: string): readonly number[] {
  const found = index.exact(term('type', type));
  const types: readonly string[] = Object.values(EVENT_OF_COMMAND);
  if (found.length > 0 || types.includes(type)) return found;
  throw new LedgerError('UNKNOWN_EVENT_TYPE', `there is no type of event "${type.slice(0, 60)}"`, {
    place: { field: 'type' },
    hint: `The nearest are ${nearest(type, types).join(', ')}.`,
  });
}

/** What an event says of itself; of a correction of a whole event what it took out, and what it put in. */
function saidBy(event: Envelope): readonly unknown[] {
  const correction = eventCorrection(event);
  return correction === undefined ? [event.data] : [takenOutBy(correction), putIn(correction) ?? {}];
}

interface EntryTest {
  readonly asked: boolean;
  matches(entry: PlainEntry): boolean;
  /** Of an event without entries: what it says of itself. */
  matchesData(data: unknown): boolean;
}

function entryTest(at: Standpoint, filter: HistoryFilter): EntryTest {
  const { area, line, measure, basis, edition, period, amountAtLeast } = filter;
  const fields = Object.entries({ area, measure, basis, edition, period }).filter(
    (pair): pair is [keyof typeof filter & ('area' | 'measure' | 'basis' | 'edition' | 'period'), string] =>
      pair[1] !== undefined,
  );
  const least = amountAtLeast === undefined ? undefined : leastOf(amountAtLeast);
  const resolved = new Map<string, string>();
  const isLine = (entry: PlainEntry): boolean => {
    if (line === undefined) return true;
    const reading = readingOf(entry);
    const names = at.facts.names(reading.unit, reading.area);
    const scope = `${reading.unit} ${reading.area}`;
    const asked = resolved.get(scope) ?? lineKey(names.resolve(line));
    resolved.set(scope, asked);
    return lineKey(names.resolve(reading.line)) === asked;
  };
  return {
    asked: fields.length > 0 || line !== undefined || least !== undefined,
    matches: (entry) => {
      const reading = readingOf(entry);
      if (fields.some(([name, asked]) => reading[name] !== asked)) return false;
      if (least !== undefined) {
        const amount = amountOf(entry);
        if (amount === null || abs(amount) < least(unitOfEntry(entry))) return false;
      }
      return isLine(entry);
    },
    matchesData: (data) => {
      const said = data as Readonly<Record<string, unknown>>;
      if (line !== undefined || least !== undefined) return false;
      return fields.every(([name, asked]) => said[name] === asked);
    },
  };
}

/** @throws LedgerError AMOUNT_UNREADABLE and its like */
function leastOf(text: string): (unit: UnitOfMeasure) => Amount {
  const read = (unit: UnitOfMeasure): Amount => {
    try {
      return abs(fromDecimal(text, unit));
    } catch (error) {
      throw error instanceof LedgerError ? error.at({ field: 'amountAtLeast' }) : error;
    }
  };
  const known = new Map<UnitOfMeasure, Amount>([['tkr', read('tkr')]]);
  return (unit) => {
    const least = known.get(unit) ?? read(unit);
    known.set(unit, least);
    return least;
  };
}
