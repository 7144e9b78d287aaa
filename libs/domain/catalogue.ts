import type { AssertionCatalogue } from './assertion/events.js';
import type { AssignmentCatalogue } from './assignment/events.js';
import type { BudgetCatalogue } from './budget/events.js';
import type { ControlCatalogue } from './control/events.js';
import type { CorrectionCatalogue } from './correction/events.js';
import type { EditionCatalogue } from './edition/events.js';
import type { ForecastCatalogue } from './forecast/events.js';
import type { GoalCatalogue } from './goal/events.js';
import type { LandCatalogue } from './land/events.js';
import type { OutcomeCatalogue } from './outcome/events.js';
import type { SourceDocumentCatalogue } from './source-document/events.js';
import type { UnitCatalogue } from './unit/events.js';

/** Every event of the ledger by its name, with the type of its data. A new event goes into the catalogue of its stream. */
export interface Catalogue
  extends
    SourceDocumentCatalogue,
    UnitCatalogue,
    EditionCatalogue,
    BudgetCatalogue,
    ForecastCatalogue,
    OutcomeCatalogue,
    LandCatalogue,
    ControlCatalogue,
    GoalCatalogue,
    AssignmentCatalogue,
    AssertionCatalogue,
    CorrectionCatalogue {}
