import { streamOf, type DomainEvent } from '#domain';

/** An event of an import, with the id derived from where it comes from. */
export type PlannedEvent = DomainEvent & { readonly id: string };

/**
 * What an import would record: everything is worked out and checked before anything is stored. The import runner
 * appends it stream by stream between ImportStarted and ImportCompleted, so that it takes effect as a whole.
 */
export interface ImportPlan {
  /** Derived from the content: the same content again is the same import. */
  readonly importId: string;
  /** What it is called in messages. */
  readonly name: string;
  /** sha-256 of each document. */
  readonly documents: readonly string[];
  readonly streams: readonly { readonly stream: string; readonly events: readonly PlannedEvent[] }[];
}

/** Collects events by stream, in the order given. */
export class PlanBuilder {
  readonly #streams = new Map<string, PlannedEvent[]>();

  add(id: string, event: DomainEvent): void {
    const planned = { ...event, id } as PlannedEvent;
    const stream = streamOf(event);
    const events = this.#streams.get(stream);
    if (events === undefined) this.#streams.set(stream, [planned]);
    else events.push(planned);
  }

  get streams(): ImportPlan['streams'] {
    return [...this.#streams].map(([stream, events]) => ({ stream, events }));
  }

  get events(): readonly PlannedEvent[] {
    return [...this.#streams.values()].flat();
  }
}
