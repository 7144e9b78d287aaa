import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Decimal } from '../scalars.js';
import { Comparability } from './comparability.js';
import {
  DiscrepancyClassName,
  DiscrepancyKindName,
  MarkName,
  RowKindName,
  UnitOfMeasureName,
} from '../enums.js';

/** What the source prints in a cell that a view shows. */
@ObjectType({ description: 'What a document prints in a cell of a view (*tryckt uppgift*).' })
export class StatedCell {
  @Field(() => String, { description: 'The text as it stands (*tryckt text*).' })
  printed!: string;

  @Field(() => Decimal, {
    nullable: true,
    description: "In the view's unit of measure and printed sign; null for a blank or a dash (*värde*).",
  })
  value!: string | null;

  @Field(() => String, { description: 'The document, by its file name (*dokument*).' })
  document!: string;

  @Field(() => String, { description: 'The table in the document (*tabell*).' })
  table!: string;

  @Field(() => String, { description: 'The row, its labels joined by ` > ` (*rad*).' })
  row!: string;

  @Field(() => String, { description: 'The column as it is headed (*kolumn*).' })
  column!: string;
}

@ObjectType({
  description:
    'Two numbers that do not agree: that of a cell, or one that it is a term of (*vad som inte stämmer*).',
})
export class CellDisagreement {
  @Field(() => DiscrepancyKindName, { description: 'What was checked (*slag*).' })
  kind!: string;

  @Field(() => Decimal, { description: 'As printed (*tryckt*).' })
  stated!: string;

  @Field(() => Decimal, { description: 'What it was held against, in the same sign (*beräknat*).' })
  computed!: string;
}

@ObjectType({ description: 'A value in a row and a column of a view; `explain` answers why (*cell*).' })
export class ViewCell {
  @Field(() => String, { description: 'Id of its column (*kolumn*).' })
  column!: string;

  @Field(() => Decimal, {
    nullable: true,
    description: "In the view's unit of measure and printed sign; null where there is no value (*värde*).",
  })
  value!: string | null;

  @Field(() => [MarkName], { description: 'What has to be known of the value (*märken*).' })
  marks!: readonly string[];

  @Field(() => StatedCell, { nullable: true, description: 'What a document prints here (*tryckt uppgift*).' })
  stated!: StatedCell | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Id of the discrepancy between printed and computed; null where there is none, or rounding (*avvikelse i avstämning*).',
  })
  discrepancy!: string | null;

  @Field(() => DiscrepancyClassName, {
    nullable: true,
    description: 'Whether it is one by itself, follows on from another, or is rounding (*avvikelsens slag*).',
  })
  discrepancyClass!: string | null;

  @Field(() => CellDisagreement, {
    nullable: true,
    description: 'What does not agree, with both numbers, rounding too (*vad som inte stämmer*).',
  })
  disagreement!: CellDisagreement | null;
}

@ObjectType({ description: 'A row of a view (*rad*).' })
export class ViewRow {
  @Field(() => [String], {
    description:
      'Labels from the outermost, beginning with the frame where the view spans several (*sökväg*).',
  })
  path!: readonly string[];

  @Field(() => RowKindName, { description: 'What the row is (*radslag*).' })
  kind!: string;

  @Field(() => [ViewCell], { description: 'One for each column, in their order (*celler*).' })
  cells!: readonly ViewCell[];
}

@ObjectType({ description: 'A column of a view (*kolumn*).' })
export class ViewColumn {
  @Field(() => String, { description: 'What cells and `explain` name it by (*kolumnens id*).' })
  id!: string;

  @Field(() => String, { description: 'Its heading, in Swedish (*rubrik*).' })
  label!: string;
}

@ObjectType({ description: 'A table of readings and of formulas over them, computed from events (*vy*).' })
export class View {
  @Field(() => String, {
    description: 'Which view: `budget-diff`, `tertial-forecast`, `delarsbokslut`, `land` … (*vyns namn*).',
  })
  view!: string;

  @Field(() => String, { description: 'The unit whose table it is (*enhet*).' })
  unit!: string;

  @Field(() => UnitOfMeasureName, { description: 'What its numbers are measured in (*måttenhet*).' })
  unitOfMeasure!: string;

  @Field(() => [ViewColumn], { description: 'Its columns, in order (*kolumner*).' })
  columns!: readonly ViewColumn[];

  @Field(() => [ViewRow], { description: 'Its rows, in the order of the table (*rader*).' })
  rows!: readonly ViewRow[];

  @Field(() => [Comparability], {
    description: 'Where its columns are not of the same thing, or not called the same (*jämförbarhet*).',
  })
  comparability!: readonly Comparability[];

  @Field(() => String, { nullable: true, description: '`asOf` as it was asked; null for now (*per*).' })
  asOf!: string | null;

  @Field(() => String, { description: 'The position in the log that the answer is from (*position*).' })
  position!: string;

  @Field(() => Int, {
    description:
      'With `publishedBy`: entries left out because no date is stated or judged, of all rows of the tables that the answer is read in (*odaterade, utelämnade*).',
  })
  undatedLeftOut!: number;
}
