import { createHash, randomBytes } from 'node:crypto';
import { relative } from 'node:path';
import type { EventStore } from '#event-store';
import { openLedger as openOnEngine } from '../../apps/shared/open-ledger.js';
import { openLog as openLogOnEngine, type OpenLogOptions } from '../../apps/shared/open-log.js';
import type { Ledger, OpenOptions } from '../../apps/shared/ledger.js';

/**
 * The engine that the ledgers of a test are on: embedded, unless `npm run test:esdb` asks for the server of
 * LIGGAREN_TEST_ESDB, or the test itself for a server (see on-server.ts). What is a folder for the test is then a folder
 * and a prefix of its own on the server, the same each time that this folder is opened.
 */
let server: string | undefined =
  process.env.LIGGAREN_TEST_ENGINE === 'eventstoredb' ? process.env.LIGGAREN_TEST_ESDB : undefined;

/**
 * Other runs of the tests may have left ledgers of folders with the same names. scripts/test-esdb.mjs names its run, and
 * counts at its end what each test file wrote on the server.
 */
const RUN = process.env.LIGGAREN_TEST_RUN ?? randomBytes(4).toString('hex');

/** As much of a test file's name as a prefix has room for. */
const FILE_CHARACTERS = 34;

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
  return `${connection}${connection.includes('?') ? '&' : '?'}prefix=${prefixOf(name)}`;
}

/** The prefix of a ledger of this run and this test file: `test.<run>.<file>.<name>`. */
export function prefixOf(name: string): string {
  // Scripts open ledgers with this too, where there is no test.
  const { expect } = globalThis as { expect?: { getState(): { readonly testPath?: string } } };
  const testPath = expect?.getState().testPath ?? 'script';
  const file = relative(process.cwd(), testPath).replace(/^test\/|\.test\.ts$/g, '');
  const short = file.replaceAll(/[^A-Za-z0-9]+/g, '_').slice(-FILE_CHARACTERS);
  return `test.${RUN}.${short}.${createHash('sha256').update(name).digest('hex').slice(0, 10)}`;
}

/** Opens a ledger on the engine of the test. */
export async function openLedger(options: OpenOptions): Promise<Ledger> {
  const address = options.address ?? logAddress(options.folder);
  return openOnEngine(address === undefined ? options : { ...options, address });
}

/** Opens the log alone of a ledger on the engine of the test. */
export async function openLog(options: OpenLogOptions): Promise<EventStore> {
  const address = options.address ?? logAddress(options.folder);
  return openLogOnEngine(address === undefined ? options : { ...options, address });
}
