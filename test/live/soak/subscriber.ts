import type { Followed, Told } from './followed.js';

/** How somebody follows. */
export type Way = 'graphql-ws' | 'sse' | 'watch a server' | 'watch a folder';

/** Somebody who follows something, and comes back by himself. */
export interface Subscriber {
  readonly name: string;
  readonly way: Way;
  readonly followed: Followed;
  /** What came, in the order in which it came. */
  readonly told: readonly Told[];
  /** All that is told is after this; of what begins with what is now, undefined. */
  readonly from: string | undefined;
  /** How many times it had to begin again. */
  readonly returns: number;
  /** What ended it, where something did. */
  readonly failure: string | undefined;
  /** Begins, or goes on after the last message that came. */
  come(): void;
  /** Goes away in the middle of whatever it does. */
  leave(): Promise<void>;
}

export interface SubscriberOptions {
  readonly followed: Followed;
  /** A cursor to begin after. */
  readonly after: string | undefined;
  /** Whether messages are kept as they are, to show what is wrong with one. */
  readonly keep: boolean;
}
