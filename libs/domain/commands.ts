import type { Reading } from '#ledger';
import type { DiscrepancyAccepted, DiscrepancyExplained } from './assertion/events.js';
import type { Catalogue } from './catalogue.js';
import type { CorrectedData, EntryData } from './correction/events.js';
import type { EventType } from './event.js';
import type { Cause, DecimalText, EntryParts, OtherReading, RelativeTerm } from './lines.js';

/** Each command with the event that it asks for. */
export const EVENT_OF_COMMAND = {
  RegisterDocument: 'DocumentRegistered',
  StartImport: 'ImportStarted',
  CompleteImport: 'ImportCompleted',
  AbandonImport: 'ImportAbandoned',
  DefineUnit: 'UnitDefined',
  MoveUnit: 'UnitMoved',
  NameLine: 'LineNamed',
  DefineScale: 'ScaleDefined',
  DeclareEdition: 'EditionDeclared',
  StateLayout: 'LayoutStated',
  OpenEdition: 'EditionOpened',
  CloseEdition: 'EditionClosed',
  AdoptBudget: 'BudgetAdopted',
  ChangeBudget: 'BudgetChanged',
  ReallocateBudget: 'BudgetReallocated',
  ExplainChange: 'ChangeExplained',
  AddSource: 'SourceAdded',
  ReviseForecast: 'ForecastRevised',
  ReportOutcome: 'OutcomeReported',
  ApproveProject: 'ProjectApproved',
  ExtendApproval: 'ApprovalExtended',
  ReportProjectOutlay: 'ProjectOutlayReported',
  ChangeProjectStatus: 'ProjectStatusChanged',
  AgreeLandSale: 'LandSaleAgreed',
  CompleteLandSale: 'LandSaleCompleted',
  RescindLandSale: 'LandSaleRescinded',
  AcquireLand: 'LandAcquired',
  AssessRisk: 'RiskAssessed',
  PlanControl: 'ControlPlanned',
  RecordControlOutcome: 'ControlOutcomeRecorded',
  SetGoal: 'GoalSet',
  SetTarget: 'TargetSet',
  MeasureIndicator: 'IndicatorMeasured',
  AssessGoal: 'GoalAssessed',
  GiveAssignment: 'AssignmentGiven',
  ReportAssignment: 'AssignmentReported',
  StateTotal: 'TotalStated',
  ExplainDiscrepancy: 'DiscrepancyExplained',
  AcceptDiscrepancy: 'DiscrepancyAccepted',
  CorrectEntry: 'EntryCorrected',
  WithdrawEntry: 'EntryWithdrawn',
  CorrectEvent: 'EventCorrected',
  WithdrawEvent: 'EventWithdrawn',
} as const satisfies Record<string, EventType>;

export type CommandName = keyof typeof EVENT_OF_COMMAND;

/**
 * What of an entry shall be otherwise; what is left out is as it was. How the source printed the number is not kept where
 * the number is another.
 */
export interface EntryAmendment extends Partial<EntryParts> {
  readonly kind?: undefined;
  readonly reading?: Partial<Reading>;
  readonly amount?: DecimalText | null;
  readonly relative?: { readonly terms: readonly RelativeTerm[]; readonly difference: DecimalText };
  readonly from?: OtherReading;
  readonly precision?: DecimalText;
  readonly cause?: Partial<Cause>;
}

/**
 * What the correction puts in: a whole entry (with its `kind`), or what of it is otherwise. Source, rank and publication
 * of a whole entry are those of what it corrects unless it gives its own, and so is the id of the cause of a change.
 */
export interface CorrectEntry {
  readonly corrects: string;
  readonly is: EntryData | EntryAmendment;
  readonly nature: 'misread' | 'erratum';
  readonly date?: string;
  readonly reason: string;
}

/** Without a nature the line keeps its place, with a hole in it; a misread and an erratum leave none. */
export interface WithdrawEntry {
  readonly corrects: string;
  readonly nature?: 'misread' | 'erratum';
  readonly date?: string;
  readonly reason: string;
}

/** What of an event shall be otherwise, field by field; what is left out is as it was, and null leaves a field out. */
export interface CorrectEvent {
  /** The event that stands: the one that was recorded first, or its last correction. */
  readonly corrects: string;
  readonly is: CorrectedData;
  readonly nature: 'misread' | 'erratum';
  readonly date?: string;
  readonly reason: string;
}

export interface WithdrawEvent {
  readonly corrects: string;
  readonly nature?: 'misread' | 'erratum';
  readonly date?: string;
  readonly reason: string;
}

/** The numbers of a discrepancy are known to the ledger; whoever gives those on the screen is told when they changed. */
type WithNumbers<Event extends { readonly stated: string; readonly computed: string }> = Omit<
  Event,
  'stated' | 'computed'
> &
  Partial<Pick<Event, 'stated' | 'computed'>>;

/** A command's data is that of its event, but for what is known to the ledger: what was, and the numbers that differ. */
export type CommandData<Name extends CommandName> = Name extends 'CorrectEntry'
  ? CorrectEntry
  : Name extends 'WithdrawEntry'
    ? WithdrawEntry
    : Name extends 'CorrectEvent'
      ? CorrectEvent
      : Name extends 'WithdrawEvent'
        ? WithdrawEvent
        : Name extends 'ExplainDiscrepancy'
          ? WithNumbers<DiscrepancyExplained>
          : Name extends 'AcceptDiscrepancy'
            ? WithNumbers<DiscrepancyAccepted>
            : Catalogue[(typeof EVENT_OF_COMMAND)[Name]];

/**
 * What somebody asks the ledger to record. `importId` marks imported history, which the rules for what is registered
 * by hand do not hold for.
 */
export type CommandOf<Name extends CommandName> = {
  [N in Name]: { readonly type: N; readonly data: CommandData<N>; readonly importId?: string };
}[Name];

export type Command = CommandOf<CommandName>;
