import {
  requireDeclared,
  requireEnd,
  requireKnownKind,
  requireOnce,
  requireOpen,
  sound,
} from '../by-hand.js';
import type { Decider } from '../decider.js';
import { refuse, sameData } from '../refuse.js';
import type { ProjectStatusChanged } from './events.js';

export type LandProjectCommandName =
  'ApproveProject' | 'ExtendApproval' | 'ReportProjectOutlay' | 'ChangeProjectStatus';

export interface LandProjectState {
  readonly approved: boolean;
  readonly status: ProjectStatusChanged | null;
}

/** A land development project: approved, perhaps extended, paid for, and finished. */
export const landProjectDecider: Decider<LandProjectState, LandProjectCommandName> = {
  initialState: { approved: false, status: null },

  evolve: (state, event) => {
    if (!event.effective) return state;
    if (event.type === 'ProjectApproved') return { ...state, approved: true };
    if (event.type === 'ProjectStatusChanged') return { ...state, status: event.data };
    return state;
  },

  decide: (state, command, answers) => {
    const byHand = command.importId === undefined;
    switch (command.type) {
      case 'ApproveProject': {
        const event = sound('ProjectApproved', command.data);
        if (byHand) {
          requireOnce(event.data);
          requireDeclared(event.data, answers);
        }
        return [event];
      }
      case 'ExtendApproval': {
        const event = sound('ApprovalExtended', command.data);
        if (byHand) {
          requireOnce(event.data);
          requireEnd(event.data.cause);
          requireKnownKind(event.data.cause, answers);
          if (!state.approved) {
            refuse(
              'PROJECT_NOT_APPROVED',
              'project',
              `The project ${event.data.project} has no approval to extend`,
              'Register its approval first.',
            );
          }
          requireOpen(event.data, answers);
        }
        return [event];
      }
      case 'ReportProjectOutlay': {
        const event = sound('ProjectOutlayReported', command.data);
        if (byHand) {
          requireOnce(event.data);
          requireDeclared(event.data, answers);
        }
        return [event];
      }
      case 'ChangeProjectStatus': {
        const event = sound('ProjectStatusChanged', command.data);
        return sameData(state.status, event.data) ? [] : [event];
      }
    }
  },
};
