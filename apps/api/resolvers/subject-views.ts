import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, Query, Resolver } from '@nestjs/graphql';
import type {
  AssignmentAnswer,
  AssignmentsAnswer,
  AssignmentsFilter,
  GoalsAnswer,
  InternalControlAnswer,
  LandAnswer,
  LifeAnswer,
} from '#projections';
import { PageArgs, pageOfList, type ConnectionOf } from '../connection.js';
import { withRows } from '../../shared/rows-of.js';
import { LEDGER_ACCESS, type LedgerAccess } from '../ledger-access.js';
import { AssignmentList, AssignmentStateName, GoalsView } from '../types/goals.js';
import { InternalControlView } from '../types/internal-control.js';
import { LandView } from '../types/land.js';
import { LifeView } from '../types/life.js';
import { COMPARABLE_DESCRIPTION } from '../types/comparability.js';
import { ReadArgs, readOptions } from '../types/read-args.js';
import { comparingOf } from '../view-request.js';
import { ROW_DESCRIPTION, TableArgs, UnitYearArgs } from './views.js';

@ArgsType()
class GoalsArgs extends ReadArgs {
  @Field(() => String, { description: 'The unit, with those below it (*enhet*).' })
  unit!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Goals of this year, and indicators up to it; all of them where it is left out (*år*).',
  })
  year?: string | null;

  @Field(() => [String], { nullable: true, description: ROW_DESCRIPTION })
  row?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: COMPARABLE_DESCRIPTION })
  comparable?: boolean | null;
}

@ArgsType()
class LandArgs extends TableArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Of the projects only the one with this id (*projekt*).',
  })
  project?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Of the projects only those whose last status has this code (*projektstatus*).',
  })
  projectStatus?: string | null;
}

@ArgsType()
class AssignmentsArgs extends PageArgs {
  @Field(() => String, { description: 'The unit, with those below it (*enhet*).' })
  unit!: string;

  @Field(() => String, { nullable: true, description: 'Given for this year, or reported on in it (*år*).' })
  year?: string | null;

  @Field(() => AssignmentStateName, { nullable: true, description: 'Only with this status (*läge*).' })
  status?: AssignmentsFilter['status'] | null;
}

@ArgsType()
class LifeArgs extends UnitYearArgs {
  @Field(() => String, {
    defaultValue: 'operations',
    description: 'operations, investment, land, indicator … (*område*).',
  })
  area!: string;

  @Field(() => [String], {
    defaultValue: [],
    description: "Labels from the outermost; empty for the frame's total (*rad*).",
  })
  line!: string[];

  @Field(() => String, { description: 'revenue, cost, net, outlay … (*mått*).' })
  measure!: string;
}

/** The views with what is no figure beside their tables. */
@Resolver()
export class SubjectViewsResolver {
  readonly #access: LedgerAccess;

  constructor(@Inject(LEDGER_ACCESS) access: LedgerAccess) {
    this.#access = access;
  }

  @Query(() => LandView, {
    nullable: true,
    description: 'Land projects, with sales from agreement to completion or rescission (*exploatering*).',
  })
  land(@Args() args: LandArgs): LandAnswer {
    const { unit, year, row, project, projectStatus } = args;
    const read = { ...readOptions(args), ...comparingOf(args) };
    const answer = withRows(this.#access.reader.land(unit, year, read), row);
    const projects = answer.projects.filter(
      (one) =>
        (project ?? one.project) === one.project &&
        (projectStatus === null || projectStatus === undefined || one.status?.code === projectStatus),
    );
    return { ...answer, projects };
  }

  @Query(() => InternalControlView, {
    nullable: true,
    description: 'The risks of a year and its controls, with those that nobody assessed (*internkontroll*).',
  })
  internalControl(@Args() args: TableArgs): InternalControlAnswer {
    return withRows(
      this.#access.reader.internalControl(args.unit, args.year, {
        ...readOptions(args),
        ...comparingOf(args),
      }),
      args.row,
    );
  }

  @Query(() => GoalsView, {
    nullable: true,
    description: 'Goals with their states, and indicators over the years (*mål och indikatorer*).',
  })
  goals(@Args() args: GoalsArgs): GoalsAnswer {
    return withRows(
      this.#access.reader.goals(args.unit, args.year ?? undefined, {
        ...readOptions(args),
        ...comparingOf(args),
      }),
      args.row,
    );
  }

  @Query(() => AssignmentList, {
    nullable: true,
    description: 'Assignments by status, over all documents (*uppdrag*).',
  })
  assignments(
    @Args() args: AssignmentsArgs,
  ): ConnectionOf<AssignmentAnswer> & Omit<AssignmentsAnswer, 'assignments'> {
    const { assignments, ...answer } = this.#access.reader.assignments(
      { unit: args.unit, year: args.year ?? undefined, status: args.status ?? undefined },
      readOptions(args),
    );
    return { ...answer, ...pageOfList(assignments, ({ unit, assignment }) => `${unit} ${assignment}`, args) };
  }

  @Query(() => LifeView, {
    nullable: true,
    description:
      'Plans, budgets, forecasts and outcome of one figure, with what each changed (*en siffras liv*).',
  })
  life(@Args() { unit, year, area, line, measure, ...args }: LifeArgs): LifeAnswer {
    return this.#access.reader.life(
      { view: 'life', unit, year, area, line, measure, ...comparingOf(args) },
      readOptions(args),
    );
  }
}
