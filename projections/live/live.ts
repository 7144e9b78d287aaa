import { isLedgerError, LedgerError } from '#amount';
import { comparePositions, type EventStore, type Position } from '#event-store';
import { requireKnown } from '../answers/known-reading.js';
import { standpointAt } from '../answers/surroundings.js';
import type { ReadOptions } from '../contract.js';
import type { LedgerCache } from '../ledger/ledger-cache.js';
import type { LiveLedger, LiveRequest, LiveTopic } from '../live-contract.js';
import type { Runner } from '../runner/runner.js';
import { termsOf } from '../runner/terms.js';
import { AnswerTopic, type LiveTold } from './answer-topic.js';
import { compareCursors, cursorOf, type Cursor } from './cursor.js';
import { DiscrepancyTopic } from './discrepancy-topic.js';
import { EventTopic } from './event-topic.js';
import { figureChanges } from './figure-changes.js';
import { Imports, importOf } from './imports.js';
import type { LiveAnswer } from './live-answer.js';
import { placeAt, placeIn, type Place } from './place.js';
import type { News, OwnTopic, Said, Surroundings } from './topic.js';
import { KeyTouches } from './key-touches.js';
import { viewChanges } from './view-changes.js';

/** Of so many new events each is looked at beforehand; of more, whoever follows events looks for himself. */
const NEWS_MAX = 64;

/** What is read, and who tells that there is more of it. */
export type LiveSource = Pick<Runner, 'cache' | 'logId' | 'onAdvance' | 'waitFor'>;

type Listener = (concerned: ReadonlySet<LiveTopic> | null) => void;

/**
 * The changes of a ledger (*det som ändras*). What a topic receives follows from the log alone, since every answer can be
 * worked out as of any position; here is known which of them an event may concern, so that the others need not look.
 */
export class Live implements LiveLedger, Surroundings {
  readonly #runner: LiveSource;
  readonly #store: Pick<EventStore, 'head'>;
  readonly #topics = new Set<OwnTopic>();
  /** Those that stand somewhere before the end, or were never taken from. */
  readonly #behind = new Set<OwnTopic>();
  readonly #byKey = new Map<string, Set<OwnTopic>>();
  readonly #keysOf = new Map<OwnTopic, ReadonlySet<string>>();
  readonly #listeners = new Set<Listener>();
  readonly #imports = new WeakMap<LedgerCache, Imports>();
  #end: Place | null = null;
  #telling = false;
  #lags = false;
  #unfollow: (() => void) | null = null;

  constructor(runner: LiveSource, store: Pick<EventStore, 'head'>) {
    this.#runner = runner;
    this.#store = store;
  }

  get logId(): string {
    return this.#runner.logId;
  }

  cursor(): string {
    return this.look().position;
  }

  get lags(): boolean {
    return this.#lags;
  }

  async whenRead(): Promise<string> {
    await this.#readable();
    return this.cursor();
  }

  compare(a: string, b: string): number {
    return compareCursors(cursorOf(a, this.logId), cursorOf(b, this.logId));
  }

  async open(request: LiveRequest, after?: string): Promise<LiveTopic> {
    const cursor = after === undefined ? null : cursorOf(after, this.logId);
    if (cursor !== null) await this.#reached(cursor);
    await this.#readable();
    const topic = this.#topicOf(request, cursor);
    this.#topics.add(topic);
    this.#behind.add(topic);
    this.#follow();
    return topic;
  }

  onAdvance(listener: Listener): () => void {
    // Each is told by itself, also one that is there twice.
    const own: Listener = (concerned) => listener(concerned);
    this.#listeners.add(own);
    this.#follow();
    return () => {
      this.#listeners.delete(own);
      this.#rest();
    };
  }

  imports(cache: LedgerCache): Imports {
    let imports = this.#imports.get(cache);
    if (imports === undefined) this.#imports.set(cache, (imports = new Imports(cache)));
    return imports;
  }

