import { requireOnce, requireOpen, requirePlaced, sound } from '../by-hand.js';
import type { Decider } from '../decider.js';

/** Forecast of a unit and a year. */
export const forecastDecider: Decider<null, 'ReviseForecast'> = {
  initialState: null,
  evolve: () => null,
  decide: (_state, command, answers) => {
    const event = sound('ForecastRevised', command.data);
    if (command.importId === undefined) {
      requireOnce(event.data);
      requireOpen(event.data, answers);
      requirePlaced(event.data, answers);
    }
    return [event];
  },
};
