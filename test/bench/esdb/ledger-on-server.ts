import type { EventStoreDBClient } from '@eventstore/db-client';
import { openEventStoreDb, type EventStoreDb, type NewEvent } from '#event-store';
import { EVENTS_A_STREAM, benchTable, declarationsOf, ledgerEvent } from '../ledger-events.js';
import { appendByHand, appendTexts, endOfAll, type Region } from './by-hand.js';

/** Streams of a hundred events each, beside their declarations. */
const STREAMS = 1_000;
/** Events of one stream that come together. */
const TOGETHER = 10;

/** The same ledger of some hundred thousand events three times on the server. */
export interface LedgerOnServer {
  readonly events: number;
  /** By hand, as JSON with its metadata: what the client parses by itself. */
  readonly json: Region;
  /** By hand, each event one text (its envelope): what the client hands over as it is. */
  readonly texts: Region;
  /** By the port. Last in $all: what is read to the end ends with it. */
  readonly store: EventStoreDb;
}

interface Written {
  readonly stream: string;
  readonly events: readonly NewEvent[];
  readonly expected: number;
}

/** Where it is written, and what its prefixes begin with. */
export interface LedgerPlace {
  readonly client: EventStoreDBClient;
  readonly connection: string;
  readonly run: string;
}

export async function ledgerOnServer(
  place: LedgerPlace,
  onProgress: (text: string) => void,
): Promise<LedgerOnServer> {
  const { client, connection, run } = place;
  const region = async (prefix: string, write: (one: Written) => Promise<void>): Promise<Region> => {
    onProgress(`the ledger of ${prefix}`);
    const after = await endOfAll(client);
    let events = 0;
    for (const together of appends()) {
      await Promise.all(together.map(write));
      for (const one of together) events += one.events.length;
    }
    return { prefix, after, events };
  };
  const json = await region(`${run}.json-`, (one) => appendByHand(client, `${run}.json-`, one));
  const texts = await region(`${run}.text-`, ({ stream, events, expected }) =>
    appendTexts(
      client,
      `${run}.text-${stream}`,
      events.map((event) => ({ id: event.id, type: event.type, text: envelopeOf(stream, event) })),
      expected,
    ),
  );
  const store = await openEventStoreDb({ connection, prefix: `${run}.port` });
  const { events } = await region(`${run}.port:`, async ({ stream, events: own, expected }) => {
    await store.append(stream, own, expected < 0 ? 'mustNotExist' : expected);
  });
  return { events, json, texts, store };
}

/** Appends that may be made at once, in the order in which the groups have to come. */
function* appends(): Generator<readonly Written[], void, undefined> {
  const streams = Array.from({ length: STREAMS }, (_, n) => n);
  const declared = streams.map((n) => {
    const { unit, year } = benchTable(n);
    return { stream: `edition-${unit}|${year}`, events: declarationsOf(n), expected: -1 };
  });
  yield* groups(declared);
  for (let first = 0; first < EVENTS_A_STREAM; first += TOGETHER) {
    yield* groups(
      streams.map((n) => ({
        stream: benchTable(n).stream,
        events: Array.from({ length: TOGETHER }, (_, i) => ledgerEvent(n, first + i)),
        expected: first - 1,
      })),
    );
  }
}

/** As many as the server takes at once without any of the three losing time. */
function* groups(all: readonly Written[]): Generator<readonly Written[], void, undefined> {
  for (let n = 0; n < all.length; n += 50) yield all.slice(n, n + 50);
}

function envelopeOf(stream: string, { id, type, schemaVersion, data, metadata }: NewEvent): string {
  return JSON.stringify({
    data,
    id,
    metadata: metadata ?? {},
    recordedAt: new Date().toISOString(),
    schemaVersion,
    stream,
    type,
  });
}
