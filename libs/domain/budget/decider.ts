import type { Answers } from '../answers.js';
import {
  requireDeclared,
  requireEnd,
  requireKnownKind,
  requireMeasures,
  requireMoving,
  requireOnce,
  requireOpen,
  requirePlaced,
  sound,
} from '../by-hand.js';
import type { CommandOf } from '../commands.js';
import type { Decider } from '../decider.js';
import type { DomainEvent } from '../event.js';

export type BudgetCommandName = 'AdoptBudget' | 'ChangeBudget' | 'ReallocateBudget' | 'ExplainChange';

/**
 * Budget of a unit and a year. No rule asks what happened in the stream before: what two adopted tables say of one
 * reading is settled by their sources when it is read.
 */
export const budgetDecider: Decider<null, BudgetCommandName> = {
  initialState: null,
  evolve: () => null,
  decide: (_state, command, answers) => [decide(command, answers)],
};

function decide(command: CommandOf<BudgetCommandName>, answers: Answers): DomainEvent {
  const byHand = command.importId === undefined;
  switch (command.type) {
    case 'AdoptBudget': {
      const event = sound('BudgetAdopted', command.data);
      if (byHand) {
        requireOnce(event.data);
        requireDeclared(event.data, answers);
        requireMeasures(event.data, answers);
      }
      return event;
    }
    case 'ChangeBudget': {
      const event = sound('BudgetChanged', command.data);
      if (byHand) {
        requireOnce(event.data);
        requireEnd(event.data.cause);
        requireKnownKind(event.data.cause, answers);
        requireOpen(event.data, answers);
        requirePlaced(event.data, answers);
        requireMoving(event.data, answers);
      }
      return event;
    }
    case 'ReallocateBudget': {
      const event = sound('BudgetReallocated', command.data);
      if (byHand) {
        requireOnce(event.data);
        requireKnownKind(event.data.cause, answers);
        requireOpen(event.data, answers);
        requirePlaced(event.data, answers);
        requireMoving(event.data, answers);
      }
      return event;
    }
    // A cause may be entered long after its edition was closed: it moves no figure.
    case 'ExplainChange': {
      const event = sound('ChangeExplained', command.data);
      if (byHand) {
        requireOnce(event.data);
        requireEnd(event.data.cause);
        requireKnownKind(event.data.cause, answers);
        requirePlaced(event.data, answers);
      }
      return event;
    }
  }
}
