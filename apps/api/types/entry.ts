import { Field, Int, ObjectType } from '@nestjs/graphql';
import { SaysName, StatusName, UnitOfMeasureName } from '../enums.js';
import { Decimal } from '../scalars.js';
import { Reading } from './reading.js';

@ObjectType({ description: 'Where in a document something stands (*källcell*).' })
export class SourceCell {
  @Field(() => String, { description: 'The document, by its sha-256 (*dokument*).' })
  document!: string;

  @Field(() => String, { description: 'The table in the document (*tabell*).' })
  table!: string;

  @Field(() => String, { description: 'The row, its labels joined by ` > ` (*rad*).' })
  row!: string;

  @Field(() => String, { description: 'The column as it is headed (*kolumn*).' })
  column!: string;

  @Field(() => String, { description: 'The text as it stands (*tryckt text*).' })
  printed!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Of what only running text says: sha-256 of each sentence that says it (*mening*).',
  })
  sentence?: string | null;
}

@ObjectType({ description: 'A decision, as far as the source states it (*beslut*).' })
export class Decision {
  @Field(() => String, { nullable: true, description: 'Who decided (*beslutande organ*).' })
  body?: string | null;

  @Field(() => String, { nullable: true, description: 'When, ISO (*beslutsdatum*).' })
  date?: string | null;

  @Field(() => String, { nullable: true, description: 'Its paragraph in the minutes (*paragraf*).' })
  paragraph?: string | null;

  @Field(() => String, { nullable: true, description: 'Its number in the register (*diarienummer*).' })
  dnr?: string | null;
}

@ObjectType({ description: 'A reading that a relative statement rests on (*led*).' })
export class RelativeTerm {
  @Field(() => Int, { description: 'By what it counts (*koefficient*).' })
  coefficient!: number;

  @Field(() => Reading, { description: 'The reading (*avläsning*).' })
  reading!: Reading;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Its value, where the cell is explained; null in a plain list (*värde*).',
  })
  value!: string | null;
}

@ObjectType({
  description: 'A correction or a withdrawal: what it took out and put in, why, who, and when (*rättelse*).',
})
export class CorrectionNote {
  @Field(() => String, { description: 'Its id (*rättelsens id*).' })
  id!: string;

  @Field(() => String, { description: 'The entry, or the event, that was taken out (*rättad post*).' })
  corrects!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The entry, or the event, that was put in; null of a withdrawal (*insatt post*).',
  })
  is!: string | null;

  @Field(() => String, { description: 'misread, erratum or withdrawal (*rättelsens slag*).' })
  nature!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Of an erratum: when it was published, ISO (*datum*).',
  })
  date!: string | null;

  @Field(() => String, { description: 'Why (*skäl*).' })
  reason!: string;

  @Field(() => String, { nullable: true, description: 'Who: an opaque id (*registrerad av*).' })
  actor!: string | null;

  @Field(() => String, { description: "When, by the writer's clock, ISO 8601 (*registrerad*)." })
  recordedAt!: string;
}

/** When and by whom what an event says was recorded, and where (*registrering*). */
@ObjectType({ isAbstract: true })
export class Recorded {
  @Field(() => String, {
    nullable: true,
    description: "When it was recorded, by the writer's clock, ISO 8601 (*registrerad*).",
  })
  recordedAt!: string | null;

  @Field(() => String, { nullable: true, description: 'Who recorded it: an opaque id (*registrerad av*).' })
  actor!: string | null;

  @Field(() => String, { nullable: true, description: 'Where its event stands in the log (*position*).' })
  position!: string | null;
}

@ObjectType({ description: 'What one line of an event says of a reading (*post*).' })
export class Entry extends Recorded {
  @Field(() => String, { description: 'Its id: the event and the line in it (*postens id*).' })
  id!: string;

  @Field(() => String, { description: 'The event that says it (*händelse*).' })
  event!: string;

  @Field(() => String, { description: 'statement, change, stated difference … (*postslag*).' })
  kind!: string;

  @Field(() => Reading, { description: 'What it is about (*avläsning*).' })
  reading!: Reading;

  @Field(() => Decimal, {
    nullable: true,
    description: 'In the canonical sign and in `unitOfMeasure`; null where none is stated (*värde*).',
  })
  value!: string | null;

  @Field(() => UnitOfMeasureName, { description: 'What its numbers are measured in (*måttenhet*).' })
  unitOfMeasure!: string;

  @Field(() => SaysName, { description: 'What it says of the reading (*utsaga*).' })
  says!: string;

  @Field(() => String, { nullable: true, description: 'Of a change: why, in words (*orsak*).' })
  cause!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Of a change: the kind of its cause: efficiency, saving … (*slag av orsak*).',
  })
  causeKind!: string | null;

  @Field(() => [RelativeTerm], {
    description: 'Of a relative statement: what it rests on, before its difference (*led*).',
  })
  terms!: RelativeTerm[];

  @Field(() => Decimal, {
    nullable: true,
    description: 'Of a relative statement: what is added to its terms (*skillnad*).',
  })
  difference!: string | null;

  @Field(() => String, { nullable: true, description: 'The number as it was printed (*tryckt text*).' })
  printed!: string | null;

  @Field(() => StatusName, { nullable: true, description: 'Its own status, or its edition’s (*status*).' })
  status!: string | null;

  @Field(() => Decision, { nullable: true, description: 'The decision it rests on (*beslut*).' })
  decision!: Decision | null;

  @Field(() => String, { nullable: true, description: 'The day it was published, ISO (*offentliggjord*).' })
  published!: string | null;

  @Field(() => SourceCell, { nullable: true, description: 'The cell it was read from (*källcell*).' })
  source!: SourceCell | null;

  @Field(() => String, {
    nullable: true,
    description: 'The correction that took it out, where one did (*borttagen genom rättelse*).',
  })
  takenOutBy!: string | null;

  @Field(() => CorrectionNote, {
    nullable: true,
    description: 'The correction that put it in, where one did (*insatt genom rättelse*).',
  })
  correction!: CorrectionNote | null;

  @Field(() => CorrectionNote, {
    nullable: true,
    description: 'The correction that took it out, where one did (*borttagen genom rättelse*).',
  })
  takenOut!: CorrectionNote | null;
}

@ObjectType({ description: 'An entry that a correction took out (*rättelse*).' })
export class Correction {
  @Field(() => Entry, { description: 'What was taken out (*rättad post*).' })
  entry!: Entry;

  @Field(() => Entry, {
    nullable: true,
    description: 'What was put in; null of a withdrawal (*insatt post*).',
  })
  is!: Entry | null;

  @Field(() => String, { description: 'misread, erratum or withdrawal (*rättelsens slag*).' })
  nature!: string;

  @Field(() => String, { description: 'Why (*skäl*).' })
  reason!: string;

  @Field(() => String, { description: 'The id of the correction (*rättelsens id*).' })
  correction!: string;
}
