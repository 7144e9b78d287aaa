import type { EditionState } from '../answers.js';
import { sound } from '../by-hand.js';
import type { Decider, Happened } from '../decider.js';
import { refuse, sameData } from '../refuse.js';
import type { EditionDeclared, LayoutStated } from './events.js';

export type EditionCommandName = 'DeclareEdition' | 'StateLayout' | 'OpenEdition' | 'CloseEdition';

export interface EditionsState {
  readonly declared: ReadonlyMap<string, EditionDeclared>;
  readonly states: ReadonlyMap<string, EditionState>;
  /** The layout that holds, by edition and table. */
  readonly layouts: ReadonlyMap<string, LayoutStated>;
}

/** The editions of a unit, area, basis and year: their order, their layouts, and which of them are open. */
export const editionDecider: Decider<EditionsState, EditionCommandName> = {
  initialState: { declared: new Map(), states: new Map(), layouts: new Map() },

  evolve: (state, event) => (event.effective ? evolve(state, event) : state),

  decide: (state, command) => {
    switch (command.type) {
      case 'DeclareEdition': {
        if (!Array.isArray(command.data.order) || command.data.order.length === 0) {
          refuse(
            'EDITION_ORDER_MISSING',
            'order',
            'The edition has no place in its line',
            'Give the year of its round, then its number, as [2021, 2].',
          );
        }
        const event = sound('EditionDeclared', command.data);
        requirePlaceOfItsOwn(state, event.data);
        return sameData(state.declared.get(event.data.edition), event.data) ? [] : [event];
      }
      case 'StateLayout': {
        const event = sound('LayoutStated', command.data);
        requireDeclared(state, event.data.edition);
        return sameData(state.layouts.get(layoutKey(event.data)), event.data) ? [] : [event];
      }
      case 'OpenEdition': {
        const event = sound('EditionOpened', command.data);
        requireDeclared(state, event.data.edition);
        if (state.states.get(event.data.edition) === 'open') {
          refuse(
            'EDITION_OPEN',
            'edition',
            `The edition ${event.data.edition} is open already`,
            'There is nothing to do.',
          );
        }
        return [event];
      }
      case 'CloseEdition': {
        const event = sound('EditionClosed', command.data);
        requireDeclared(state, event.data.edition);
        if (state.states.get(event.data.edition) !== 'open') {
          refuse(
            'EDITION_NOT_OPEN',
            'edition',
            `The edition ${event.data.edition} is not open`,
            'There is nothing to close.',
          );
        }
        return [event];
      }
    }
  },
};

function evolve(state: EditionsState, event: Happened): EditionsState {
  switch (event.type) {
    case 'EditionDeclared': {
      const { edition, open } = event.data;
      return {
        ...state,
        declared: withKey(state.declared, edition, event.data),
        states: withKey(state.states, edition, openness(state.states.get(edition), open)),
      };
    }
    case 'LayoutStated':
      return { ...state, layouts: withKey(state.layouts, layoutKey(event.data), event.data) };
    case 'EditionOpened':
      return { ...state, states: withKey(state.states, event.data.edition, 'open') };
    case 'EditionClosed':
      return { ...state, states: withKey(state.states, event.data.edition, 'closed') };
    default:
      return state;
  }
}

/**
 * What a declaration does to whether an edition is open: `open` true or false says so, and without it a later
 * declaration (another label, "known" now) leaves it as it was.
 */
export function openness(before: EditionState | undefined, open: boolean | undefined): EditionState {
  if (open === true) return 'open';
  if (open === false) return before === 'open' ? 'closed' : (before ?? 'declared');
  return before ?? 'declared';
}

/** The order of editions never follows from the order of recording, so two cannot share a place. */
function requirePlaceOfItsOwn(state: EditionsState, data: EditionDeclared): void {
  for (const other of state.declared.values()) {
    if (other.edition === data.edition || !sameData(other.order, data.order)) continue;
    refuse(
      'EDITION_ORDER_TAKEN',
      'order',
      `The edition ${other.edition} has the place ${data.order.join(', ')} in the line`,
      'Give another place: year of the round, then number, then restatement.',
    );
  }
}

function requireDeclared(state: EditionsState, edition: string): void {
  if (state.declared.has(edition)) return;
  refuse(
    'EDITION_UNDECLARED',
    'edition',
    `The edition ${edition} has not been declared`,
    'Declare the edition first (DeclareEdition).',
  );
}

function layoutKey(data: LayoutStated): string {
  return `${data.edition}\u001f${data.table}`;
}

function withKey<V>(map: ReadonlyMap<string, V>, key: string, value: V): ReadonlyMap<string, V> {
  return new Map([...map, [key, value]]);
}
