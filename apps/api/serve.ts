import { LedgerError } from '#amount';
import type { Ledger, OnProgress, OpenOptions } from '../shared/ledger.js';
import { createServer } from './server.js';
import { settingsOf } from './settings.js';
import { openWaitingRoom } from './waiting-room.js';

export interface ServeOptions {
  /** The folder of the ledger. */
  readonly folder: string;
  /** As it was given on a command line; else as the environment says. */
  readonly port?: string;
  /** As whom everybody registers; else as the environment says. */
  readonly actor?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly openLedger: (options: OpenOptions) => Promise<Ledger>;
  /** Told the address when the server listens, and has to read the log for a while before it answers. */
  readonly onReading?: (url: string) => void;
  /** Told the address when the server answers. */
  readonly onReady: (url: string) => void;
  readonly onProgress?: OnProgress;
  readonly untilStopped: () => Promise<void>;
}

/** Reading the log for longer than this is told. */
const READING_MS = 1_000;

/**
 * Serves a ledger until it is told to stop; then answers what has been asked, and closes the ledger.
 * @throws LedgerError WRONG_USAGE (settings, a port that is taken), and what opening the ledger refuses
 */
export async function serve(options: ServeOptions): Promise<void> {
  const settings = settingsOf(options.env, { port: options.port, actor: options.actor });
  // An embedded log is open at once, and where any free port will do nobody knows yet which to ask.
  const isWaiting = settings.logAddress !== undefined && settings.port !== 0;
  const room = isWaiting ? await openWaitingRoom(settings).catch(portTaken) : undefined;
  const opening = options.openLedger({
    folder: options.folder,
    address: settings.logAddress,
    mode: 'write',
    onProgress: options.onProgress,
  });
  const ledger = await opening.finally(() => room?.leave());
  try {
    const server = await createServer({ access: ledger, settings, caughtUp: ledger.caughtUp }).catch(
      portTaken,
    );
    try {
      const stopped = options.untilStopped();
      const reading = setTimeout(() => options.onReading?.(server.url), READING_MS);
      try {
        await Promise.race([ledger.caughtUp.then(() => options.onReady(server.url)), stopped]);
      } finally {
        clearTimeout(reading);
      }
      await stopped;
    } finally {
      await server.close();
    }
  } finally {
    await ledger.close();
  }
}

function portTaken(error: unknown): never {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
  throw new LedgerError('WRONG_USAGE', 'the port is taken by another process', {
    place: { field: 'port' },
    hint: 'Stop that process, or take another port: --port 0 or LIGGAREN_PORT=0 takes any free one.',
    cause: error,
  });
}

/** What is printed when the server listens and does not answer yet. */
export function readingText(url: string): string {
  return `reading the log first; ${url}/health/ready tells when it is done\n`;
}

/** The line that is printed when the server is ready. */
export function listeningText(url: string): string {
  return `${url} · open ${url}/graphiql, or ask in another terminal: npx liggaren status\n`;
}
