import { ArgsType, Field, Int } from '@nestjs/graphql';
import type { HistoryFilter, HistoryPageRequest } from '#projections';
import { PageArgs, pageRequest } from './connection.js';
import { BasisName } from './enums.js';
import { Decimal } from './scalars.js';

const FIELDS = [
  'unit',
  'area',
  'line',
  'measure',
  'basis',
  'edition',
  'period',
  'cause',
  'causeKind',
  'body',
  'dnr',
  'document',
  'actor',
  'type',
  'amountAtLeast',
  'text',
  'recordedFrom',
  'recordedTo',
] as const satisfies readonly (keyof HistoryFilter)[];

/** What of the history is asked for (*urval ur historiken*). */
@ArgsType()
export class HistoryArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Only of this unit and those below it (*enhet*).' })
  unit?: string | null;

  @Field(() => String, { nullable: true, description: 'Only of this area (*område*).' })
  area?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Only of this line by any of its names, from the outermost label (*rad*).',
  })
  line?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Only of this measure (*mått*).' })
  measure?: string | null;

  @Field(() => BasisName, { nullable: true, description: 'Only in this basis (*grund*).' })
  basis?: keyof typeof BasisName | null;

  @Field(() => String, { nullable: true, description: 'Only in this edition (*utgåva*).' })
  edition?: string | null;

  @Field(() => String, { nullable: true, description: 'Only what concerns this period (*period*).' })
  period?: string | null;

  @Field(() => String, { nullable: true, description: 'Words of the cause, as in `text` (*orsak*).' })
  cause?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The kind of the cause: `efficiency`, or effektivisering (*slag av orsak*).',
  })
  causeKind?: string | null;

  @Field(() => String, { nullable: true, description: 'Words of who decided (*beslutande organ*).' })
  body?: string | null;

  @Field(() => String, { nullable: true, description: 'Number in the register (*diarienummer*).' })
  dnr?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Only what stands in this document: its file name, the beginning of its sha-256 or its number in the register (*dokument*).',
  })
  document?: string | null;

  @Field(() => String, { nullable: true, description: 'Who registered it (*registrerad av*).' })
  actor?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only of this type: `BudgetAdopted` (*händelseslag*).',
  })
  type?: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'In absolute value, in tkr, or in its own unit where it is no money (*belopp minst*).',
  })
  amountAtLeast?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Words that are all there, in causes, lines, titles, decisions, goals, assignments and risks: `taxi*` is what begins so, `"fler barn"` what stands so; case does not count, å, ä and ö do (*fritext*).',
  })
  text?: string | null;

  @Field(() => String, { nullable: true, description: 'Recorded then or later, ISO (*registrerad från*).' })
  recordedFrom?: string | null;

  @Field(() => String, { nullable: true, description: 'Recorded by then, ISO (*registrerad till*).' })
  recordedTo?: string | null;
}

/** A page of it, in one order or the other (*sida ur historiken*). */
@ArgsType()
export class HistoryPageArgs extends HistoryArgs {
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Against the order of the log (*nyast först*).',
  })
  newestFirst!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'A time or a day to begin at, in the order that is asked for (*börja vid*).',
  })
  startAt?: string | null;
}

/** What is counted, and for how long. */
@ArgsType()
export class TotalsArgs extends HistoryArgs {
  @Field(() => Int, { defaultValue: 1_000, description: 'For how long at most (*tidsgräns*).' })
  milliseconds!: number;
}

/** As the read side takes it: what was not given is absent. */
export function historyFilter(args: Pick<HistoryArgs, (typeof FIELDS)[number]>): HistoryFilter {
  const given = FIELDS.flatMap((name) => {
    const value = args[name];
    return value === null || value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(given);
}

export function historyPage(args: HistoryPageArgs): HistoryPageRequest {
  return { ...pageRequest(args), newestFirst: args.newestFirst, startAt: args.startAt ?? undefined };
}
