import { LedgerError } from '#amount';
import type { DomainEvent } from './event.js';
import type { Frame } from './lines.js';

/** Streams are small and named for what they follow: `<category>-<id>`, the parts of the id joined by `|`. */
export const CATEGORIES = [
  'source-document',
  'unit',
  'edition',
  'budget',
  'forecast',
  'outcome',
  'land-project',
  'land-sale',
  'land-purchase',
  'control',
  'goal',
  'indicator',
  'assignment',
  'assertion',
] as const;
export type Category = (typeof CATEGORIES)[number];

export function streamName(category: Category, ...id: readonly string[]): string {
  return `${category}-${id.join('|')}`;
}

/** A document has a stream of its own; the first 16 digits of its SHA-256 tell documents apart. */
export function documentStream(sha256: string): string {
  return streamName('source-document', sha256.slice(0, 16));
}

export function editionStream(frame: Omit<Frame, 'edition'>): string {
  return streamName('edition', frame.unit, frame.area, frame.basis, frame.period);
}

/** Approvals and targets of lines outside a project or a goal are budgets of their own kind. */
function streamOfBasis(frame: Frame): string {
  const category = frame.basis === 'forecast' || frame.basis === 'outcome' ? frame.basis : 'budget';
  return streamName(category, frame.unit, frame.period);
}

/**
 * The stream that an event belongs to.
 * @throws LedgerError STREAM_NOT_GIVEN for what goes to the stream of what it is about, which the event does not name:
 *   imports, corrections, withdrawals and added sources
 */
export function streamOf(event: DomainEvent): string {
  switch (event.type) {
    case 'DocumentRegistered':
      return documentStream(event.data.sha256);
    case 'UnitDefined':
    case 'UnitMoved':
    case 'LineNamed':
    case 'ScaleDefined':
      return streamName('unit', event.data.unit);
    case 'EditionDeclared':
    case 'LayoutStated':
    case 'EditionOpened':
    case 'EditionClosed':
      return editionStream(event.data);
    case 'BudgetAdopted':
    case 'BudgetChanged':
    case 'BudgetReallocated':
    case 'ForecastRevised':
    case 'OutcomeReported':
    case 'ChangeExplained':
      return streamOfBasis(event.data);
    case 'ProjectApproved':
    case 'ApprovalExtended':
    case 'ProjectOutlayReported':
    case 'ProjectStatusChanged':
      return streamName('land-project', event.data.unit, event.data.project);
    case 'LandSaleAgreed':
    case 'LandSaleCompleted':
    case 'LandSaleRescinded':
      return streamName('land-sale', event.data.unit, event.data.sale);
    case 'LandAcquired':
      return streamName('land-purchase', event.data.unit, event.data.purchase);
    case 'RiskAssessed':
    case 'ControlPlanned':
    case 'ControlOutcomeRecorded':
      return streamName('control', event.data.unit, event.data.period);
    case 'TargetSet':
    case 'IndicatorMeasured':
      return event.data.goal === undefined
        ? streamName('indicator', event.data.unit, event.data.period)
        : streamName('goal', event.data.unit, event.data.goal);
    case 'GoalSet':
    case 'GoalAssessed':
      return streamName('goal', event.data.unit, event.data.goal);
    case 'AssignmentGiven':
    case 'AssignmentReported':
      return streamName('assignment', event.data.unit, event.data.assignment);
    case 'TotalStated':
      return streamName('assertion', event.data.unit, event.data.period);
    case 'DiscrepancyExplained':
    case 'DiscrepancyAccepted':
      return streamName('assertion', 'discrepancy', event.data.discrepancy);
    case 'ImportStarted':
    case 'ImportCompleted':
    case 'ImportAbandoned':
    case 'SourceAdded':
    case 'EntryCorrected':
    case 'EntryWithdrawn':
    case 'EventCorrected':
    case 'EventWithdrawn':
      throw new LedgerError('STREAM_NOT_GIVEN', `${event.type} goes to the stream of what it is about`, {
        place: { field: 'stream' },
        hint: 'Name the stream: that of the document imported, or of what is corrected or sourced.',
      });
  }
}
