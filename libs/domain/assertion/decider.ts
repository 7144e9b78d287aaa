import { requireDeclared, requireOnce, sound } from '../by-hand.js';
import type { Answers } from '../answers.js';
import type { CommandOf } from '../commands.js';
import type { Decider } from '../decider.js';
import { refuse } from '../refuse.js';

export type AssertionCommandName = 'StateTotal' | 'ExplainDiscrepancy' | 'AcceptDiscrepancy';

/** What a discrepancy says. */
interface Numbers {
  readonly stated: string;
  readonly computed: string;
}

export interface AssertionState {
  /** Discrepancies that were accepted, with the numbers they had. */
  readonly accepted: ReadonlyMap<string, Numbers>;
}

/** Printed derived cells, and what is said of those that do not hold. */
export const assertionDecider: Decider<AssertionState, AssertionCommandName> = {
  initialState: { accepted: new Map() },

  evolve: (state, event) =>
    event.effective && event.type === 'DiscrepancyAccepted'
      ? { accepted: new Map([...state.accepted, [event.data.discrepancy, event.data]]) }
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
        return [sound('DiscrepancyExplained', { ...command.data, ...numbersOf(command, answers) })];
      case 'AcceptDiscrepancy': {
        const event = sound('DiscrepancyAccepted', { ...command.data, ...numbersOf(command, answers) });
        const before = state.accepted.get(event.data.discrepancy);
        if (before !== undefined && sameNumbers(before, event.data)) {
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

/**
 * The numbers that are explained or accepted: those the discrepancy has. An import tells those that were looked at.
 * @throws LedgerError DISCREPANCY_UNKNOWN, DISCREPANCY_CHANGED
 */
function numbersOf(
  { data, importId }: CommandOf<'ExplainDiscrepancy' | 'AcceptDiscrepancy'>,
  answers: Answers,
): Numbers {
  const { discrepancy, stated, computed } = data;
  if (importId !== undefined && stated !== undefined && computed !== undefined) return { stated, computed };
  const now = answers.discrepancy(discrepancy);
  if (now === undefined) {
    refuse(
      'DISCREPANCY_UNKNOWN',
      'discrepancy',
      `There is no discrepancy ${discrepancy}`,
      'Take an id from `liggaren check`; what agrees needs no explanation.',
    );
  }
  if (!sameNumbers({ stated: stated ?? now.stated, computed: computed ?? now.computed }, now)) {
    refuse(
      'DISCREPANCY_CHANGED',
      'discrepancy',
      `The discrepancy ${discrepancy} is ${now.stated} against ${now.computed} by now`,
      'Look at it again, and decide about those numbers.',
    );
  }
  return { stated: now.stated, computed: now.computed };
}

function sameNumbers(a: Numbers, b: Numbers): boolean {
  return a.stated === b.stated && a.computed === b.computed;
}
