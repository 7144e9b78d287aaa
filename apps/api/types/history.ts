import { Field, Int, ObjectType } from '@nestjs/graphql';
import { BasisName, UnitOfMeasureName } from '../enums.js';
import { Decimal } from '../scalars.js';

@ObjectType({ description: 'The sum of entries that say the same sort of thing (*summa*).' })
export class HistorySum {
  @Field(() => String, { description: 'statement, change, statedDifference (*postslag*).' })
  kind!: string;

  @Field(() => BasisName, { description: 'In which basis (*grund*).' })
  basis!: string;

  @Field(() => String, { description: 'Of which measure (*mått*).' })
  measure!: string;

  @Field(() => UnitOfMeasureName, { description: 'What it is summed in (*måttenhet*).' })
  unitOfMeasure!: string;

  @Field(() => Int, { description: 'How many entries are in it (*antal*).' })
  entries!: number;

  @Field(() => Decimal, { description: 'In the canonical sign (*summa*).' })
  sum!: string;
}

@ObjectType({ description: 'How much of the history matches (*antal och summor*).' })
export class HistoryTotals {
  @Field(() => Int, { description: 'Events that match (*händelser*).' })
  events!: number;

  @Field(() => Int, { description: 'Entries that match (*poster*).' })
  entries!: number;

  @Field(() => Int, {
    description: 'Of the entries those that a correction took out: they are in no sum (*borttagna*).',
  })
  takenOut!: number;

  @Field(() => [HistorySum], { description: 'What their amounts come to (*summor*).' })
  sums!: HistorySum[];

  @Field(() => Boolean, {
    description: 'False where the time was up: it is then of what was counted (*fullständig*).',
  })
  complete!: boolean;

  @Field(() => String, { description: 'Up to which position it was counted (*räknad till*).' })
  countedTo!: string;
}
