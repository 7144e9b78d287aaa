import { comparePositions, type Position, type RecordedEvent } from '#event-store';

/** What is kept of an event: the envelope, as the log itself keeps it. */
export function envelopeText(event: RecordedEvent): string {
  const { data, id, metadata, recordedAt, schemaVersion, stream, type } = event;
  return JSON.stringify({ data, id, metadata, recordedAt, schemaVersion, stream, type });
}

/** Whether a read model at that position knows more than the log that ends at `head`. */
export function isAhead(position: string, logId: string, head: Position | undefined): boolean {
  if (position === '') return false;
  return head === undefined || comparePositions(`${logId}:${position}` as Position, head) > 0;
}
