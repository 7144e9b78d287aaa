import type { Catalogue } from './catalogue.js';

/** The name of an event: past tense, English. */
export type EventType = keyof Catalogue;

/** What a decider gives: an event before it has an id, a stream and a time. */
export type EventOf<Type extends EventType> = {
  [T in Type]: { readonly type: T; readonly schemaVersion: number; readonly data: Catalogue[T] };
}[Type];

/** Any event of the catalogue, in its current version. */
export type DomainEvent = EventOf<EventType>;

/**
 * Flat, text to text: `actor` (an opaque id), `correlationId`, `causationId`, `idempotencyKey`, and `importId` on every
 * event of an import.
 */
export type Metadata = Readonly<Record<string, string>>;

/** An event as the log stores it, whatever its version: before it has been upcast. */
export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly stream: string;
  readonly data: unknown;
  readonly metadata: Metadata;
  /** ISO 8601, by the writer's clock. */
  readonly recordedAt: string;
}

/** As much of a stored event as its meaning needs. */
export type Storable = Pick<StoredEvent, 'id' | 'type' | 'schemaVersion' | 'data'>;

/** The version that deciders write. An event of an older one is upcast when it is read. */
export function eventOf<Type extends EventType>(type: Type, data: Catalogue[Type]): EventOf<Type> {
  return { type, schemaVersion: 1, data };
}
