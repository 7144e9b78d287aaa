import { canonicalJson, type JsonObject } from './canonical-json.js';
import { eventInvalid } from './errors.js';
import type { Metadata, NewEvent, RecordedEvent } from './port.js';
import type { Position } from './position.js';

/**
 * An event whose canonical text is ready but for the time: the field `recordedAt` stands between the two halves, and
 * only the writer knows it. The fields of an envelope are sorted, as RFC 8785 asks:
 * data, id, metadata, recordedAt, schemaVersion, stream, type.
 */
export interface PreparedEvent {
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  /** Canonical JSON of the data. */
  readonly data: string;
  /** Canonical JSON of the metadata. */
  readonly metadata: string;
  readonly beforeTime: string;
  readonly afterTime: string;
}

export interface Envelope {
  readonly data: JsonObject;
  readonly id: string;
  readonly metadata: Metadata;
  readonly recordedAt: string;
  readonly schemaVersion: number;
  readonly stream: string;
  readonly type: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const TYPE = /^[A-Za-z][A-Za-z0-9.]{0,127}$/;
/** `2026-01-01T00:00:00.000Z`: what a time adds to the two halves. */
const TIME_BYTES = 24;

/**
 * Checks an event and writes its canonical text, so that nothing unusable ever reaches the queue.
 * @param field where the event stands in the call, for errors: `events[3]`
 * @throws LedgerError EVENT_INVALID, VALUE_NOT_STORABLE
 */
export function prepareEvent(stream: string, event: NewEvent, field: string): PreparedEvent {
  const { id, type, schemaVersion, data, metadata } = event;
  if (typeof id !== 'string' || !UUID.test(id)) {
    throw eventInvalid(`the event id ${JSON.stringify(id)} is no UUID in lower case`, `${field}.id`);
  }
  if (typeof type !== 'string' || !TYPE.test(type)) {
    throw eventInvalid(`the event type ${JSON.stringify(type)} is no name`, `${field}.type`);
  }
  if (!Number.isSafeInteger(schemaVersion) || schemaVersion < 1) {
    throw eventInvalid(
      `the schema version ${String(schemaVersion)} is no number from 1`,
      `${field}.schemaVersion`,
    );
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    throw eventInvalid('the data of an event is an object', `${field}.data`);
  }
  const dataText = canonicalJson(data, `${field}.data`);
  const metadataText = metadataTextOf(metadata, field);
  return {
    id,
    type,
    schemaVersion,
    data: dataText,
    metadata: metadataText,
    beforeTime: `{"data":${dataText},"id":"${id}","metadata":${metadataText},"recordedAt":"`,
    afterTime: `","schemaVersion":${schemaVersion},"stream":${canonicalJson(stream, 'stream')},"type":"${type}"}`,
  };
}

function metadataTextOf(metadata: Metadata | undefined, field: string): string {
  if (metadata === undefined) return '{}';
  for (const key in metadata) {
    if (typeof metadata[key] !== 'string') {
      throw eventInvalid('metadata is flat, from string to string', `${field}.metadata.${key}`);
    }
  }
  return canonicalJson(metadata, `${field}.metadata`);
}

/** The canonical text of the whole envelope: what is stored and hashed. */
export function envelopeText(event: PreparedEvent, recordedAt: string): string {
  return event.beforeTime + recordedAt + event.afterTime;
}

/** How many bytes the envelope will have. */
export function envelopeBytes(event: PreparedEvent): number {
  return Buffer.byteLength(event.beforeTime) + TIME_BYTES + Buffer.byteLength(event.afterTime);
}

/** An upper bound for it, at no cost: no UTF-8 form is longer than three bytes a code unit. */
export function envelopeBytesAtMost(event: PreparedEvent): number {
  return 3 * (event.beforeTime.length + event.afterTime.length) + TIME_BYTES;
}

/** Do these texts say the same fact? Type, version and data count; time and metadata may differ in a repetition. */
export function sameContent(stored: Envelope, event: PreparedEvent): boolean {
  return (
    stored.type === event.type &&
    stored.schemaVersion === event.schemaVersion &&
    canonicalJson(stored.data, 'data') === event.data
  );
}

/** Reads a stored text. It was written by `envelopeText`; what came of damage to a file shows when hashes are checked. */
export function parseEnvelope(text: string): Envelope {
  return JSON.parse(text) as Envelope;
}

export function recordedEvent(text: string, revision: number, position: Position): RecordedEvent {
  const { id, type, schemaVersion, stream, data, metadata, recordedAt } = parseEnvelope(text);
  return { id, type, schemaVersion, stream, data, metadata, recordedAt, revision, position };
}
