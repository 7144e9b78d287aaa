import { randomUUID } from 'node:crypto';
import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { LedgerError } from '#amount';
import { canonicalJson, type JsonObject } from '../canonical-json.js';
import type { PreparedEvent } from '../envelope.js';
import type { Metadata, RawEvent, RecordedEvent } from '../port.js';
import type { Position } from '../position.js';

/**
 * How an event lies on the server.
 *
 * - *stream*: `<prefix>:<stream>`. No prefix holds a colon, so no ledger's prefix begins another's.
 * - *data*: the canonical JSON of the event's data, byte for byte as it was hashed. Its content type is
 *   `application/octet-stream`: of `application/json` the client parses and prints every event again, which is slower
 *   and moves keys that look like numbers. The server's own pages show it as JSON all the same.
 * - *metadata*: one flat JSON object, string to string: `_id`, `_recordedAt`, `_schemaVersion`, then the event's own in
 *   canonical order. One of its own that begins with `_` has one more.
 * - *event id*: of the append that stored it, not of the event. The server takes an id that it knows for a repetition,
 *   whatever the data, also where a second time is meant (`any`); so each append has ids of its own, which only its own
 *   retries share, and what is a repetition of what is decided by comparing `_id` and content (appender.ts).
 *
 * The canonical envelope is put together of these without parsing, so what comes back is what was hashed.
 */

export type WireEvent = InstanceType<typeof ReadResp.ReadEvent.RecordedEvent>;

/** An event of an append, ready to be sent. */
export interface OutgoingEvent {
  /** The id that the server knows it by. */
  readonly serverId: string;
  readonly type: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** An event as it was read, its texts not yet parsed. */
export interface StoredEvent {
  readonly serverId: string;
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly stream: string;
  /** Canonical JSON. */
  readonly data: string;
  /** Canonical JSON. */
  readonly metadata: string;
  readonly recordedAt: string;
  readonly revision: number;
  readonly position: Position;
  /** Bytes it takes in memory, about. */
  readonly bytes: number;
}

export const STREAM_SEPARATOR = ':';

/**
 * The stream that says which log lies under a prefix: one event, written by whoever opens it first, before any of the
 * ledger. Its name has no colon, so it is no stream of the ledger.
 */
export function logStream(prefix: string): string {
  return `${prefix}!log`;
}

export function streamOf(event: WireEvent): string {
  return text(event.getStreamIdentifier()?.getStreamName_asU8());
}

export const CONTENT_TYPE = 'application/octet-stream';

const OWN_KEY = /"_/;
const HEAD =
  /^\{"_id":"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})","_recordedAt":"([^"\\]{20,32})","_schemaVersion":"([1-9][0-9]{0,15})"([,}])/;

export function outgoing(event: PreparedEvent, recordedAt: string): OutgoingEvent {
  const own = OWN_KEY.test(event.metadata) ? escapedKeys(event.metadata) : event.metadata;
  const head = `{"_id":"${event.id}","_recordedAt":"${recordedAt}","_schemaVersion":"${event.schemaVersion}"`;
  return {
    serverId: randomUUID(),
    type: event.type,
    data: Buffer.from(event.data),
    metadata: Buffer.from(own === '{}' ? `${head}}` : `${head},${own.slice(1)}`),
  };
}

function escapedKeys(metadata: string): string {
  return canonicalJson(
    Object.fromEntries(
      Object.entries(JSON.parse(metadata) as Metadata).map(([key, value]) => [
        key.startsWith('_') ? `_${key}` : key,
        value,
      ]),
    ),
  );
}

function unescapedKeys(metadata: string): string {
  return canonicalJson(
    Object.fromEntries(
      Object.entries(JSON.parse(metadata) as Metadata).map(([key, value]) => [
        key.startsWith('_') ? key.slice(1) : key,
        value,
      ]),
    ),
  );
}

/** Reads what came over the wire, for one ledger of one server. */
export interface RecordReader {
  (event: WireEvent): StoredEvent;
}

/** @param prefix with its separator */
export function recordReader(logId: string, prefix: string): RecordReader {
  return (event) => {
    const name = streamOf(event);
    const stream = name.slice(prefix.length);
    const metadata = text(event.getCustomMetadata_asU8());
    const head = HEAD.exec(metadata);
    if (head === null || !name.startsWith(prefix)) throw foreign(name, Number(event.getStreamRevision()));
    const [all, id = '', recordedAt = '', schemaVersion = '', end] = head;
    const own = end === '}' ? '{}' : `{${metadata.slice(all.length)}`;
    const data = text(event.getData_asU8());
    return {
      serverId: event.getId()?.getString() ?? '',
      id,
      type: event.getMetadataMap().get('type') ?? '',
      schemaVersion: Number(schemaVersion),
      stream,
      data,
      metadata: OWN_KEY.test(own) ? unescapedKeys(own) : own,
      recordedAt,
      revision: Number(event.getStreamRevision()),
      position: positionOf(logId, event),
      bytes: 2 * (data.length + metadata.length) + 300,
    };
  };
}

export function positionOf(logId: string, event: WireEvent): Position {
  return `${logId}:${event.getCommitPosition()}-${event.getPreparePosition()}` as Position;
}

function text(bytes: Uint8Array | undefined): string {
  if (bytes === undefined) return '';
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
}

function foreign(stream: string, revision: number): LedgerError {
  return new LedgerError('LOG_FOREIGN', `the event ${revision} of ${stream} was not written by a ledger`, {
    place: { file: stream, row: String(revision) },
    hint: 'Another program writes under the prefix of this ledger: give it another prefix.',
  });
}

export function rawEvent(event: StoredEvent): RawEvent {
  const { data, id, metadata, recordedAt, schemaVersion, stream, type, position, revision } = event;
  return {
    position,
    revision,
    text: `{"data":${data},"id":"${id}","metadata":${metadata},"recordedAt":"${recordedAt}","schemaVersion":${schemaVersion},"stream":${canonicalJson(stream)},"type":"${type}"}`,
  };
}

export function recordedEvent(event: StoredEvent): RecordedEvent {
  const { data, id, metadata, recordedAt, schemaVersion, stream, type, position, revision } = event;
  return {
    id,
    type,
    schemaVersion,
    stream,
    data: JSON.parse(data) as JsonObject,
    metadata: metadata === '{}' ? {} : (JSON.parse(metadata) as Metadata),
    recordedAt,
    revision,
    position,
  };
}

/** Do they say the same fact? As `sameContent` of envelope.ts, over texts that are both canonical. */
export function isSameFact(stored: StoredEvent, event: PreparedEvent): boolean {
  return (
    stored.type === event.type && stored.schemaVersion === event.schemaVersion && stored.data === event.data
  );
}
