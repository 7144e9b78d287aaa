import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, Query, Resolver } from '@nestjs/graphql';
import type { CellExplanationAnswer, EntriesFilter, EntryAnswer } from '#projections';
import { connection, connectionType, PageArgs, pageRequest, type ConnectionOf } from '../connection.js';
import { BasisName } from '../enums.js';
import { LEDGER_ACCESS, type LedgerAccess } from '../ledger-access.js';
import { Entry } from '../types/entry.js';
import { CellExplanation } from '../types/explanation.js';
import { ReadArgs, readOptions } from '../types/read-args.js';
import { ReadingInput } from '../types/reading.js';

const EntryConnection = connectionType(Entry, 'Entry', 'entries', 'poster');

@ArgsType()
class FigureArgs extends ReadArgs {
  @Field(() => ReadingInput, { description: 'What to explain (*avläsning*).' })
  reading!: ReadingInput;
}

@ArgsType()
class EntriesArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Only of this unit (*enhet*).' })
  unit?: string | null;

  @Field(() => String, { nullable: true, description: 'Only of this area (*område*).' })
  area?: string | null;

  @Field(() => String, { nullable: true, description: 'Only of this measure (*mått*).' })
  measure?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Only of this line, from the outermost label (*rad*).',
  })
  line?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Only of this period (*period*).' })
  period?: string | null;

  @Field(() => BasisName, { nullable: true, description: 'Only in this basis (*grund*).' })
  basis?: keyof typeof BasisName | null;

  @Field(() => String, { nullable: true, description: 'Only in this edition (*utgåva*).' })
  edition?: string | null;
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
  entries(@Args() args: EntriesArgs): ConnectionOf<EntryAnswer> {
    return connection(this.#access.reader.entries(filterOf(args), pageRequest(args), readOptions(args)));
  }
}

function filterOf(args: EntriesArgs): EntriesFilter {
  const { unit, area, measure, line, period, basis, edition } = args;
  return {
    unit: unit ?? undefined,
    area: area ?? undefined,
    measure: measure ?? undefined,
    line: line ?? undefined,
    period: period ?? undefined,
    basis: basis ?? undefined,
    edition: edition ?? undefined,
  };
}
