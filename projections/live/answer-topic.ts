import { standpointAt } from '../answers/surroundings.js';
import type { ReadOptions } from '../contract.js';
import type { LedgerCache } from '../ledger/ledger-cache.js';
import type { LiveMessage, LiveStep } from '../live-contract.js';
import { BaseTopic } from './base-topic.js';
import { cursorText } from './cursor.js';
import { FollowedKeys } from './followed-keys.js';
import { answerOrNull, type LiveAnswer } from './live-answer.js';
import { placeAt, placeIn, type Place } from './place.js';
import { stepAt, type Surroundings } from './topic.js';
import { KeyTouches } from './key-touches.js';

/** Distributes over the kinds of message, so that each is a step and what it tells. */
type Told<Message> = Message extends LiveStep ? Omit<Message, keyof LiveStep> : never;
export type LiveTold = Told<LiveMessage>;

/**
 * An answer, followed: it is compared at each position at which something it rests on was touched, with what it was
 * before. From one to the next it is the same, because worked out again it would ask the same.
 */
export class AnswerTopic<Answer> extends BaseTopic {
  readonly #answer: LiveAnswer<Answer, LiveTold>;
  readonly #options: ReadOptions;
  readonly #followed = new FollowedKeys();
  /** The file that `followed` was read from. */
  #file: LedgerCache;
  /** The answer at the place; undefined until it is worked out. */
  #standing: Answer | null | undefined;

  constructor(
    around: Surroundings,
    answer: LiveAnswer<Answer, LiveTold>,
    options: ReadOptions,
    place: Place,
  ) {
    super(around, place);
    this.#answer = answer;
    this.#options = options;
    this.#file = place.cache;
  }

  /**
   * Works out the answer where the topic stands, and goes on from there.
   * @throws LedgerError what the query refuses
   */
  begin(): void {
    const asked = new Set<string>();
    const { cache, seq } = this.place;
    const at = standpointAt(cache, this.around.logId, seq, this.#options, (key) => void asked.add(key));
    this.#standing = this.#answer.at(at);
    this.#followed.rest(asked);
  }

  /** It is found by the keys that it rests on. */
  concernedBy(): boolean {
    return false;
  }

  protected override there(place: Place): readonly LiveMessage[] {
    const at = standpointAt(place.cache, this.around.logId, place.seq, this.#options);
    // As long as nothing concerns it the answer is the one that it stands with.
    const told = this.#answer.initial(this.#standing ?? this.#answer.at(at), at);
    return [{ ...stepAt(place, place.position, true), ...told }];
  }

  protected override stretch(end: Place, messages: LiveMessage[], max: number, until: number): boolean {
    const touches = new KeyTouches(end.cache.model);
    if (this.#standing === undefined) this.#standing = this.#evaluate(this.place.seq).answer;
    for (;;) {
      const next = this.#followed.nextAfter(this.place.seq, end.seq, touches);
      if (next === null) {
        this.around.rest(this, this.#followed.keys);
        return true;
      }
      if (messages.length >= max || performance.now() > until) return false;
      const before = this.#standing;
      const { answer, told } = this.#evaluate(next, before);
      this.#standing = answer;
      this.place = placeAt(end.cache, this.around.logId, next);
      if (told === null) continue;
      const cursor = cursorText({ position: this.place.position, index: 0 });
      messages.push({ ...stepAt(this.place, cursor, false), ...told });
    }
  }

  /** The answer at a seq, and what is told of it beside an earlier one. */
  #evaluate(seq: number, before?: Answer | null): { answer: Answer | null; told: LiveTold | null } {
    const asked = new Set<string>();
    const { cache } = this.place;
    const { logId } = this.around;
    const at = standpointAt(cache, logId, seq, this.#options, (key) => void asked.add(key));
    const answer = answerOrNull(this.#answer, at);
    this.#followed.rest(asked);
    if (before === undefined) return { answer, told: null };
    // What is only told of it is nothing that it rests on.
    const aside = standpointAt(cache, logId, seq, this.#options);
    return { answer, told: this.#answer.moved(before, answer, aside) };
  }

  protected override goOnIn(end: Place): boolean {
    if (this.place.cache !== end.cache) {
      if (this.around.compare(this.place.position, end.position) > 0) return false;
      this.place = placeIn(end.cache, this.around.logId, this.place, end.seq);
    }
    if (this.#file !== end.cache) {
      this.#followed.forget();
      this.#file = end.cache;
    }
    return true;
  }
}
