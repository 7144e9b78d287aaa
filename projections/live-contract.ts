import type {
  ChangeAnswer,
  DiscrepancyDelta,
  DiscrepancyFilter,
  EntryAnswer,
  ReadingAddress,
  ViewCell,
  ViewRequest,
} from './contract.js';
import type { CorrectionNote } from './correction-note.js';
import type { EventHit, HistoryFilter } from './history-answers.js';

/**
 * What can be followed (*följa*, *prenumerera*). What a subscription receives is a function of the log alone: the same
 * request after the same cursor gives the same messages, in the same order, live or read again later.
 */
export type LiveRequest =
  | { readonly kind: 'eventRecorded'; readonly filter: HistoryFilter }
  | { readonly kind: 'figureChanged'; readonly reading: ReadingAddress; readonly publishedBy?: string }
  | { readonly kind: 'viewChanged'; readonly request: ViewRequest; readonly publishedBy?: string }
  | { readonly kind: 'discrepancyChanged'; readonly filter: DiscrepancyFilter };

/** What every message has. */
export interface LiveStep {
  /**
   * Where the message stands: the position of the event that it follows from (of an import: of the one that completed
   * it) and an index within it (`k3f9:1207/0`): of an import's events how far each stands behind the first of them, of
   * discrepancies the how manieth it is. `after` takes it, and a plain position, which is the end of all that follows from
   * the event there. Of what there is now each but the last has a cursor among those (`k3f9:1207/start/0`), and the last
   * the plain position.
   */
  readonly cursor: string;
  readonly position: string;
  /** Id of the event at that position; empty before the first. */
  readonly event: string;
  /** As it counts, ISO; empty before the first event. */
  readonly recordedAt: string;
  readonly actor: string | null;
  /** True for the first message of a subscription without `after`: what is now, not what happened. */
  readonly initial: boolean;
}

/** Why a value moved, in short. */
export type LiveReason =
  | { readonly kind: 'change'; readonly change: ChangeAnswer }
  | { readonly kind: 'statement'; readonly entry: EntryAnswer }
  | { readonly kind: 'correction'; readonly correction: CorrectionNote };

export interface EventRecordedMessage extends LiveStep {
  readonly kind: 'eventRecorded';
  /**
   * The event. Those of an import come when it completes, in their order in the log and then the completion itself; of
   * one that is abandoned none comes. That an import is started or abandoned is told where it stands.
   */
  readonly hit: EventHit;
  /** What it says of readings: all of it, as it counted then. */
  readonly entries: readonly EntryAnswer[];
}

/** A view without its numbers. */
export interface ViewShape {
  readonly unitOfMeasure: string;
  readonly columns: readonly { readonly id: string; readonly label: string }[];
  readonly rows: readonly { readonly path: readonly string[]; readonly kind: string }[];
}

/** `before` and `after` are null where there is no value, or no such row. */
export interface ChangedCell {
  /** Which row of the view as it is now; null where the row is gone. */
  readonly row: number | null;
  readonly path: readonly string[];
  readonly rowKind: string;
  readonly column: string;
  readonly before: string | null;
  readonly after: string | null;
  /** The cell as it is now; null where the row is gone. */
  readonly cell: ViewCell | null;
  /** Canonical sign, in the view's unit of measure; empty where it moved for what is no entry of its own. */
  readonly why: readonly LiveReason[];
  /** How many more reasons there are than are told. */
  readonly whyLeftOut: number;
}

export interface ViewChangedMessage extends LiveStep {
  readonly kind: 'viewChanged';
  readonly view: string;
  readonly unit: string;
  readonly unitOfMeasure: string;
  /**
   * What there is now, where rows or columns came, went or moved, and in the first message; null where they are as they
   * were. A row is the same one by its path and kind; of several alike the first is the first.
   */
  readonly shape: ViewShape | null;
  /**
   * Only cells of which anything changed, in the view's order; those of rows or columns that are gone last. What is said
   * beside a table (its comparability) is asked for with the view.
   */
  readonly cells: readonly ChangedCell[];
}

export interface FigureChangedMessage extends LiveStep {
  readonly kind: 'figureChanged';
  readonly reading: ReadingAddress;
  readonly unitOfMeasure: string;
  /** Canonical sign. */
  readonly before: string | null;
  readonly after: string | null;
  readonly marks: readonly string[];
  readonly why: readonly LiveReason[];
  readonly whyLeftOut: number;
}

export interface DiscrepancyChangedMessage extends LiveStep, DiscrepancyDelta {
  readonly kind: 'discrepancyChanged';
}

export type LiveMessage =
  EventRecordedMessage | ViewChangedMessage | FigureChangedMessage | DiscrepancyChangedMessage;

/** One request, followed from somewhere. */
export interface LiveTopic {
  /**
   * Up to where everything was taken: every message that comes later has a cursor beyond it. It moves with the log
   * also where nothing concerned the request.
   */
  readonly standing: string;
  /**
   * What is now, as of `standing`, as messages with `initial`; for a subscription without `after`, before the first
   * `take`. Events have none. A message of a discrepancy is one of those that there are, so there may be none or many.
   */
  initial(): Promise<readonly LiveMessage[]>;
  /** The next messages, in the order of the log; empty when everything that the read model has was taken. */
  take(max: number): Promise<readonly LiveMessage[]>;
  close(): void;
}

/** The changes of a ledger, as they become readable. Survives rebuilds of the read model. */
export interface LiveLedger {
  /**
   * The end of what can be read now.
   * @throws LedgerError READ_MODEL_BUILDING while there is nothing to read yet
   */
  cursor(): string;
  /** The same, waited for where there is nothing to read yet. */
  whenRead(): Promise<string>;
  /** Negative where the first cursor (or standing) is earlier. */
  compare(a: string, b: string): number;
  /**
   * A topic that stands at a cursor, or at the end of what can be read now.
   * @throws LedgerError CURSOR_UNREADABLE, POSITION_OF_OTHER_LOG, POSITION_NOT_REACHED (ahead of the log's end; a read
   *   model that is being built, or lags, is waited for), and what the request's query throws
   */
  open(request: LiveRequest, after?: string): Promise<LiveTopic>;
  /**
   * Calls when the read model has come further: with those of the open topics that it may concern (`null`: any of them),
   * and with those that have not taken everything before. Answers how to stop that.
   */
  onAdvance(listener: (concerned: ReadonlySet<LiveTopic> | null) => void): () => void;
}
