import { requireDeclared, sound } from '../by-hand.js';
import type { Decider } from '../decider.js';
import { refuse, sameData } from '../refuse.js';
import type { ControlPlanned } from './events.js';

export type ControlCommandName = 'AssessRisk' | 'PlanControl' | 'RecordControlOutcome';

export interface ControlState {
  readonly planned: ReadonlyMap<string, ControlPlanned>;
}

/** Internal control of a unit and a year: risks, planned controls and their outcomes. */
export const controlDecider: Decider<ControlState, ControlCommandName> = {
  initialState: { planned: new Map() },

  evolve: (state, event) =>
    event.effective && event.type === 'ControlPlanned'
      ? { planned: new Map([...state.planned, [event.data.control, event.data]]) }
      : state,

  decide: (state, command, answers) => {
    switch (command.type) {
      case 'AssessRisk': {
        const event = sound('RiskAssessed', command.data);
        if (command.importId === undefined) {
          requireDeclared(
            { ...event.data, lines: [{ line: event.data.line, measure: 'likelihood' }] },
            answers,
          );
        }
        return [event];
      }
      case 'PlanControl': {
        const event = sound('ControlPlanned', command.data);
        return sameData(state.planned.get(event.data.control), event.data) ? [] : [event];
      }
      case 'RecordControlOutcome': {
        const event = sound('ControlOutcomeRecorded', command.data);
        if (command.importId === undefined && !state.planned.has(event.data.control)) {
          refuse(
            'CONTROL_NOT_PLANNED',
            'control',
            `The control ${event.data.control} is not in the plan`,
            'Plan it first, or name one that is planned.',
          );
        }
        return [event];
      }
    }
  },
};
