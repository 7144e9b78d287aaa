import type { Envelope, EventStore, RawEvent } from '#event-store';
import {
  takenApart,
  type EventAnswer,
  type EventHit,
  type HistoryFilter,
  type HistoryPage,
  type HistoryPageRequest,
  type ReadLedger,
  type ReadOptions,
} from '#projections';

/** Which events to list: what matches of the history, or a stream. */
export interface EventsFilter extends HistoryFilter {
  /** Only of this stream. */
  readonly stream?: string;
}

/** Lists what the log holds. */
export interface EventReader {
  events(
    filter: EventsFilter,
    page: HistoryPageRequest,
    options?: ReadOptions,
  ): Promise<HistoryPage<EventAnswer>>;
}

/** Lists the events of a log, in its order or against it. */
export function eventReader(store: EventStore, reader: Pick<ReadLedger, 'history'>): EventReader {
  return {
    events: async ({ stream, ...filter }, page, options) => {
      // Streams are small: which events they have is read from the log, and what matches of them asked for.
      const only = stream === undefined ? {} : { ids: await idsOf(store, stream) };
      const { items, ...rest } = reader.history({ ...filter, ...only }, page, options);
      const events: { cursor: string; item: EventAnswer }[] = [];
      for (const { cursor, item } of items) events.push({ cursor, item: await eventAnswerAt(store, item) });
      return { items: events, ...rest };
    },
  };
}

async function idsOf(store: EventStore, stream: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const event of store.readStream(stream)) ids.push(event.id);
  return ids;
}

/** The event that matched, as a list has it. */
export async function eventAnswerAt(store: EventStore, hit: EventHit): Promise<EventAnswer> {
  const { correction, takenOut } = hit;
  return { ...answerOf(await eventAt(store, hit)), correction, takenOut };
}

async function eventAt(store: EventStore, { position, before }: EventHit): Promise<RawEvent> {
  const from = before.endsWith(':0') ? undefined : store.position(before);
  const [event] = await store.readRawPage({ ...(from === undefined ? {} : { from }), maxCount: 1 });
  if (event?.position === position) return event;
  throw new Error(`the log has no event at ${position}`);
}

/** What it says is canonical as it is stored: it is handed on, and not read for that. */
function answerOf({ position, revision, text }: RawEvent): Omit<EventAnswer, 'correction' | 'takenOut'> {
  const { about, data } = takenApart(text);
  const { id, type, stream, recordedAt, metadata } = JSON.parse(about) as Omit<Envelope, 'data'>;
  return {
    position,
    id,
    type,
    stream,
    revision,
    recordedAt,
    actor: metadata['actor'] ?? null,
    importId: metadata['importId'] ?? null,
    data,
  };
}
