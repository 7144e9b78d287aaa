import { LedgerError } from '#amount';
import type { EventStore } from '#event-store';
import { lineKey, type Cell, type Reading } from '#ledger';
import type {
  CellExplanationAnswer,
  CellsFilter,
  DiscrepancyDelta,
  DiscrepancyFilter,
  DiscrepancyItem,
  DocumentAnswer,
  EditionAnswer,
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
import { list } from '../view/editions.js';
import { notedCell, notedDifference } from './correction-notes.js';
import { cellExplanation, differenceExplanation } from './explain-answer.js';
import { documentsOf, editionsOf, unitOfFrame, unitsOf } from './lists.js';
import { sourceCellsOf } from './source-cells.js';
import { standpoint, surroundingsOf, type Standpoint } from './surroundings.js';
import { cellsOf, viewAnswer, viewTable, type ShownRow } from './view-answer.js';

export interface LogFacts {
  readonly engine: string;
  countEvents(): Promise<number | null>;
}

/** Rows named in a hint: their paths are long. */
const ROWS_NAMED_MAX = 8;

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

  land(unit: string, year: string, options: ReadOptions = {}): LandAnswer {
    return landAnswer(this.#at(options), unit, year);
  }

  internalControl(unit: string, year: string, options: ReadOptions = {}): InternalControlAnswer {
    return internalControlAnswer(this.#at(options), unit, year);
  }

  goals(unit: string, year?: string, options: ReadOptions = {}): GoalsAnswer {
    return goalsAnswer(this.#at(options), unit, year);
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
    const surroundings = surroundingsOf(at, request.unit);
    const { declared, rows } = viewTable(at, request, surroundings);
    const shown = rowNamed(rows, row);
    const { evaluator } = at.evaluator(surroundings.editionLines);
    const cells = cellsOf(evaluator, shown.section, shown.row);
    const named = (id: string): (typeof cells)[number] => {
      const cell = cells.find((c) => c.column === id);
      if (cell !== undefined) return cell;
      throw new LedgerError('UNKNOWN_COLUMN', `the view ${request.view} has no column ${id}`, {
        place: { column: id },
        hint: `There is ${list(declared.columns.map((c) => c.id))}.`,
      });
    };
    const { cell, value } = named(column);
    const label = shown.path.join(' > ');
    const unit = declared.unitOfMeasure;
    if (against !== undefined) {
      const from = readingOfCell(named(against).cell, against);
      const to = readingOfCell(cell, column);
      return {
        kind: 'difference',
        difference: notedDifference(at, differenceExplanation(evaluator, from, to, unit, null, label)),
      };
    }
    if (cell.kind === 'difference') {
      const printed = value.stated?.printed?.text ?? value.stated?.source?.printed ?? null;
      const answer = differenceExplanation(evaluator, cell.from, cell.to, unit, printed, label);
      return { kind: 'difference', difference: notedDifference(at, answer) };
    }
    const explained = cellExplanation(evaluator, readingOfCell(cell, column), unit, label);
    return { kind: 'cell', cell: notedCell(at, explained) };
  }

  figure(reading: ReadingAddress, options: ReadOptions = {}): CellExplanationAnswer {
    const at = this.#at(options);
    const { evaluator } = at.evaluator([reading]);
    return notedCell(at, cellExplanation(evaluator, reading, unitOfFrame(at, reading)));
  }

  units(options: ReadOptions = {}): readonly UnitAnswer[] {
    return unitsOf(this.#at(options));
  }

  documents(options: ReadOptions = {}): readonly DocumentAnswer[] {
    return documentsOf(this.#at(options));
  }

  editions(filter: { unit?: string; year?: string }, options: ReadOptions = {}): readonly EditionAnswer[] {
    return editionsOf(this.#at(options), filter);
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
    const counted = await this.#log.countEvents();
    const known = events > 0 ? documentsOf(this.#at({})).length : 0;
    const logId = this.#store.logId;
    return {
      log: { id: logId, engine: this.#log.engine, head: head ?? `${logId}:0`, events: counted ?? events },
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

/** @throws LedgerError UNKNOWN_ROW naming those that are nearest */
function rowNamed(rows: readonly ShownRow[], asked: string): ShownRow {
  const path = normalised(asked);
  const cells = rows.filter(({ row }) => row.measure !== null);
  const exact = cells.find((row) => normalised(row.path.join(' > ')) === path);
  if (exact !== undefined) return exact;
  // The frame may be left out where only one row ends so.
  const ending = cells.filter((row) => normalised(row.path.join(' > ')).endsWith(` > ${path}`));
  const [only] = ending;
  if (only !== undefined && new Set(ending.map((r) => lineKey(r.path))).size === 1) return only;
  const words = path.split(/[ >]+/).filter((word) => word !== '');
  const near = cells.filter((row) => words.some((word) => normalised(row.path.join(' > ')).includes(word)));
  const named = (ending.length > 0 ? ending : near.length > 0 ? near : cells).map(
    (row) => `"${row.path.join(' > ')}"`,
  );
  throw new LedgerError(
    ending.length > 1 ? 'AMBIGUOUS_ROW' : 'UNKNOWN_ROW',
    ending.length > 1 ? `several rows end with "${asked}"` : `the view has no row "${asked}"`,
    {
      place: { row: asked },
      hint: named.length === 0 ? 'It has no rows.' : `There is ${list(named, ROWS_NAMED_MAX)}.`,
    },
  );
}

function normalised(path: string): string {
  return path.normalize('NFC').replace(/\s+/gu, ' ').replace(/ ?> ?/g, ' > ').trim().toLowerCase();
}

/** @throws LedgerError WRONG_USAGE */
function readingOfCell(cell: Cell, column: string): Reading {
  if (cell.kind === 'reading') return cell.reading;
  throw new LedgerError('WRONG_USAGE', `the column ${column} is no reading, but computed from others`, {
    place: { column },
    hint: 'Compare two columns that are read, or explain this one alone.',
  });
}