  look(): Place {
    // Whoever is told of what came may look in the same turn. Were there more by then, it would be told before what
    // came first, and a topic that is just being read would take it for read.
    if (this.#telling && this.#end !== null) return this.#end;
    for (;;) {
      const before = this.#end;
      const end = this.#lookOnce();
      if (end === before || before === null) return end;
    }
  }

  /** How far the read model has come; what has come since is told. */
  #lookOnce(): Place {
    const cache = this.#runner.cache();
    const before = this.#end;
    // Nobody is told of nothing: a topic that looks while it is taken from would wake itself, and never rest. And all
    // topics that follow from one event are one answer: what one of them has read serves the others.
    if (before !== null && before.cache === cache && before.seq === cache.model.head()) return before;
    const head = cache.refresh();
    this.#lags = false;
    const end = placeAt(cache, this.logId, head);
    const isFollowed = this.#topics.size > 0 || this.#listeners.size > 0;
    if (before === null || !isFollowed) return (this.#end = end);
    // In another process's new file, which has not come so far yet, there is nothing new.
    if (comparePositions(before.position, end.position) > 0) {
      this.#lags = true;
      return before;
    }
    const from = placeIn(cache, this.logId, before, head);
    // Where this fails, all is looked at once more next time.
    const concerned = this.#concernedBy(from, end);
    this.#stop(concerned, from);
    this.#end = end;
    this.#telling = true;
    try {
      for (const listener of this.#listeners) listener(concerned);
    } finally {
      this.#telling = false;
    }
    return end;
  }

  rest(topic: OwnTopic, keys: Iterable<string>): void {
    if (!this.#topics.has(topic)) return;
    const before = this.#keysOf.get(topic);
    const now = new Set(keys);
    for (const key of before ?? []) if (!now.has(key)) this.#forget(topic, key);
    for (const key of now) {
      if (before?.has(key) === true) continue;
      const topics = this.#byKey.get(key);
      if (topics === undefined) this.#byKey.set(key, new Set([topic]));
      else topics.add(topic);
    }
    this.#keysOf.set(topic, now);
  }

  caughtUp(topic: OwnTopic): void {
    this.#behind.delete(topic);
  }

  closed(topic: OwnTopic): void {
    for (const key of this.#keysOf.get(topic) ?? []) this.#forget(topic, key);
    this.#keysOf.delete(topic);
    this.#topics.delete(topic);
    this.#behind.delete(topic);
    this.#rest();
  }

  #forget(topic: OwnTopic, key: string): void {
    const topics = this.#byKey.get(key);
    topics?.delete(topic);
    if (topics?.size === 0) this.#byKey.delete(key);
  }

  /** Those that what came may concern. */
  #concernedBy(from: Place, to: Place): ReadonlySet<OwnTopic> {
    const concerned = new Set<OwnTopic>(this.#behind);
    if (this.#byKey.size > 0) {
      for (const key of new KeyTouches(to.cache.model).keysSince(from.seq)) {
        for (const topic of this.#byKey.get(key) ?? []) concerned.add(topic);
      }
    }
    const news = this.#newsOf(from, to);
    for (const topic of this.#topics) if (topic.concernedBy(news)) concerned.add(topic);
    return concerned;
  }

  /** They stop where they stand. */
  #stop(topics: Iterable<OwnTopic>, from: Place): void {
    for (const topic of topics) {
      topic.stopAt(from);
      this.#behind.add(topic);
    }
  }

  #newsOf(from: Place, to: Place): News {
    let said: readonly Said[] | null | undefined;
    return {
      from,
      to,
      said: () => {
        if (said === undefined) said = this.#said(from, to);
        return said;
      },
    };
  }

  /** What the events that came are found by; null where they are many, or an import is complete. */
  #said(from: Place, { cache, seq: head }: Place): readonly Said[] | null {
    if (head - from.seq > NEWS_MAX || this.imports(cache).after(from.seq, head).length > 0) return null;
    const found: Said[] = [];
    for (let seq = from.seq + 1; seq <= head; seq++) {
      const event = cache.model.envelope(seq);
      if (importOf(event) !== undefined) continue;
      const terms = termsOf(event, cache.model.records(seq));
      found.push({ terms: new Set(terms), text: terms.join(' ').toLowerCase() });
    }
    return found;
  }

  /** While the read model is being built, or another one that has not come so far, there is nothing to stand in. */
  async #readable(): Promise<void> {
    while (this.#endIfRead() === null) {
      await new Promise<void>((resolve) => {
        const stop = this.#runner.onAdvance(() => {
          stop();
          resolve();
        });
      });
    }
  }

  #endIfRead(): Place | null {
    try {
      const end = this.look();
      return this.#lags ? null : end;
    } catch (error) {
      if (isLedgerError(error, 'READ_MODEL_BUILDING')) return null;
      throw error;
    }
  }

  /** @throws LedgerError POSITION_NOT_REACHED, and what keeps events from being applied */
  async #reached({ position }: Cursor): Promise<void> {
    const read = this.#endIfRead()?.position ?? `${this.logId}:0`;
    // Whoever comes back asks nothing of the log, which may have been lost for them all at once.
    if (comparePositions(position, read as Position) <= 0) return;
    const head = await this.#logEnd();
    if (head !== null && comparePositions(position, head) > 0) {
      throw new LedgerError(
        'POSITION_NOT_REACHED',
        `the cursor ${position} lies ahead of the log's end, ${head}`,
        {
          place: { field: 'after' },
          hint: 'Has the log been put back from a copy? Begin without a cursor, with what is now.',
        },
      );
    }
    for (;;) {
      try {
        return await this.#runner.waitFor(position);
      } catch (error) {
        if (!isLedgerError(error, 'READ_MODEL_BEHIND')) throw error;
      }
    }
  }

  /** Null where it cannot be asked just now: then it is waited for, as those wait who follow already. */
  async #logEnd(): Promise<Position | null> {
    try {
      return (await this.#store.head()) ?? (`${this.logId}:0` as Position);
    } catch (error) {
      if (isLedgerError(error, 'LOG_UNREACHABLE')) return null;
      throw error;
    }
  }

  #topicOf(request: LiveRequest, cursor: Cursor | null): OwnTopic {
    const end = this.look();
    const standing: Cursor = { position: end.position, index: null };
    switch (request.kind) {
      case 'eventRecorded':
        return new EventTopic(this, request.filter, end, cursor ?? standing);
      case 'figureChanged':
        requireKnown(standpointAt(end.cache, this.logId, end.seq), this.logId, request.reading);
        return this.#answerTopic(figureChanges(request.reading), optionsOf(request.publishedBy), end, cursor);
      case 'viewChanged':
        return this.#answerTopic(viewChanges(request.request), optionsOf(request.publishedBy), end, cursor);
      case 'discrepancyChanged':
        return new DiscrepancyTopic(this, request.filter, end, cursor ?? standing);
    }
  }

  #answerTopic<Answer>(
    answer: LiveAnswer<Answer, LiveTold>,
    options: ReadOptions,
    end: Place,
    cursor: Cursor | null,
  ): OwnTopic {
    const topic = new AnswerTopic(this, answer, options, end);
    // Refused is what the query would refuse now, wherever the topic begins.
    topic.begin();
    if (cursor === null) return topic;
    const place = placeIn(end.cache, this.logId, cursor, end.seq);
    return new AnswerTopic(this, answer, options, place);
  }

  #follow(): void {
    if (this.#unfollow !== null) return;
    this.#unfollow = this.#runner.onAdvance(() => this.#lookIfRead());
    this.#lookIfRead();
  }

  /** While the read model is being built there is nothing to look at; that it is there is told then. */
  #lookIfRead(): void {
    try {
      this.look();
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
    }
  }

  #rest(): void {
    if (this.#topics.size > 0 || this.#listeners.size > 0) return;
    this.#unfollow?.();
    this.#unfollow = null;
  }
}

function optionsOf(publishedBy: string | undefined): ReadOptions {
  return publishedBy === undefined ? {} : { publishedBy };
}
