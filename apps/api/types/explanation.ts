import { createUnionType, Field, Int, IntersectionType, ObjectType } from '@nestjs/graphql';
import type { CellExplanationAnswer, DifferenceAnswer } from '#projections';
import { DiscrepancyClassName, MarkName, StatusName, UnitOfMeasureName } from '../enums.js';
import { Comparability } from './comparability.js';
import { Decimal } from '../scalars.js';
import { Correction, CorrectionNote, Decision, Entry, Recorded, SourceCell } from './entry.js';
import { Reading } from './reading.js';

@ObjectType({ description: 'Why a reading changed, and by how much (*förändring*).' })
export class Change extends Recorded {
  @Field(() => String, { description: "The cause in its source's words (*orsak*)." })
  cause!: string;

  @Field(() => String, { description: 'Shared by the figures that one cause moves (*orsakens id*).' })
  causeId!: string;

  @Field(() => String, { description: 'efficiency, saving, allocation, transfer, sale … (*orsaksslag*).' })
  kind!: string;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Canonical sign; null: not stated in the source (*belopp*).',
  })
  amount!: string | null;

  @Field(() => Decimal, {
    description: 'Half a unit in the last printed place of its source (*felmarginal*).',
  })
  precision!: string;

  @Field(() => Boolean, {
    description: 'False for a proposal, which is listed and not counted (*medräknad*).',
  })
  counted!: boolean;

  @Field(() => StatusName, { nullable: true, description: 'How binding it is (*status*).' })
  status!: string | null;

  @Field(() => String, { nullable: true, description: 'From when it holds (*från och med*).' })
  since!: string | null;

  @Field(() => Boolean, { description: 'The source calls it lasting (*varaktig*).' })
  permanent!: boolean;

  @Field(() => String, { nullable: true, description: 'Of a temporary change: until when (*till och med*).' })
  until!: string | null;

  @Field(() => Decision, { nullable: true, description: 'The decision behind it (*beslut*).' })
  decision!: Decision | null;

  @Field(() => String, { description: 'The event that says it (*händelse*).' })
  event!: string;

  @Field(() => String, { description: 'The entry that says it (*post*).' })
  entry!: string;

  @Field(() => [String], { description: 'The line it stands on (*rad*).' })
  line!: readonly string[];

  @Field(() => String, { description: 'The measure it moves (*mått*).' })
  measure!: string;

  @Field(() => SourceCell, { nullable: true, description: 'Where it stands (*källa*).' })
  source!: SourceCell | null;

  @Field(() => [SourceCell], { description: 'Further sources of the same change (*ytterligare källor*).' })
  sources!: readonly SourceCell[];

  @Field(() => CorrectionNote, {
    nullable: true,
    description: 'The correction that put it in, where one did (*insatt genom rättelse*).',
  })
  correction!: CorrectionNote | null;

  @Field(() => String, {
    nullable: true,
    description: 'The land sale that it is a step of, as `land { sales }` has it (*markförsäljning*).',
  })
  sale!: string | null;
}

@ObjectType({ description: 'A step on the way to a value: an edition and what changed there (*steg*).' })
export class EditionStep {
  @Field(() => String, { description: 'The edition (*utgåva*).' })
  edition!: string;

  @Field(() => Decimal, { nullable: true, description: 'The value there, canonical sign (*värde*).' })
  value!: string | null;

  @Field(() => Entry, {
    nullable: true,
    description: 'The statement that stands there, also where the value is computed (*uppgift*).',
  })
  stated!: Entry | null;

  @Field(() => [Change], { description: 'What explains the step from the edition before (*förändringar*).' })
  changes!: readonly Change[];

  @Field(() => Decimal, { description: 'Of lines that the edition before does not have (*tillkommet*).' })
  begun!: string;

  @Field(() => Decimal, { description: 'Of lines that this edition does not have (*upphört*).' })
  ended!: string;

  @Field(() => Decimal, { description: 'What no change explains (*oförklarat*).' })
  unexplained!: string;

  @Field(() => Boolean, {
    description:
      'Whether the value is the first that was stated: neither change nor unexplained (*ingående värde*).',
  })
  opening!: boolean;
}

@ObjectType({
  description: 'A printed number that disagrees with the computed one (*avvikelse i avstämning*).',
})
export class Discrepancy {
  @Field(() => String, { description: 'Its id (*id*).' })
  id!: string;

  @Field(() => String, { description: 'sum, net, deviation, change, same-fact … (*avstämningsslag*).' })
  kind!: string;

  @Field(() => DiscrepancyClassName, { description: 'How they disagree (*slag av avvikelse*).' })
  class!: string;

  @Field(() => Decimal, { description: 'As printed, canonical sign (*tryckt*).' })
  stated!: string;

  @Field(() => Decimal, { description: 'As computed, canonical sign (*beräknat*).' })
  computed!: string;

  @Field(() => Decimal, { description: 'Stated less computed (*skillnad*).' })
  difference!: string;

  @Field(() => Decimal, { description: 'What rounding may make (*tolerans*).' })
  tolerance!: string;

  @Field(() => [SourceCell], { description: 'The places that disagree; neither is accused (*ställen*).' })
  places!: readonly SourceCell[];
}

/** What every explanation of a cell has, and its parts, which are explained the same way (*förklaring*). */
@ObjectType({ isAbstract: true })
class Explained {
  @Field(() => Int, {
    nullable: true,
    description: 'By what it counts in the total it is a part of; null for what was asked (*koefficient*).',
  })
  coefficient?: number | null;

  @Field(() => String, { description: 'Its name as the table has it (*benämning*).' })
  label!: string;

