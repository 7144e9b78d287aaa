import { canonicalJson } from './canonical-json.js';
import { ConflictError, sameIdOtherContent } from './errors.js';
import { envelopeBytes, prepareEvent } from './envelope.js';
import type { EventStore, ExpectedRevision, NewEvent, RecordedEvent } from './port.js';

/** How often it begins again when somebody else writes to the stream meanwhile. */
const ATTEMPTS_MAX = 10;

export interface AppendedMissing {
  /** Events written now. */
  readonly appended: number;
  /** Events that stood in the stream already. */
  readonly alreadyStored: number;
}

/** The turn of one stream of many: its first append is called when that of the stream before has been. */
export interface Turn {
  readonly before: Promise<void>;
  readonly begun: () => void;
}

/**
 * One stream's share of a work that spans streams (an import): stores those of the events whose ids the stream does
 * not have yet, in their order and in as many appends as their size takes. Running it again, after a crash or twice at
 * once, stores nothing twice. It is not atomic: whatever must not be read by halves has an event that completes it.
 *
 * @param turn for streams that shall stand in the log as they were given, however long each took to be compared
 * @throws LedgerError SAME_ID_OTHER_CONTENT where an id stands there with other content; nothing is written then
 */
export async function appendMissing(
  store: EventStore,
  stream: string,
  events: readonly NewEvent[],
  turn?: Turn,
): Promise<AppendedMissing> {
  try {
    return await append(store, stream, events, turn);
  } finally {
    turn?.begun();
  }
}

async function append(
  store: EventStore,
  stream: string,
  events: readonly NewEvent[],
  turn: Turn | undefined,
): Promise<AppendedMissing> {
  let appended = 0;
  for (let attempt = 1; ; attempt++) {
    const { revision, missing } = await compare(store, stream, events);
    await turn?.before;
    let expected: ExpectedRevision = revision < 0 ? 'mustNotExist' : revision;
    try {
      for (const part of inParts(stream, missing, store.appendBytesMax)) {
        const appending = store.append(stream, part, expected);
        turn?.begun();
        expected = (await appending).revision;
        appended += part.length;
      }
      return { appended, alreadyStored: events.length - appended };
    } catch (error) {
      if (!(error instanceof ConflictError) || attempt >= ATTEMPTS_MAX) throw error;
    }
  }
}

async function compare(
  store: EventStore,
  stream: string,
  events: readonly NewEvent[],
): Promise<{ revision: number; missing: NewEvent[] }> {
  const wanted = new Map(events.map((event) => [event.id, event]));
  let revision = -1;
  for await (const stored of store.readStream(stream)) {
    revision = stored.revision;
    const event = wanted.get(stored.id);
    if (event === undefined) continue;
    if (!isSame(stored, event)) throw sameIdOtherContent(stream, stored.id, stored.revision);
    wanted.delete(stored.id);
  }
  return { revision, missing: [...wanted.values()] };
}

function isSame(stored: RecordedEvent, event: NewEvent): boolean {
  return (
    stored.type === event.type &&
    stored.schemaVersion === event.schemaVersion &&
    canonicalJson(stored.data, 'data') === canonicalJson(event.data, 'data')
  );
}

/** Cut where the size of an append is reached. An event that is too large alone is left for the log to refuse. */
function inParts(stream: string, events: readonly NewEvent[], bytesMax: number): NewEvent[][] {
  const parts: NewEvent[][] = [];
  let part: NewEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = envelopeBytes(prepareEvent(stream, event, 'event'));
    if (part.length > 0 && bytes + size > bytesMax) {
      parts.push(part);
      part = [];
      bytes = 0;
    }
    part.push(event);
    bytes += size;
  }
  if (part.length > 0) parts.push(part);
  return parts;
}
