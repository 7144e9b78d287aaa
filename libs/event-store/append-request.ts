import { envelopeBytes, envelopeBytesAtMost, prepareEvent, type PreparedEvent } from './envelope.js';
import { eventInvalid, tooLarge, wrongUsage } from './errors.js';
import { requireRevision } from './paging.js';
import type { ExpectedRevision, NewEvent } from './port.js';

/** What every engine asks of an append before it looks at the log. */

/**
 * Checks the events of one append and writes their canonical texts.
 * @throws LedgerError WRONG_USAGE, EVENT_INVALID, VALUE_NOT_STORABLE, TOO_LARGE
 */
export function prepareAppend(
  stream: string,
  events: readonly NewEvent[],
  appendBytesMax: number,
): PreparedEvent[] {
  if (events.length === 0) throw wrongUsage('an append has at least one event', 'events');
  const prepared = events.map((event, i) => prepareEvent(stream, event, `events[${i}]`));
  requireSize(prepared, appendBytesMax);
  requireOwnIds(prepared);
  return prepared;
}

function requireSize(prepared: readonly PreparedEvent[], appendBytesMax: number): void {
  let bytes = 0;
  for (const event of prepared) bytes += envelopeBytesAtMost(event);
  if (bytes <= appendBytesMax) return;
  // Counted only when it may matter: it takes as long as a third of the writing.
  bytes = prepared.reduce((sum, event) => sum + envelopeBytes(event), 0);
  if (bytes > appendBytesMax) throw tooLarge(bytes, appendBytesMax);
}

function requireOwnIds(prepared: readonly PreparedEvent[]): void {
  if (prepared.length < 2) return;
  const ids = new Set<string>();
  for (const { id } of prepared) {
    if (ids.has(id)) throw eventInvalid(`the event id ${id} comes twice in one append`, 'events');
    ids.add(id);
  }
}

/** @throws LedgerError WRONG_USAGE */
export function requireExpected(expected: ExpectedRevision): void {
  if (typeof expected === 'number') {
    requireRevision(expected);
  } else if (expected !== 'mustNotExist' && expected !== 'mustExist' && expected !== 'any') {
    throw wrongUsage(`the expected revision ${String(expected)} is none`, 'expected');
  }
}
