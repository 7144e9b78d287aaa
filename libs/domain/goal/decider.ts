import { requireDeclared, requireOnce, sound } from '../by-hand.js';
import type { CommandOf } from '../commands.js';
import type { Decider } from '../decider.js';
import { refuse, sameData } from '../refuse.js';
import type { GoalSet } from './events.js';

export type GoalCommandName = 'SetGoal' | 'SetTarget' | 'MeasureIndicator' | 'AssessGoal';

export interface GoalsState {
  readonly set: GoalSet | null;
}

/** A goal: its words, its targets, what was measured and how it was assessed. */
export const goalDecider: Decider<GoalsState, GoalCommandName> = {
  initialState: { set: null },

  evolve: (state, event) => (event.effective && event.type === 'GoalSet' ? { set: event.data } : state),

  decide: (state, command, answers) => {
    const byHand = command.importId === undefined;
    if (byHand && command.type !== 'SetGoal' && command.data.goal !== undefined) requireSet(state, command);
    switch (command.type) {
      case 'SetGoal': {
        const event = sound('GoalSet', command.data);
        return sameData(state.set, event.data) ? [] : [event];
      }
      case 'SetTarget': {
        const event = sound('TargetSet', command.data);
        if (byHand) {
          requireOnce(event.data);
          requireDeclared(event.data, answers);
        }
        return [event];
      }
      case 'MeasureIndicator': {
        const event = sound('IndicatorMeasured', command.data);
        if (byHand) {
          requireOnce(event.data);
          requireDeclared(event.data, answers);
        }
        return [event];
      }
      case 'AssessGoal':
        return [sound('GoalAssessed', command.data)];
    }
  },
};

function requireSet(state: GoalsState, command: CommandOf<GoalCommandName>): void {
  if (state.set !== null) return;
  refuse(
    'GOAL_NOT_SET',
    'goal',
    `The goal ${command.data.goal ?? ''} has not been set`,
    'Set the goal first (SetGoal), or name one that is set.',
  );
}
