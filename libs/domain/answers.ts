import type { LedgerRecord, Reading } from '#ledger';
import type { Frame } from './lines.js';
import { OPEN_PLACE, type Place } from './place.js';

/** What stands of an edition: never declared, declared and never opened, open, or closed. */
export type EditionState = 'undeclared' | 'declared' | 'open' | 'closed';

/** How far an import has come; `unknown` where the ledger has none of that id. */
export type ImportState = 'unknown' | 'started' | 'completed' | 'abandoned';

/**
 * What deciders ask of the read model, for the rules that span streams. It answers from what it has applied, which may
 * be a moment behind the log: what a race lets through is caught and marked by the reconciliation.
 */
export interface Answers {
  editionState(frame: Frame): EditionState;
  importState(importId: string): ImportState;
  /** The stream of the event that an entry is of. */
  streamOfEntry(entryId: string): string | undefined;
  /** The numbers of a discrepancy as it is now, as its event tells them; undefined where there is none of that id. */
  discrepancy(id: string): { readonly stated: string; readonly computed: string } | undefined;
  /**
   * The events, by their ids, that came to count after a position and say something of one of these readings or take
   * something out of it, in whatever stream: what somebody who decided from that position has not seen.
   */
  movedSince(readings: readonly Reading[], position: string): readonly string[];
  /** What the tables have where a reading stands. */
  placeOf(reading: Reading): Place;
  /** Whether anything was ever recorded of a measure, or with a kind of cause, called so. */
  isInUse(kind: 'measure' | 'causeKind', name: string): boolean;
  /** The readings of a circle that these records would close, first and last the same. */
  wouldCircle(records: readonly LedgerRecord[]): readonly Reading[] | null;
}

/** The answers of a ledger in which there is nothing. */
export const NO_ANSWERS: Answers = {
  editionState: () => 'undeclared',
  importState: () => 'unknown',
  streamOfEntry: () => undefined,
  discrepancy: () => undefined,
  movedSince: () => [],
  placeOf: () => OPEN_PLACE,
  isInUse: () => false,
  wouldCircle: () => null,
};
