import { createHash, randomBytes } from 'node:crypto';
import { openLedger as openOnEngine } from '../../apps/shared/open-ledger.js';
import type { Ledger, OpenOptions } from '../../apps/shared/ledger.js';

/**
 * The engine that the ledgers of a test are on: embedded, unless `npm run test:esdb` asks for the server of
 * LIGGAREN_TEST_ESDB, or the test itself for a server (see on-server.ts). What is a folder for the test is then a folder
 * and a prefix of its own on the server, the same each time that this folder is opened.
 */
let server: string | undefined =
  process.env.LIGGAREN_TEST_ENGINE === 'eventstoredb' ? process.env.LIGGAREN_TEST_ESDB : undefined;

/** Other runs of the tests may have left ledgers of folders with the same names. */
const RUN = randomBytes(6).toString('hex');

/** From here on ledgers are on this server; undefined: embedded. */
export function useServer(connection: string | undefined): void {
  server = connection;
}

export function isOnServer(): boolean {
  return server !== undefined;
}

/** What LIGGAREN_LOG is for the ledger of a folder; undefined where it is embedded. */
export function logAddress(folder: string): string | undefined {
  return server === undefined ? undefined : addressOn(server, folder);
}

/** The ledger of a name on some server. */
export function addressOn(connection: string, name: string): string {
  const prefix = `test.${RUN}.${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
  return `${connection}${connection.includes('?') ? '&' : '?'}prefix=${prefix}`;
}

/** Opens a ledger on the engine of the test. */
export async function openLedger(options: OpenOptions): Promise<Ledger> {
  const address = options.address ?? logAddress(options.folder);
  return openOnEngine(address === undefined ? options : { ...options, address });
}
