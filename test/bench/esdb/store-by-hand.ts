import type { AllStreamRecordedEvent, EventStoreDBClient } from '@eventstore/db-client';
import type { EventStore, FollowOptions, Position, RawEvent, ReadAllOptions } from '#event-store';
import { readRegion, type Region } from './by-hand.js';

const LOG_ID = 'byhand';

/** As much of a log as a rebuild asks for, by the client's readAll: one read from the first event to the last. */
export function storeByHand(client: EventStoreDBClient, region: Region): EventStore {
  let reading: AsyncGenerator<AllStreamRecordedEvent, void, undefined> | undefined;
  let head: Position | undefined;
  const part: Partial<EventStore> = {
    logId: LOG_ID,
    engine: 'eventstoredb',
    head: async () => {
      head ??= await lastOf(client, region);
      return head;
    },
    readRawPage: async ({ from = 'start', maxCount = 500 }: ReadAllOptions = {}) => {
      if (from === 'start') reading = readRegion(client, region);
      const page: RawEvent[] = [];
      while (page.length < maxCount) {
        const next = await reading?.next();
        if (next === undefined || next.done === true) break;
        page.push(rawOf(next.value));
      }
      return page;
    },
    async *followPages({ signal }: FollowOptions = {}) {
      await new Promise<void>((resolve) => {
        if (signal?.aborted !== false) resolve();
        else signal.addEventListener('abort', () => resolve(), { once: true });
      });
      yield* [];
    },
    status: () => ({ state: 'live' }),
  };
  return part as EventStore;
}

function rawOf({ data, position, revision }: AllStreamRecordedEvent): RawEvent {
  const bytes = data as Uint8Array;
  return {
    position: positionOf(position),
    revision: Number(revision),
    text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(),
  };
}

function positionOf({ commit, prepare }: AllStreamRecordedEvent['position']): Position {
  return `${LOG_ID}:${commit}-${prepare}` as Position;
}

async function lastOf(client: EventStoreDBClient, region: Region): Promise<Position | undefined> {
  let last: Position | undefined;
  for await (const { position } of readRegion(client, region)) last = positionOf(position);
  return last;
}
