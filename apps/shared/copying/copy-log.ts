import { createHash, hash } from 'node:crypto';
import { isLedgerError, LedgerError } from '#amount';
import { parseEnvelope, type EventStore, type Position, type RawEvent } from '#event-store';
import { RawEvents } from './raw-events.js';

export type CopyStep = 'comparing' | 'copying' | 'verifying';

/** How far a step has come; `total` null where the source does not tell how many events it has. */
export type OnCopyProgress = (step: CopyStep, done: number, total: number | null) => void;

export interface CopiedLog {
  /** Events of the source, all of which the target has now. */
  readonly events: number;
  readonly appended: number;
  /** Those that the target had before, from an earlier copy that was interrupted or has been run again. */
  readonly alreadyThere: number;
  readonly streams: number;
  /** SHA-256, in hex, over the hash and name of every stream in the order of the names: the same in both logs. */
  readonly digest: string;
  /** The last event that was copied, in either log; null where the source is empty. */
  readonly end: { readonly from: Position; readonly to: Position } | null;
}

/**
 * Copies a log into another one: the same events, bytes, times and order, then read again from both and compared. The
 * target is empty or begins as the source does. All that is known of the copy are the two logs themselves: interrupted
 * at any time it is taken up by the same call, and when the source has grown the same call copies the rest.
 *
 * @throws LedgerError WRONG_USAGE (one log), COPY_TARGET_DIFFERS
 */
export async function copyLog(
  from: EventStore,
  to: EventStore,
  onProgress: OnCopyProgress = () => undefined,
): Promise<CopiedLog> {
  if (from.logId === to.logId) {
    throw new LedgerError('WRONG_USAGE', 'source and target are one log', {
      place: { field: '--to' },
      hint: 'Name an empty folder, or a prefix on the server under which there is nothing yet.',
    });
  }
  const total = await countOf(from);
  const source = new RawEvents(from);
  const there = new RawEvents(to);
  let alreadyThere = 0;
  for (;;) {
    const copied = await there.next();
    if (copied === undefined) break;
    const event = await source.next();
    if (!isSame(event, copied)) throw differs(event, copied, alreadyThere);
    alreadyThere++;
    onProgress('comparing', alreadyThere, total);
  }
  let appended = 0;
  for (;;) {
    const events = await source.rest();
    if (events.length === 0) break;
    appended += (await to.appendRaw(events).catch(writtenBeside)).appended;
    onProgress('copying', alreadyThere + appended, total);
  }
  return { ...(await verified(from, to, source.last, onProgress)), appended, alreadyThere };
}

/** Both logs from their beginning to the last event that was copied, event by event. */
async function verified(
  from: EventStore,
  to: EventStore,
  last: Position | undefined,
  onProgress: OnCopyProgress,
): Promise<Omit<CopiedLog, 'appended' | 'alreadyThere'>> {
  const source = new RawEvents(from);
  const target = new RawEvents(to);
  const total = await countOf(from);
  const hashes = { source: new Map<string, string>(), target: new Map<string, string>() };
  let events = 0;
  for (; source.last !== last; events++) {
    const event = await source.next();
    const copied = await target.next();
    if (event === undefined || copied === undefined || !isSame(event, copied))
      throw differs(event, copied, events);
    addTo(hashes.source, event);
    addTo(hashes.target, copied);
    onProgress('verifying', events + 1, total);
  }
  const digest = digestOf(hashes.source);
  if (digest !== digestOf(hashes.target)) throw new Error('equal events gave different hashes');
  const end = last === undefined || target.last === undefined ? null : { from: last, to: target.last };
  return { events, streams: hashes.source.size, digest, end };
}

/** The hash of a stream: SHA-256 over the one before (none at first) and the event, in hex. */
function addTo(hashes: Map<string, string>, { text }: RawEvent): void {
  const { stream } = parseEnvelope(text);
  hashes.set(stream, hash('sha256', (hashes.get(stream) ?? '') + text, 'hex'));
}

function digestOf(hashes: ReadonlyMap<string, string>): string {
  const all = createHash('sha256');
  for (const stream of [...hashes.keys()].sort()) all.update(`${hashes.get(stream)} ${stream}\n`);
  return all.digest('hex');
}

function isSame(a: RawEvent | undefined, b: RawEvent): boolean {
  return a !== undefined && a.text === b.text && a.revision === b.revision;
}

/** Only the embedded log tells how many events it has: it numbers them without gaps. */
async function countOf(store: EventStore): Promise<number | null> {
  if (store.engine !== 'sqlite') return null;
  const head = await store.head();
  return head === undefined ? 0 : Number(head.slice(store.logId.length + 1));
}

const HINT =
  'The source is whole, and nothing of the target is ever removed. Copy into an empty folder, or under a prefix of the server where there is nothing yet.';

function differs(event: RawEvent | undefined, copied: RawEvent | undefined, before: number): LedgerError {
  const what =
    copied === undefined
      ? 'the target ends'
      : event === undefined
        ? 'the target goes on where the source ends'
        : 'the target holds another event than the source';
  return new LedgerError('COPY_TARGET_DIFFERS', `${what}, after ${before} events that are the same`, {
    place: { field: '--to', ...(copied === undefined ? {} : { row: copied.position }) },
    hint: HINT,
  });
}

/** A stream that stands elsewhere: somebody else writes to the target meanwhile. */
function writtenBeside(error: unknown): never {
  if (!isLedgerError(error, 'CONFLICT') && !isLedgerError(error, 'SAME_ID_OTHER_CONTENT')) throw error;
  throw new LedgerError(
    'COPY_TARGET_DIFFERS',
    `somebody else writes to the target meanwhile: ${error.message}`,
    { place: { field: '--to' }, hint: HINT, cause: error },
  );
}
