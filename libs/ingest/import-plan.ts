import { LedgerError, type Place } from '#amount';
import { derivedEventId, requireSound, streamOf, type DomainEvent } from '#domain';
import type { SourceCell } from '#ledger';

/** An event of an import, with the id derived from where it comes from. */
export type PlannedEvent = DomainEvent & { readonly id: string };

/**
 * What an import would record: everything is worked out and checked before anything is stored. The import runner
 * appends it stream by stream between ImportStarted and ImportCompleted, so that it takes effect as a whole.
 */
export interface ImportPlan {
  /** Derived from the content alone: the same content again is the same import. */
  readonly importId: string;
  /** What it is called in messages. */
  readonly name: string;
  /** sha-256 of each document. */
  readonly documents: readonly string[];
  /** Name and version of the profile that it was read with, where it was read from a document. */
  readonly profile?: string;
  readonly streams: readonly { readonly stream: string; readonly events: readonly PlannedEvent[] }[];
}

/**
 * Lines in one event at most. A table of a municipality has some tens of rows; one of many thousands becomes several
 * events a column, because an append has a largest size (1 MiB in EventStoreDB) and a line takes about 700 bytes.
 */
export const LINES_MAX = 100;

/** The data of one event, as JSON text, at most: with its envelope it must fit into one append of 1 MiB. */
export const EVENT_BYTES_MAX = 900_000;

/** Collects events by stream, in the order given, and checks each. */
export class PlanBuilder {
  readonly #streams = new Map<string, PlannedEvent[]>();
  readonly #places = new Map<string, Place>();

  /**
   * @param parts what the id derives from
   * @param place where in the files the event comes from
   * @throws LedgerError for an event that breaks a rule, is too large, or has the id of another one of the plan
   */
  add(parts: readonly string[], event: DomainEvent, place: Place): void {
    const id = derivedEventId(parts);
    const before = this.#places.get(id);
    if (before !== undefined) {
      const first = before.line === undefined ? '' : ` (${before.file ?? ''} line ${before.line})`;
      throw new LedgerError('DUPLICATE_EVENT', `${event.type} is in the import twice${first}`, {
        place,
        hint: 'Two places of the package say the same thing of the same document: keep one of them.',
      });
    }
    this.#places.set(id, place);
    checked(event, place);
    const data = contentText(event.data);
    if (Buffer.byteLength(data) > EVENT_BYTES_MAX) {
      throw new LedgerError('EVENT_TOO_LARGE', `${event.type} takes more than ${EVENT_BYTES_MAX} bytes`, {
        place,
        hint: 'Divide the table into several.',
      });
    }
    const stream = streamOf(event);
    const planned = { ...event, id } as PlannedEvent;
    const events = this.#streams.get(stream);
    if (events === undefined) this.#streams.set(stream, [planned]);
    else events.push(planned);
  }

  plan(name: string, documents: readonly string[]): ImportPlan {
    return {
      importId: importIdOf([...this.#streams.values()].flat()),
      name,
      documents,
      streams: [...this.#streams].map(([stream, events]) => ({ stream, events })),
    };
  }
}

/** Of the same events, in whatever order and streams, the same id. */
export function importIdOf(events: readonly PlannedEvent[]): string {
  const digests = events.map((event) =>
    derivedEventId([event.id, event.type, String(event.schemaVersion), contentText(event.data)]),
  );
  return derivedEventId(['import', ...digests.sort()]);
}

/** The rules of an event, broken where the files say: in the cell, where the event's line has one. */
function checked(event: DomainEvent, place: Place): void {
  try {
    requireSound(event);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    const line = /^(?:moves\[(\d+)\]\.)?lines\[(\d+)\]/.exec(error.place?.field ?? '');
    const { moves, lines } = event.data as Lines;
    const source =
      line === null ? undefined : (line[1] ? moves?.[+line[1]]?.lines : lines)?.[Number(line[2])]?.source;
    throw error.at({ ...place, ...(source === undefined ? {} : placeOfCell(source)) });
  }
}

interface Lines {
  readonly lines?: readonly { readonly source?: SourceCell }[];
  readonly moves?: readonly Lines[];
}

function placeOfCell({ table, row, column }: SourceCell): Place {
  return { table, ...(row === '' ? {} : { row }), ...(column === '' ? {} : { column }) };
}

/** One text for the same content, whatever the order of the fields. */
export function contentText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(contentText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = value as Readonly<Record<string, unknown>>;
  let text = '';
  for (const key of Object.keys(fields).sort()) {
    if (fields[key] !== undefined)
      text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${contentText(fields[key])}`;
  }
  return `{${text}}`;
}
