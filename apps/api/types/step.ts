import { Field, ObjectType } from '@nestjs/graphql';
import { CorrectionNote, Decision, SourceCell } from './entry.js';

@ObjectType({ description: 'An event in the life of something that is no figure (*händelse i ett ärende*).' })
export class Step {
  @Field(() => String, { description: 'The event that says it (*händelse*).' })
  event!: string;

  @Field(() => String, { description: 'What happened: its type (*händelsetyp*).' })
  type!: string;

  @Field(() => String, { description: 'When it was recorded, ISO 8601 (*registrerad*).' })
  recordedAt!: string;

  @Field(() => Decision, { nullable: true, description: 'The decision behind it (*beslut*).' })
  decision!: Decision | null;

  @Field(() => SourceCell, { nullable: true, description: 'Where it stands (*källa*).' })
  source!: SourceCell | null;

  @Field(() => CorrectionNote, {
    nullable: true,
    description: 'The correction that it is by now; null where it was never corrected (*rättelse*).',
  })
  correction!: CorrectionNote | null;
}
