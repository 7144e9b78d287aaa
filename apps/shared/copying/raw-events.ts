import type { EventStore, From, Position, RawEvent } from '#event-store';

const PAGE_EVENTS = 1_000;

/** The events of a log one after the other, as they are stored, read a page ahead. */
export class RawEvents {
  #page: readonly RawEvent[] = [];
  #at = 0;
  #next: Promise<readonly RawEvent[]> | undefined;
  /** The position of the last one that was given. */
  last: Position | undefined;

  constructor(readonly store: EventStore) {}

  /** Undefined at the end that the log has when it is reached. */
  async next(): Promise<RawEvent | undefined> {
    if (this.#at >= this.#page.length) await this.#turn();
    const event = this.#page[this.#at];
    if (event === undefined) return undefined;
    this.#at++;
    this.last = event.position;
    return event;
  }

  /** What is left of the page, or the next page; empty at the end. */
  async rest(): Promise<readonly RawEvent[]> {
    if (this.#at >= this.#page.length) await this.#turn();
    const rest = this.#page.slice(this.#at);
    this.#at = this.#page.length;
    this.last = rest.at(-1)?.position ?? this.last;
    return rest;
  }

  async #turn(): Promise<void> {
    const from: From = this.#page.at(-1)?.position ?? this.last ?? 'start';
    this.#page = await (this.#next ?? this.#read(from));
    this.#at = 0;
    const end = this.#page.at(-1);
    this.#next = end === undefined ? undefined : this.#read(end.position);
    // Whoever asks for that page meets the error.
    this.#next?.catch(() => undefined);
  }

  #read(from: From): Promise<readonly RawEvent[]> {
    return this.store.readRawPage({ from, maxCount: PAGE_EVENTS });
  }
}
