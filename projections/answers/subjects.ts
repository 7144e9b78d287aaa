import { eventCorrection, standingEvents, type Catalogue, type EventType } from '#domain';
import type { Decision, Publication, SourceCell } from '#ledger';
import type { CorrectionNote } from '../correction-note.js';
import type { Envelope } from '../runner/batch.js';
import type { StepAnswer } from '../subject-answers.js';
import { countsBy, noteOf } from './event-notes.js';
import { SUBJECT_SEPARATOR, type SubjectKind } from '../runner/subjects.js';
import { subjectRows } from './subject-rows.js';
import { documentRegistered, type Standpoint } from './surroundings.js';

/** An event about a subject as it stands, in its current version. */
export interface SubjectEvent {
  /** Its own, or that of its last correction. */
  readonly id: string;
  /** The place in the read model of the event that was recorded first. */
  readonly event: number;
  readonly seq: number;
  readonly type: string;
  readonly data: unknown;
  /** Of the correction, where it was corrected. */
  readonly recordedAt: string;
  /** What put in what stands; null where nothing was corrected. */
  readonly correction: CorrectionNote | null;
}

interface Row extends Envelope {
  readonly event: number;
  readonly seq: number;
}

/** A goal, a sale, a control … with its events in the order in which they count. */
export interface SubjectHistory {
  readonly unit: string;
  /** What tells it apart within its unit: its id, behind the year where there is one. */
  readonly key: readonly string[];
  readonly events: readonly SubjectEvent[];
}

export interface Subjects {
  readonly histories: readonly SubjectHistory[];
  /** With `publishedBy`: events left out because no date is stated or judged. */
  readonly undatedLeftOut: number;
}

/**
 * Subjects in the order in which the first event of each counts; as of the standpoint, and with its `publishedBy`. Only
 * those whose key begins as asked are read.
 */
export function subjectsOf(
  at: Standpoint,
  kind: SubjectKind,
  unit: string,
  { below = true, first }: { readonly below?: boolean; readonly first?: string } = {},
): Subjects {
  const rows = new Map<string, Row[]>();
  let undatedLeftOut = 0;
  const all = subjectRows(at, kind, unit, below);
  const asked =
    first === undefined ? all : all.filter(({ key }) => key.split(SUBJECT_SEPARATOR)[1] === first);
  for (const row of asked.sort((a, b) => a.seq - b.seq || a.event - b.event)) {
    const { key, event, seq } = row;
    const envelope = { ...at.cache.model.envelope(event), event, seq };
    const known = rows.get(key);
    if (known === undefined) rows.set(key, [envelope]);
    else known.push(envelope);
  }
  const histories = [...rows].flatMap(([key, recorded]): SubjectHistory[] => {
    const events = standing(at, recorded).filter(({ data }) => {
      const published = isPublished(at, data);
      if (published === null) undatedLeftOut++;
      return published === true;
    });
    const [of = '', ...rest] = key.split(SUBJECT_SEPARATOR);
    return events.length === 0 ? [] : [{ unit: of, key: rest, events }];
  });
  histories.sort(byFirst);
  return { histories, undatedLeftOut };
}

function byFirst({ events: [a] }: SubjectHistory, { events: [b] }: SubjectHistory): number {
  if (a === undefined || b === undefined) return 0;
  return a.seq - b.seq || a.event - b.event;
}

/** What of the events about a subject stands, as corrections have it that were published by the day asked for. */
function standing(at: Standpoint, rows: readonly Row[]): SubjectEvent[] {
  const counting = rows.filter((row) => {
    const correction = eventCorrection(row);
    return correction === undefined || countsBy(correction, at.options.publishedBy);
  });
  return standingEvents(counting).map(({ id, first, data, by }) => ({
    id,
    event: first.event,
    seq: first.seq,
    type: first.type,
    data,
    recordedAt: (by ?? first).recordedAt,
    correction: by === null ? null : noteOf(by),
  }));
}

/** Whether it was published by the day asked for; null where no date is stated or judged. */
function isPublished(at: Standpoint, data: unknown): boolean | null {
  const { publishedBy } = at.options;
  if (publishedBy === undefined) return true;
  const date = publishedOn(at, data);
  return date === null ? null : date <= publishedBy;
}

/** The data of the events of one type, each with the event that says it. */
export function eventsOf<T extends EventType>(
  { events }: SubjectHistory,
  type: T,
): { readonly event: SubjectEvent; readonly data: Catalogue[T] }[] {
  return events
    .filter((event) => event.type === type)
    .map((event) => ({ event, data: event.data as Catalogue[T] }));
}

interface Attesting {
  readonly decision?: Decision;
  readonly source?: SourceCell;
  readonly published?: Publication;
  readonly lines?: readonly AttestingLine[];
  readonly moves?: readonly { readonly published?: Publication; readonly lines: readonly AttestingLine[] }[];
}

interface AttestingLine {
  readonly source?: SourceCell;
  readonly published?: Publication;
}

/** What an event says of its source; else what its first line does. */
function attestation(data: unknown): Pick<Attesting, 'decision' | 'source' | 'published'> {
  const { decision, source, published, lines, moves } = data as Attesting;
  const [move] = moves ?? [];
  const line = lines?.[0] ?? move?.lines[0];
  return {
    decision,
    source: source ?? line?.source,
    published: published ?? move?.published ?? line?.published,
  };
}

export function stepAnswer({ id, type, data, recordedAt, correction }: SubjectEvent): StepAnswer {
  const { decision, source } = attestation(data);
  return { event: id, type, recordedAt, decision: decision ?? null, source: source ?? null, correction };
}

/** The day of its publication where it says one, else that of its decision, else of the document that it stands in. */
function publishedOn(at: Standpoint, data: unknown): string | null {
  const { published, decision, source } = attestation(data);
  const own = published?.date ?? decision?.date;
  if (own !== undefined && own !== null) return own;
  return source === undefined ? null : (documentRegistered(at, source.document)?.date ?? null);
}
