import { Field, Int, ObjectType } from '@nestjs/graphql';
import { MarkName, RowKindName, UnitOfMeasureName, names, register } from '../enums.js';
import { Decimal } from '../scalars.js';
import { ListedDiscrepancy } from '../types/discrepancy.js';
import { CorrectionNote, Entry } from '../types/entry.js';
import { Change } from '../types/explanation.js';
import { Reading } from '../types/reading.js';
import { Event } from '../types/register.js';
import { ViewCell, ViewColumn } from '../types/view.js';

export const LiveReasonKind = names('change', 'statement', 'correction');
register('LiveReasonKind', 'What moved a value (*slag av skäl*).', LiveReasonKind, {
  change: 'A change with its cause (*förändring*).',
  statement: 'Something was stated (*uppgift*).',
  correction: 'A correction or a withdrawal (*rättelse*).',
});

@ObjectType({ description: 'Why a value moved, in short: one of the three (*skäl*).' })
export class LiveReason {
  @Field(() => LiveReasonKind, { description: 'Which of them it is (*slag*).' })
  kind!: string;

  @Field(() => Change, { nullable: true, description: 'Cause, amount and decision (*förändring*).' })
  change?: Change | null;

  @Field(() => Entry, { nullable: true, description: 'What was stated (*post*).' })
  entry?: Entry | null;

  @Field(() => CorrectionNote, { nullable: true, description: 'What was taken out, and why (*rättelse*).' })
  correction?: CorrectionNote | null;
}

/** What every message has. */
@ObjectType({ isAbstract: true })
abstract class LiveStep {
  @Field(() => String, {
    description: 'Where the message stands; `after` takes it, and nothing is missed (*markör*).',
  })
  cursor!: string;

  @Field(() => String, {
    description:
      'The place in the log that it follows from; of an import, where it was completed (*position*).',
  })
  position!: string;

  @Field(() => String, { description: 'The id of the event there; empty before the first (*händelse*).' })
  event!: string;

  @Field(() => String, {
    description: 'When it was recorded, ISO 8601; empty before the first event (*registrerad*).',
  })
  recordedAt!: string;

  @Field(() => String, { nullable: true, description: 'Who registered it: an opaque id (*registrerad av*).' })
  actor!: string | null;

  @Field(() => Boolean, {
    description: 'True for what is now, before anything has happened (*utgångsläge*).',
  })
  initial!: boolean;
}

@ObjectType({ description: 'An event was recorded, or came with an import that completed (*ny händelse*).' })
export class EventRecorded extends LiveStep {
  @Field(() => Event, { description: 'The event, as `events` gives it (*händelse*).' })
  recorded!: Event;

  @Field(() => [Entry], { description: 'What its lines say of readings (*poster*).' })
  entries!: readonly Entry[];
}

@ObjectType({ description: 'A figure has another value, or other marks (*ändrad siffra*).' })
export class FigureChanged extends LiveStep {
  @Field(() => Reading, { description: 'Which (*avläsning*).' })
  reading!: Reading;

  @Field(() => UnitOfMeasureName, { description: 'What it is measured in (*måttenhet*).' })
  unitOfMeasure!: string;

  @Field(() => Decimal, {
    nullable: true,
    description: 'What it was, canonical sign; null where it had no value (*före*).',
  })
  before!: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'What it is, canonical sign; null where it has no value (*efter*).',
  })
  after!: string | null;

  @Field(() => [MarkName], { description: 'What has to be known of the value (*märken*).' })
  marks!: readonly string[];

  @Field(() => [LiveReason], {
    description: 'Why it moved; empty where it moved for what happened elsewhere (*skäl*).',
  })
  why!: readonly LiveReason[];

  @Field(() => Int, { description: 'How many more reasons there are than are told (*fler skäl*).' })
  whyLeftOut!: number;
}

@ObjectType({ description: 'A cell of a view that changed (*ändrad cell*).' })
export class ChangedCell {
  @Field(() => Int, {
    nullable: true,
    description: 'Which row of the view it is in now, from 0; null where the row is gone (*radnummer*).',
  })
  row!: number | null;

  @Field(() => [String], { description: 'Labels of its row, from the outermost (*sökväg*).' })
  path!: readonly string[];

  @Field(() => RowKindName, { description: 'What the row is (*radslag*).' })
  rowKind!: string;

  @Field(() => String, { description: 'Id of its column (*kolumn*).' })
  column!: string;

  @Field(() => Decimal, {
    nullable: true,
    description: "In the view's unit of measure and printed sign; null for no value, or no row (*före*).",
  })
  before!: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description: "In the view's unit of measure and printed sign; null for no value, or no row (*efter*).",
  })
  after!: string | null;

  @Field(() => ViewCell, {
    nullable: true,
    description: 'The cell as it is now; null where the row is gone (*cell*).',
  })
  cell!: ViewCell | null;

  @Field(() => [LiveReason], {
    description: 'Why it moved; empty where it moved for what happened elsewhere (*skäl*).',
  })
  why!: readonly LiveReason[];

  @Field(() => Int, { description: 'How many more reasons there are than are told (*fler skäl*).' })
  whyLeftOut!: number;
}

@ObjectType({ description: 'A row of a view, without its numbers (*rad*).' })
export class ViewShapeRow {
  @Field(() => [String], { description: 'Labels from the outermost (*sökväg*).' })
  path!: readonly string[];

  @Field(() => RowKindName, { description: 'What the row is (*radslag*).' })
  kind!: string;
}

@ObjectType({ description: 'A view without its numbers (*vyns form*).' })
export class ViewShape {
  @Field(() => UnitOfMeasureName, { description: 'What its numbers are measured in (*måttenhet*).' })
  unitOfMeasure!: string;

  @Field(() => [ViewColumn], { description: 'Its columns, in order (*kolumner*).' })
  columns!: readonly ViewColumn[];

  @Field(() => [ViewShapeRow], { description: 'Its rows, in the order of the table (*rader*).' })
  rows!: readonly ViewShapeRow[];
}

@ObjectType({ description: 'Cells of a view changed; first, all of them as they are (*ändrad vy*).' })
export class ViewChanged extends LiveStep {
  @Field(() => String, { description: 'Which view (*vyns namn*).' })
  view!: string;

  @Field(() => String, { description: 'The unit whose table it is (*enhet*).' })
  unit!: string;

  @Field(() => UnitOfMeasureName, { description: 'What its numbers are measured in (*måttenhet*).' })
  unitOfMeasure!: string;

  @Field(() => ViewShape, {
    nullable: true,
    description:
      'What there is now, in the first message and where rows or columns came, went or moved; else null (*form*).',
  })
  shape!: ViewShape | null;

  @Field(() => [ChangedCell], {
    description:
      'Those that changed, in the order of the view; those of rows or columns that are gone last (*celler*).',
  })
  cells!: readonly ChangedCell[];
}

@ObjectType({ description: 'A discrepancy came, went or has other numbers (*ändrad avvikelse*).' })
export class DiscrepancyChanged extends LiveStep {
  @Field(() => String, { description: 'Its id, which stays when the numbers change (*id*).' })
  id!: string;

  @Field(() => ListedDiscrepancy, { nullable: true, description: 'Null where it is new (*före*).' })
  before!: ListedDiscrepancy | null;

  @Field(() => ListedDiscrepancy, { nullable: true, description: 'Null where it is gone (*efter*).' })
  after!: ListedDiscrepancy | null;
}
