import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Comparability } from './comparability.js';
import { LedgerError } from '#amount';
import type { Explained, ExplainSide } from '#projections';
import { MarkName, StatusName, UnitOfMeasureName } from '../enums.js';
import { names, register } from '../enums.js';
import { Decimal } from '../scalars.js';
import { viewRequest } from '../view-request.js';
import { CorrectionNote, Entry } from './entry.js';
import { Change, DifferenceExplanation, DividedDifference } from './explanation.js';
import { Reading, ReadingInput } from './reading.js';

@InputType({ description: 'A cell of a view, by its row and its column (*cell*).' })
export class CellInput {
  @Field(() => String, { description: 'The view, as `explain` takes it: `budget-diff` (*vy*).' })
  view!: string;

  @Field(() => String, { description: 'The unit, as `boras/ks/stadsledningskansliet` (*enhet*).' })
  unit!: string;

  @Field(() => String, { nullable: true, description: 'The year; of goals it may be left out (*år*).' })
  year?: string | null;

  @Field(() => String, { nullable: true, description: 'Of budget-diff: from which edition (*från utgåva*).' })
  from?: string | null;

  @Field(() => String, { nullable: true, description: 'Of budget-diff: to which edition (*till utgåva*).' })
  to?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Of delarsbokslut: the month it runs through (*till och med månad*).',
  })
  through?: string | null;

  @Field(() => String, { nullable: true, description: 'Of delarsbokslut and life: which area (*område*).' })
  area?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Of life: the line of the figure (*rad i tabellen*).',
  })
  line?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Of life: the measure of the figure (*mått*).' })
  measure?: string | null;

  @Field(() => String, { description: 'The row, its path joined by ` > ` (*rad*).' })
  row!: string;

  @Field(() => String, { description: 'The column, by its id (*kolumn*).' })
  column!: string;
}

@InputType({ description: 'A figure to follow: a reading, or a cell of a view; one of the two (*siffra*).' })
export class ExplainedInput {
  @Field(() => ReadingInput, { nullable: true, description: 'By its address (*avläsning*).' })
  reading?: ReadingInput | null;

  @Field(() => CellInput, { nullable: true, description: 'By its place in a view (*cell*).' })
  cell?: CellInput | null;
}

@InputType({
  description: 'One side of a difference: a reading or a cell of a view, and from where it is seen (*sida*).',
})
export class ExplainSideInput extends ExplainedInput {
  @Field(() => String, {
    nullable: true,
    description:
      'What was recorded by then: a position, a time or the id of an event; else that of the question (*per*).',
  })
  asOf?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Only what had been published by this day, ISO; else that of the question (*offentliggjort senast*).',
  })
  publishedBy?: string | null;
}

/** @throws LedgerError INPUT_INVALID, UNKNOWN_VIEW, INPUT_MISSING */
export function explainedOf({ reading, cell }: ExplainedInput, field: string): Explained {
  const [isReading, isCell] = [reading, cell].map((one) => one !== null && one !== undefined);
  if (isReading === isCell) {
    throw new LedgerError('INPUT_INVALID', 'a figure is a reading or a cell, one of the two', {
      place: { field },
      hint: 'Give `reading` or `cell`, and leave the other out.',
    });
  }
  if (reading !== null && reading !== undefined) return { reading };
  const { row, column, ...request } = cell as CellInput;
  return { cell: { request: viewRequest(request), row, column } };
}

export function sideOf({ asOf, publishedBy, ...explained }: ExplainSideInput, field: string): ExplainSide {
  return {
    ...explainedOf(explained, field),
    ...(typeof asOf === 'string' ? { asOf } : {}),
    ...(typeof publishedBy === 'string' ? { publishedBy } : {}),
  };
}

@ObjectType({ description: 'A reading that a side is the sum of (*led*).' })
export class SideTerm {
  @Field(() => Int, { description: 'By what it counts (*koefficient*).' })
  coefficient!: number;

  @Field(() => Reading, { description: 'The reading (*avläsning*).' })
  reading!: Reading;

  @Field(() => Decimal, { nullable: true, description: 'Its value, canonical sign (*värde*).' })
  value!: string | null;
}

