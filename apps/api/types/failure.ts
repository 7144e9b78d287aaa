import { Field, ObjectType, registerEnumType, Int } from '@nestjs/graphql';
import { FAILURE_CODES, type FailureCode } from '../failure-codes.js';

export const FailureCodeName = Object.fromEntries(Object.keys(FAILURE_CODES).map((code) => [code, code])) as {
  readonly [K in FailureCode]: K;
};

registerEnumType(FailureCodeName, {
  name: 'FailureCode',
  description: 'What went wrong: stable, and what programs match on (*felkod*).',
  valuesMap: Object.fromEntries(
    Object.entries(FAILURE_CODES).map(([code, description]) => [code, { description }]),
  ),
});

@ObjectType({ description: 'Where what went wrong stands: as many of these as are known (*ställe*).' })
export class FailurePlace {
  @Field(() => String, { nullable: true, description: 'The document (*dokument*).' })
  document?: string;

  @Field(() => String, { nullable: true, description: 'The table in it (*tabell*).' })
  table?: string;

  @Field(() => String, { nullable: true, description: 'The row of a table or a view (*rad*).' })
  row?: string;

  @Field(() => String, { nullable: true, description: 'The column of a table or a view (*kolumn*).' })
  column?: string;

  @Field(() => String, { nullable: true, description: 'The file (*fil*).' })
  file?: string;

  @Field(() => Int, { nullable: true, description: 'Line of the file or the query, from 1 (*radnummer*).' })
  line?: number;

  @Field(() => String, { nullable: true, description: 'The argument that was sent (*fält*).' })
  field?: string;

  @Field(() => String, { nullable: true, description: 'The rule that was broken (*regel*).' })
  rule?: string;
}

/** The shape of `errors[].extensions`; no field answers with it, it is in the schema for whoever generates types. */
@ObjectType({
  description:
    'What stands in `extensions` of each error of an answer. A failure of one field leaves the others of the query standing (*fel*).',
})
export class Failure {
  @Field(() => FailureCodeName, { description: 'What went wrong (*felkod*).' })
  code!: FailureCode;

  @Field(() => FailurePlace, { nullable: true, description: 'Where (*ställe*).' })
  place?: FailurePlace;

  @Field(() => String, { nullable: true, description: 'The next step, for a person (*råd*).' })
  hint?: string;

  @Field(() => String, {
    nullable: true,
    description: "Of `INTERNAL`: what to look for in the server's log (*felets id*).",
  })
  id?: string;
}
