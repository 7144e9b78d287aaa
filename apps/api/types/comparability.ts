import { Field, ObjectType } from '@nestjs/graphql';
import { names, register } from '../enums.js';
import { SourceCell } from './entry.js';

const ComparabilityKindName = names(
  'unitMoved',
  'perimeterChanged',
  'lineRenamed',
  'lineSplit',
  'linesMerged',
  'scaleChanged',
);
register('ComparabilityKind', 'What sets two things apart (*slag av skillnad*).', ComparabilityKindName, {
  unitMoved: 'A unit, or a part of one, stands elsewhere from a day on (*flyttad verksamhet*).',
  perimeterChanged: 'A document restates the figures of an earlier one (*omräknad utgåva*).',
  lineRenamed: 'The same line is called otherwise (*ny benämning*).',
  lineSplit: 'A line has become several (*delad rad*).',
  linesMerged: 'Several lines have become one (*sammanslagna rader*).',
  scaleChanged: 'A code of a scale has another meaning (*ändrad skala*).',
});

@ObjectType({
  description:
    'Why columns that stand beside each other are not of the same thing, or not called the same (*jämförbarhet*).',
})
export class Comparability {
  @Field(() => ComparabilityKindName, { description: 'What sets them apart (*slag*).' })
  kind!: string;

  @Field(() => String, { description: 'In words (*vad*).' })
  what!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Where it stood, or what it was called, before (*från*).',
  })
  from!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Where it stands, or what it is called, after; null where that is outside the ledger (*till*).',
  })
  to!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'A day, a month or a year; null where no source says (*sedan*).',
  })
  since!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Who judged it, where no source states it (*bedömt av*).',
  })
  judgedBy!: string | null;

  @Field(() => SourceCell, { nullable: true, description: 'Where it is stated (*källa*).' })
  source!: SourceCell | null;

  @Field(() => Boolean, {
    description:
      'Whether the ledger knows how to make it comparable: ask with `comparable` (*kan räknas om*).',
  })
  restatable!: boolean;

  @Field(() => [[String]], { description: 'Paths of the rows concerned (*rader*).' })
  rows!: readonly (readonly string[])[];

  @Field(() => [String], {
    description: 'Ids of the columns that differ from what they are compared with (*kolumner*).',
  })
  columns!: readonly string[];
}

export const COMPARABLE_DESCRIPTION =
  'Make comparable what the ledger knows how to: figures in the perimeter of what they are compared with, marked `restated`; what it does not know stays as it is, marked `notComparable` (*jämförbar*).';
