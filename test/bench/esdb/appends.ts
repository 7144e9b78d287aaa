import type { NewEvent } from '#event-store';
import { benchEvents } from '../bench-events.js';

/** An append of a benchmark: the same for the port, by hand, and over the bare call. */
export interface Append {
  readonly stream: string;
  readonly events: readonly NewEvent[];
  /** −1: the stream must not exist. */
  readonly expected: number;
}

const STREAMS_A_CALLER = 10;

/** For each caller its appends, each at an exact revision of one of ten streams that nobody else writes. */
export function callersAppends(
  name: string,
  callers: number,
  appendsEach: number,
  eventsEach: number,
): Append[][] {
  return Array.from({ length: callers }, (_caller, c) =>
    Array.from({ length: appendsEach }, (_append, n) => ({
      stream: `${name}-${c}-${n % STREAMS_A_CALLER}`,
      events: benchEvents((c * appendsEach + n) * eventsEach, eventsEach),
      expected: Math.floor(n / STREAMS_A_CALLER) * eventsEach - 1,
    })),
  );
}

/** Runs all callers at once, each waiting for its own; answers how long each append took, in milliseconds. */
export async function timed(
  appends: readonly (readonly Append[])[],
  one: (append: Append) => Promise<void>,
): Promise<number[]> {
  const times: number[] = [];
  await Promise.all(
    appends.map(async (own) => {
      for (const append of own) {
        const start = performance.now();
        await one(append);
        times.push(performance.now() - start);
      }
    }),
  );
  return times;
}
