import type { EventStore, Position } from '#event-store';
import { evaluateCell } from '#ledger';
import type { BeliefsAnswer, ComparisonAnswer, Explained, ExplainSide } from '../belief-answers.js';
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
  ReadingAddress,
  ReadOptions,
  SourceCellAnswer,
  StatusAnswer,
  UnexplainedChange,
  UnitAnswer,
  View,
  ViewRequest,
} from '../contract.js';
import { assignmentsAnswer } from '../assignments/assignments.js';
import { goalsAnswer } from '../goals/goals-answer.js';
import { internalControlAnswer } from '../internal-control/internal-control-answer.js';
import { landAnswer } from '../land/land-answer.js';
import { lifeAnswer } from '../life/life-answer.js';
import type { Comparing } from '../identity/comparability-answer.js';
import { comparedAnswer, comparedCell, restatedCell, toldApart } from '../identity/explain-compared.js';
import type {
  EntriesPage,
  EventHit,
  HistoryFilter,
  HistoryPage,
  HistoryPageRequest,
  HistoryTotals,
} from '../history-answers.js';
import { entriesFound, eventsFound, totalsFound } from '../history/history.js';
import type { ReadLedger } from '../read-ledger.js';
import type {
  AssignmentsAnswer,
  AssignmentsFilter,
  GoalsAnswer,
  InternalControlAnswer,
  LandAnswer,
  LifeAnswer,
} from '../subject-answers.js';
import { unexplainedIn } from '../causes/unexplained.js';
import type { Runner } from '../runner/runner.js';
import { discrepancyDeltas, discrepancyPage } from '../reconciliation/discrepancies.js';
import { Reconciliation } from '../reconciliation/reconciliation.js';
import { PROJECTION_VERSION } from '../runner/schema.js';
import { beliefsOf } from './beliefs.js';
import { comparedSides, comparedSplit, comparison } from './comparison.js';
import { notedCell, notedDifference } from './correction-notes.js';
import { differenceExplanation, remainderExplanation, wholeExplanation } from './explain-answer.js';
import { requireKnown, unitCalled } from './known-reading.js';
import {
  documentOf,
  documentsKnownAs,
  documentsPage,
  documentsReplacing,
  documentsUnderWay,
} from './documents.js';
import { editionsPage, unitsPage } from './lists.js';
import { cellNamed, sideOf } from './sides.js';
import { sourceCellsOf } from './source-cells.js';
import { standpoint, surroundingsOf, type Standpoint } from './surroundings.js';
import { viewAnswer } from './view-answer.js';

/** The events that the read model has applied. */
export interface KnownEvents {
  /** Of the last one; null before the first. */
  readonly checkpoint: Position | null;
  readonly events: number;
}

export interface LogFacts {
  readonly engine: string;
  /** How many events the log has (or as many as it counts at once); null where it cannot tell. */
  countEvents(known: KnownEvents): Promise<number | null>;
}

/** The answers of the read side. Each is read as of one position, and leaves nothing open behind it. */
export class Reader implements ReadLedger {
  readonly #runner: Runner;
  readonly #store: EventStore;
  readonly #log: LogFacts;
  readonly #reconciliation: Reconciliation;

  constructor(runner: Runner, store: EventStore, log: LogFacts) {
    this.#reconciliation = new Reconciliation(runner);
    this.#runner = runner;
    this.#store = store;
    this.#log = log;
  }

  view(request: ViewRequest, options: ReadOptions = {}): View {
    const at = this.#at(options);
    const surroundings = surroundingsOf(at, request.unit);
    return viewAnswer(at, request, surroundings);
  }

