import { LedgerError } from '#amount';
import { describeReading, type LedgerRecord } from '#ledger';
import type { Answers } from './answers.js';
import { assertionDecider } from './assertion/decider.js';
import { assignmentDecider } from './assignment/decider.js';
import { budgetDecider } from './budget/decider.js';
import { EVENT_OF_COMMAND, type Command, type CommandName, type CommandOf } from './commands.js';
import { controlDecider } from './control/decider.js';
import { entryDecider } from './correction/decider.js';
import { correctEvent, type EventCommandName } from './correction/event-decider.js';
import { eventCorrection, standingEvents } from './correction/standing-events.js';
import type { Decider, Happened } from './decider.js';
import { editionDecider } from './edition/decider.js';
import { entriesOf } from './entries-of.js';
import { eventOf, type DomainEvent } from './event.js';
import { forecastDecider } from './forecast/decider.js';
import { goalDecider } from './goal/decider.js';
import { landProjectDecider } from './land/project-decider.js';
import { landPurchaseDecider } from './land/purchase-decider.js';
import { landSaleDecider } from './land/sale-decider.js';
import { outcomeDecider } from './outcome/decider.js';
import { plainZero } from './plain-zero.js';
import { sourceDocumentDecider } from './source-document/decider.js';
import { documentStream, streamOf } from './streams.js';
import { unitDecider } from './unit/decider.js';

type Decide = (events: readonly Happened[], command: Command, answers: Answers) => readonly DomainEvent[];

/** A decider whose state nobody outside needs to know. */
function deciding<State, Name extends CommandName>(decider: Decider<State, Name>): Decide {
  return (events, command, answers) => {
    const state = corrected(events).reduce(
      (before, event) => decider.evolve(before, event),
      decider.initialState,
    );
    return decider.decide(state, command as CommandOf<Name>, answers);
  };
}

/** What happened, as corrections have it. */
function corrected(events: readonly Happened[]): readonly Happened[] {
  if (!events.some((event) => eventCorrection(event) !== undefined)) return events;
  const counting = events.filter((event) => event.effective || eventCorrection(event) === undefined);
  return standingEvents(counting).map(({ first, data }) => ({ ...first, data }) as Happened);
}

const sourceDocument = deciding(sourceDocumentDecider);
const unit = deciding(unitDecider);
const edition = deciding(editionDecider);
const budget = deciding(budgetDecider);
const landProject = deciding(landProjectDecider);
const landSale = deciding(landSaleDecider);
const control = deciding(controlDecider);
const goal = deciding(goalDecider);
const assignment = deciding(assignmentDecider);
const assertion = deciding(assertionDecider);
const entry = deciding(entryDecider);
const event: Decide = (events, command) => correctEvent(events, command as CommandOf<EventCommandName>);

const DECIDERS: Readonly<Record<CommandName, Decide>> = {
  RegisterDocument: sourceDocument,
  StartImport: sourceDocument,
  CompleteImport: sourceDocument,
  AbandonImport: sourceDocument,
  DefineUnit: unit,
  MoveUnit: unit,
  NameLine: unit,
  DefineScale: unit,
  DeclareEdition: edition,
  StateLayout: edition,
  OpenEdition: edition,
  CloseEdition: edition,
  AdoptBudget: budget,
  ChangeBudget: budget,
  ReallocateBudget: budget,
  ExplainChange: budget,
  ReviseForecast: deciding(forecastDecider),
  ReportOutcome: deciding(outcomeDecider),
  ApproveProject: landProject,
  ExtendApproval: landProject,
  ReportProjectOutlay: landProject,
  ChangeProjectStatus: landProject,
  AgreeLandSale: landSale,
  CompleteLandSale: landSale,
  RescindLandSale: landSale,
  AcquireLand: deciding(landPurchaseDecider),
  AssessRisk: control,
  PlanControl: control,
  RecordControlOutcome: control,
  SetGoal: goal,
  SetTarget: goal,
  MeasureIndicator: goal,
  AssessGoal: goal,
  GiveAssignment: assignment,
  ReportAssignment: assignment,
  StateTotal: assertion,
  ExplainDiscrepancy: assertion,
  AcceptDiscrepancy: assertion,
  AddSource: entry,
  CorrectEntry: entry,
  WithdrawEntry: entry,
  CorrectEvent: event,
  WithdrawEvent: event,
};

