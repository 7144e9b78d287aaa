import { text } from 'node:stream/consumers';

/** Where the command line reads and writes; replaced in tests. */
export interface Io {
  /** Data. */
  readonly out: (text: string) => void;
  /** Messages, progress. */
  readonly err: (text: string) => void;
  /** All of standard input. */
  readonly readIn: () => Promise<string>;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** Characters of a line of the terminal; undefined where it is none. */
  readonly outWidth?: number | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Resolves when the process is asked to stop. */
  readonly untilStopped: () => Promise<void>;
}

/** The process itself. */
export function processIo(): Io {
  // `liggaren events | head` closes the pipe early: that is no failure, and nobody is left to be told of one.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  return {
    out: (data) => void process.stdout.write(data),
    err: (message) => void process.stderr.write(message),
    readIn: () => text(process.stdin),
    outIsTerminal: process.stdout.isTTY,
    errIsTerminal: process.stderr.isTTY,
    outWidth: process.stdout.isTTY ? process.stdout.columns : undefined,
    env: process.env,
    untilStopped: () =>
      new Promise((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
      }),
  };
}
