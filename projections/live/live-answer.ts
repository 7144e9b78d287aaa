import { LedgerError } from '#amount';
import type { Standpoint } from '../answers/surroundings.js';

/**
 * An answer that can be followed: what it is at a position, and what is told where it has become another one. `null`
 * stands for a request that cannot be answered yet (there is no such unit, no such edition).
 */
export interface LiveAnswer<Answer, Told> {
  /** @throws LedgerError where the request cannot be answered */
  at(standpoint: Standpoint): Answer;
  /** What is told as the first message. */
  initial(answer: Answer, at: Standpoint): Told;
  /** What moved, as of the position at which it did; null where nothing did. */
  moved(before: Answer | null, after: Answer | null, at: Standpoint): Told | null;
}

/** What the request's query answers by then; null where it refuses. */
export function answerOrNull<Answer, Told>(answer: LiveAnswer<Answer, Told>, at: Standpoint): Answer | null {
  try {
    return answer.at(at);
  } catch (error) {
    if (error instanceof LedgerError) return null;
    throw error;
  }
}