/**
 * What a command gives, in a stream where these events happened: `(state, command) → events` for every command there
 * is. An empty list: what is asked for holds already.
 *
 * @throws LedgerError where a rule refuses it: code, field, rule, and what to do instead
 */
export function decide(
  events: readonly Happened[],
  command: Command,
  answers: Answers,
): readonly DomainEvent[] {
  const decideIt = (DECIDERS as Readonly<Record<string, Decide | undefined>>)[command.type];
  if (decideIt === undefined) {
    throw new LedgerError('UNKNOWN_COMMAND', `There is no command ${String(command.type)}`, {
      place: { field: 'type' },
      hint: 'The commands are those of EVENT_OF_COMMAND.',
    });
  }
  const byHand = command.importId === undefined;
  const decided = decideIt(events, byHand ? plainZero(command) : command, answers);
  requireNoCircle(decided, answers);
  return decided;
}

/**
 * A reading that rests on itself is refused when it would be recorded: by a relative statement, and by a declaration or
 * a name whose steps would close the circle.
 */
export function requireNoCircle(events: readonly DomainEvent[], answers: Answers): void {
  const records = events.flatMap((event, n) => entriesOf({ ...event, id: `new-${n}` }));
  if (!records.some(mayClose)) return;
  const circle = answers.wouldCircle(records);
  if (circle === null) return;
  throw new LedgerError(
    'CIRCLE',
    `A reading would rest on itself: ${circle.map(describeReading).join(' ← ')}`,
    {
      place: { field: 'lines', rule: 'no-circles' },
      hint: 'State one of these readings as an amount.',
    },
  );
}

function mayClose(record: LedgerRecord): boolean {
  switch (record.kind) {
    case 'statement':
      return record.says.kind === 'relative';
    case 'correction':
      return record.replacement?.kind === 'statement' && record.replacement.says.kind === 'relative';
    case 'edition':
    case 'layout':
    case 'name':
      return true;
    case 'move':
    default:
      return false;
  }
}

/**
 * The stream that a command is decided in.
 * @throws LedgerError ENTRY_UNKNOWN where it is about an entry that the read model does not have
 */
export function streamOfCommand(command: Command, answers: Answers): string {
  switch (command.type) {
    case 'StartImport':
      return documentStream(command.data.documents[0] ?? '');
    case 'AddSource':
      return streamOfEntry(command.data.to[0] ?? '', 'to[0]', answers);
    case 'CorrectEntry':
    case 'WithdrawEntry':
      return streamOfEntry(command.data.corrects, 'corrects', answers);
    case 'CorrectEvent':
    case 'WithdrawEvent':
      return streamOfEvent(command.data.corrects, answers);
    default:
      return streamOf(eventOf(EVENT_OF_COMMAND[command.type], command.data as never));
  }
}

function streamOfEntry(id: string, field: string, answers: Answers): string {
  const stream = answers.streamOfEntry(id);
  if (stream !== undefined) return stream;
  throw new LedgerError('ENTRY_UNKNOWN', `There is no entry ${id}`, {
    place: { field, rule: 'entry-exists' },
    hint: 'Name an entry by its id, <event id>/<n>, as `entries` and the explanations tell it.',
  });
}

function streamOfEvent(id: string, answers: Answers): string {
  const stream = answers.streamOfEntry(`${id}/0`);
  if (stream !== undefined) return stream;
  throw new LedgerError('EVENT_NOT_RECORDED', `There is no event ${id.slice(0, 60)}`, {
    place: { field: 'corrects', rule: 'event-not-recorded' },
    hint: 'Name an event by its id, as `events` and the views tell it.',
  });
}
