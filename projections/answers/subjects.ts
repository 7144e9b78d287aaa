import type { Catalogue, EventType } from '#domain';
import type { Decision, Publication, SourceCell } from '#ledger';
import type { StepAnswer } from '../subject-answers.js';
import { SUBJECT_SEPARATOR, type SubjectKind } from '../runner/subjects.js';
import { subjectRows } from './subject-rows.js';
import { documentRegistered, type Standpoint } from './surroundings.js';

/** An event about a subject, in its current version. */
export interface SubjectEvent {
  readonly id: string;
  /** Its place in the read model. */
  readonly event: number;
  readonly seq: number;
  readonly type: string;
  readonly data: unknown;
  readonly recordedAt: string;
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
  const { publishedBy } = at.options;
  const histories = new Map<string, SubjectEvent[]>();
  let undatedLeftOut = 0;
  const all = subjectRows(at, kind, unit, below);
  const rows = first === undefined ? all : all.filter(({ key }) => key.split(SUBJECT_SEPARATOR)[1] === first);
  for (const row of rows.sort((a, b) => a.seq - b.seq || a.event - b.event)) {
    const { id, type, data, recordedAt } = at.cache.model.envelope(row.event);
    if (publishedBy !== undefined) {
      const date = publishedOn(at, data);
      if (date === null) undatedLeftOut++;
      if (date === null || date > publishedBy) continue;
    }
    const history = histories.get(row.key) ?? [];
    histories.set(row.key, history);
    history.push({ id, event: row.event, seq: row.seq, type, data, recordedAt });
  }
  return {
    histories: [...histories].map(([key, events]) => {
      const [of = '', ...rest] = key.split(SUBJECT_SEPARATOR);
      return { unit: of, key: rest, events };
    }),
    undatedLeftOut,
  };
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

export function stepAnswer({ id, type, data, recordedAt }: SubjectEvent): StepAnswer {
  const { decision, source } = attestation(data);
  return { event: id, type, recordedAt, decision: decision ?? null, source: source ?? null };
}

/** The day of its publication where it says one, else that of its decision, else of the document that it stands in. */
function publishedOn(at: Standpoint, data: unknown): string | null {
  const { published, decision, source } = attestation(data);
  const own = published?.date ?? decision?.date;
  if (own !== undefined && own !== null) return own;
  return source === undefined ? null : (documentRegistered(at, source.document)?.date ?? null);
}