  @Field(() => UnitOfMeasureName, { description: 'What the amounts here are measured in (*måttenhet*).' })
  unitOfMeasure!: string;

  @Field(() => [Comparability], {
    nullable: true,
    description: 'What sets it apart from what it is compared with; null in its parts (*jämförbarhet*).',
  })
  comparability?: readonly Comparability[];

  @Field(() => Int, {
    nullable: true,
    description:
      'Of a cell of a view: -1 where its table has it in the other sign than this answer; null in its parts, and between two columns (*tabellens tecken*).',
  })
  printedSign?: 1 | -1 | null;

  @Field(() => String, {
    nullable: true,
    description: 'The position the answer is from; null in a part (*position*).',
  })
  position!: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'With `publishedBy`: entries left out because no date is stated or judged, of all rows of the tables that the answer is read in; null in a part (*odaterade, utelämnade*).',
  })
  undatedLeftOut!: number | null;
}

/** How a difference is divided: by what is known of it, and what is not (*uppdelning*). */
@ObjectType({ isAbstract: true })
export class DividedDifference {
  @Field(() => [Change], { description: 'The causes that are known (*förändringar*).' })
  changes!: readonly Change[];

  @Field(() => Decimal, { description: 'The sum of the changes that count (*förklarat*).' })
  changed!: string;

  @Field(() => Decimal, { description: 'What no change explains (*oförklarat*).' })
  unexplained!: string;

  @Field(() => Decimal, { description: 'The summed precision of the changes (*felmarginal*).' })
  precision!: string;

  @Field(() => [MarkName], { description: 'What has to be known of the difference (*märken*).' })
  marks!: readonly string[];

  @Field(() => String, {
    nullable: true,
    description: 'Who judged that the two are one line, where no source states it (*bedömt av*).',
  })
  judgedBy!: string | null;
}

@ObjectType({ description: 'Why a reading has its value; the parts add up to it (*förklaring av en cell*).' })
export class CellExplanation extends Explained {
  @Field(() => Reading, { description: 'What is explained (*avläsning*).' })
  reading!: Reading;

  @Field(() => Decimal, { nullable: true, description: 'Canonical sign: effect on the result (*värde*).' })
  value!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'As the standing statement prints it (*tryckt text*).',
  })
  printed!: string | null;

  @Field(() => [MarkName], { description: 'What has to be known of the value (*märken*).' })
  marks!: readonly string[];

  @Field(() => StatusName, { nullable: true, description: 'The lowest of what it rests on (*status*).' })
  status!: string | null;

  @Field(() => String, { nullable: true, description: 'How it is computed, where it is (*formel*).' })
  formula!: string | null;

  @Field(() => [CellExplanation], { description: 'Its parts, explained the same way (*delar*).' })
  parts!: readonly CellExplanation[];

  @Field(() => Entry, { nullable: true, description: 'The statement that stands (*gällande uppgift*).' })
  standing!: Entry | null;

  @Field(() => [EditionStep], { description: 'How it came to its value, edition by edition (*utgåvor*).' })
  editions!: readonly EditionStep[];

  @Field(() => [Entry], { description: 'Other statements of the same fact (*avstämningar*).' })
  assertions!: readonly Entry[];

  @Field(() => [Correction], { description: 'What was corrected on the way (*rättelser*).' })
  corrections!: readonly Correction[];

  @Field(() => [Discrepancy], { description: 'Where printed and computed disagree (*avvikelser*).' })
  discrepancies!: readonly Discrepancy[];

  @Field(() => [DifferenceExplanation], {
    description:
      'Pairs with another year, basis or edition that causes were entered for by name; of what was asked, without parts (*namngivna jämförelser*).',
  })
  named!: readonly DifferenceExplanation[];
}

@ObjectType({
  description:
    'Why one reading differs from another: difference = changed + begun + ended + unexplained, exactly (*förklaring av en skillnad*).',
})
export class DifferenceExplanation extends IntersectionType(Explained, DividedDifference) {
  @Field(() => Reading, { description: 'The reading it leads from (*från avläsning*).' })
  from!: Reading;

  @Field(() => Reading, { description: 'The reading it leads to (*till avläsning*).' })
  to!: Reading;

  @Field(() => Decimal, {
    nullable: true,
    description: 'The value it leads from, canonical sign (*från värde*).',
  })
  fromValue!: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'The value it leads to, canonical sign (*till värde*).',
  })
  toValue!: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'To less from; null where there is none (*skillnad*).',
  })
  difference!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The difference as a document prints it (*tryckt text*).',
  })
  printed!: string | null;

  @Field(() => [Change], {
    description:
      'Ends of temporary changes that nobody has entered: they may be causes, and are not counted (*möjliga orsaker*).',
  })
  offered!: readonly Change[];

  @Field(() => Decimal, { description: 'Of lines that only the later table has (*tillkommet*).' })
  begun!: string;

  @Field(() => Decimal, { description: 'Of lines that only the earlier table has (*upphört*).' })
  ended!: string;

  @Field(() => [DifferenceExplanation], { description: 'The same by line; they add up (*delar*).' })
  parts!: readonly DifferenceExplanation[];
}

/** A cell is a reading or a difference of two, and is explained accordingly. */
export const Explanation = createUnionType({
  name: 'Explanation',
  description: 'Why a cell has its value: of a reading, or of the difference of two (*förklaring*).',
  types: () => [CellExplanation, DifferenceExplanation] as const,
  resolveType: (value: CellExplanationAnswer | DifferenceAnswer) =>
    'difference' in value ? 'DifferenceExplanation' : 'CellExplanation',
});
