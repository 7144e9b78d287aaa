import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Another process that runs one of the sources, for tests of what only another process can show. */
export interface Child {
  readonly process: ChildProcess;
  /** What it prints, line by line. */
  readonly lines: AsyncIterable<string>;
  /** Resolves with the signal or the exit code that ended it. */
  readonly ended: Promise<NodeJS.Signals | number | null>;
}

/**
 * @param script a path from the root of the project, `test/crash/appender.ts`
 * @param flags of Node
 * @param env beside that of this process; what is undefined is not there
 */
export function startChild(
  script: string,
  args: readonly string[],
  flags: readonly string[] = [],
  env: Readonly<Record<string, string | undefined>> = {},
): Child {
  const child = spawn(
    process.execPath,
    [...flags, '--conditions=source', '--import', './test/support/typescript.mjs', script, ...args],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } },
  );
  const ended = new Promise<NodeJS.Signals | number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(signal ?? code));
  });
  return { process: child, lines: createInterface({ input: child.stdout }), ended };
}
