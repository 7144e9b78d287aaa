import type { EventAnswer, Page, PageRequest, ReadLedger, ReadOptions } from '#projections';

/** Which events to list. */
export interface EventsFilter {
  /** Only of this stream. */
  readonly stream?: string;
  /** Only of this type. */
  readonly type?: string;
}

/** Lists what the log holds. */
export interface EventReader {
  events(filter: EventsFilter, page: PageRequest, options?: ReadOptions): Promise<Page<EventAnswer>>;
}

/** What the API asks, all of it. */
export interface LedgerAccess {
  readonly reader: ReadLedger;
  readonly events: EventReader;
}

/** Nest's token for it. */
export const LEDGER_ACCESS = Symbol('LedgerAccess');
