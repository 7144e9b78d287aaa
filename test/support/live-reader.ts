import type { Receiver } from '../../apps/api/live/follower.js';
import type { Rendered } from '../../apps/api/live/rendered.js';

/** One who follows, is full now and then, and says so. */
export class LiveReader<Got> implements Receiver {
  readonly got: Got[] = [];
  failure: unknown;
  full = false;
  readonly #read: (payload: string) => Got;
  #room: (() => void)[] = [];

  /** @param read what is kept of a result, which is JSON */
  constructor(read: (payload: string) => Got) {
    this.#read = read;
  }

  drained(): Promise<boolean> {
    return this.full ? new Promise((resolve) => this.#room.push(() => resolve(true))) : Promise.resolve(true);
  }

  setFull(full: boolean): void {
    this.full = full;
    if (!full) for (const room of this.#room.splice(0)) room();
  }

  send(messages: readonly Rendered[]): void {
    for (const { payload } of messages) this.got.push(this.#read(payload.toString()));
  }

  fail(error: unknown): void {
    this.failure = error;
  }
}
