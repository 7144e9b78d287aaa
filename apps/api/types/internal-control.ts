import { Field, Int, ObjectType } from '@nestjs/graphql';
import { ControlOutcomeName } from '../register-enums.js';
import { Decimal } from '../scalars.js';
import { Step } from './step.js';
import { View } from './view.js';

@ObjectType({
  description: 'A square of the matrix: the risks of a likelihood and a materiality (*ruta i riskmatrisen*).',
})
export class RiskSquare {
  @Field(() => Int, { description: '1–4 (*sannolikhet*).' })
  likelihood!: number;

  @Field(() => Int, { description: '1–4 (*väsentlighet*).' })
  materiality!: number;

  @Field(() => Int, { description: 'The product (*riskvärde*).' })
  value!: number;

  @Field(() => String, {
    nullable: true,
    description: 'What the score means, where a scale says it (*sannolikhet i ord*).',
  })
  likelihoodLabel!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What the score means, where a scale says it (*väsentlighet i ord*).',
  })
  materialityLabel!: string | null;

  @Field(() => [String], { description: 'The ids of its risks (*risker*).' })
  risks!: readonly string[];

  @Field(() => [String], { description: 'What its risks are called, in the same order (*riskernas namn*).' })
  names!: readonly string[];
}

@ObjectType({ description: 'A risk of the year, with the numbers of its row (*risk*).' })
export class Risk extends Step {
  @Field(() => String, { description: 'Its id (*riskens id*).' })
  risk!: string;

  @Field(() => String, { description: 'The unit that assessed it (*enhet*).' })
  unit!: string;

  @Field(() => [String], { description: 'The line that its figures stand on (*rad*).' })
  line!: readonly string[];

  @Field(() => Decimal, { nullable: true, description: '1–4; null where it is not stated (*sannolikhet*).' })
  likelihood!: string | null;

  @Field(() => Decimal, { nullable: true, description: '1–4; null where it is not stated (*väsentlighet*).' })
  materiality!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'Likelihood × materiality, computed (*riskvärde*).' })
  value!: string | null;

  @Field(() => String, { nullable: true, description: 'The product as it is printed (*tryckt riskvärde*).' })
  printed!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Id of the discrepancy between the two, where there is one (*avvikelse i avstämning*).',
  })
  discrepancy!: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Its value of the year before, by the names of its line (*riskvärde året före*).',
  })
  before!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'How far it moved since then (*förändring*).' })
  movement!: string | null;

  @Field(() => String, { nullable: true, description: 'Who judged that it is the same risk (*bedömd av*).' })
  judgedBy!: string | null;
}

@ObjectType({ description: 'A control of the year, planned or reported (*kontroll*).' })
export class Control {
  @Field(() => String, { description: 'Its id (*kontrollens id*).' })
  control!: string;

  @Field(() => String, { description: 'The unit whose control it is (*enhet*).' })
  unit!: string;

  @Field(() => String, { description: 'The year of its plan (*år*).' })
  year!: string;

  @Field(() => String, { nullable: true, description: 'The risk that it meets (*risk*).' })
  risk!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The risk of the year's analysis that it is, also under another name; null where it is not among them (*bedömd risk*).",
  })
  assessedRisk!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Who judged that the two names are one risk, where no source states it (*bedömt av*).',
  })
  judgedBy!: string | null;

  @Field(() => String, { nullable: true, description: 'A short title (*kontrollmoment*).' })
  what!: string | null;

  @Field(() => String, { nullable: true, description: 'How it is done (*metod*).' })
  method!: string | null;

  @Field(() => String, { nullable: true, description: 'A role, never a person (*ansvarig*).' })
  responsible!: string | null;

  @Field(() => ControlOutcomeName, {
    nullable: true,
    description:
      'The last outcome; `notStated` where the source reports it without one; null where none is reported (*utfall*).',
  })
  outcome!: string | null;

  @Field(() => Boolean, { description: 'Whether an outcome says how it went (*bedömd*).' })
  assessed!: boolean;

  @Field(() => String, { nullable: true, description: 'The month that it is as of (*till och med*).' })
  through!: string | null;

  @Field(() => String, { nullable: true, description: 'What was found (*resultat*).' })
  result!: string | null;

  @Field(() => String, { nullable: true, description: 'What is done about it (*åtgärd*).' })
  action!: string | null;

  @Field(() => [Step], { description: 'What was recorded of it (*händelser*).' })
  steps!: readonly Step[];
}

@ObjectType({ description: 'The risks of a year, and what is done about them (*internkontroll*).' })
export class InternalControlView extends View {
  @Field(() => [RiskSquare], { description: 'All sixteen squares, the gravest first (*riskmatris*).' })
  matrix!: readonly RiskSquare[];

  @Field(() => [Risk], { description: 'The risks of the year (*risker*).' })
  risks!: readonly Risk[];

  @Field(() => [Control], { description: 'The controls of the year (*kontroller*).' })
  controls!: readonly Control[];

  @Field(() => [String], {
    description:
      'The ids of controls that nobody has assessed, as far as the sources say (*kontroller utan bedömning*).',
  })
  withoutAssessment!: readonly string[];
}
