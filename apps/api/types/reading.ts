import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { BasisName } from '../enums.js';

@ObjectType({
  description: 'A figure in a basis and an edition: what is stated, computed and explained (*avläsning*).',
})
export class Reading {
  @Field(() => String, { description: 'The unit: municipality / board / frame (*enhet*).' })
  unit!: string;

  @Field(() => String, { description: 'operations, investment, land, indicator … (*område*).' })
  area!: string;

  @Field(() => [String], { description: "Labels from the outermost; empty for the frame's total (*rad*)." })
  line!: readonly string[];

  @Field(() => String, { description: 'revenue, cost, net, outlay … (*mått*).' })
  measure!: string;

  @Field(() => String, { description: "A year, or a project's lifetime (*period*)." })
  period!: string;

  @Field(() => BasisName, { description: 'budget, forecast, outcome, approved or target (*grund*).' })
  basis!: string;

  @Field(() => String, { description: 'The step of the series: `2021:1`, `T1`, `2023-08` (*utgåva*).' })
  edition!: string;
}

@InputType({ description: 'The address of a reading (*avläsning*).' })
export class ReadingInput {
  @Field(() => String, { description: 'The unit: municipality / board / frame (*enhet*).' })
  unit!: string;

  @Field(() => String, { description: 'operations, investment, land, indicator … (*område*).' })
  area!: string;

  @Field(() => [String], { description: "Labels from the outermost; empty for the frame's total (*rad*)." })
  line!: string[];

  @Field(() => String, { description: 'revenue, cost, net, outlay … (*mått*).' })
  measure!: string;

  @Field(() => String, { description: "A year, or a project's lifetime (*period*)." })
  period!: string;

  @Field(() => BasisName, { description: 'budget, forecast, outcome, approved or target (*grund*).' })
  basis!: keyof typeof BasisName;

  @Field(() => String, { description: 'The step of the series: `2021:1`, `T1`, `2023-08` (*utgåva*).' })
  edition!: string;
}
