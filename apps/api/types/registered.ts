import { createUnionType, Field, Int, ObjectType } from '@nestjs/graphql';
import { names, register, UnitOfMeasureName } from '../enums.js';
import type { RegisterAnswer } from '../../shared/registering/register.js';
import { Decimal } from '../scalars.js';
import { FailurePlace } from './failure.js';
import { Reading } from './reading.js';

const RegisterOutcomeName = names('recorded', 'alreadyRecorded', 'nothingToRecord');
register('RegisterOutcome', 'What became of what was registered (*utfall*).', RegisterOutcomeName, {
  recorded: 'It is recorded (*registrerat*).',
  alreadyRecorded: 'It was recorded before, under the same key (*redan registrerat*).',
  nothingToRecord: 'What was asked for held already (*inget att registrera*).',
});

@ObjectType({ description: 'An event that was recorded (*händelse*).' })
export class RegisteredEvent {
  @Field(() => String, { description: 'Its id (*händelsens id*).' })
  id!: string;

  @Field(() => String, { description: '`BudgetChanged`, `EntryCorrected` … (*händelseslag*).' })
  type!: string;

  @Field(() => [String], { description: 'The ids of its entries: what a correction names (*poster*).' })
  entries!: readonly string[];
}

@ObjectType({ description: 'It is registered (*registrerat*).' })
export class Registered {
  @Field(() => RegisterOutcomeName, { description: 'Now, before, or it held already (*utfall*).' })
  outcome!: string;

  @Field(() => String, { description: 'The stream it went to (*ström*).' })
  stream!: string;

  @Field(() => Int, { nullable: true, description: 'The revision of the stream with it (*revision*).' })
  revision?: number;

  @Field(() => String, {
    nullable: true,
    description: 'Its place in the log: a query with this `waitFor` answers with it (*position*).',
  })
  position?: string;

  @Field(() => [RegisteredEvent], { description: 'What was recorded (*händelser*).' })
  events!: readonly RegisteredEvent[];
}

@ObjectType({ description: 'A rule was broken, and nothing is recorded (*avvisat*).' })
export class Refused {
  @Field(() => String, { description: 'Which: stable, and what programs match on (*felkod*).' })
  code!: string;

  @Field(() => String, { description: 'What is wrong, for a person (*meddelande*).' })
  message!: string;

  @Field(() => FailurePlace, { nullable: true, description: 'The field and the rule (*ställe*).' })
  place?: FailurePlace | null;

  @Field(() => String, { nullable: true, description: 'The next step, for a person (*råd*).' })
  hint?: string | null;
}

@ObjectType({ description: 'An entry that somebody moved meanwhile (*ändrad post*).' })
export class ChangedEntry {
  @Field(() => String, { description: 'Its id (*postens id*).' })
  id!: string;

  @Field(() => Reading, { description: 'What it is about (*avläsning*).' })
  reading!: Reading;

  @Field(() => UnitOfMeasureName, { description: 'What the amounts are measured in (*måttenhet*).' })
  unitOfMeasure!: string;

  @Field(() => Decimal, { nullable: true, description: 'What was taken out, canonical sign (*var*).' })
  was?: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'What was put in, canonical sign; null: nothing, or not stated (*är*).',
  })
  is?: string | null;

  @Field(() => String, { nullable: true, description: 'Of a change: why (*orsak*).' })
  cause?: string | null;
}

@ObjectType({ description: 'What somebody recorded meanwhile (*ändring sedan dess*).' })
export class ChangedSince {
  @Field(() => String, { description: 'The event (*händelse*).' })
  event!: string;

  @Field(() => String, { description: '`BudgetChanged`, `EntryCorrected` … (*händelseslag*).' })
  type!: string;

  @Field(() => String, { nullable: true, description: 'Who: an opaque id (*registrerad av*).' })
  actor?: string | null;

  @Field(() => String, { description: "When, by the writer's clock, ISO 8601 (*registrerad*)." })
  recordedAt!: string;

  @Field(() => String, { description: 'Its place in the log (*position*).' })
  position!: string;

  @Field(() => Int, { description: 'Its place in the stream (*revision*).' })
  revision!: number;

  @Field(() => String, { nullable: true, description: 'Of a correction: why (*skäl*).' })
  reason?: string | null;

  @Field(() => [ChangedEntry], { description: 'The entries that moved (*ändrade poster*).' })
  entries!: readonly ChangedEntry[];
}

@ObjectType({ description: 'Somebody else was first, and nothing is recorded (*konflikt*).' })
export class Conflict {
  @Field(() => String, { description: 'What happened, for a person (*meddelande*).' })
  message!: string;

  @Field(() => String, { nullable: true, description: 'The next step, for a person (*råd*).' })
  hint?: string | null;

  @Field(() => String, { description: 'The stream that moved (*ström*).' })
  stream!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Its revision by now: what to expect next (*revision*).',
  })
  revision?: number;

  @Field(() => [ChangedSince], {
    description: 'What changed since, the latest last; at most 20 (*ändringar sedan dess*).',
  })
  since!: readonly ChangedSince[];

  @Field(() => Int, { description: 'How many earlier changes there are than are told (*utelämnade*).' })
  sinceLeftOut!: number;
}

export const RegisterResult = createUnionType({
  name: 'RegisterResult',
  description: 'What became of what somebody registered (*resultat*).',
  types: () => [Registered, Refused, Conflict] as const,
  resolveType: ({ kind }: RegisterAnswer) =>
    kind === 'registered' ? 'Registered' : kind === 'refused' ? 'Refused' : 'Conflict',
});
