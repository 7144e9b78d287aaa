import type {
  AddedSource,
  Correction,
  EditionDeclared,
  LayoutStated,
  LedgerRecord,
  LineNamed,
  PlainEntry,
  UnitMoved,
} from '#ledger';
import type { TotalStated } from './assertion/events.js';
import type { BudgetChanged, SourceAdded } from './budget/events.js';
import type { Catalogue } from './catalogue.js';
import type { RiskAssessed, Score } from './control/events.js';
import type { EntryCorrected, EntryWithdrawn, EventCorrected, EventWithdrawn } from './correction/events.js';
import { putIn, takenOutBy } from './correction/standing-events.js';
import type * as edition from './edition/events.js';
import { entryOfData } from './entry-data.js';
import { changesOf, entryId, sharedBy, statedOf, statement, statementsOf } from './entry-of-line.js';
import type { EventType, Storable } from './event.js';
import type {
  LandAcquired,
  LandSaleCompleted,
  LandSaleRescinded,
  Movement,
  ProjectStatusChanged,
} from './land/events.js';
import type { Attested, Cause, Frame, LineEntry } from './lines.js';
import type * as unit from './unit/events.js';
import { currentVersion, unknownEvent, upcast } from './upcast.js';

const NOTHING: readonly LedgerRecord[] = [];

type Reader<T extends EventType> = (id: string, data: Catalogue[T]) => readonly LedgerRecord[];

const nothing = (): readonly LedgerRecord[] => NOTHING;

type Stated = Frame & Attested & { readonly lines: readonly LineEntry[] };
type Changed = Pick<BudgetChanged, 'cause' | 'lines'> & Frame & Attested;
const stated = (id: string, data: Stated): readonly LedgerRecord[] => statementsOf(id, data);
const changed = (id: string, data: Changed): readonly LedgerRecord[] => changesOf(id, data, data.cause);

/** One line for each event of the catalogue: what it says of readings, editions, tables and names. */
const READERS: { readonly [T in EventType]: Reader<T> } = {
  DocumentRegistered: nothing,
  ImportStarted: nothing,
  ImportCompleted: nothing,
  ImportAbandoned: nothing,
  UnitDefined: nothing,
  UnitMoved: unitMoved,
  LineNamed: lineNamed,
  ScaleDefined: nothing,
  EditionDeclared: editionDeclared,
  LayoutStated: layoutStated,
  EditionOpened: nothing,
  EditionClosed: nothing,
  BudgetAdopted: stated,
  BudgetChanged: changed,
  BudgetReallocated: changed,
  ChangeExplained: changed,
  SourceAdded: sourceAdded,
  ForecastRevised: stated,
  OutcomeReported: stated,
  ProjectApproved: stated,
  ApprovalExtended: changed,
  ProjectOutlayReported: stated,
  ProjectStatusChanged: projectStatus,
  LandSaleAgreed: nothing,
  LandSaleCompleted: (id, data) => moved(id, data, 'sale', `Försäljning ${data.property}`),
  LandSaleRescinded: (id, data) => moved(id, data, 'rescission', data.reason),
  LandAcquired: (id, data) => moved(id, data, 'acquisition', `Förvärv ${data.property}`),
  RiskAssessed: riskAssessed,
  ControlPlanned: nothing,
  ControlOutcomeRecorded: nothing,
  GoalSet: nothing,
  TargetSet: stated,
  IndicatorMeasured: stated,
  GoalAssessed: nothing,
  AssignmentGiven: nothing,
  AssignmentReported: nothing,
  TotalStated: (id, data: TotalStated) => statedOf(id, data),
  DiscrepancyExplained: nothing,
  DiscrepancyAccepted: nothing,
  EntryCorrected: corrected,
  EntryWithdrawn: withdrawn,
  // The entries of a corrected event are corrected beside it, by events of their own.
  EventCorrected: declarationCorrected,
  EventWithdrawn: declarationCorrected,
};

const BY_NAME: ReadonlyMap<string, (id: string, data: never) => readonly LedgerRecord[]> = new Map(
  Object.entries(READERS),
);

/**
 * What an event says: the entries of its lines (`<event id>/<n>`), or a declaration. The one function between the log
 * and everything that is read from it; pure, and without checks, because what is stored was checked before. An event of
 * an older version is upcast first. An event that says nothing of readings gives an empty list.
 *
 * @throws LedgerError UNKNOWN_EVENT when the type is not in the catalogue, or its version is newer than this program
 */
export function entriesOf(event: Storable): readonly LedgerRecord[] {
  const reader = BY_NAME.get(event.type);
  if (reader === undefined) throw unknownEvent(event);
  const current = upcast(event);
  if (current.schemaVersion > currentVersion(event.type)) throw unknownEvent(event);
  return reader(event.id, current.data as never);
}

/** The step that an event takes in the life of its import, if it is one. */
export function importStepOf(
  event: Storable,
): { importId: string; step: 'completed' | 'abandoned' } | undefined {
  if (event.type !== 'ImportCompleted' && event.type !== 'ImportAbandoned') return undefined;
  const { importId } = event.data as { importId: string };
  return { importId, step: event.type === 'ImportCompleted' ? 'completed' : 'abandoned' };
}

