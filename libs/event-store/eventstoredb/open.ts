import { readLogAddress } from './connection-string.js';
import type { EventStoreDb, EventStoreDbOptions } from './options.js';

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
