import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, IntersectionType, Query, Resolver } from '@nestjs/graphql';
import type { CellExplanationAnswer, DifferenceAnswer, View as ViewAnswer } from '#projections';
import { withRows } from '../../shared/rows-of.js';
import { LEDGER_ACCESS, type LedgerAccess } from '../ledger-access.js';
import { COMPARABLE_DESCRIPTION } from '../types/comparability.js';
import { Explanation } from '../types/explanation.js';
import { NamedViewArgs } from '../types/named-view-args.js';
import { ReadArgs, readOptions } from '../types/read-args.js';
import { View } from '../types/view.js';
import { viewRequest } from '../view-request.js';

export const ROW_DESCRIPTION =
  'Only these rows and what stands below each: labels joined by ` > `, outer ones may be left out; all where left out (*rader*).';

@ArgsType()
export class UnitYearArgs extends ReadArgs {
  @Field(() => String, { description: 'The unit, as `boras/ks/stadsledningskansliet` (*enhet*).' })
  unit!: string;

  @Field(() => String, { description: 'The year (*år*).' })
  year!: string;

  @Field(() => Boolean, { nullable: true, description: COMPARABLE_DESCRIPTION })
  comparable?: boolean | null;
}

@ArgsType()
export class TableArgs extends UnitYearArgs {
  @Field(() => [String], { nullable: true, description: ROW_DESCRIPTION })
  row?: string[] | null;
}

@ArgsType()
class BudgetDiffArgs extends TableArgs {
  @Field(() => String, { description: 'The edition it leads from: `2021:1` (*från utgåva*).' })
  from!: string;

  @Field(() => String, { description: 'The edition it leads to: `2021:2` (*till utgåva*).' })
  to!: string;
}

@ArgsType()
class DelarsbokslutArgs extends TableArgs {
  @Field(() => String, { description: 'The month it runs through: `2023-08` (*till och med månad*).' })
  through!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Only operations, investment or land; all of them where it is left out (*område*).',
  })
  area?: string | null;
}

@ArgsType()
class ExplainArgs extends IntersectionType(ReadArgs, NamedViewArgs, ArgsType) {
  @Field(() => Boolean, { nullable: true, description: COMPARABLE_DESCRIPTION })
  comparable?: boolean | null;

  @Field(() => String, {
    description: 'The row, its path joined by ` > `: `Kommunledning > Kostnad` (*rad*).',
  })
  row!: string;

  @Field(() => String, { description: 'The column, by its id: `change` (*kolumn*).' })
  column!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Another column of the row: answers why `column` differs from it (*jämfört med kolumn*).',
  })
  against?: string | null;
}

/** The views of budgets, forecasts and accounts, and why a cell of any view has its value. */
@Resolver(() => View)
export class ViewsResolver {
  readonly #access: LedgerAccess;

  constructor(@Inject(LEDGER_ACCESS) access: LedgerAccess) {
    this.#access = access;
  }

  @Query(() => View, {
    nullable: true,
    description: 'A budget in two editions, and the change between them (*budgetjämförelse*).',
  })
  budgetDiff(@Args() args: BudgetDiffArgs): ViewAnswer {
    return this.#table('budget-diff', args);
  }

  @Query(() => View, {
    nullable: true,
    description: "The year's budget beside its forecasts, April to August (*tertialprognos*).",
  })
  tertialForecast(@Args() args: TableArgs): ViewAnswer {
    return this.#table('tertial-forecast', args);
  }

  @Query(() => View, {
    nullable: true,
    description:
      'Budget, forecast, outcome and outcome of the year before, through a month (*delårsbokslut*).',
  })
  delarsbokslut(@Args() args: DelarsbokslutArgs): ViewAnswer {
    return this.#table('delarsbokslut', args);
  }

  @Query(() => Explanation, {
    nullable: true,
    description:
      'Why a cell of a view has its value, or differs from another column of its row (*förklaring*).',
  })
  explain(@Args() args: ExplainArgs): CellExplanationAnswer | DifferenceAnswer {
    const { row, column, against } = args;
    const answer = this.#access.reader.explain(
      viewRequest(args),
      row,
      column,
      typeof against === 'string' ? against : undefined,
      readOptions(args),
    );
    return answer.kind === 'cell' ? answer.cell : answer.difference;
  }

  #table(view: string, args: TableArgs): ViewAnswer {
    return withRows(this.#access.reader.view(viewRequest({ ...args, view }), readOptions(args)), args.row);
  }
}
