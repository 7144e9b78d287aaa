import { sameLine } from '#ledger';
import { sound } from '../by-hand.js';
import type { Decider } from '../decider.js';
import { refuse, sameData } from '../refuse.js';
import type { LineNamed, ScaleDefined, UnitDefined, UnitMoved } from './events.js';

export type UnitCommandName = 'DefineUnit' | 'MoveUnit' | 'NameLine' | 'DefineScale';

export interface UnitState {
  readonly defined: UnitDefined | null;
  readonly moves: readonly UnitMoved[];
  readonly names: readonly LineNamed[];
  readonly scales: readonly ScaleDefined[];
}

/** A unit: what it is, and the names of its lines and codes over time. */
export const unitDecider: Decider<UnitState, UnitCommandName> = {
  initialState: { defined: null, moves: [], names: [], scales: [] },

  evolve: (state, event) => {
    if (!event.effective) return state;
    switch (event.type) {
      case 'UnitDefined':
        return { ...state, defined: event.data };
      case 'UnitMoved':
        return { ...state, moves: [...state.moves, event.data] };
      case 'LineNamed':
        return { ...state, names: [...state.names, event.data] };
      case 'ScaleDefined':
        return { ...state, scales: [...state.scales, event.data] };
      default:
        return state;
    }
  },

  decide: (state, command) => {
    switch (command.type) {
      case 'DefineUnit': {
        const event = sound('UnitDefined', command.data);
        return sameData(state.defined, event.data) ? [] : [event];
      }
      case 'MoveUnit': {
        const event = sound('UnitMoved', command.data);
        requireElsewhere(event.data);
        return state.moves.some((move) => sameData(move, event.data)) ? [] : [event];
      }
      case 'NameLine': {
        const event = sound('LineNamed', command.data);
        return state.names.some((name) => sameData(name, event.data)) ? [] : [event];
      }
      case 'DefineScale': {
        const event = sound('ScaleDefined', command.data);
        if (state.scales.some((scale) => sameData(scale, event.data))) return [];
        requireYearsFree(event.data, state.scales);
        return [event];
      }
    }
  },
};

/** Where it moves is not where it was. */
export function requireElsewhere({ unit, line, to, toLine }: UnitMoved): void {
  if (to !== unit || (line !== undefined && toLine !== undefined && !sameLine(line, toLine))) return;
  refuse(
    'UNIT_MOVED_TO_ITSELF',
    'to',
    'A unit cannot move to itself',
    'Name the unit where it stands now, or of a part of the unit the line that it has come to.',
  );
}

/** A code has one meaning in a year. */
export function requireYearsFree(scale: ScaleDefined, scales: readonly ScaleDefined[]): void {
  const other = scales.find((one) => one.scale === scale.scale && overlap(one, scale));
  if (other === undefined) return;
  refuse(
    'SCALE_YEARS_OVERLAP',
    'fromYear',
    `The scale ${other.scale} is defined for ${other.fromYear ?? '…'}–${other.toYear ?? '…'} already`,
    'A code has one meaning in a year: give years that do not overlap.',
  );
}

function overlap(a: ScaleDefined, b: ScaleDefined): boolean {
  return (a.fromYear ?? '0000') <= (b.toYear ?? '9999') && (b.fromYear ?? '0000') <= (a.toYear ?? '9999');
}