  land(unit: string, year: string, options: ReadOptions & Comparing = {}): LandAnswer {
    return landAnswer(this.#at(options), unit, year, comparingOf(options));
  }

  internalControl(unit: string, year: string, options: ReadOptions & Comparing = {}): InternalControlAnswer {
    return internalControlAnswer(this.#at(options), unit, year, comparingOf(options));
  }

  goals(unit: string, year?: string, options: ReadOptions & Comparing = {}): GoalsAnswer {
    return goalsAnswer(this.#at(options), unit, year, comparingOf(options));
  }

  assignments(filter: AssignmentsFilter, options: ReadOptions = {}): AssignmentsAnswer {
    return assignmentsAnswer(this.#at(options), filter);
  }

  life(request: LifeRequest, options: ReadOptions = {}): LifeAnswer {
    return lifeAnswer(this.#at(options), request);
  }

  explain(
    request: ViewRequest,
    row: string,
    column: string,
    against?: string,
    options: ReadOptions = {},
  ): ExplainAnswer {
    const at = this.#at(options);
    const named = cellNamed(at, { request, row, column });
    const { lines, unit } = named;
    const label = named.row.path.join(' > ');
    const { evaluator, undatedLeftOut } = at.evaluator(lines);
    const printedSign = named.row.row.signs[named.column.id] ?? 1;
    const whole = { position: at.position, undatedLeftOut, printedSign };
    const comparable = request.comparable === true;
    const { cell, comparability } = comparedCell(at, evaluator, named.row, named.column, comparable);
    if (against !== undefined) {
      const from = sideOf(at, { cell: { request, row, column: against } });
      const to = sideOf(at, { cell: { request, row, column } });
      const split = comparedSides(evaluator, from, to, true);
      const answer = notedDifference(at, comparedSplit(evaluator, split, [from, to], unit));
      return {
        kind: 'difference',
        // Between two columns: no cell of the table has it.
        difference: {
          ...comparedAnswer(at, evaluator, from.cell, to.cell, answer, comparable),
          ...whole,
          printedSign: undefined,
        },
      };
    }
    if (named.cell.kind === 'reading') {
      const explained = wholeExplanation(evaluator, named.cell.reading, unit, label);
      const restated = cell?.restated ?? null;
      const apart = cell?.value.marks.has('notComparable') === true;
      const answer = restated === null ? explained : restatedCell(at, evaluator, explained, restated, unit);
      return { kind: 'cell', cell: { ...toldApart(notedCell(at, answer), comparability, apart), ...whole } };
    }
    const value = evaluateCell(evaluator, named.row.row, named.column, named.cell);
    if (named.cell.remainder !== undefined) {
      const explained = remainderExplanation(evaluator, named.cell, value, unit, label);
      return { kind: 'cell', cell: { ...notedCell(at, explained), ...whole } };
    }
    const printed = value.stated?.printed?.text ?? value.stated?.source?.printed ?? null;
    const { from, to } = named.cell;
    const answer = notedDifference(at, differenceExplanation(evaluator, from, to, unit, printed, label));
    const told = comparedAnswer(
      at,
      evaluator,
      { kind: 'reading', reading: from },
      { kind: 'reading', reading: to },
      answer,
      comparable,
    );
    return { kind: 'difference', difference: { ...told, ...whole } };
  }

  figure(reading: ReadingAddress, options: ReadOptions = {}): CellExplanationAnswer {
    const at = this.#at(options);
    this.#requireKnown(at, { reading });
    const side = sideOf(at, { reading });
    const { evaluator, undatedLeftOut } = at.evaluator(side.lines);
    const answer = notedCell(at, wholeExplanation(evaluator, reading, side.unit));
    return { ...answer, position: at.position, undatedLeftOut };
  }

  difference(from: ExplainSide, to: ExplainSide, options: ReadOptions = {}): ComparisonAnswer {
    const at = ({ asOf, publishedBy }: ReadOptions): Standpoint =>
      this.#at({ ...options, ...given({ asOf, publishedBy }) });
    for (const side of [from, to]) this.#requireKnown(at(side), side);
    return comparison({ from: at(from), to: at(to) }, { from, to });
  }

  beliefs(of: Explained, page: HistoryPageRequest, options: ReadOptions = {}): BeliefsAnswer {
    const at = this.#at(options);
    this.#requireKnown(at, of);
    return beliefsOf(at, of, page);
  }

  #requireKnown(at: Standpoint, explained: Explained): void {
    if ('reading' in explained) requireKnown(at, this.#runner.logId, explained.reading);
  }

  unitsPage(page: PageRequest, options: ReadOptions = {}): Page<UnitAnswer> {
    return unitsPage(this.#at(options), page);
  }

  documentsPage(page: PageRequest, options: ReadOptions = {}): Page<DocumentAnswer> {
    return documentsPage(this.#at(options), page);
  }

  editionsPage(filter: EditionsFilter, page: PageRequest, options: ReadOptions = {}): Page<EditionAnswer> {
    return editionsPage(this.#at(options), filter, page);
  }

  unit(path: string, options: ReadOptions = {}): UnitAnswer {
    return unitCalled(this.#at(options), path);
  }

  document(sha256: string, options: ReadOptions = {}): DocumentAnswer | null {
    return documentOf(this.#at(options), sha256);
  }

  documentsKnownAs(name: string, options: ReadOptions = {}): readonly DocumentAnswer[] {
    return documentsKnownAs(this.#at(options), name);
  }

  documentsReplacing(sha256s: readonly string[], options: ReadOptions = {}): readonly DocumentAnswer[] {
    return documentsReplacing(this.#at(options), new Set(sha256s));
  }

  documentsUnderWay(): readonly DocumentAnswer[] {
    return documentsUnderWay(this.#at({}));
  }

  entries(filter: HistoryFilter, page: HistoryPageRequest, options: ReadOptions = {}): EntriesPage {
    return entriesFound(this.#at(options), this.#runner.logId, filter, page);
  }

  history(filter: HistoryFilter, page: HistoryPageRequest, options: ReadOptions = {}): HistoryPage<EventHit> {
    return eventsFound(this.#at(options), this.#runner.logId, filter, page);
  }

  async totals(
    filter: HistoryFilter,
    milliseconds?: number,
    options: ReadOptions = {},
  ): Promise<HistoryTotals> {
    return totalsFound(this.#at(options), this.#runner.logId, filter, milliseconds);
  }

  async discrepancies(
    filter: DiscrepancyFilter,
    page: PageRequest,
    options: ReadOptions = {},
  ): Promise<Page<DiscrepancyItem>> {
    const past = options.asOf !== undefined || options.publishedBy !== undefined;
    const { seq, position } = this.#at(options);
    // What is recorded while a past standpoint is worked out must not show, and while the present one is, must.
    const findings = past
      ? await this.#reconciliation.at(seq, options.publishedBy)
      : await this.#reconciliation.latest();
    return discrepancyPage(this.#at(past ? { ...options, asOf: position } : {}), findings, filter, page);
  }

  async discrepancyDeltas(since: string): Promise<readonly DiscrepancyDelta[]> {
    const from = this.#at({ asOf: since }).seq;
    const deltas = await this.#reconciliation.deltasSince(from);
    return discrepancyDeltas(this.#at({}), this.#reconciliation.now(), deltas);
  }

  cells(filter: CellsFilter, options: ReadOptions = {}): Iterable<SourceCellAnswer> {
    return sourceCellsOf(this.#at(options), filter);
  }

  unexplained(document: string, options: ReadOptions = {}): readonly UnexplainedChange[] {
    return unexplainedIn(this.#at(options), document);
  }

  positionOf(asOf: string): string {
    return this.#at({ asOf }).position;
  }

  async status(): Promise<StatusAnswer> {
    const head = await this.#store.head();
    const { events, entries, checkpoint, rebuilding } = this.#runner.status();
    const counted = await this.#log.countEvents({ checkpoint, events });
    const known = events > 0 ? this.#runner.cache().model.countKeys('document') : 0;
    const logId = this.#store.logId;
    return {
      log: {
        id: logId,
        engine: this.#log.engine,
        head: head ?? `${logId}:0`,
        events: counted ?? events,
        ...this.#store.status(),
      },
      readModel: {
        version: String(PROJECTION_VERSION),
        checkpoint: checkpoint ?? `${logId}:0`,
        behind: Math.max(0, (counted ?? events) - events),
        rebuilding,
      },
      documents: known,
      entries,
    };
  }

  #at(options: ReadOptions): Standpoint {
    return standpoint(this.#runner.cache(), this.#runner.logId, options);
  }
}

/** What was given of it. */
function comparingOf({ comparable }: Comparing): Comparing {
  return comparable === true ? { comparable } : {};
}

function given(options: ReadOptions): ReadOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
