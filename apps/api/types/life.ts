import { Field, ObjectType } from '@nestjs/graphql';
import { BasisName, MarkName, StatusName } from '../enums.js';
import { Decimal } from '../scalars.js';
import { SourceCell } from './entry.js';
import { Change } from './explanation.js';
import { View } from './view.js';

@ObjectType({
  description:
    'One edition in the life of a figure, and what it changed; canonical sign (*steg i en siffras liv*).',
})
export class LifeStep {
  @Field(() => String, { description: 'Its column in the table (*kolumn*).' })
  column!: string;

  @Field(() => String, { description: 'What the edition is called (*benämning*).' })
  label!: string;

  @Field(() => BasisName, { description: 'What the series is about (*grund*).' })
  basis!: string;

  @Field(() => String, { description: 'The edition (*utgåva*).' })
  edition!: string;

  @Field(() => Decimal, { nullable: true, description: 'The value there (*värde*).' })
  value!: string | null;

  @Field(() => [MarkName], { description: 'What has to be known of the value (*märken*).' })
  marks!: readonly string[];

  @Field(() => Decimal, {
    nullable: true,
    description:
      'With `comparable`: the value in the perimeter of the last edition, where it is another (*omräknat*).',
  })
  restated!: string | null;

  @Field(() => StatusName, { nullable: true, description: 'How binding it is (*status*).' })
  status!: string | null;

  @Field(() => SourceCell, {
    nullable: true,
    description: 'Where it stands; null where it is computed or carried (*källa*).',
  })
  source!: SourceCell | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The column that it is compared with: the step before, a forecast with the budget; `outcome-start` (*jämförd med*).',
  })
  from!: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'changed + begun + ended + unexplained (*skillnad*).',
  })
  difference!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'What the changes explain (*förklarat*).' })
  changed!: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Of lines that the other side does not have (*tillkommet*).',
  })
  begun!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'Of lines that this side does not have (*upphört*).' })
  ended!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'What nobody has explained (*oförklarat*).' })
  unexplained!: string | null;

  @Field(() => [Change], { description: 'Why (*förändringar*).' })
  changes!: readonly Change[];
}

@ObjectType({
  description: 'What was planned, decided, forecast and reported of one figure of a year (*en siffras liv*).',
})
export class LifeView extends View {
  @Field(() => [String], { description: 'The line of the figure (*rad*).' })
  line!: readonly string[];

  @Field(() => String, { description: 'The measure of the figure (*mått*).' })
  measure!: string;

  @Field(() => [LifeStep], { description: 'Its editions, in their order (*steg*).' })
  steps!: readonly LifeStep[];
}
