import type { EventStore } from '../port.js';
import { readLogAddress } from './connection-string.js';

export interface EventStoreDbOptions {
  /** `esdb://user:password@host:2113?prefix=name`; see connection-string.ts. It may hold credentials. */
  readonly connection: string;
  /** What the ledger's streams begin with on the server; stands before the one in the connection string. */
  readonly prefix?: string;
  /** `write` (the default) makes the log where there is none; `read` does not. Any number of processes may write. */
  readonly mode?: 'write' | 'read';
  /** Where `recordedAt` comes from. */
  readonly clock?: () => Date;
  /** Names a new log: 4 to 16 of a–z and 0–9. */
  readonly newLogId?: () => string;
  readonly appendBytesMax?: number;
  /** Milliseconds before a call that is not answered is made again. Default 5 000. */
  readonly answerMs?: number;
  /** Milliseconds for which a call is made again before it ends with LOG_UNREACHABLE. Default 60 000. */
  readonly giveUpMs?: number;
  /** Milliseconds for which the opening waits for the server. Default 20 000. */
  readonly connectMs?: number;
}

/** A log on EventStoreDB. What it has beyond the port is about its server. */
export interface EventStoreDb extends EventStore {
  /** Where the log is, without credentials. */
  readonly address: string;
}

/**
 * Opens a ledger's log on EventStoreDB (KurrentDB), and makes it where there is none. The client is loaded by the first
 * call and not before, so an embedded ledger never loads it.
 *
 * @throws LedgerError WRONG_USAGE (connection string or prefix), LOG_UNREACHABLE, LOG_ACCESS_DENIED, LOG_MISSING (mode
 *   `read`), LOG_TOO_NEW, LOG_DAMAGED
 */
export async function openEventStoreDb(options: EventStoreDbOptions): Promise<EventStoreDb> {
  const address = readLogAddress(options.connection, options.prefix);
  const { openLog } = await import('./event-store-db.js');
  return openLog(address, options);
}
