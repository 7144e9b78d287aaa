import { LedgerError } from '#amount';
import { entriesOf, type Storable } from '#domain';
import {
  canonicalJson,
  comparePositions,
  PAGE_EVENTS,
  type EventStore,
  type Position,
  type RecordedEvent,
} from '#event-store';
import type { EventAnswer, Page, PageRequest, ReadLedger, ReadOptions } from '#projections';

/** Which events to list. */
export interface EventsFilter {
  /** Only of this stream. */
  readonly stream?: string;
  /** Only of this type. */
  readonly type?: string;
}

/** A page of events. It may be shorter than was asked for, even empty, where a filter leaves many out. */
export interface EventsPage extends Page<EventAnswer> {
  /** Where the next page begins; null at the end. */
  readonly endCursor: string | null;
}

/** Lists what the log holds. */
export interface EventReader {
  events(filter: EventsFilter, page: PageRequest, options?: ReadOptions): Promise<EventsPage>;
}

/** Events looked at for one page when a filter leaves most of them out: some tenths of a second. */
const EVENTS_SCANNED_MAX = 20_000;

/** Lists the events of a log, in its order. */
export function eventReader(store: EventStore, reader: Pick<ReadLedger, 'positionOf'>): EventReader {
  return {
    events: async (filter, page, options = {}) => {
      const end = options.asOf === undefined ? undefined : store.position(reader.positionOf(options.asOf));
      const after = page.after === undefined ? undefined : positionAfter(store, page.after);
      const items: { cursor: string; item: EventAnswer }[] = [];
      let scanned = 0;
      let last: Position | undefined;
      for await (const event of eventsAfter(store, filter.stream, after)) {
        if (end !== undefined && comparePositions(event.position, end) > 0) break;
        if (items.length === page.first || scanned === EVENTS_SCANNED_MAX) {
          return { items, hasNext: true, endCursor: last ?? null };
        }
        scanned++;
        last = event.position;
        if (isWanted(event, filter, options.publishedBy))
          items.push({ cursor: event.position, item: answerOf(event) });
      }
      return { items, hasNext: false, endCursor: items.at(-1)?.cursor ?? null };
    },
  };
}

/** @throws LedgerError POSITION_UNREADABLE, POSITION_OF_OTHER_LOG */
function positionAfter(store: EventStore, text: string): Position {
  try {
    return store.position(text);
  } catch (error) {
    throw error instanceof LedgerError ? error.at({ field: 'after' }) : error;
  }
}

async function* eventsAfter(
  store: EventStore,
  stream: string | undefined,
  after: Position | undefined,
): AsyncIterable<RecordedEvent> {
  if (stream !== undefined) {
    // Streams are small: what stands before the cursor is read over.
    for await (const event of store.readStream(stream)) {
      if (after === undefined || comparePositions(event.position, after) > 0) yield event;
    }
    return;
  }
  let from = after;
  for (;;) {
    const page = await store.readAllPage({ ...(from === undefined ? {} : { from }), maxCount: PAGE_EVENTS });
    if (page.length === 0) return;
    yield* page;
    from = page.at(-1)?.position;
  }
}

function isWanted(event: RecordedEvent, filter: EventsFilter, publishedBy: string | undefined): boolean {
  if (filter.type !== undefined && event.type !== filter.type) return false;
  return publishedBy === undefined || wasPublished(event, publishedBy);
}

/** An event that says something of readings was published when one of its entries was; others are not filtered. */
function wasPublished(event: Storable, day: string): boolean {
  let said = false;
  for (const record of entriesOf(event)) {
    if (record.kind !== 'statement' && record.kind !== 'change' && record.kind !== 'statedDifference')
      continue;
    if (record.published !== undefined && record.published.date <= day) return true;
    said = true;
  }
  return !said;
}

function answerOf(event: RecordedEvent): EventAnswer {
  return {
    position: event.position,
    id: event.id,
    type: event.type,
    stream: event.stream,
    revision: event.revision,
    recordedAt: event.recordedAt,
    actor: event.metadata.actor ?? null,
    importId: event.metadata.importId ?? null,
    data: canonicalJson(event.data),
  };
}
