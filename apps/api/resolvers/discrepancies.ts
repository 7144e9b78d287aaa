import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, IntersectionType, Query, Resolver } from '@nestjs/graphql';
import type { FindingClass } from '#ledger';
import type { DiscrepancyItem } from '#projections';
import { connection, connectionType, PageArgs, pageRequest, type ConnectionOf } from '../connection.js';
import { DiscrepancyClassName } from '../enums.js';
import { LEDGER_ACCESS, type LedgerAccess } from '../ledger-access.js';
import { DiscrepancyFilterArgs } from '../types/discrepancy-filter-args.js';
import { ListedDiscrepancy } from '../types/discrepancy.js';
import { readOptions } from '../types/read-args.js';

const DiscrepancyConnection = connectionType(
  ListedDiscrepancy,
  'Discrepancy',
  'discrepancies',
  'avstämningsavvikelser',
);

@ArgsType()
class DiscrepanciesArgs extends IntersectionType(PageArgs, DiscrepancyFilterArgs, ArgsType) {
  @Field(() => [DiscrepancyClassName], {
    nullable: true,
    description:
      'Only of these classes; discrepancies when left out, with what follows from them under each (*klass*).',
  })
  class?: FindingClass[] | null;
}

/** What does not add up. */
@Resolver()
export class DiscrepanciesResolver {
  readonly #access: LedgerAccess;

  constructor(@Inject(LEDGER_ACCESS) access: LedgerAccess) {
    this.#access = access;
  }

  @Query(() => DiscrepancyConnection, {
    nullable: true,
    description: 'What does not agree with itself in what was recorded, unit by unit (*avstämning*).',
  })
  async discrepancies(@Args() args: DiscrepanciesArgs): Promise<ConnectionOf<DiscrepancyItem>> {
    const filter = {
      unit: args.unit ?? undefined,
      document: args.document ?? undefined,
      kind: args.kind ?? undefined,
      classes: args.class ?? undefined,
      status: args.status ?? undefined,
    };
    return connection(await this.#access.reader.discrepancies(filter, pageRequest(args), readOptions(args)));
  }
}
