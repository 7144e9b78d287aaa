import { ArgsType, Field } from '@nestjs/graphql';
import type { ReadOptions } from '#projections';

/** What everything that reads takes: as of when in the log, and published by which day. */
@ArgsType()
export class ReadArgs {
  @Field(() => String, {
    nullable: true,
    description:
      'Answer from what was recorded by then: a position, a time (ISO 8601) or the id of an event (*per, så som det var känt*).',
  })
  asOf?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Count only what had been published by this day (ISO); undated entries are left out. Declarations of units, editions and tables are not filtered (*offentliggjort senast*).',
  })
  publishedBy?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Answer when this position, that of a mutation, is in the answers; after some seconds with an error that says how far they are (*invänta position*).',
  })
  waitFor?: string | null;
}

/** As the read side takes them: what was not given is absent. */
export function readOptions(args: ReadArgs): ReadOptions {
  return {
    ...(typeof args.asOf === 'string' ? { asOf: args.asOf } : {}),
    ...(typeof args.publishedBy === 'string' ? { publishedBy: args.publishedBy } : {}),
  };
}