function moved(
  id: string,
  data: LandSaleCompleted | LandSaleRescinded | LandAcquired,
  kind: string,
  words: string,
): readonly LedgerRecord[] {
  if (data.moves === undefined) return NOTHING;
  const cause: Cause = { kind, words };
  const entries: LedgerRecord[] = [];
  for (const move of data.moves) entries.push(...changesOf(id, attested(move, data), cause, entries.length));
  return entries;
}

/** A movement rests on the decision of the deal, unless it names one of its own. */
function attested(move: Movement, data: Pick<LandSaleCompleted, 'decision'>): Movement {
  return move.decision === undefined && data.decision !== undefined
    ? { ...move, decision: data.decision }
    : move;
}

function riskAssessed(id: string, data: RiskAssessed): readonly LedgerRecord[] {
  const shared = sharedBy(data);
  const score = (n: number, measure: string, given: Score): PlainEntry => {
    const reading = {
      unit: data.unit,
      area: data.area,
      line: data.line,
      measure,
      period: data.period,
      basis: data.basis,
      edition: data.edition,
    };
    const amount = given.score === null ? null : String(given.score);
    return statement(entryId(id, n), reading, { ...given, unitOfMeasure: 'count', amount }, shared);
  };
  return [score(0, 'likelihood', data.likelihood), score(1, 'materiality', data.materiality)];
}

/** A code that is a number, at the reading that it stands beside; in a unit that is never summed. */
function projectStatus(id: string, data: ProjectStatusChanged): readonly LedgerRecord[] {
  const { unit, at, code, printed, source } = data;
  if (at === undefined || !/^\d{1,9}$/.test(code)) return NOTHING;
  const reading = { unit, ...at, measure: 'status' };
  const parts = { unitOfMeasure: 'index', amount: String(Number(code)), printed, source } as const;
  return [statement(entryId(id, 0), reading, parts, sharedBy(data))];
}

function sourceAdded(id: string, data: SourceAdded): readonly LedgerRecord[] {
  return data.to.map((to, n): AddedSource => ({
    kind: 'addedSource',
    id: entryId(id, n),
    to,
    source: data.source,
    decision: data.decision,
  }));
}

/** The correction and the entry that it puts in have one id: it is what a later correction names. */
function corrected(id: string, data: EntryCorrected): readonly LedgerRecord[] {
  const own = entryId(id, 0);
  const record: Correction = {
    kind: 'correction',
    id: own,
    corrects: data.corrects,
    nature: data.nature,
    date: data.date,
    replacement: entryOfData(own, data.is),
    reason: data.reason,
  };
  return [record];
}

function withdrawn(id: string, data: EntryWithdrawn): readonly LedgerRecord[] {
  const record: Correction = {
    kind: 'correction',
    id: entryId(id, 0),
    corrects: data.corrects,
    nature: data.nature ?? 'withdrawal',
    date: data.date,
    replacement: null,
    reason: data.reason,
  };
  return [record];
}

function editionDeclared(_id: string, data: edition.EditionDeclared): readonly LedgerRecord[] {
  const record: EditionDeclared = {
    kind: 'edition',
    line: editionLine(data),
    edition: data.edition,
    label: data.label,
    order: data.order,
    extent: data.extent,
    status: data.status,
    known: data.known,
    open: data.open,
  };
  return [record];
}

function layoutStated(_id: string, data: edition.LayoutStated): readonly LedgerRecord[] {
  const record: LayoutStated = {
    kind: 'layout',
    line: editionLine(data),
    edition: data.edition,
    table: data.table,
    rank: data.rank,
    title: data.title,
    unitOfMeasure: data.unitOfMeasure,
    signs: data.signs,
    rows: data.rows.map((row) => ({
      ...row,
      formula: row.formula && {
        ...row.formula,
        terms: row.formula.terms.map((term) => ({ ...term, coefficient: BigInt(term.coefficient) })),
      },
    })),
  };
  return [record];
}

/** A name or a move that takes the place of another, or takes it away; of other events nothing. */
function declarationCorrected(id: string, data: EventCorrected | EventWithdrawn): readonly LedgerRecord[] {
  const is = putIn(data);
  const says = is ?? takenOutBy(data);
  const correcting = { corrects: `${data.corrects}/0`, ...(is === null ? { withdrawn: true as const } : {}) };
  switch (data.event) {
    case 'LineNamed':
      return [{ ...named(id, says as unknown as unit.LineNamed), ...correcting }];
    case 'UnitMoved':
      return [{ ...moveOf(id, says as unknown as unit.UnitMoved), ...correcting }];
    default:
      return NOTHING;
  }
}

function lineNamed(id: string, data: unit.LineNamed): readonly LedgerRecord[] {
  return [named(id, data)];
}

function named(id: string, data: unit.LineNamed): LineNamed {
  const { is } = data;
  return {
    kind: 'name',
    id: `${id}/0`,
    unit: data.unit,
    area: data.area,
    line: data.line,
    // A split is a merger read the other way: one line, and the parts that stand where it does not.
    is: is.kind === 'alias' ? is : { kind: 'merger', parts: is.parts },
    judgedBy: data.judgedBy,
    source: data.source,
  };
}

function unitMoved(id: string, data: unit.UnitMoved): readonly LedgerRecord[] {
  return [moveOf(id, data)];
}

function moveOf(id: string, data: unit.UnitMoved): UnitMoved {
  return { kind: 'move', id: `${id}/0`, ...data };
}

function editionLine(frame: Frame): EditionDeclared['line'] {
  return { unit: frame.unit, area: frame.area, basis: frame.basis, period: frame.period };
}
