import type { LiveLedger, LiveStep, LiveTopic } from '../live-contract.js';
import type { LedgerCache } from '../ledger/ledger-cache.js';
import type { Imports } from './imports.js';
import type { Place } from './place.js';

/** What an event is found by. */
export interface Said {
  readonly terms: ReadonlySet<string>;
  /** All of them as one text. */
  readonly text: string;
}

/** What was recorded since the read model was looked at last. */
export interface News {
  readonly from: Place;
  readonly to: Place;
  /** Of each event that is delivered; null where they are too many to look at one by one. */
  readonly said: () => readonly Said[] | null;
}

/** A topic as the live ledger keeps it. */
export interface OwnTopic extends LiveTopic {
  /** Whether what came may concern it; what it rests on by keys is asked of the index of keys instead. */
  concernedBy(news: News): boolean;
  /** Whether it stands somewhere before the end. */
  readonly behind: boolean;
  /** It stands where it is: what came after may concern it. */
  stopAt(place: Place): void;
}

/** The live ledger, as its topics see it. */
export interface Surroundings extends Pick<LiveLedger, 'compare'> {
  readonly logId: string;
  imports(cache: LedgerCache): Imports;
  /** Looks how far the read model has come, and tells the topics that it concerns. */
  look(): Place;
  /**
   * In another file of the read model, which has not come as far as the one before: then nothing is read until it has.
   */
  readonly lags: boolean;
  /** A topic is called when one of these is touched; instead of those it named before. */
  rest(topic: OwnTopic, keys: Iterable<string>): void;
  /** It has taken everything. */
  caughtUp(topic: OwnTopic): void;
  closed(topic: OwnTopic): void;
}

/** A stretch of work; after it others have their turn. */
export const STRETCH_MS = 20;

export async function othersTurn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** What every message of a place says of it. */
export function stepAt(place: Place, cursor: string, initial: boolean): LiveStep {
  const { cache, seq, position } = place;
  if (seq === 0) return { cursor, position, event: '', recordedAt: '', actor: null, initial };
  const { id, metadata } = cache.model.envelope(seq);
  const recordedAt = new Date(cache.model.eventAt(seq)?.time ?? 0).toISOString();
  return { cursor, position, event: id, recordedAt, actor: metadata['actor'] ?? null, initial };
}
