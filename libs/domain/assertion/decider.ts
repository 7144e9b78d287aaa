import { requireDeclared, requireOnce, sound } from '../by-hand.js';
import type { Decider } from '../decider.js';
import { refuse } from '../refuse.js';

export type AssertionCommandName = 'StateTotal' | 'ExplainDiscrepancy' | 'AcceptDiscrepancy';

export interface AssertionState {
  /** Discrepancies that were accepted. */
  readonly accepted: ReadonlySet<string>;
}

/** Printed derived cells, and what is said of those that do not hold. */
export const assertionDecider: Decider<AssertionState, AssertionCommandName> = {
  initialState: { accepted: new Set() },

  evolve: (state, event) =>
    event.effective && event.type === 'DiscrepancyAccepted'
      ? { accepted: new Set([...state.accepted, event.data.discrepancy]) }
      : state,

  decide: (state, command, answers) => {
    switch (command.type) {
      // Where nothing else is known of it, a printed total is a value: it keeps to the rules of one.
      case 'StateTotal': {
        const event = sound('TotalStated', command.data);
        if (command.importId === undefined) {
          requireOnce(event.data);
          requireDeclared(event.data, answers);
        }
        return [event];
      }
      case 'ExplainDiscrepancy':
        return [sound('DiscrepancyExplained', command.data)];
      case 'AcceptDiscrepancy': {
        const event = sound('DiscrepancyAccepted', command.data);
        if (state.accepted.has(event.data.discrepancy)) {
          refuse(
            'DISCREPANCY_ACCEPTED',
            'discrepancy',
            `The discrepancy ${event.data.discrepancy} is accepted already`,
            'There is nothing to do.',
          );
        }
        return [event];
      }
    }
  },
};
