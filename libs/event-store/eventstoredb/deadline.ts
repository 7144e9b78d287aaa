/** A time that is up unless something comes. */
export interface Deadline {
  /** Begins anew. */
  refresh(): void;
  clear(): void;
}

/**
 * Calls `expired` when the time is up, one turn of the event loop later: a process that was busy for longer has answers
 * lying on its connections that it has not looked at, and its timers come first.
 */
export function newDeadline(milliseconds: number, expired: () => void): Deadline {
  let turn: NodeJS.Immediate | undefined;
  let isCleared = false;
  const timer = setTimeout(() => (turn = setImmediate(expired)), milliseconds);
  return {
    refresh: () => {
      if (isCleared) return;
      clearImmediate(turn);
      timer.refresh();
    },
    clear: () => {
      isCleared = true;
      clearTimeout(timer);
      clearImmediate(turn);
    },
  };
}
