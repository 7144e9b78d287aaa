import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, Query, Resolver } from '@nestjs/graphql';
import { LedgerError } from '#amount';
import {
  COUNT_MS_MAX,
  type CellExplanationAnswer,
  type EntryAnswer,
  type HistoryTotals as HistoryTotalsAnswer,
} from '#projections';
import { connection, connectionType, type ConnectionOf } from '../connection.js';
import { HistoryPageArgs, historyFilter, historyPage, TotalsArgs } from '../history-args.js';
import { LEDGER_ACCESS, type LedgerAccess } from '../ledger-access.js';
import { Entry } from '../types/entry.js';
import { CellExplanation } from '../types/explanation.js';
import { HistoryTotals } from '../types/history.js';
import { ReadArgs, readOptions } from '../types/read-args.js';
import { ReadingInput } from '../types/reading.js';

const EntryConnection = connectionType(Entry, 'Entry', 'entries', 'poster');

@ArgsType()
class FigureArgs extends ReadArgs {
  @Field(() => ReadingInput, { description: 'What to explain (*avläsning*).' })
  reading!: ReadingInput;
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
