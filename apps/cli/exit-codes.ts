import { describePlace, LedgerError } from '#amount';

/** What scripts rely on. */
export const EXIT = {
  done: 0,
  somethingToReport: 1,
  wrongUsage: 2,
  inputRefused: 3,
  conflict: 4,
  unreachable: 5,
  /** A fault of the program (EX_SOFTWARE of sysexits.h): none of the others, so that no script misreads it. */
  fault: 70,
} as const;

/** What was asked was answered, and there is something to look at: no failure, and not all is well. */
export class SomethingToReport extends Error {}

/** A failure with more to read below it: what somebody else did, however much that is. */
export class ToldFailure extends Error {
  constructor(
    readonly failure: LedgerError,
    readonly detail: string,
  ) {
    super(failure.message);
  }
}

/** What was typed names something that is not there, or is not complete. */
const WRONG_USAGE =
  /^(?:WRONG_USAGE|INPUT_MISSING|INPUT_INVALID|NOTHING_TO_SHOW|AMBIGUOUS_ROW|AS_OF_.*|POSITION_.*|CURSOR_.*|DATE_UNREADABLE)$/;
const CONFLICT = /^(?:CONFLICT|SAME_ID_OTHER_CONTENT|COPY_TARGET_DIFFERS)$/;
const UNREACHABLE = /^(?:LOG_.*|CLOSED|READ_MODEL_.*|SERVER_.*|CONNECTIONS_LIMIT)$/;

/**
 * The exit code of a failure. `task` tells apart what the same code means: an unknown unit in a file that is imported is
 * input refused, an unknown unit after `--unit` is wrong usage.
 */
export function exitCodeOf(error: unknown, task: 'reading' | 'recording'): number {
  if (error instanceof ToldFailure) return exitCodeOf(error.failure, task);
  if (!(error instanceof LedgerError)) return EXIT.fault;
  const { code } = error;
  if (CONFLICT.test(code)) return EXIT.conflict;
  if (UNREACHABLE.test(code)) return EXIT.unreachable;
  if (WRONG_USAGE.test(code)) return EXIT.wrongUsage;
  return task === 'reading' ? EXIT.wrongUsage : EXIT.inputRefused;
}

/** The failure as a person reads it: what, where, and the next step, each on a line of its own. */
export function failureText(error: unknown): string {
  if (error instanceof ToldFailure) return `${failureText(error.failure)}${error.detail}`;
  if (!(error instanceof LedgerError)) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return `error: a fault of the program, not of what was asked\n${text}\n`;
  }
  const place = error.place === undefined ? '' : describePlace(error.place);
  return [
    `error: ${error.message} [${error.code}]`,
    ...(place === '' ? [] : [`  at ${place}`]),
    ...(error.hint === undefined ? [] : [`  ${error.hint}`]),
    '',
  ].join('\n');
}
