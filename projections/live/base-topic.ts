import type { LiveMessage } from '../live-contract.js';
import type { Place } from './place.js';
import { othersTurn, STRETCH_MS, type News, type OwnTopic, type Surroundings } from './topic.js';

/** What all topics have in common: where they stand, and that they work in stretches. */
export abstract class BaseTopic implements OwnTopic {
  protected readonly around: Surroundings;
  /** Up to where everything was taken. */
  protected place: Place;
  /** False while nothing that came since concerns it: then it stands where the ledger does. */
  #behind = true;

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
      if (!this.#behind || !this.goOnIn(end)) return messages;
      if (this.stretch(end, messages, max, performance.now() + STRETCH_MS)) {
        this.place = end;
        this.#behind = false;
        this.around.caughtUp(this);
        return messages;
      }
      if (messages.length > 0) return messages;
      await othersTurn();
    }
  }

  close(): void {
    this.around.closed(this);
  }

  /** Where it stands now: the end, or where it stopped. */
  protected now(): Place {
    const end = this.around.look();
    if (!this.#behind) this.place = end;
    this.goOnIn(end);
    return this.place;
  }

  protected standingText(): string {
    return this.place.position;
  }

  abstract concernedBy(news: News): boolean;
  abstract initial(): Promise<readonly LiveMessage[]>;
  /** After a rebuild it goes on in the new file; false where that has not come so far. */
  protected abstract goOnIn(end: Place): boolean;
  /** Takes as much as fits, keeping its place; true where it took everything up to the end. */
  protected abstract stretch(end: Place, messages: LiveMessage[], max: number, until: number): boolean;
}
