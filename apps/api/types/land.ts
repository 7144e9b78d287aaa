import { Field, ObjectType } from '@nestjs/graphql';
import { names, register, UnitOfMeasureName, MarkName } from '../enums.js';
import { Decimal } from '../scalars.js';
import { Reading } from './reading.js';
import { Step } from './step.js';
import { View } from './view.js';

const SaleStateName = names('agreed', 'completed', 'rescinded');
register('SaleState', 'How far a sale of land has come (*läge*).', SaleStateName, {
  agreed: 'It is agreed (*avtal*).',
  completed: 'It is completed (*tillträdd*).',
  rescinded: 'It is rescinded and its price repaid (*hävd*).',
});

@ObjectType({
  description: 'A status code, with its meaning in the scale of its own document (*projektstatus*).',
})
export class ProjectStatus extends Step {
  @Field(() => String, { description: 'The code as it is printed (*kod*).' })
  code!: string;

  @Field(() => String, { description: 'The scale that says what it means (*skala*).' })
  scale!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What it means; null where the scale is not recorded (*betydelse*).',
  })
  meaning!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What it is as of: a day, a month, a year or an edition (*per*).',
  })
  asAt!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The scale of the same kind in the year asked for (*årets skala*).',
  })
  scaleOfYear!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The code that means the same in that scale; null where none does (*kod i årets skala*).',
  })
  codeInYear!: string | null;

  @Field(() => [MarkName], {
    description: 'notComparable or restated, where it is of another scale than the year (*märken*).',
  })
  marks!: readonly string[];
}

@ObjectType({
  description:
    'A land development project as a whole; amounts in the canonical sign and the unit of measure of the table (*exploateringsprojekt*).',
})
export class Project {
  @Field(() => String, { description: 'Its id (*projektets id*).' })
  project!: string;

  @Field(() => String, { description: 'The unit that it is of (*enhet*).' })
  unit!: string;

  @Field(() => String, { description: 'Its name (*namn*).' })
  name!: string;

  @Field(() => [String], { description: 'The line that its figures stand on (*rad*).' })
  line!: readonly string[];

  @Field(() => Decimal, {
    nullable: true,
    description: 'Outlay approved before what the year extends it by (*godkänd utgift*).',
  })
  approved!: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description: "What the year's decisions or proposals add (*utökning*).",
  })
  extended!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'Outlay to date (*utgift till och med*).' })
  spent!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'Approved, extended, and not spent (*återstår*).' })
  remaining!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'Sales to date (*försäljning till och med*).' })
  sold!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'Contributions to date (*exploateringsbidrag*).' })
  contribution!: string | null;

  @Field(() => ProjectStatus, {
    nullable: true,
    description: 'The last status by the year (*projektstatus*).',
  })
  status!: ProjectStatus | null;

  @Field(() => [ProjectStatus], {
    description: 'All of them, over all documents (*projektstatus över tid*).',
  })
  statuses!: readonly ProjectStatus[];
}

@ObjectType({ description: 'A figure that a sale or a purchase moved (*påverkad siffra*).' })
export class MovedFigure {
  @Field(() => Reading, { description: 'What it moved (*avläsning*).' })
  reading!: Reading;

  @Field(() => Reading, {
    nullable: true,
    description: 'What that differs from; null: the edition before in line (*jämförd med*).',
  })
  from!: Reading | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'By how much, canonical sign; null: not stated (*belopp*).',
  })
  amount!: string | null;
}

@ObjectType({ description: 'A step in the life of a sale (*steg i en försäljning*).' })
export class SaleStep extends Step {
  @Field(() => SaleStateName, { description: 'Which step (*steg*).' })
  step!: string;

  @Field(() => String, { description: 'When: a day, a month or a year (*datum*).' })
  date!: string;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Agreed, paid or repaid, without a sign; null: not stated (*belopp*).',
  })
  amount!: string | null;

  @Field(() => [MovedFigure], { description: 'The figures that it moved (*påverkade siffror*).' })
  moved!: readonly MovedFigure[];
}

@ObjectType({
  description: 'A sale of land, from agreement to completion or rescission (*markförsäljning*).',
})
export class Sale {
  @Field(() => String, { description: 'Its id (*försäljningens id*).' })
  sale!: string;

  @Field(() => String, { description: 'The unit that sold (*enhet*).' })
  unit!: string;

  @Field(() => String, { nullable: true, description: 'The property (*fastighet*).' })
  property!: string | null;

  @Field(() => String, { nullable: true, description: 'The project that it belongs to (*projekt*).' })
  project!: string | null;

  @Field(() => SaleStateName, { description: 'How far it has come (*läge*).' })
  state!: string;

  @Field(() => Decimal, { nullable: true, description: 'The price; null: not stated (*pris*).' })
  price!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'What was repaid; null: not stated (*återbetalat*).' })
  repaid!: string | null;

  @Field(() => UnitOfMeasureName, { description: 'What its amounts are measured in (*måttenhet*).' })
  unitOfMeasure!: string;

  @Field(() => String, { nullable: true, description: 'Why it was rescinded (*skäl*).' })
  reason!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What is known of a sale that the ledger never saw; null where it did (*okänd försäljning*).',
  })
  unseen!: string | null;

  @Field(() => [SaleStep], { description: 'What happened to it, in order (*steg*).' })
  steps!: readonly SaleStep[];
}

@ObjectType({ description: 'Land that was acquired (*markförvärv*).' })
export class Purchase extends Step {
  @Field(() => String, { description: 'Its id (*förvärvets id*).' })
  purchase!: string;

  @Field(() => String, { description: 'The unit that bought (*enhet*).' })
  unit!: string;

  @Field(() => String, { description: 'The property (*fastighet*).' })
  property!: string;

  @Field(() => String, { nullable: true, description: 'The project that it is for (*projekt*).' })
  project!: string | null;

  @Field(() => String, { description: 'When: a day, a month or a year (*datum*).' })
  date!: string;

  @Field(() => Decimal, { nullable: true, description: 'The price; null: not stated (*pris*).' })
  price!: string | null;

  @Field(() => UnitOfMeasureName, { description: 'What its amounts are measured in (*måttenhet*).' })
  unitOfMeasure!: string;

  @Field(() => [MovedFigure], { description: 'The figures that it moved (*påverkade siffror*).' })
  moved!: readonly MovedFigure[];
}

@ObjectType({ description: 'The table of land projects, with what is no figure in it (*exploatering*).' })
export class LandView extends View {
  @Field(() => [Project], { description: 'The projects of the year (*projekt*).' })
  projects!: readonly Project[];

  @Field(() => [Sale], {
    description: 'Sales that something happened to in the year, and those still open (*försäljningar*).',
  })
  sales!: readonly Sale[];

  @Field(() => [Purchase], { description: 'Acquisitions of the year (*förvärv*).' })
  purchases!: readonly Purchase[];
}
