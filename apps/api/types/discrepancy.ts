import { Field, ObjectType } from '@nestjs/graphql';
import {
  DiscrepancyClassName,
  DiscrepancyKindName,
  DiscrepancyStatusName,
  UnitOfMeasureName,
} from '../enums.js';
import { Decimal } from '../scalars.js';

@ObjectType({ description: 'Where a number of a discrepancy stands (*ställe*).' })
export class DiscrepancyPlace {
  @Field(() => String, { description: 'The document, by its file name (*dokument*).' })
  document!: string;

  @Field(() => String, { description: 'The table, or the passage of running text (*tabell*).' })
  table!: string;

  @Field(() => String, { description: 'The row, its labels joined by ` > `; empty in running text (*rad*).' })
  row!: string;

  @Field(() => String, { description: 'The column as it is headed; empty in running text (*kolumn*).' })
  column!: string;

  @Field(() => String, { description: 'The text as it stands (*tryckt text*).' })
  printed!: string;
}

@ObjectType({
  description:
    'What does not agree: a printed number, and what it is held against. It accuses neither (*avstämningsavvikelse*).',
})
export class ListedDiscrepancy {
  @Field(() => String, {
    description: 'Its id, the same as in views and explanations; it stays when the numbers change (*id*).',
  })
  id!: string;

  @Field(() => DiscrepancyKindName, { description: 'What it is held against (*slag*).' })
  kind!: string;

  @Field(() => DiscrepancyClassName, { description: 'A discrepancy, a follow-on or a rounding (*klass*).' })
  class!: string;

  @Field(() => DiscrepancyStatusName, {
    description: 'Whether somebody has explained or accepted it (*läge*).',
  })
  status!: string;

  @Field(() => String, { description: 'The unit it concerns (*enhet*).' })
  unit!: string;

  @Field(() => String, { nullable: true, description: 'Where it is printed: the document (*dokument*).' })
  document!: string | null;

  @Field(() => String, { nullable: true, description: 'Where it is printed: the table (*tabell*).' })
  table!: string | null;

  @Field(() => String, { nullable: true, description: 'Where it is printed: the row (*rad*).' })
  row!: string | null;

  @Field(() => String, { nullable: true, description: 'Where it is printed: the column (*kolumn*).' })
  column!: string | null;

  @Field(() => UnitOfMeasureName, { description: 'What its numbers are measured in (*måttenhet*).' })
  unitOfMeasure!: string;

  @Field(() => Decimal, { description: 'As printed, in the sign of its table (*tryckt*).' })
  stated!: string;

  @Field(() => Decimal, { description: 'As the other places give it, in the same sign (*beräknat*).' })
  computed!: string;

  @Field(() => Decimal, { description: 'Stated less computed (*skillnad*).' })
  difference!: string;

  @Field(() => Decimal, {
    description:
      'How much rounding may set the two apart: half a unit in the last place of each (*tolerans*).',
  })
  tolerance!: string;

  @Field(() => [DiscrepancyPlace], {
    description: 'The places of the numbers, the one that asserts first (*ställen*).',
  })
  places!: readonly DiscrepancyPlace[];

  @Field(() => [ListedDiscrepancy], {
    description: 'What holds when the printed numbers are taken as they are (*följdavvikelser*).',
  })
  followOns!: readonly ListedDiscrepancy[];
}
