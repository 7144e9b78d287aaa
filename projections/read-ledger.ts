import type { BeliefsAnswer, ComparisonAnswer, Explained, ExplainSide } from './belief-answers.js';
import type {
  CellExplanationAnswer,
  CellsFilter,
  DiscrepancyDelta,
  DiscrepancyFilter,
  DiscrepancyItem,
  DocumentAnswer,
  EditionAnswer,
  EditionsFilter,
  ExplainAnswer,
  LifeRequest,
  Page,
  PageRequest,
  ReadOptions,
  ReadingAddress,
  SourceCellAnswer,
  StatusAnswer,
  UnexplainedChange,
  UnitAnswer,
  View,
  ViewRequest,
} from './contract.js';
import type { Comparing } from './identity/comparability-answer.js';
import type {
  EntriesPage,
  EventHit,
  HistoryFilter,
  HistoryPage,
  HistoryPageRequest,
  HistoryTotals,
} from './history-answers.js';
import type {
  AssignmentsAnswer,
  AssignmentsFilter,
  GoalsAnswer,
  InternalControlAnswer,
  LandAnswer,
  LifeAnswer,
} from './subject-answers.js';

/** What the applications ask of the read side. Every method answers from one position, whatever is recorded meanwhile. */
export interface ReadLedger {
  view(request: ViewRequest, options?: ReadOptions): View;
  /** The view with what is no figure beside its table. */
  land(unit: string, year: string, options?: ReadOptions & Comparing): LandAnswer;
  internalControl(unit: string, year: string, options?: ReadOptions & Comparing): InternalControlAnswer;
  goals(unit: string, year?: string, options?: ReadOptions & Comparing): GoalsAnswer;
  assignments(filter: AssignmentsFilter, options?: ReadOptions): AssignmentsAnswer;
  life(request: LifeRequest, options?: ReadOptions): LifeAnswer;
  /** One cell; with `against` why it differs from another column of the same row. */
  explain(
    request: ViewRequest,
    row: string,
    column: string,
    against?: string,
    options?: ReadOptions,
  ): ExplainAnswer;
  figure(reading: ReadingAddress, options?: ReadOptions): CellExplanationAnswer;
  /** Why one reading or cell differs from another, each seen from a standpoint of its own. */
  difference(from: ExplainSide, to: ExplainSide, options?: ReadOptions): ComparisonAnswer;
  /** What was believed of a figure, step by step; a page may be shorter than was asked for. */
  beliefs(of: Explained, page: HistoryPageRequest, options?: ReadOptions): BeliefsAnswer;
  /**
   * Units by their paths, page by page; so are documents in the order in which they were registered, and editions in line.
   * @throws LedgerError CURSOR_UNKNOWN
   */
  unitsPage(page: PageRequest, options?: ReadOptions): Page<UnitAnswer>;
  documentsPage(page: PageRequest, options?: ReadOptions): Page<DocumentAnswer>;
  editionsPage(filter: EditionsFilter, page: PageRequest, options?: ReadOptions): Page<EditionAnswer>;
  /**
   * A unit by its path.
   * @throws LedgerError UNKNOWN_UNIT naming the nearest
   */
  unit(path: string, options?: ReadOptions): UnitAnswer;
  /** A document by its sha-256; null where there is none. */
  document(sha256: string, options?: ReadOptions): DocumentAnswer | null;
  /**
   * Those that are called so, by the name of their file, the beginning of their sha-256, their number in the register or
   * their title, in the order in which they were registered.
   */
  documentsKnownAs(name: string, options?: ReadOptions): readonly DocumentAnswer[];
  /** Those that replace one of some, by their sha-256; every document is looked at for that. */
  documentsReplacing(sha256s: readonly string[], options?: ReadOptions): readonly DocumentAnswer[];
  /** Documents whose import began and did not end. */
  documentsUnderWay(): readonly DocumentAnswer[];
  /** What events say of readings, in the order of the log; also what was corrected away, with what took it out. */
  entries(filter: HistoryFilter, page: HistoryPageRequest, options?: ReadOptions): EntriesPage;
  /** Where the events are that match. */
  history(filter: HistoryFilter, page: HistoryPageRequest, options?: ReadOptions): HistoryPage<EventHit>;
  /** How much matches; with what was counted when the time was up. */
  totals(filter: HistoryFilter, milliseconds?: number, options?: ReadOptions): Promise<HistoryTotals>;
  /** What does not agree, unit by unit; a cursor is the place of an item in that order. */
  discrepancies(
    filter: DiscrepancyFilter,
    page: PageRequest,
    options?: ReadOptions,
  ): Promise<Page<DiscrepancyItem>>;
  /** What appeared, went away or changed after a position. */
  discrepancyDeltas(since: string): Promise<readonly DiscrepancyDelta[]>;
  /**
   * Every cell of a document that the ledger holds something of, by document, table and place; read one by one.
   * @throws LedgerError UNKNOWN_DOCUMENT
   */
  cells(filter: CellsFilter, options?: ReadOptions): Iterable<SourceCellAnswer>;
  /** What nobody has explained of the figures of a document, by its sha-256: the largest first. */
  unexplained(document: string, options?: ReadOptions): readonly UnexplainedChange[];
  status(): Promise<StatusAnswer>;
  /**
   * The position that `asOf` means: a position, a time (ISO) or an event id.
   * @throws LedgerError AS_OF_UNREADABLE, UNKNOWN_EVENT, POSITION_OF_OTHER_LOG, POSITION_NOT_REACHED
   */
  positionOf(asOf: string): string;
}
