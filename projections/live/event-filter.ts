import { causeKindOf } from '#domain';
import { rangeOf } from '../history/history.js';
import { searchOf, type Search } from '../history/search.js';
import { stands } from '../history/search-words.js';
import { standpointAt, type Standpoint } from '../answers/surroundings.js';
import type { HistoryFilter } from '../history-answers.js';
import type { LedgerCache } from '../ledger/ledger-cache.js';
import { term, TERM_FIELDS } from '../runner/terms.js';
import type { Said } from './topic.js';

/**
 * Could an event match, by its terms alone? What it refuses, the search refuses too: most events concern nobody, and
 * asking the index for each filter would cost more than all else.
 */
export function mayMatch(filter: HistoryFilter): (said: Said) => boolean {
  const { text, cause, body } = filter;
  const words = [text, cause, body].filter((one) => one !== undefined);
  const mayHold = stands(words);
  return (said) => termsMatch(filter, said.terms) && (words.length === 0 || mayHold(said.text));
}

function termsMatch(filter: HistoryFilter, terms: ReadonlySet<string>): boolean {
  const { unit, actor, type, causeKind, dnr, period, document } = filter;
  if (type !== undefined && !terms.has(term('type', type))) return false;
  if (actor !== undefined && !terms.has(term('actor', actor))) return false;
  if (period !== undefined && !terms.has(term('period', period))) return false;
  if (dnr !== undefined && !terms.has(term('dnr', dnr))) return false;
  if (document !== undefined && !says(terms, TERM_FIELDS.document)) return false;
  if (causeKind !== undefined && !terms.has(term('causeKind', causeKindOf(causeKind) ?? causeKind)))
    return false;
  return unit === undefined || saysUnit(terms, unit);
}

/** Whether any of them begins so. */
function says(terms: ReadonlySet<string>, start: string): boolean {
  for (const one of terms) if (one.startsWith(start)) return true;
  return false;
}

function saysUnit(terms: ReadonlySet<string>, unit: string): boolean {
  const own = term('unit', unit);
  if (terms.has(own)) return true;
  return says(terms, `${own}/`);
}

/** The filter of the query of events, as of the positions at which events are delivered. */
export class EventFilter {
  readonly #filter: HistoryFilter;
  readonly #cache: LedgerCache;
  readonly #logId: string;
  /** As of the head, which knows every name that a line has had, so that it finds all that may match. */
  readonly #finding: Search;
  /** What a line is called depends on the position; nothing else does. */
  #named: { readonly seq: number; readonly search: Search } | null = null;
  /** Between which events, by what is asked of the time. */
  readonly range: { readonly low: number; readonly high: number };

  /** @throws LedgerError what the query of events refuses */
  constructor(filter: HistoryFilter, cache: LedgerCache, logId: string, head: number) {
    this.#filter = filter;
    this.#cache = cache;
    this.#logId = logId;
    this.range = rangeOf(this.#at(head), logId, filter, {}, null);
    this.#finding = searchOf(this.#at(head), filter);
  }

  /** Numbers of events that may match, in order. */
  candidates(low: number, high: number): Iterable<number> {
    const { range } = this;
    return this.#finding.events(Math.max(low, range.low), Math.min(high, range.high), false);
  }

  /** Whether one of those does, as of the position at which it is delivered. */
  passes(seq: number, as: number): boolean {
    const search = this.#searchAt(as);
    return !search.eventIsRead || search.matchesEvent(seq);
  }

  #at(seq: number): Standpoint {
    return standpointAt(this.#cache, this.#logId, seq);
  }

  #searchAt(seq: number): Search {
    if (this.#filter.line === undefined) return this.#finding;
    if (this.#named?.seq !== seq) this.#named = { seq, search: searchOf(this.#at(seq), this.#filter) };
    return this.#named.search;
  }
}
