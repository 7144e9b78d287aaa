import { Field, Int, ObjectType } from '@nestjs/graphql';
import { connectionType } from '../connection.js';
import { names, register, UnitOfMeasureName } from '../enums.js';
import { AssignmentStatusName, GoalStateName } from '../register-enums.js';
import { Decimal } from '../scalars.js';
import { Decision, SourceCell } from './entry.js';
import { Step } from './step.js';
import { View } from './view.js';

@ObjectType({ description: 'How a goal was assessed (*bedömning av mål*).' })
export class GoalAssessment extends Step {
  @Field(() => GoalStateName, { description: 'How far it is fulfilled (*måluppfyllelse*).' })
  state!: string;

  @Field(() => GoalStateName, {
    nullable: true,
    description: 'What is expected at the end of the year (*förväntad måluppfyllelse*).',
  })
  expected!: string | null;

  @Field(() => String, { nullable: true, description: 'The month that it is as of (*till och med*).' })
  through!: string | null;

  @Field(() => String, { nullable: true, description: 'What is said of it (*kommentar*).' })
  words!: string | null;
}

@ObjectType({ description: 'A goal, and how it was assessed (*mål*).' })
export class Goal {
  @Field(() => String, { description: 'Its id (*målets id*).' })
  goal!: string;

  @Field(() => String, { description: 'The unit whose goal it is (*enhet*).' })
  unit!: string;

  @Field(() => String, { nullable: true, description: 'The year, or the years, that it is for (*period*).' })
  period!: string | null;

  @Field(() => String, { nullable: true, description: 'How the source counts it (*beteckning*).' })
  label!: string | null;

  @Field(() => String, { nullable: true, description: 'A short title (*mål i korthet*).' })
  words!: string | null;

  @Field(() => String, { nullable: true, description: 'The goal above it (*överordnat mål*).' })
  parent!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The short title of the goal above it (*överordnat mål i korthet*).',
  })
  parentWords!: string | null;

  @Field(() => GoalStateName, {
    nullable: true,
    description: 'The last assessment; null where none is recorded (*måluppfyllelse*).',
  })
  state!: string | null;

  @Field(() => GoalStateName, {
    nullable: true,
    description: 'What is expected at the end of the year (*förväntad måluppfyllelse*).',
  })
  expected!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The month that the assessment is as of (*till och med*).',
  })
  through!: string | null;

  @Field(() => [GoalAssessment], { description: 'All assessments, in order (*bedömningar*).' })
  assessments!: readonly GoalAssessment[];

  @Field(() => [Step], { description: 'Where it was set (*händelser*).' })
  steps!: readonly Step[];
}

@ObjectType({ description: 'What another edition says of the period of a column (*annan uppgift*).' })
export class OtherValue {
  @Field(() => String, { description: 'The column (*kolumn*).' })
  column!: string;

  @Field(() => String, { description: 'The edition that says it (*utgåva*).' })
  edition!: string;

  @Field(() => Decimal, { description: 'In the unit of the indicator (*värde*).' })
  value!: string;

  @Field(() => Boolean, { description: 'Whether it is preliminary (*preliminärt*).' })
  preliminary!: boolean;

  @Field(() => SourceCell, { nullable: true, description: 'Where it stands (*källcell*).' })
  source!: SourceCell | null;
}

@ObjectType({
  description: 'A row of the table of indicators, and what its numbers do not say (*indikator*).',
})
export class Indicator {
  @Field(() => [String], { description: 'The row (*sökväg*).' })
  path!: readonly string[];

  @Field(() => String, { description: 'The unit that it is of (*enhet*).' })
  unit!: string;

  @Field(() => [String], { description: 'The line that its figures stand on (*rad*).' })
  line!: readonly string[];

  @Field(() => UnitOfMeasureName, { nullable: true, description: 'What it is measured in (*måttenhet*).' })
  unitOfMeasure!: string | null;

  @Field(() => String, { nullable: true, description: 'The goal that it belongs to (*mål*).' })
  goal!: string | null;

  @Field(() => [String], { description: 'Columns whose value only a chart states (*avläst ur diagram*).' })
  fromChart!: readonly string[];

  @Field(() => [String], { description: 'Columns whose value is preliminary (*preliminära värden*).' })
  preliminary!: readonly string[];

