import type { Followed } from './operations.js';
import type { Rendered } from './rendered.js';

/** Where messages go: a subscription of a connection. */
export interface Receiver {
  /** Too much waits already: nothing more is to be put there until `drained`. */
  readonly full: boolean;
  /** Resolves when there is room; false when the connection is gone, or was closed for being too slow. */
  drained(): Promise<boolean>;
  send(messages: readonly Rendered[]): void;
  /** It ends, and not because anybody wanted it to. */
  fail(error: unknown): void;
}

/** One who follows something. */
export class Follower {
  readonly followed: Followed;
  readonly receiver: Receiver;
  /** All up to here was sent. */
  cursor: string;
  /** It has read further than what it joins: messages up to there are not for it. Null when they have come there. */
  ahead: string | null = null;
  open = true;

  constructor(followed: Followed, receiver: Receiver, cursor: string) {
    this.followed = followed;
    this.receiver = receiver;
    this.cursor = cursor;
  }
}
