import type { Watched, WatchMessage } from './messages.js';

export interface WatchOptions {
  /** The cursor of the last message that was seen; what is now without one. */
  readonly after?: string;
  readonly signal: AbortSignal;
  /** Told of what passes by itself: a connection that was lost, one that is there again, a name of which nothing is recorded yet. */
  readonly onNotice: (text: string) => void;
}

/** Follows something until it is told to stop: the messages, each once, in the order of the log. */
export type WatchSource = (watched: Watched, options: WatchOptions) => AsyncGenerator<WatchMessage, void>;
