import type { Database } from 'better-sqlite3';

/**
 * How often a reader asks whether another process has written. The question reads one counter in shared memory, a few
 * microseconds; the interval is what a follower in another process adds to its delay.
 */
export const POLL_MS = 20;

/**
 * Waiting for the log to grow. Take a mark, read to the end, wait for a change since the mark: whatever is written
 * between the reading and the waiting ends the wait at once, so nothing is missed.
 */
export interface Tail {
  mark(): number;
  /** Resolves when something was written since the mark, when the signal aborts, and when the tail is closed. */
  changedSince(mark: number, signal: AbortSignal | undefined): Promise<void>;
  close(): void;
}

interface Waiter {
  readonly mark: number;
  readonly wake: () => void;
}

/** Of the process that writes: woken by each commit. */
export interface OwnTail extends Tail {
  wake(): void;
}

export function ownTail(): OwnTail {
  let commits = 0;
  const waiters = new Set<Waiter>();
  const wakeAll = (): void => {
    for (const waiter of waiters) waiter.wake();
  };
  return {
    mark: () => commits,
    wake: () => {
      commits++;
      wakeAll();
    },
    changedSince: (mark, signal) => (mark === commits ? waiting(waiters, mark, signal) : Promise.resolve()),
    close: wakeAll,
  };
}

/** Of a process that only reads: SQLite's `data_version` changes whenever another connection has committed. */
export function polledTail(database: Database): Tail {
  const dataVersion = database.prepare<[], number>('PRAGMA data_version').pluck();
  const waiters = new Set<Waiter>();
  let timer: NodeJS.Timeout | undefined;
  const current = (): number => dataVersion.get() ?? 0;

  /** Where the file cannot be read, whoever waits is woken, and meets the error when it reads. */
  const currentIfReadable = (): number | undefined => {
    try {
      return current();
    } catch {
      return undefined;
    }
  };
  const poll = (): void => {
    const now = currentIfReadable();
    for (const waiter of waiters) if (waiter.mark !== now) waiter.wake();
    if (waiters.size === 0) stop();
  };
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
  };
  return {
    mark: current,
    changedSince: (mark, signal) => {
      timer ??= setInterval(poll, POLL_MS);
      return waiting(waiters, mark, signal);
    },
    close: () => {
      stop();
      for (const waiter of waiters) waiter.wake();
    },
  };
}

function waiting(waiters: Set<Waiter>, mark: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted === true) return Promise.resolve();
  return new Promise((resolve) => {
    const wake = (): void => {
      waiters.delete(waiter);
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    const waiter: Waiter = { mark, wake };
    waiters.add(waiter);
    signal?.addEventListener('abort', wake, { once: true });
  });
}
