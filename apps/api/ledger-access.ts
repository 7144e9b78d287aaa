import type { LiveLedger, ReadLedger } from '#projections';
import type { EventReader } from '../shared/event-list.js';
import type { Ledger } from '../shared/ledger.js';

/** What the API asks, all of it. Without a log nothing is registered, waited for or followed. */
export interface LedgerAccess extends Partial<Pick<Ledger, 'store' | 'answers' | 'waitFor'>> {
  readonly reader: ReadLedger;
  readonly events: EventReader;
  readonly live?: LiveLedger;
}

/** Nest's token for it. */
export const LEDGER_ACCESS = Symbol('LedgerAccess');
