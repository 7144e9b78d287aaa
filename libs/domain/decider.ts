import type { Answers } from './answers.js';
import type { CommandName, CommandOf } from './commands.js';
import type { DomainEvent } from './event.js';

/** An event of a stream, as deciders see it. */
export type Happened = DomainEvent & {
  readonly id: string;
  /** False while its import is not complete: it is stored, and does not count yet. */
  readonly effective: boolean;
};

/**
 * The rules of a stream as three plain values: what it is before anything happened, how an event changes that, and
 * which events a command gives. `decide` throws a LedgerError where it refuses, and gives no event where what is asked
 * for holds already.
 */
export interface Decider<State, Name extends CommandName> {
  readonly initialState: State;
  evolve(state: State, event: Happened): State;
  decide(state: State, command: CommandOf<Name>, answers: Answers): readonly DomainEvent[];
}
