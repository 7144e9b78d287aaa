import { randomUUID } from 'node:crypto';
import type { EventStore, NewEvent, RecordedEvent } from '#event-store';

/** A log of its own for one test. */
export interface FreshLog {
  /** Opens it; after a close, opens the same one again. */
  open(): Promise<EventStore>;
  /** Closes what is open and removes every trace. */
  destroy(): Promise<void>;
}

export type LogFactory = () => Promise<FreshLog>;

/** What a group of examples gets: the log of the running example. */
export interface Subject {
  /** The store that is open now. */
  store(): EventStore;
  /** Closes the log and opens it again, as a restart of the process would. */
  restart(): Promise<EventStore>;
  /** Another log, of no relation to the first. It is removed with it. */
  another(): Promise<EventStore>;
}

/** A small event with an id of its own. */
export function anEvent(
  data: object = { line: 'Kommunledning', amount: '-1250' },
  id: string = randomUUID(),
): NewEvent {
  return { id, type: 'BudgetChanged', schemaVersion: 1, data, metadata: { actor: 'test' } };
}

export function someEvents(count: number): NewEvent[] {
  return Array.from({ length: count }, (_, n) => anEvent({ n }));
}

export async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const value of values) found.push(value);
  return found;
}

/** The next so many values of something that has no end. */
export async function take<T>(values: AsyncIterable<T>, count: number): Promise<T[]> {
  const found: T[] = [];
  if (count === 0) return found;
  for await (const value of values) {
    found.push(value);
    if (found.length === count) break;
  }
  return found;
}

export function idsOf(events: readonly (NewEvent | RecordedEvent)[]): string[] {
  return events.map((event) => event.id);
}

/** How an append ended: `appended`, `alreadyStored`, or the code it was refused with. */
export async function outcome(append: Promise<{ outcome: string }>): Promise<string> {
  try {
    return (await append).outcome;
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
    throw error;
  }
}
