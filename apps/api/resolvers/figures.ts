import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, Query, Resolver } from '@nestjs/graphql';
import { LedgerError } from '#amount';
import {
  COUNT_MS_MAX,
  type BeliefStep as BeliefStepAnswer,
  type CellExplanationAnswer,
  type ComparisonAnswer,
  type EntryAnswer,
  type HistoryTotals as HistoryTotalsAnswer,
} from '#projections';
import { connection, connectionType, PageArgs, pageRequest, type ConnectionOf } from '../connection.js';
import { HistoryPageArgs, historyFilter, historyPage, TotalsArgs } from '../history-args.js';
import { LEDGER_ACCESS, type LedgerAccess } from '../ledger-access.js';
import {
  BeliefStep,
  Difference,
  ExplainedInput,
  explainedOf,
  ExplainSideInput,
  sideOf,
} from '../types/belief.js';
import { Entry } from '../types/entry.js';
import { CellExplanation } from '../types/explanation.js';
import { HistoryTotals } from '../types/history.js';
import { ReadArgs, readOptions } from '../types/read-args.js';
import { ReadingInput } from '../types/reading.js';

const BeliefConnection = connectionType(BeliefStep, 'Belief', 'steps', 'steg');
const EntryConnection = connectionType(Entry, 'Entry', 'entries', 'poster');

@ArgsType()
class FigureArgs extends ReadArgs {
  @Field(() => ReadingInput, { description: 'What to explain (*avläsning*).' })
  reading!: ReadingInput;
}

@ArgsType()
class DifferenceArgs extends ReadArgs {
  @Field(() => ExplainSideInput, { description: 'The side it leads from (*från*).' })
  from!: ExplainSideInput;

  @Field(() => ExplainSideInput, { description: 'The side it leads to (*till*).' })
  to!: ExplainSideInput;
}

@ArgsType()
class BeliefsArgs extends PageArgs {
  @Field(() => ExplainedInput, { description: 'Of which figure (*siffra*).' })
  of!: ExplainedInput;

  @Field(() => Boolean, { defaultValue: false, description: 'Against the order of the log (*nyast först*).' })
  newestFirst!: boolean;
}

/** Single figures, and the entries they rest on. */
@Resolver()
export class FiguresResolver {
  readonly #access: LedgerAccess;

  constructor(@Inject(LEDGER_ACCESS) access: LedgerAccess) {
    this.#access = access;
  }

  @Query(() => CellExplanation, {
    nullable: true,
    description: 'One reading and the whole reason for it (*siffra*).',
  })
  figure(@Args() args: FigureArgs): CellExplanationAnswer {
    return this.#access.reader.figure(args.reading, readOptions(args));
  }

  @Query(() => Difference, {
    nullable: true,
    description:
      'Why any reading or cell differs from any other, each seen from a standpoint of its own (*förklaring av en skillnad*).',
  })
  difference(@Args() args: DifferenceArgs): ComparisonAnswer {
    const { from, to } = args;
    return this.#access.reader.difference(sideOf(from, 'from'), sideOf(to, 'to'), readOptions(args));
  }

  @Query(() => BeliefConnection, {
    nullable: true,
    description:
      'What was believed of a figure: every recorded moment when it changed, and why; a page may be shorter than was asked for (*hur vår bild ändrades*).',
  })
  beliefs(@Args() args: BeliefsArgs): ConnectionOf<BeliefStepAnswer> {
    const page = { ...pageRequest(args), newestFirst: args.newestFirst };
    return connection(this.#access.reader.beliefs(explainedOf(args.of, 'of'), page, readOptions(args)));
  }

  @Query(() => EntryConnection, {
    nullable: true,
    description: 'What events say of readings, line by line, also what was corrected away (*poster*).',
  })
  entries(@Args() args: HistoryPageArgs): ConnectionOf<EntryAnswer> {
    return connection(this.#access.reader.entries(historyFilter(args), historyPage(args), readOptions(args)));
  }

  @Query(() => HistoryTotals, {
    nullable: true,
    description: 'How much of the history matches, counted for a time at most (*antal och summor*).',
  })
  historyTotals(@Args() args: TotalsArgs): Promise<HistoryTotalsAnswer> {
    return this.#access.reader.totals(historyFilter(args), countTime(args), readOptions(args));
  }
}

/** @throws LedgerError INPUT_INVALID */
function countTime({ milliseconds }: TotalsArgs): number {
  if (milliseconds >= 1 && milliseconds <= COUNT_MS_MAX) return milliseconds;
  throw new LedgerError('INPUT_INVALID', `${milliseconds} is no time to count for`, {
    place: { field: 'milliseconds' },
    hint: `Give 1 to ${COUNT_MS_MAX}.`,
  });
}
