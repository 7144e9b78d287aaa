import { LedgerError } from '#amount';
import { closed } from '../errors.js';
import { asLedgerError, faultClass, isLastingTrouble } from './faults.js';
import type { Health } from './health.js';

/** Milliseconds before the second try; each later one waits twice as long, up to the longest. */
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1_000;

export interface Patience {
  /** For how long a call is tried again before its caller is told that the log cannot be reached. */
  readonly giveUpMs: number;
  /** Where the log is, without credentials. */
  readonly where: string;
  readonly health: Health;
  /** Aborted when the log is closed: nothing is tried again then. */
  readonly closing: AbortSignal;
}

/** The waits between tries: longer each time, and never quite the same, so that many callers do not come at once. */
export function pauseBefore(attempt: number): number {
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempt - 1, 10));
  return pause / 2 + Math.random() * (pause / 2);
}

export function paused(milliseconds: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted === true) return Promise.resolve();
  return new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', over);
      resolve();
    };
    const timer = setTimeout(over, milliseconds);
    signal?.addEventListener('abort', over, { once: true });
  });
}

/**
 * A call is made so many times before it is given up, whatever time is over: the first may have lasted as long as it did
 * because this process was not run, which says nothing of the server.
 */
export const TRIES_MIN = 2;

/** Tries a read again as long as its error is of the class that passes. */
export async function persistently<T>(patience: Patience, work: () => Promise<T>): Promise<T> {
  const { giveUpMs, where, health, closing } = patience;
  const until = performance.now() + giveUpMs;
  for (let attempt = 1; ; attempt++) {
    try {
      const result = await work();
      health.answered();
      return result;
    } catch (error) {
      if (closing.aborted) throw closed();
      if (error instanceof LedgerError) throw error;
      if (faultClass(error) !== 'again') throw asLedgerError(error, where);
      // A certificate that was trusted before may be a matter of minutes; one that never was is not.
      if (health.isConnecting() && isLastingTrouble(error)) throw asLedgerError(error, where);
      health.failed();
      if (attempt >= TRIES_MIN && performance.now() >= until) throw asLedgerError(error, where);
      await paused(pauseBefore(attempt), closing);
      if (closing.aborted) throw closed();
    }
  }
}
