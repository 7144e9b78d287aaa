import { registerEnumType } from '@nestjs/graphql';
import { names, register } from './enums.js';
import { BasisName, ExtentName, RowKindName, StatusName, UnitOfMeasureName } from './enums.js';
import { CHOICES, type ChoiceName } from '../shared/registering/shape.js';

/** The sets of values that only commands take, as the schema has them. */

const UnitKindName = names(...CHOICES.UnitKind);
register('UnitKind', 'What a unit is (*enhetsslag*).', UnitKindName, {
  municipality: 'A municipality (*kommun*).',
  board: 'A board (*nämnd*).',
  frame: 'A frame of appropriation (*anslagsram*).',
});

const DocumentKindName = names(...CHOICES.DocumentKind);
register('DocumentKind', 'What a document is (*dokumentslag*).', DocumentKindName, {
  budget: 'A budget (*budget*).',
  planning: 'What a budget is planned from (*planeringsunderlag*).',
  interim: 'Interim accounts (*delårsbokslut*).',
  annual: 'An annual report (*årsredovisning*).',
  other: 'Something else (*övrigt*).',
});

const CorrectionNatureName = names(...CHOICES.CorrectionNature);
register('CorrectionNature', 'What was wrong (*rättelsens slag*).', CorrectionNatureName, {
  misread: 'It was registered otherwise than its source says (*felläsning*).',
  erratum: 'The source was wrong, and says so on a date of its own (*rättelseblad*).',
});

export const AssignmentStatusName = names(...CHOICES.AssignmentStatus);
register('AssignmentStatus', 'How far an assignment has come (*läge*).', AssignmentStatusName, {
  notStarted: 'Not started (*ej påbörjad*).',
  started: 'Started (*påbörjad*).',
  finished: 'Finished (*färdig*).',
});

export const ControlOutcomeName = names(...CHOICES.ControlOutcome);
register('ControlOutcome', 'The outcome of a control (*utfall av kontroll*).', ControlOutcomeName, {
  withoutRemark: 'Without remark, or with a negligible one (*utan anmärkning*).',
  remarkNearTarget: 'With a remark near the target (*med anmärkning nära målvärde*).',
  withRemark: 'With a remark (*med anmärkning*).',
  notAssessed: 'Not assessed (*ingen bedömning har genomförts*).',
  notStated: 'The source does not say it (*ej angivet*).',
});

export const GoalStateName = names(...CHOICES.GoalState);
register('GoalState', 'How far a goal is fulfilled (*måluppfyllelse*).', GoalStateName, {
  notFulfilled: 'Not fulfilled (*ej uppfyllt*).',
  partlyFulfilled: 'Partly fulfilled (*delvis uppfyllt*).',
  largelyFulfilled: 'Largely fulfilled (*i hög grad uppfyllt*).',
  fullyFulfilled: 'Fully fulfilled (*helt uppfyllt*).',
  notEvaluated: 'Not evaluated (*ej utvärderad*).',
});

const OperationName = names(...CHOICES.Operation);
register('Operation', 'How the terms of a formula go together (*räknesätt*).', OperationName, {
  sum: 'They are added (*summa*).',
  product: 'They are multiplied (*produkt*).',
  ratio: 'The first is divided by the second (*kvot*).',
});

/** GraphQL has no letters beyond ASCII in names. */
const BreakdownRoleName = { remainder: 'remainder', darav: 'därav' } as const;
registerEnumType(BreakdownRoleName, {
  name: 'BreakdownRole',
  description: 'What a row is in another breakdown of a total (*roll*).',
  valuesMap: {
    remainder: { description: 'What remains of the total (*återstoden*).' },
    darav: { description: 'A figure that is never summed (*därav*).' },
  },
});

const LineIdentityKindName = names(...CHOICES.LineIdentity);
register('LineIdentityKind', 'What a name says of a line (*slag av benämning*).', LineIdentityKindName, {
  alias: 'It is the same line, otherwise spelled (*annan stavning*).',
  merger: 'It takes the place of its parts (*sammanslagning*).',
  split: 'Its parts take its place (*uppdelning*).',
});

const EntryKindName = names(...CHOICES.EntryKind);
register('EntryKind', 'What an entry is (*postslag*).', EntryKindName, {
  statement: 'A reading is an amount, not stated, or relative to others (*uppgift*).',
  change: 'A reading differs from another, because of a cause (*förändring*).',
  difference: 'A printed difference of two readings (*tryckt skillnad*).',
});

/** The enum of each set of values. */
export const CHOICE_ENUMS: Readonly<Record<ChoiceName, Readonly<Record<string, string>>>> = {
  Basis: BasisName,
  Status: StatusName,
  UnitOfMeasure: UnitOfMeasureName,
  Extent: ExtentName,
  RowKind: RowKindName,
  UnitKind: UnitKindName,
  DocumentKind: DocumentKindName,
  CorrectionNature: CorrectionNatureName,
  AssignmentStatus: AssignmentStatusName,
  ControlOutcome: ControlOutcomeName,
  GoalState: GoalStateName,
  Operation: OperationName,
  BreakdownRole: BreakdownRoleName,
  LineIdentity: LineIdentityKindName,
  EntryKind: EntryKindName,
};
