import { Command } from 'commander';
import { addBeliefs } from './commands/beliefs.js';
import { addCauses } from './commands/causes.js';
import { addCells } from './commands/cells.js';
import { addCheck } from './commands/check.js';
import { addCopy } from './commands/copy.js';
import { addEntries } from './commands/entries.js';
import { addEvents } from './commands/events.js';
import { addDifference, addExplain } from './commands/explain.js';
import { addExport } from './commands/export.js';
import { addImport } from './commands/import.js';
import { addProfile } from './commands/profile.js';
import { addRebuild } from './commands/rebuild.js';
import { addRegister } from './commands/register.js';
import { addRegisters } from './commands/registers.js';
import { addServe } from './commands/serve.js';
import { addStatus } from './commands/status.js';
import { addView } from './commands/view.js';
import { addWatch } from './commands/watch.js';
import { addGlobals } from './globals.js';
import { version } from './version.js';
import type { Surroundings } from './surroundings.js';

const EXAMPLES = `
Examples:
  liggaren import data
  liggaren view budget-diff --unit boras/ks/stadsledningskansliet --year 2021 --from 2021:1 --to 2021:2
  liggaren explain budget-diff --unit boras/ks/stadsledningskansliet --year 2021 --from 2021:1 --to 2021:2 \\
      --row "Kommunledning > Kostnad" --column change
  liggaren view delarsbokslut --unit alingsas/ks --year 2023 --through 2023-08
  liggaren check
  liggaren serve

Exit codes: 0 done · 1 something to report · 2 wrong usage · 3 input refused, nothing stored · 4 conflict ·
            5 log or server not reachable`;

/** The command line: every command with its options, help and examples. */
export function makeProgram(surroundings: Surroundings): Command {
  const { io } = surroundings;
  const program = new Command('liggaren');
  program
    .description(
      'Follow-up ledger of a municipality: every budget decision, forecast and outcome an event, every figure computed and explained.',
    )
    .version(version())
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text) })
    .showHelpAfterError('(liggaren help COMMAND tells more)')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', EXAMPLES);
  addGlobals(program);
  addImport(program, surroundings);
  addProfile(program, surroundings);
  addView(program, surroundings);
  addExplain(program, surroundings);
  addDifference(program, surroundings);
  addBeliefs(program, surroundings);
  addRegister(program, surroundings);
  addCheck(program, surroundings);
  addRegisters(program, surroundings);
  addCells(program, surroundings);
  addCauses(program, surroundings);
  addEvents(program, surroundings);
  addEntries(program, surroundings);
  addExport(program, surroundings);
  addStatus(program, surroundings);
  addRebuild(program, surroundings);
  addCopy(program, surroundings);
  addServe(program, surroundings);
  addWatch(program, surroundings);
  return program;
}
