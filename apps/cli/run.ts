import { CommanderError } from 'commander';
import { EXIT, exitCodeOf, failureText, SomethingToReport } from './exit-codes.js';
import { makeProgram } from './program.js';
import type { Surroundings } from './surroundings.js';

/** Commands whose failures are those of a file that somebody gave. */
const TAKES_FILES = ['import', 'register', 'profile'];

/**
 * Runs one command line (what stands after `liggaren`); answers the exit code. Data goes to standard output, messages
 * to standard error.
 */
export async function run(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const { io } = surroundings;
  const program = makeProgram(surroundings);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return EXIT.done;
  } catch (error) {
    // Commander has written its message already; help and version are no failures.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.wrongUsage;
    if (error instanceof SomethingToReport) return EXIT.somethingToReport;
    io.err(failureText(error));
    return exitCodeOf(error, TAKES_FILES.some((command) => argv.includes(command)) ? 'recording' : 'reading');
  }
}
