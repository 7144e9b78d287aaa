import ApprovalExtended from './ApprovalExtended.v1.json' with { type: 'json' };
import AssignmentGiven from './AssignmentGiven.v1.json' with { type: 'json' };
import AssignmentReported from './AssignmentReported.v1.json' with { type: 'json' };
import BudgetAdopted from './BudgetAdopted.v1.json' with { type: 'json' };
import BudgetChanged from './BudgetChanged.v1.json' with { type: 'json' };
import BudgetReallocated from './BudgetReallocated.v1.json' with { type: 'json' };
import ChangeExplained from './ChangeExplained.v1.json' with { type: 'json' };
import ControlOutcomeRecorded from './ControlOutcomeRecorded.v1.json' with { type: 'json' };
import ControlPlanned from './ControlPlanned.v1.json' with { type: 'json' };
import DiscrepancyAccepted from './DiscrepancyAccepted.v1.json' with { type: 'json' };
import DiscrepancyExplained from './DiscrepancyExplained.v1.json' with { type: 'json' };
import DocumentRegistered from './DocumentRegistered.v1.json' with { type: 'json' };
import EditionClosed from './EditionClosed.v1.json' with { type: 'json' };
import EditionDeclared from './EditionDeclared.v1.json' with { type: 'json' };
import EditionOpened from './EditionOpened.v1.json' with { type: 'json' };
import EntryCorrected from './EntryCorrected.v1.json' with { type: 'json' };
import EntryWithdrawn from './EntryWithdrawn.v1.json' with { type: 'json' };
import EventCorrected from './EventCorrected.v1.json' with { type: 'json' };
import EventWithdrawn from './EventWithdrawn.v1.json' with { type: 'json' };
import ForecastRevised from './ForecastRevised.v1.json' with { type: 'json' };
import GoalAssessed from './GoalAssessed.v1.json' with { type: 'json' };
import GoalSet from './GoalSet.v1.json' with { type: 'json' };
import ImportAbandoned from './ImportAbandoned.v1.json' with { type: 'json' };
import ImportCompleted from './ImportCompleted.v1.json' with { type: 'json' };
import ImportStarted from './ImportStarted.v1.json' with { type: 'json' };
import IndicatorMeasured from './IndicatorMeasured.v1.json' with { type: 'json' };
import LandAcquired from './LandAcquired.v1.json' with { type: 'json' };
import LandSaleAgreed from './LandSaleAgreed.v1.json' with { type: 'json' };
import LandSaleCompleted from './LandSaleCompleted.v1.json' with { type: 'json' };
import LandSaleRescinded from './LandSaleRescinded.v1.json' with { type: 'json' };
import LayoutStated from './LayoutStated.v1.json' with { type: 'json' };
import LineNamed from './LineNamed.v1.json' with { type: 'json' };
import OutcomeReported from './OutcomeReported.v1.json' with { type: 'json' };
import ProjectApproved from './ProjectApproved.v1.json' with { type: 'json' };
import ProjectOutlayReported from './ProjectOutlayReported.v1.json' with { type: 'json' };
import ProjectStatusChanged from './ProjectStatusChanged.v1.json' with { type: 'json' };
import RiskAssessed from './RiskAssessed.v1.json' with { type: 'json' };
import ScaleDefined from './ScaleDefined.v1.json' with { type: 'json' };
import SourceAdded from './SourceAdded.v1.json' with { type: 'json' };
import TargetSet from './TargetSet.v1.json' with { type: 'json' };
import TotalStated from './TotalStated.v1.json' with { type: 'json' };
import UnitDefined from './UnitDefined.v1.json' with { type: 'json' };
import UnitMoved from './UnitMoved.v1.json' with { type: 'json' };
import common from './common.v1.json' with { type: 'json' };

/** What the schemas of version 1 refer to. */
export const COMMON: readonly object[] = [common];

/** The JSON schema of each version of each event's data, by `<type>.v<version>`. */
export const SCHEMAS: ReadonlyMap<string, object> = new Map<string, object>([
  ['ApprovalExtended.v1', ApprovalExtended],
  ['AssignmentGiven.v1', AssignmentGiven],
  ['AssignmentReported.v1', AssignmentReported],
  ['BudgetAdopted.v1', BudgetAdopted],
  ['BudgetChanged.v1', BudgetChanged],
  ['BudgetReallocated.v1', BudgetReallocated],
  ['ChangeExplained.v1', ChangeExplained],
  ['ControlOutcomeRecorded.v1', ControlOutcomeRecorded],
  ['ControlPlanned.v1', ControlPlanned],
  ['DiscrepancyAccepted.v1', DiscrepancyAccepted],
  ['DiscrepancyExplained.v1', DiscrepancyExplained],
  ['DocumentRegistered.v1', DocumentRegistered],
  ['EditionClosed.v1', EditionClosed],
  ['EditionDeclared.v1', EditionDeclared],
  ['EditionOpened.v1', EditionOpened],
  ['EntryCorrected.v1', EntryCorrected],
  ['EntryWithdrawn.v1', EntryWithdrawn],
  ['EventCorrected.v1', EventCorrected],
  ['EventWithdrawn.v1', EventWithdrawn],
  ['ForecastRevised.v1', ForecastRevised],
  ['GoalAssessed.v1', GoalAssessed],
  ['GoalSet.v1', GoalSet],
  ['ImportAbandoned.v1', ImportAbandoned],
  ['ImportCompleted.v1', ImportCompleted],
  ['ImportStarted.v1', ImportStarted],
  ['IndicatorMeasured.v1', IndicatorMeasured],
  ['LandAcquired.v1', LandAcquired],
  ['LandSaleAgreed.v1', LandSaleAgreed],
  ['LandSaleCompleted.v1', LandSaleCompleted],
  ['LandSaleRescinded.v1', LandSaleRescinded],
  ['LayoutStated.v1', LayoutStated],
  ['LineNamed.v1', LineNamed],
  ['OutcomeReported.v1', OutcomeReported],
  ['ProjectApproved.v1', ProjectApproved],
  ['ProjectOutlayReported.v1', ProjectOutlayReported],
  ['ProjectStatusChanged.v1', ProjectStatusChanged],
  ['RiskAssessed.v1', RiskAssessed],
  ['ScaleDefined.v1', ScaleDefined],
  ['SourceAdded.v1', SourceAdded],
  ['TargetSet.v1', TargetSet],
  ['TotalStated.v1', TotalStated],
  ['UnitDefined.v1', UnitDefined],
  ['UnitMoved.v1', UnitMoved],
]);
