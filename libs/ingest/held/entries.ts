import { stoodIn, type DocumentRegistered, type EntryData, type Stood } from '#domain';
import { contentText, type PlannedEvent } from '../import-plan.js';

/** An entry as a plan has it. */
export interface Wanted extends Stood {
  readonly event: PlannedEvent;
  /** Its number in the event. */
  readonly n: number;
}

export function wantedOf(events: readonly PlannedEvent[]): Wanted[] {
  return events.flatMap((event) => stoodIn(event).map((stood, n) => ({ ...stood, event, n })));
}

/** A number in a table; a figure in a running text has neither row nor column. */
export function isCell({ source }: EntryData): boolean {
  return source !== undefined && source.row !== '';
}

export function tableOf({ source }: EntryData): string {
  return source?.table ?? '';
}

/** What an entry is about, whatever it says of it: two that agree in it are two prints or two readings of one thing. */
export function figureKey(data: EntryData): string {
  const { unit, area, line, measure, period, basis, edition } = data.reading;
  const from = data.kind === 'statement' ? null : (data.from ?? null);
  const cause = data.kind === 'change' ? (data.cause.id ?? null) : null;
  return contentText([data.kind, unit, area, line, measure, period, basis, edition, from, cause]);
}

/** The same without the line: what a column of a table says of its rows. */
export function columnKey(data: EntryData): string {
  const { unit, area, measure, period, basis, edition } = data.reading;
  const from = data.kind === 'statement' ? null : { ...data.from, line: undefined };
  return contentText([tableOf(data), data.kind, unit, area, measure, period, basis, edition, from]);
}

/**
 * Whether two entries say the same. In one document the place and the printed text count as well; of two prints only
 * what is said, so that a cell that another print repeats stays with its first source.
 */
export function saysTheSame(a: EntryData, b: EntryData): boolean {
  const oneDocument = a.source?.document === b.source?.document;
  return saying(a, oneDocument) === saying(b, oneDocument);
}

function saying(data: EntryData, withPlace: boolean): string {
  const { rank, source, printed } = data;
  return contentText({
    ...data,
    // When it was published, and where among its like it stands, follow from its document.
    published: undefined,
    rank: rank === undefined || data.kind === 'change' ? undefined : [rank.authority, rank.table],
    source: withPlace && source !== undefined ? { ...source, document: undefined } : undefined,
    printed: withPlace || printed === undefined ? printed : [printed.decimals, printed.sign],
  });
}

/** The document that an event is of: of its lines, or of itself; undefined for units and names. */
export function documentOfEvent(event: PlannedEvent): string | undefined {
  const [first] = stoodIn(event);
  if (first?.data.source !== undefined) return first.data.source.document;
  const { document, sha256, source } = event.data as Partial<DocumentRegistered> & {
    document?: string;
    source?: { document?: string };
  };
  return source?.document ?? document ?? sha256;
}
