import { isLedgerError, LedgerError, type Place } from '#amount';
import {
  eventCorrection,
  stoodIn,
  upcast,
  type Answers,
  type Command,
  type EntryData,
  type EntryWithdrawn,
} from '#domain';
import { comparePositions, ConflictError, type EventStore, type RecordedEvent } from '#event-store';
import type { ReadingAddress } from '#projections';
import { SeenConflictError, type AnswersSource, type Recorded, type RecordRequest } from '#recording';

/** What somebody asks to have registered, and as whom. */
export interface RegisterRequest {
  readonly command: Command;
  readonly actor: string;
  readonly idempotencyKey?: string;
  readonly expectedRevision?: number;
  /** The position of the answer that they decided from. */
  readonly seen?: string;
  readonly correlationId?: string;
}

export type RegisterAnswer = Registered | Refused | Conflict;

/** It is recorded, was recorded before under the same key, or held already. */
export interface Registered extends Recorded {
  readonly kind: 'registered';
}

/** A rule was broken; nothing is recorded. */
export interface Refused {
  readonly kind: 'refused';
  readonly code: string;
  readonly message: string;
  readonly place: Place | null;
  readonly hint: string | null;
}

/** Somebody else was first; nothing is recorded. */
export interface Conflict {
  readonly kind: 'conflict';
  readonly message: string;
  readonly hint: string;
  readonly stream: string;
  /** That the stream has by now, -1 where there is none: what to expect next. */
  readonly revision: number;
  /** The latest, in order. */
  readonly since: readonly ChangedSince[];
  /** How many earlier ones there are than are told. */
  readonly sinceLeftOut: number;
}

/** An event that was recorded since: who, when, and what it moved. */
export interface ChangedSince {
  readonly event: string;
  readonly type: string;
  readonly actor: string | null;
  readonly recordedAt: string;
  readonly position: string;
  readonly revision: number;
  readonly reason: string | null;
  readonly entries: readonly ChangedEntry[];
}

export interface ChangedEntry {
  readonly id: string;
  readonly reading: ReadingAddress;
  readonly unitOfMeasure: string;
  /** Of a correction or a withdrawal: the amount that was taken out. */
  readonly was: string | null;
  /** Null: nothing put in, or not stated. */
  readonly is: string | null;
  /** Of a change: why. */
  readonly cause: string | null;
}

export interface RegisterParts {
  readonly store: EventStore;
  readonly answers: AnswersSource;
  readonly record: (request: RecordRequest) => Promise<Recorded>;
}

/** The log or the read model could not be reached: no rule, and no answer. */
const UNREACHABLE = /^(?:LOG_.*|CLOSED|READ_MODEL_.*)$/;

/** Events that a conflict tells at most: the latest. */
const SINCE_MAX = 20;

/**
 * Registers one command: what happened, or which rule was broken and where, or what somebody else has done since.
 * @throws LedgerError LOG_…, READ_MODEL_…, CLOSED: whether it is recorded is not known; repeat it with the same key
 */
export async function register(request: RegisterRequest, parts: RegisterParts): Promise<RegisterAnswer> {
  try {
    const { seen, ...rest } = request;
    const position = seen === undefined ? undefined : positionSeen(seen, parts.store);
    const recorded = await parts.record(position === undefined ? rest : { ...rest, seen: position });
    return { kind: 'registered', ...recorded };
  } catch (error) {
    if (isLedgerError(error, 'LOG_UNREACHABLE')) throw unanswered(error, request);
    if (!isLedgerError(error) || UNREACHABLE.test(error.code)) throw error;
    if (error.code === 'CONFLICT') return conflict(error, request, parts);
    const { code, message, place, hint } = error;
    return { kind: 'refused', code, message, place: place ?? null, hint: hint ?? null };
  }
}

/** The log speaks of ids and revisions; whoever registers has a key. */
function unanswered(error: LedgerError, { idempotencyKey }: RegisterRequest): LedgerError {
  const { code, message, place } = error;
  const repeat =
    idempotencyKey === undefined
      ? 'look whether it is there before you register it again, and give it an idempotency key then: with one it can be repeated.'
      : 'register it again with the same idempotency key, and it is recorded once.';
  return new LedgerError(code, message, {
    place,
    hint: `Whether it is recorded is not known: ${repeat}`,
    cause: error,
  });
}

function positionSeen(text: string, store: EventStore): ReturnType<EventStore['position']> {
  try {
    return store.position(text);
  } catch (error) {
    throw error instanceof LedgerError ? error.at({ field: 'seen' }) : error;
  }
}

