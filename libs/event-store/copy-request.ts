import { envelopeText, parseEnvelope, prepareEvent, type PreparedEvent } from './envelope.js';
import { eventInvalid, tooLarge } from './errors.js';
import type { CopiedEvent } from './port.js';
import { requireStreamName } from './stream-name.js';

/** An event of another log, read and checked: what an engine needs to store it as it stands there. */
export interface CopiedEnvelope {
  readonly stream: string;
  readonly revision: number;
  readonly recordedAt: string;
  readonly event: PreparedEvent;
  /** The canonical envelope. */
  readonly text: string;
  readonly bytes: number;
}

const RECORDED_AT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/**
 * Reads the stored texts of events in another log, and refuses any that this log would not write in just these bytes.
 * @throws LedgerError EVENT_INVALID, STREAM_NAME_INVALID, VALUE_NOT_STORABLE, TOO_LARGE
 */
export function prepareCopy(events: readonly CopiedEvent[], appendBytesMax: number): CopiedEnvelope[] {
  return events.map((event, i) => {
    const copied = copiedEnvelope(event, `events[${i}]`);
    if (copied.bytes > appendBytesMax) throw tooLarge(copied.bytes, appendBytesMax);
    return copied;
  });
}

function copiedEnvelope({ text, revision }: CopiedEvent, field: string): CopiedEnvelope {
  const envelope = parsed(text);
  const { stream, recordedAt } = envelope ?? {};
  if (
    envelope === undefined ||
    typeof stream !== 'string' ||
    typeof recordedAt !== 'string' ||
    !RECORDED_AT.test(recordedAt) ||
    !Number.isSafeInteger(revision) ||
    revision < 0
  ) {
    throw foreign(field);
  }
  requireStreamName(stream);
  const event = prepareEvent(stream, envelope, field);
  if (envelopeText(event, recordedAt) !== text) throw foreign(field);
  return { stream, revision, recordedAt, event, text, bytes: Buffer.byteLength(text) };
}

function parsed(text: string): ReturnType<typeof parseEnvelope> | undefined {
  try {
    // Whatever stands there: null too.
    return parseEnvelope(text) ?? undefined;
  } catch {
    return undefined;
  }
}

function foreign(field: string): Error {
  return eventInvalid('the text is not one that the log of a ledger holds', field);
}
