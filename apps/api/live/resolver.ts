import { Args, ArgsType, Field, OmitType, Resolver, Subscription } from '@nestjs/graphql';
import { LedgerError } from '#amount';
import type { FindingClass } from '#ledger';
import { DiscrepancyClassName } from '../enums.js';
import { HistoryArgs } from '../history-args.js';
import { DiscrepancyFilterArgs } from '../types/discrepancy-filter-args.js';
import { NamedViewArgs } from '../types/named-view-args.js';
import { ReadingInput } from '../types/reading.js';
import { DiscrepancyChanged, EventRecorded, FigureChanged, ViewChanged } from './types.js';

const AFTER =
  'The cursor of the last message seen, or a position: what came after it first, then what comes; what is now where it is left out (*efter markör*).';

const PUBLISHED_BY =
  'Count only what had been published by this day (ISO); undated entries are left out (*offentliggjort senast*).';

@ArgsType()
export class EventRecordedArgs extends OmitType(
  HistoryArgs,
  ['first', 'after', 'asOf', 'publishedBy', 'waitFor'],
  ArgsType,
) {
  @Field(() => String, { nullable: true, description: 'Only of this stream (*ström*).' })
  stream?: string | null;

  @Field(() => String, { nullable: true, description: AFTER })
  after?: string | null;
}

@ArgsType()
export class FigureChangedArgs {
  @Field(() => ReadingInput, { description: 'Which figure to follow (*avläsning*).' })
  reading!: ReadingInput;

  @Field(() => String, { nullable: true, description: PUBLISHED_BY })
  publishedBy?: string | null;

  @Field(() => String, { nullable: true, description: AFTER })
  after?: string | null;
}

@ArgsType()
export class ViewChangedArgs extends NamedViewArgs {
  @Field(() => String, { nullable: true, description: PUBLISHED_BY })
  publishedBy?: string | null;

  @Field(() => String, { nullable: true, description: AFTER })
  after?: string | null;
}

@ArgsType()
export class DiscrepancyChangedArgs extends DiscrepancyFilterArgs {
  @Field(() => [DiscrepancyClassName], {
    nullable: true,
    description: 'Only of these classes; discrepancies when left out (*klass*).',
  })
  class?: FindingClass[] | null;

  @Field(() => String, { nullable: true, description: AFTER })
  after?: string | null;
}

/**
 * The subscriptions as the schema has them. Nobody calls these: the hub executes an operation over each message, once
 * for all who ask the same, and its root field reads the message (see followable.ts).
 */
@Resolver()
export class LiveResolver {
  @Subscription(() => EventRecorded, {
    description:
      'Each event as it is recorded, those of an import when it completes, in the order of the log (*följ händelser*).',
  })
  eventRecorded(@Args() _args: EventRecordedArgs): never {
    throw followedElsewhere();
  }

  @Subscription(() => FigureChanged, {
    description: 'A figure as it is, and then each change of it (*följ siffra*).',
  })
  figureChanged(@Args() _args: FigureChangedArgs): never {
    throw followedElsewhere();
  }

  @Subscription(() => ViewChanged, {
    description: 'A view as it is, and then the cells that change (*följ vy*).',
  })
  viewChanged(@Args() _args: ViewChangedArgs): never {
    throw followedElsewhere();
  }

  @Subscription(() => DiscrepancyChanged, {
    description:
      'The discrepancies there are, and then each that comes, goes or changes (*följ avstämning*).',
  })
  discrepancyChanged(@Args() _args: DiscrepancyChangedArgs): never {
    throw followedElsewhere();
  }
}

/** Of one that was sent where only one answer can come. */
export function followedElsewhere(): LedgerError {
  return new LedgerError('SUBSCRIPTION_ELSEWHERE', 'a subscription is more than one answer', {
    hint: 'Follow it over WebSocket at the same address (graphql-transport-ws), or at /graphql/stream (SSE).',
  });
}