async function conflict(
  error: LedgerError,
  { command }: RegisterRequest,
  { store, answers }: RegisterParts,
): Promise<Conflict> {
  if (error instanceof ConflictError) {
    const events = await eventsOf(store, error.stream);
    const own = events.filter(({ revision }) => revision > expectedOf(error));
    const elsewhere = error instanceof SeenConflictError ? error.elsewhere : [];
    const others = await eventsNamed(elsewhere, await answers.answers(), store);
    const since = [...own, ...others].sort((a, b) => comparePositions(a.position, b.position));
    const last = events.at(-1)?.revision ?? -1;
    const streams = [...new Set(since.map(({ stream }) => stream))];
    return {
      kind: 'conflict',
      message: `${counted(since.length)} been recorded in ${streams.join(', ')} since`,
      hint:
        others.length === 0
          ? `Look at what changed; register again, expecting revision ${last}, if it shall still be so.`
          : 'Look at what changed; register again, having seen it, if it shall still be so.',
      stream: error.stream,
      revision: last,
      ...latest(since),
    };
  }
  // The entry or the event was taken out: by what, and what took that out.
  const entries = command.type === 'AddSource' ? command.data.to : entryCorrected(command);
  const [first = ''] = entries;
  const stream = (await answers.answers()).streamOfEntry(first.includes('/') ? first : `${first}/0`) ?? '';
  const events = stream === '' ? [] : await eventsOf(store, stream);
  return {
    kind: 'conflict',
    message: error.message,
    hint: error.hint ?? '',
    stream,
    revision: events.at(-1)?.revision ?? -1,
    ...latest(takenOut(entries, events)),
  };
}

async function eventsOf(store: EventStore, stream: string): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const event of store.readStream(stream)) events.push(event);
  return events;
}

/** Events by their ids, from the streams that they are in. */
async function eventsNamed(
  ids: readonly string[],
  answers: Answers,
  store: EventStore,
): Promise<RecordedEvent[]> {
  const wanted = new Set(ids);
  const streams = new Set(
    ids.map((id) => answers.streamOfEntry(`${id}/0`)).filter((stream) => stream !== undefined),
  );
  const all = await Promise.all([...streams].map((stream) => eventsOf(store, stream)));
  return all.flat().filter(({ id }) => wanted.has(id));
}

function expectedOf({ expected }: ConflictError): number {
  return typeof expected === 'number' ? expected : -1;
}

function counted(events: number): string {
  return events === 1 ? '1 event has' : `${events} events have`;
}

function entryCorrected({ data }: Command): readonly string[] {
  return 'corrects' in data ? [data.corrects] : [];
}

/** The corrections and withdrawals that took these entries or events out, one after the other. */
function takenOut(entries: readonly string[], events: readonly RecordedEvent[]): RecordedEvent[] {
  const out = new Set(entries);
  return events.filter((event) => {
    const corrects = (event.data as Partial<EntryWithdrawn>).corrects;
    if (corrects === undefined || !out.has(corrects)) return false;
    out.add(eventCorrection(event) === undefined ? `${event.id}/0` : event.id);
    return true;
  });
}

function latest(events: readonly RecordedEvent[]): Pick<Conflict, 'since' | 'sinceLeftOut'> {
  const since = events.slice(-SINCE_MAX).map(changedSince);
  return { since, sinceLeftOut: events.length - since.length };
}

function changedSince(event: RecordedEvent): ChangedSince {
  const { id, type, metadata, recordedAt, position, revision } = event;
  const { reason, was } = entryCorrection(event.data, event);
  const put = stoodIn(upcast(event)).map(({ id: entry, data }) => changedEntry(entry, data, was));
  const gone = was === undefined || put.length > 0 ? [] : [changedEntry(`${id}/0`, null, was)];
  return {
    event: id,
    type,
    actor: metadata['actor'] ?? null,
    recordedAt,
    position,
    revision,
    reason: reason ?? null,
    entries: [...put, ...gone],
  };
}

/** Of a correction of a whole event only the reason: its entries are corrected by events of their own. */
function entryCorrection(data: Partial<EntryWithdrawn>, event: RecordedEvent): Partial<EntryWithdrawn> {
  return eventCorrection(event) === undefined ? data : { reason: data.reason };
}

function changedEntry(id: string, is: EntryData | null, was: EntryData | undefined): ChangedEntry {
  const { reading, unitOfMeasure } = (is ?? was) as EntryData;
  return {
    id,
    reading,
    unitOfMeasure,
    was: amountOf(was),
    is: amountOf(is ?? undefined),
    cause: is?.kind === 'change' ? is.cause.words : null,
  };
}

function amountOf(data: EntryData | undefined): string | null {
  return data?.amount ?? null;
}