@ObjectType({ description: 'One side of a difference, as it was found (*sida*).' })
export class DifferenceSide {
  @Field(() => String, { description: 'Its name as the table has it (*benämning*).' })
  label!: string;

  @Field(() => Reading, {
    nullable: true,
    description: 'What it is; null where it is computed from several, which are its terms (*avläsning*).',
  })
  reading!: Reading | null;

  @Field(() => [SideTerm], { description: 'What it is the sum of (*led*).' })
  terms!: readonly SideTerm[];

  @Field(() => Decimal, { nullable: true, description: 'At its own standpoint, canonical sign (*värde*).' })
  value!: string | null;

  @Field(() => [MarkName], { description: 'What has to be known of the value (*märken*).' })
  marks!: readonly string[];

  @Field(() => StatusName, { nullable: true, description: 'How binding it is (*status*).' })
  status!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What was asked of this side, as given; null: that of the question (*per*).',
  })
  asOf!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The day, where one was given (*offentliggjort senast*).',
  })
  publishedBy!: string | null;

  @Field(() => String, { description: 'The position that it is read from (*position*).' })
  position!: string;

  @Field(() => Int, {
    description:
      'With `publishedBy`: entries left out because no date is stated or judged, of all rows of the tables that the answer is read in (*odaterade, utelämnade*).',
  })
  undatedLeftOut!: number;
}

export const BeliefReasonKind = names(
  'statement',
  'change',
  'correction',
  'withdrawal',
  'edition',
  'table',
  'name',
);
register('BeliefReasonKind', 'What made a value another (*slag av skäl*).', BeliefReasonKind, {
  statement: 'A number was stated (*uppgift*).',
  change: 'A change was entered (*förändring*).',
  correction: 'Something was corrected (*rättelse*).',
  withdrawal: 'Something was withdrawn (*återkallelse*).',
  edition: 'An edition was declared (*utgåva*).',
  table: 'A table was stated (*uppställning*).',
  name: 'Lines were said to be the same (*namn*).',
});

export const BeliefBy = names('recorded', 'published');
register('BeliefBy', 'Which clock a step is by (*klocka*).', BeliefBy, {
  recorded: 'The ledger learned it then (*registrerat*).',
  published: 'It was published then (*offentliggjort*).',
});

@ObjectType({ description: 'What made a value another: what was said, by whom and when (*skäl*).' })
export class BeliefReason {
  @Field(() => BeliefReasonKind, { description: 'What it is (*slag av skäl*).' })
  kind!: string;

  @Field(() => String, {
    description: 'In the words of its source: the cause, why it was corrected, a name (*ordalydelse*).',
  })
  words!: string;

  @Field(() => Entry, { nullable: true, description: 'What was stated, or put in by a correction (*post*).' })
  entry!: Entry | null;

  @Field(() => Change, { nullable: true, description: 'The change that was entered (*förändring*).' })
  change!: Change | null;

  @Field(() => CorrectionNote, { nullable: true, description: 'The correction (*rättelse*).' })
  correction!: CorrectionNote | null;

  @Field(() => String, { description: 'The event that says it (*händelse*).' })
  event!: string;

  @Field(() => String, { description: 'Its type: `BudgetAdopted` (*händelseslag*).' })
  type!: string;

  @Field(() => String, { description: "When, by the writer's clock, ISO 8601 (*registrerad*)." })
  recordedAt!: string;

  @Field(() => String, { nullable: true, description: 'Who: an opaque id (*registrerad av*).' })
  actor!: string | null;

  @Field(() => String, { description: 'Where it stands in the log (*position*).' })
  position!: string;
}

