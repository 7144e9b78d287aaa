import {
  NO_STREAM,
  START,
  jsonEvent,
  binaryEvent,
  streamNameFilter,
  type AllStreamRecordedEvent,
  type EventStoreDBClient,
  type Position,
} from '@eventstore/db-client';
import type { NewEvent } from '#event-store';
import type { Append } from './appends.js';

/** The client as its manual shows it: what stands in the table beside the port. */

/** A ledger's event as somebody would store it: what the client has no field for goes into the metadata. */
export function handMade(event: NewEvent): ReturnType<typeof jsonEvent> {
  return jsonEvent({
    id: event.id,
    type: event.type,
    data: event.data as Record<string, unknown>,
    metadata: {
      ...event.metadata,
      recordedAt: new Date().toISOString(),
      schemaVersion: String(event.schemaVersion),
    },
  });
}

export async function appendByHand(
  client: EventStoreDBClient,
  prefix: string,
  { stream, events, expected }: Append,
): Promise<void> {
  await client.appendToStream(prefix + stream, events.map(handMade), {
    expectedRevision: expected < 0 ? NO_STREAM : BigInt(expected),
  });
}

/** Events that are texts already: the client has nothing to print, and nothing to parse when they are read. */
export async function appendTexts(
  client: EventStoreDBClient,
  stream: string,
  events: readonly { readonly id: string; readonly type: string; readonly text: string }[],
  expected: number,
): Promise<void> {
  await client.appendToStream(
    stream,
    events.map(({ id, type, text }) => binaryEvent({ id, type, data: Buffer.from(text) })),
    { expectedRevision: expected < 0 ? NO_STREAM : BigInt(expected) },
  );
}

/** Part of $all that was written by hand: from a position (itself not part of it) so many events. */
export interface Region {
  readonly prefix: string;
  readonly after: Position;
  readonly events: number;
}

/** The end of $all. */
export async function endOfAll(client: EventStoreDBClient): Promise<Position> {
  for await (const { event } of client.readAll({
    direction: 'backwards',
    fromPosition: 'end',
    maxCount: 1,
  })) {
    if (event !== undefined) return event.position;
  }
  throw new Error('the server has no event at all');
}

/** The events of a region, with whatever the server wrote in between left out; $all cannot be read by a filter. */
export async function* readRegion(
  client: EventStoreDBClient,
  { prefix, after, events }: Region,
): AsyncGenerator<AllStreamRecordedEvent, void, undefined> {
  let left = events;
  const reading = client.readAll({ fromPosition: after });
  for await (const { event } of reading) {
    if (event === undefined || !event.streamId.startsWith(prefix)) continue;
    yield event;
    if (--left === 0) break;
  }
  await reading.cancel();
}

/**
 * Follows what has a prefix, until so many events came. The server drops a subscription whose buffer is full, and the
 * client does not begin another one: that is done here, as whoever uses it by hand has to.
 */
export async function followByHand(
  client: EventStoreDBClient,
  prefix: string,
  after: Position,
  onEvent: (event: AllStreamRecordedEvent) => boolean,
): Promise<{ readonly dropped: number }> {
  let last = after;
  for (let dropped = 0; ; dropped++) {
    const subscription = client.subscribeToAll({
      fromPosition: last.commit === 0n ? START : last,
      filter: streamNameFilter({ prefixes: [prefix] }),
    });
    // Leaving the loop below ends the subscription with an error of its own.
    subscription.on('error', () => undefined);
    try {
      for await (const { event } of subscription) {
        if (event === undefined) continue;
        last = event.position;
        if (onEvent(event)) return { dropped };
      }
    } catch {
      // Dropped: on from the last that came.
    }
  }
}
