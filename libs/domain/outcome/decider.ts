import { requireDeclared, requireOnce, requirePlaced, sound } from '../by-hand.js';
import type { Decider } from '../decider.js';

/** Outcome of a unit and a year. */
export const outcomeDecider: Decider<null, 'ReportOutcome'> = {
  initialState: null,
  evolve: () => null,
  decide: (_state, command, answers) => {
    const event = sound('OutcomeReported', command.data);
    if (command.importId === undefined) {
      requireOnce(event.data);
      requireDeclared(event.data, answers);
      requirePlaced(event.data, answers);
    }
    return [event];
  },
};
