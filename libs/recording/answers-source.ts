import type { Answers } from '#domain';

/** Where the answers for rules that span streams come from: the read model. */
export interface AnswersSource {
  /** Answers that know at least what the log had acknowledged when they were asked for. */
  answers(): Promise<Answers>;
}
