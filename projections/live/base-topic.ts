import { setTimeout as sleep } from 'node:timers/promises';
import type { LiveMessage } from '../live-contract.js';
import type { Place } from './place.js';
import { othersTurn, STRETCH_MS, type News, type OwnTopic, type Surroundings } from './topic.js';

/** Between two looks whether a file that has not come so far yet has. */
const LAG_MS = 20;

/** What all topics have in common: where they stand, and that they work in stretches. */
export abstract class BaseTopic implements OwnTopic {
  protected readonly around: Surroundings;
  /** Up to where everything was taken. */
  protected place: Place;
  /** False while nothing that came since concerns it: then it stands where the ledger does. */
  #behind = true;
  #closed = false;

  constructor(around: Surroundings, place: Place) {
    this.around = around;
    this.place = place;
  }

  get standing(): string {
    const end = this.around.look();
    return this.#behind ? this.standingText() : end.position;
  }

  get behind(): boolean {
    return this.#behind;
  }

  stopAt(place: Place): void {
    if (this.#behind) return;
    this.#behind = true;
    this.place = place;
  }

  async take(max: number): Promise<readonly LiveMessage[]> {
    const messages: LiveMessage[] = [];
    for (;;) {
      const end = this.around.look();
      if (!this.#behind || this.around.lags || !this.goOnIn(end)) return messages;
      const until = performance.now() + STRETCH_MS;
      if (end.cache.model.reading(() => this.stretch(end, messages, max, until))) {
        this.place = end;
        this.#behind = false;
        this.around.caughtUp(this);
        return messages;
      }
      if (messages.length > 0) return messages;
      await othersTurn();
      if (this.#closed) return messages;
    }
  }

  close(): void {
    this.#closed = true;
    this.around.closed(this);
  }

  async initial(): Promise<readonly LiveMessage[]> {
    for (;;) {
      const place = this.#now();
      const there = place === null ? null : this.there(place, performance.now() + STRETCH_MS);
      if (there !== null) return there;
      await (place === null ? sleep(LAG_MS) : othersTurn());
    }
  }

  /** Where it stands now: the end, or where it stopped; null where that cannot be read yet. */
  #now(): Place | null {
    const end = this.around.look();
    if (this.around.lags) return null;
    if (!this.#behind) this.place = end;
    return this.goOnIn(end) ? this.place : null;
  }

  protected standingText(): string {
    return this.place.position;
  }

  abstract concernedBy(news: News): boolean;
  /** What is now; null where it needs another stretch. */
  protected abstract there(place: Place, until: number): readonly LiveMessage[] | null;
  /** After a rebuild it goes on in the new file; false where that has not come so far. */
  protected abstract goOnIn(end: Place): boolean;
  /** Takes as much as fits, keeping its place; true where it took everything up to the end. */
  protected abstract stretch(end: Place, messages: LiveMessage[], max: number, until: number): boolean;
}