@ObjectType({
  description: 'A step of what was believed of a figure: from when, and why (*hur vår bild ändrades*).',
})
export class BeliefStep {
  @Field(() => BeliefBy, { description: 'Which clock it is by (*klocka*).' })
  by!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'From which position on: of an import, that of its completion. Null of what was published (*position*).',
  })
  position!: string | null;

  @Field(() => String, { nullable: true, description: 'When, as it counts, ISO 8601 (*registrerad*).' })
  recordedAt!: string | null;

  @Field(() => String, { nullable: true, description: 'Who: an opaque id (*registrerad av*).' })
  actor!: string | null;

  @Field(() => String, { nullable: true, description: 'The event there (*händelse*).' })
  event!: string | null;

  @Field(() => String, { nullable: true, description: 'Its type (*händelseslag*).' })
  type!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Of what was published: the day; null of what has no date (*offentliggjord*).',
  })
  published!: string | null;

  @Field(() => UnitOfMeasureName, { description: 'What the amounts are measured in (*måttenhet*).' })
  unitOfMeasure!: string;

  @Field(() => Decimal, {
    nullable: true,
    description: 'What was believed before, canonical sign (*förut*).',
  })
  before!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'What was believed from then on (*därefter*).' })
  after!: string | null;

  @Field(() => Decimal, {
    description:
      'After less before, where none counts as nothing; in a difference with the sign it counts by (*rörelse*).',
  })
  moved!: string;

  @Field(() => [MarkName], { description: 'What has to be known of the value from then on (*märken*).' })
  marks!: readonly string[];

  @Field(() => StatusName, { nullable: true, description: 'How binding it is from then on (*status*).' })
  status!: string | null;

  @Field(() => [BeliefReason], { description: 'Why (*skäl*).' })
  why!: readonly BeliefReason[];

  @Field(() => Int, { description: 'How many reasons more there were than are listed (*ytterligare skäl*).' })
  more!: number;
}

@ObjectType({ description: 'What steps that are not listed made together (*tidigare steg*).' })
export class EarlierSteps {
  @Field(() => Decimal, { description: 'Their sum (*summa*).' })
  moved!: string;

  @Field(() => String, { description: 'Where those listed begin: a position or a day (*till*).' })
  upTo!: string;
}

@ObjectType({
  description:
    'Why one side differs from another: difference = changed + begun + ended + unexplained + learned, exactly. The first four compare the two at the later standpoint; `learned` is what the side that is seen from the earlier one moved until then (*skillnad*).',
})
export class Difference extends DividedDifference {
  @Field(() => [Comparability], {
    nullable: true,
    description: 'What sets the two sides apart (*jämförbarhet*).',
  })
  comparability?: readonly Comparability[];

  @Field(() => DifferenceSide, { description: 'The side it leads from (*från*).' })
  from!: DifferenceSide;

  @Field(() => DifferenceSide, { description: 'The side it leads to (*till*).' })
  to!: DifferenceSide;

  @Field(() => String, { description: 'The name of the side it leads to (*benämning*).' })
  label!: string;

  @Field(() => UnitOfMeasureName, { description: 'What the amounts here are measured in (*måttenhet*).' })
  unitOfMeasure!: string;

  @Field(() => Decimal, {
    nullable: true,
    description:
      'To less from; null where a side has no value, which then counts as nothing in the sums (*skillnad*).',
  })
  difference!: string | null;

  @Field(() => [Change], {
    description:
      'Ends of temporary changes that nobody has entered, which are not counted (*möjliga orsaker*).',
  })
  offered!: readonly Change[];

  @Field(() => Decimal, {
    description: 'Of lines, or terms, that only the side it leads to has (*tillkommet*).',
  })
  begun!: string;

  @Field(() => Decimal, {
    description: 'Of lines, or terms, that only the side it leads from has (*upphört*).',
  })
  ended!: string;

  @Field(() => Decimal, {
    description: 'What was learned, or published, between the standpoints (*ny kunskap*).',
  })
  learned!: string;

  @Field(() => [BeliefStep], { description: 'The steps of that, in the order of time (*steg*).' })
  steps!: readonly BeliefStep[];

  @Field(() => EarlierSteps, {
    nullable: true,
    description: 'Steps before those listed; null where all are (*tidigare steg*).',
  })
  earlier!: EarlierSteps | null;

  @Field(() => [DifferenceExplanation], {
    description: 'The comparison by line and by term, each by its coefficient; they add up (*delar*).',
  })
  parts!: readonly DifferenceExplanation[];

  @Field(() => String, { description: 'Where the two are compared with each other (*position*).' })
  position!: string;

  @Field(() => String, {
    nullable: true,
    description: 'As published by which day (*offentliggjort senast*).',
  })
  publishedBy!: string | null;

  @Field(() => Int, {
    description:
      'Entries left out on either side because no date is stated or judged, of all rows of the tables that it is read in (*odaterade, utelämnade*).',
  })
  undatedLeftOut!: number;
}
