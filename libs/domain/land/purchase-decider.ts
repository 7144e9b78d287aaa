import { requireMovesPlaced, sound } from '../by-hand.js';
import type { Decider } from '../decider.js';
import { refuse } from '../refuse.js';

export interface LandPurchaseState {
  readonly acquired: boolean;
}

/** A purchase of land happens once. */
export const landPurchaseDecider: Decider<LandPurchaseState, 'AcquireLand'> = {
  initialState: { acquired: false },
  evolve: (state, event) => (event.effective && event.type === 'LandAcquired' ? { acquired: true } : state),
  decide: (state, command, answers) => {
    const event = sound('LandAcquired', command.data);
    if (state.acquired) {
      refuse(
        'LAND_ACQUIRED',
        'purchase',
        `The purchase ${event.data.purchase} is registered already`,
        'Give another purchase an id of its own.',
      );
    }
    if (command.importId === undefined) requireMovesPlaced(event.data, answers);
    return [event];
  },
};
