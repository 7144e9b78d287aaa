import type { Position } from '#event-store';
import { entryThen } from '../history/entry-then.js';
import { answerOf, eventHit } from '../history/history.js';
import type { HistoryFilter } from '../history-answers.js';
import { standpointAt } from '../answers/surroundings.js';
import { positionText } from '../ledger/as-of.js';
import type { LedgerCache } from '../ledger/ledger-cache.js';
import type { EventRecordedMessage, LiveMessage } from '../live-contract.js';
import { entryIn } from '../runner/terms.js';
import { BaseTopic } from './base-topic.js';
import { cursorOf, cursorText, type Cursor } from './cursor.js';
import { EventFilter, mayMatch } from './event-filter.js';
import { importOf, type Completion } from './imports.js';
import { placeAt, placeIn, type Place } from './place.js';
import { stepAt, type News, type Said, type Surroundings } from './topic.js';

/** In the middle of what an import delivers: which event of it comes next. */
interface Part {
  readonly completion: Completion;
  readonly position: Position;
  next: number;
}

/**
 * Events, followed. Each comes where it stands in the log; those of an import come where it completes, in their order,
 * and the completion last: their index is how far behind the import's first event they stand.
 */
export class EventTopic extends BaseTopic {
  readonly #filter: HistoryFilter;
  readonly #mayMatch: (said: Said) => boolean;
  #part: Part | null = null;
  #search: { readonly cache: LedgerCache; readonly head: number; readonly filter: EventFilter } | null = null;

  /** @throws LedgerError what the query of events refuses */
  constructor(around: Surroundings, filter: HistoryFilter, end: Place, after: Cursor) {
    super(around, end);
    this.#filter = filter;
    this.#mayMatch = mayMatch(filter);
    this.#filterAt(end);
    this.#standAt(after, end);
  }

  concernedBy({ said }: News): boolean {
    const all = said();
    return all === null || all.some(this.#mayMatch);
  }

  protected override there(): readonly LiveMessage[] {
    return [];
  }

  protected override standingText(): string {
    const part = this.#part;
    if (part === null || part.next === part.completion.first) return this.place.position;
    return cursorText({ position: part.position, index: part.next - 1 - part.completion.first });
  }

  protected override stretch(end: Place, messages: LiveMessage[], max: number, until: number): boolean {
    const filter = this.#filterAt(end);
    const full = (): boolean => messages.length >= max || performance.now() > until;
    for (;;) {
      if (this.#part !== null && !this.#takePart(this.#part, filter, messages, full)) return false;
      this.#part = null;
      const [completion] = this.around.imports(end.cache).after(this.place.seq, end.seq);
      if (!this.#takeBetween(completion, end.seq, filter, messages, full)) return false;
      if (completion === undefined) return true;
      const { position } = placeAt(end.cache, this.around.logId, completion.seq);
      this.#part = { completion, position, next: completion.first };
    }
  }

  /** Events that come by themselves, up to the next completion of an import or the end. */
  #takeBetween(
    completion: Completion | undefined,
    end: number,
    filter: EventFilter,
    messages: LiveMessage[],
    full: () => boolean,
  ): boolean {
    const { cache } = this.place;
    const last = completion === undefined ? end : completion.seq - 1;
    // Where an import's events stand together nothing comes by itself between them.
    const alone =
      completion !== undefined && completion.count === completion.seq - completion.first
        ? completion.first - 1
        : last;
    for (const seq of filter.candidates(this.place.seq + 1, alone)) {
      if (full()) return false;
      if (importOf(cache.model.envelope(seq)) === undefined && filter.passes(seq, seq)) {
        this.place = placeAt(cache, this.around.logId, seq);
        messages.push(this.#message(this.place, seq, 0));
      } else this.place = placeAt(cache, this.around.logId, seq);
    }
    this.place = placeAt(cache, this.around.logId, last);
    return true;
  }

  #takePart(part: Part, filter: EventFilter, messages: LiveMessage[], full: () => boolean): boolean {
    const { seq: completed, first, importId } = part.completion;
    const { cache } = this.place;
    const place = placeAt(cache, this.around.logId, completed);
    for (const seq of filter.candidates(part.next, completed)) {
      if (full()) return false;
      const own = seq === completed || importOf(cache.model.envelope(seq)) === importId;
      if (own && filter.passes(seq, completed)) messages.push(this.#message(place, seq, seq - first));
      part.next = seq + 1;
    }
    this.place = place;
    return true;
  }

  #message(place: Place, seq: number, index: number): EventRecordedMessage {
    const { cache } = place;
    const { logId } = this.around;
    const at = standpointAt(cache, logId, place.seq);
    const entries = cache.model.records(seq).flatMap((record, n) => {
      if (entryIn(record) === null) return [];
      return [answerOf(at, seq, { n, entry: entryThen(at, seq, n) })];
    });
    const hit = eventHit(at, logId, seq);
    const cursor = cursorText({ position: place.position, index });
    return { ...stepAt(place, cursor, false), kind: 'eventRecorded', hit, entries };
  }

  protected override goOnIn(end: Place): boolean {
    if (this.place.cache === end.cache) return true;
    const cursor = cursorOf(this.standingText(), this.around.logId);
    if (this.around.compare(cursor.position, end.position) > 0) return false;
    this.#standAt(cursor, end);
    return true;
  }

  /** Stands behind a cursor, which may lie in the middle of what an import delivers. */
  #standAt({ position, index, start }: Cursor, end: Place): void {
    const { cache } = end;
    const { logId } = this.around;
    const at = placeIn(cache, logId, { position }, end.seq);
    const here = positionText(cache.model, logId, at.seq) === position;
    const completion =
      here && index !== null && start !== true
        ? this.around.imports(cache).completedAt(at.seq, end.seq)
        : undefined;
    this.#part = null;
    this.place = at;
    if (completion === undefined || index === null) return;
    const next = completion.first + index + 1;
    if (next > completion.seq) return;
    this.#part = { completion, position, next };
    this.place = placeAt(cache, logId, at.seq - 1);
  }

  #filterAt({ cache, seq }: Place): EventFilter {
    if (this.#search?.cache !== cache || this.#search.head !== seq) {
      const filter = new EventFilter(this.#filter, cache, this.around.logId, seq);
      this.#search = { cache, head: seq, filter };
    }
    return this.#search.filter;
  }
}
