import type { ReadLedger } from '#projections';
import type { EventReader } from '../shared/event-list.js';

/** What the API asks, all of it. */
export interface LedgerAccess {
  readonly reader: ReadLedger;
  readonly events: EventReader;
}

/** Nest's token for it. */
export const LEDGER_ACCESS = Symbol('LedgerAccess');