  @Field(() => [OtherValue], {
    description: 'What other editions say of the period of a column (*andra uppgifter*).',
  })
  others!: readonly OtherValue[];
}

@ObjectType({
  description: 'Indicators with targets and outcomes over the years, and the goals (*mål och indikatorer*).',
})
export class GoalsView extends View {
  @Field(() => [Indicator], { description: 'The rows of the table (*indikatorer*).' })
  indicators!: readonly Indicator[];

  @Field(() => [Goal], { description: 'The goals (*mål*).' })
  goals!: readonly Goal[];
}

export const AssignmentStateName = names('notReported', 'notStarted', 'started', 'finished');
register(
  'AssignmentState',
  'How far an assignment has come, if anybody said (*läge*).',
  AssignmentStateName,
  {
    notReported: 'Nobody has reported on it (*ej rapporterad*).',
    notStarted: 'Not started (*ej påbörjad*).',
    started: 'Started (*påbörjad*).',
    finished: 'Finished (*färdig*).',
  },
);

@ObjectType({ description: 'What was reported of an assignment (*rapport om uppdrag*).' })
export class AssignmentReport extends Step {
  @Field(() => AssignmentStatusName, { description: 'How far it has come (*läge*).' })
  status!: string;

  @Field(() => String, { nullable: true, description: 'The month that it is as of (*till och med*).' })
  through!: string | null;

  @Field(() => String, { nullable: true, description: 'What is said of it (*kommentar*).' })
  comment!: string | null;
}

@ObjectType({ description: 'An assignment, and how far it has come (*uppdrag*).' })
export class Assignment {
  @Field(() => String, { description: 'Its id (*uppdragets id*).' })
  assignment!: string;

  @Field(() => String, { description: 'The unit that it was given to (*enhet*).' })
  unit!: string;

  @Field(() => String, { nullable: true, description: 'A short title (*uppdrag i korthet*).' })
  words!: string | null;

  @Field(() => String, { nullable: true, description: 'Who gave it (*uppdragsgivare*).' })
  givenBy!: string | null;

  @Field(() => String, { nullable: true, description: 'The year, or the years, that it is for (*period*).' })
  period!: string | null;

  @Field(() => String, { nullable: true, description: 'When it should be done (*klart senast*).' })
  due!: string | null;

  @Field(() => AssignmentStatusName, {
    nullable: true,
    description: 'The last status reported; null where none is (*läge*).',
  })
  status!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The month that the status is as of (*till och med*).',
  })
  through!: string | null;

  @Field(() => String, { nullable: true, description: 'What is said of it (*kommentar*).' })
  comment!: string | null;

  @Field(() => Decision, { nullable: true, description: 'The decision that gave it (*beslut*).' })
  decision!: Decision | null;

  @Field(() => [Step], { description: 'Where it was given (*händelser*).' })
  steps!: readonly Step[];

  @Field(() => [AssignmentReport], { description: 'All reports, in order (*rapporter*).' })
  reports!: readonly AssignmentReport[];
}

@ObjectType({ description: 'How many assignments have a status (*antal uppdrag*).' })
export class AssignmentCount {
  @Field(() => AssignmentStateName, { description: 'The status (*läge*).' })
  status!: string;

  @Field(() => Int, { description: 'How many (*antal*).' })
  count!: number;
}

const AssignmentConnection = connectionType(Assignment, 'Assignment', 'assignments', 'uppdrag');

@ObjectType({
  description: 'A page of the assignments, and how many there are of each status (*uppdrag, sida*).',
})
export class AssignmentList extends AssignmentConnection {
  @Field(() => [AssignmentCount], {
    description: 'How many of each status, whatever status was asked for (*antal per läge*).',
  })
  counts!: readonly AssignmentCount[];

  @Field(() => String, { nullable: true, description: '`asOf` as it was asked; null for now (*per*).' })
  asOf!: string | null;

  @Field(() => String, { description: 'The position in the log that the answer is from (*position*).' })
  position!: string;

  @Field(() => Int, {
    description: 'With `publishedBy`: events left out because no date is known (*odaterade, utelämnade*).',
  })
  undatedLeftOut!: number;
}
