import { LedgerError } from '#amount';
import { isDate } from '#domain';
import type { ReadOptions } from '#projections';
import type { Command } from 'commander';
import { DEFAULT_ACTOR, DEFAULT_LEDGER } from './defaults.js';
import type { Io } from './io.js';

/** Options that may stand before or after any command. */
export interface Globals {
  readonly ledger: string;
  readonly actor: string;
  readonly form: 'json' | 'csv' | 'text';
  readonly read: ReadOptions;
}

interface GivenGlobals {
  readonly ledger?: string;
  readonly actor?: string;
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly asOf?: string;
  readonly publishedBy?: string;
}

export function addGlobals(program: Command): void {
  program
    .option('--ledger <dir>', `folder of the ledger (or LIGGAREN_LEDGER; default ${DEFAULT_LEDGER})`)
    .option('--as-of <x>', 'answer from what was recorded by then: a time, a position or an event id')
    .option('--published-by <date>', 'count only what had been published by this day')
    .option('--json', 'as JSON')
    .option('--csv', 'as CSV')
    .option('--actor <id>', `opaque id of who registers (or LIGGAREN_ACTOR; default ${DEFAULT_ACTOR})`);
}

/**
 * The global options as they were given to a command or to the program.
 * @throws LedgerError WRONG_USAGE
 */
export function globalsOf(command: Command, io: Io): Globals {
  const given = command.optsWithGlobals<GivenGlobals>();
  if (given.json === true && given.csv === true) {
    throw new LedgerError('WRONG_USAGE', 'an answer is JSON or CSV, not both', {
      place: { field: '--json, --csv' },
      hint: 'Leave one of them out.',
    });
  }
  const { asOf, publishedBy } = given;
  if (publishedBy !== undefined && !isDate(publishedBy)) {
    throw new LedgerError('WRONG_USAGE', `"${publishedBy}" is not a day`, {
      place: { field: '--published-by' },
      hint: 'Write it as 2023-04-30.',
    });
  }
  return {
    ledger: given.ledger ?? (io.env.LIGGAREN_LEDGER || DEFAULT_LEDGER),
    actor: given.actor ?? (io.env.LIGGAREN_ACTOR || DEFAULT_ACTOR),
    form: given.json === true ? 'json' : given.csv === true ? 'csv' : 'text',
    read: { ...(asOf === undefined ? {} : { asOf }), ...(publishedBy === undefined ? {} : { publishedBy }) },
  };
}

/**
 * For a command that is about the ledger as it is now: what asks about another time is refused, and not left unheard.
 */
export function ofNow(command: Command): Command {
  return command.hook('preAction', (_, self) => {
    const { asOf, publishedBy } = self.optsWithGlobals<GivenGlobals>();
    if (asOf === undefined && publishedBy === undefined) return;
    const option = asOf === undefined ? '--published-by' : '--as-of';
    throw new LedgerError(
      'WRONG_USAGE',
      `${command.name()} is about the ledger as it is now, without ${option}`,
      {
        place: { field: option },
        hint: 'Leave it out. The commands that read take it: view, explain, difference, beliefs, events, entries, check.',
      },
    );
  });
}
