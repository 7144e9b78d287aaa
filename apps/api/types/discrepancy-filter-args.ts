import { ArgsType, Field } from '@nestjs/graphql';
import type { AssertionKind } from '#ledger';
import type { DiscrepancyStatus } from '#projections';
import { DiscrepancyKindName, DiscrepancyStatusName } from '../enums.js';

/** Which discrepancies are asked for, or followed; which classes there are otherwise each says (*urval*). */
@ArgsType()
export class DiscrepancyFilterArgs {
  @Field(() => String, { nullable: true, description: 'Only of this unit and those below it (*enhet*).' })
  unit?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Only with a place in this document: its file name, or the beginning of its sha-256 (*dokument*).',
  })
  document?: string | null;

  @Field(() => DiscrepancyKindName, { nullable: true, description: 'Only of this kind (*slag*).' })
  kind?: AssertionKind | null;

  @Field(() => DiscrepancyStatusName, { nullable: true, description: 'Only with this status (*läge*).' })
  status?: DiscrepancyStatus | null;
}
