import { sound } from '../by-hand.js';
import type { Decider } from '../decider.js';
import { refuse, sameData } from '../refuse.js';
import type { AssignmentGiven } from './events.js';

export type AssignmentCommandName = 'GiveAssignment' | 'ReportAssignment';

export interface AssignmentState {
  readonly given: AssignmentGiven | null;
}

/** An assignment: given once, reported on until it is finished. */
export const assignmentDecider: Decider<AssignmentState, AssignmentCommandName> = {
  initialState: { given: null },

  evolve: (state, event) =>
    event.effective && event.type === 'AssignmentGiven' ? { given: event.data } : state,

  decide: (state, command) => {
    switch (command.type) {
      case 'GiveAssignment': {
        const event = sound('AssignmentGiven', command.data);
        return sameData(state.given, event.data) ? [] : [event];
      }
      case 'ReportAssignment': {
        const event = sound('AssignmentReported', command.data);
        if (command.importId === undefined && state.given === null) {
          refuse(
            'ASSIGNMENT_NOT_GIVEN',
            'assignment',
            `The assignment ${event.data.assignment} has not been given`,
            'Register the assignment first (GiveAssignment), or name one that is given.',
          );
        }
        return [event];
      }
    }
  },
};
