import type { Reading } from '#ledger';
import type { Cause, DecimalText, EntryParts, OtherReading, Said } from '../lines.js';

/** A whole entry as it stood or shall stand, with its full address. */
export type EntryData = StatementData | ChangeData | DifferenceData;

export type StatementData = EntryParts & Said & { readonly kind: 'statement'; readonly reading: Reading };

export interface ChangeData extends EntryParts {
  readonly kind: 'change';
  readonly reading: Reading;
  /** Absent: the budget in force. */
  readonly from?: OtherReading;
  readonly amount: DecimalText | null;
  readonly precision?: DecimalText;
  readonly cause: Cause;
}

export interface DifferenceData extends EntryParts {
  readonly kind: 'difference';
  readonly reading: Reading;
  readonly from: OtherReading;
  readonly amount: DecimalText;
}

/**
 * An entry was corrected (*rättelse*): what stood is taken out, and another put in, at the same or another address. A
 * misread (*felläsning*) is dated as what it corrects; an erratum (*rättelseblad*) has a date of its own. The event goes to
 * the stream of what it corrects, so that a second correction of it conflicts.
 */
export interface EntryCorrected {
  /** The id of the entry that stands. */
  readonly corrects: string;
  readonly was: EntryData;
  readonly is: EntryData;
  readonly nature: 'misread' | 'erratum';
  /** Of an erratum: when it was published. A print that states no date gives none. */
  readonly date?: string;
  readonly reason: string;
}

/**
 * An entry was withdrawn (*återkallad*): taken out, and nothing put in. Its line keeps its place, with a hole in it. Where
 * the source never had it (a misread), or where what replaces the source has it no more (an erratum), there is no hole.
 */
export interface EntryWithdrawn {
  readonly corrects: string;
  readonly was: EntryData;
  readonly nature?: 'misread' | 'erratum';
  /** Of an erratum: when what replaces the source was published. */
  readonly date?: string;
  readonly reason: string;
}

export interface CorrectionCatalogue {
  readonly EntryCorrected: EntryCorrected;
  readonly EntryWithdrawn: EntryWithdrawn;
}
