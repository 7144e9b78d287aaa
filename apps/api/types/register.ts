import { Field, Int, ObjectType } from '@nestjs/graphql';
import { BasisName, ExtentName, StatusName } from '../enums.js';
import { CorrectionNote } from './entry.js';

@ObjectType({ description: 'A municipality, a board or a frame of one (*organisatorisk enhet*).' })
export class Unit {
  @Field(() => String, { description: 'Its path: `boras/ks/stadsledningskansliet` (*enhetens id*).' })
  unit!: string;

  @Field(() => String, { description: 'Its name (*namn*).' })
  name!: string;

  @Field(() => String, { description: 'municipality, board or frame (*enhetsslag*).' })
  kind!: string;

  @Field(() => String, { nullable: true, description: 'The unit it belongs to (*överordnad enhet*).' })
  parent!: string | null;
}

@ObjectType({ description: 'How many persons of a party, who are never named (*antal per parti*).' })
export class PartyCount {
  @Field(() => String, { description: 'Its abbreviation (*parti*).' })
  party!: string;

  @Field(() => Int, { description: 'How many (*antal*).' })
  count!: number;
}

@ObjectType({ description: 'A document that figures were read from (*dokument*).' })
export class Document {
  @Field(() => String, { description: 'SHA-256 of the file, which is its id (*kontrollsumma*).' })
  sha256!: string;

  @Field(() => String, { description: 'File name as imported (*filnamn*).' })
  file!: string;

  @Field(() => String, { description: 'Its title (*titel*).' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'The board that it is of (*nämnd*).' })
  unit!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'budget, planning, interim, annual or other (*dokumenttyp*).',
  })
  kind!: string | null;

  @Field(() => Int, { nullable: true, description: 'The year that it is about (*år*).' })
  year!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Of a report: the month that it runs through (*till och med*).',
  })
  through!: string | null;

  @Field(() => String, { nullable: true, description: 'Its number in the register (*diarienummer*).' })
  dnr!: string | null;

  @Field(() => String, { nullable: true, description: 'Who decided it (*beslutande organ*).' })
  body!: string | null;

  @Field(() => String, { nullable: true, description: 'Its date, ISO (*datum*).' })
  date!: string | null;

  @Field(() => String, { nullable: true, description: 'Of the decision: `§ 208` (*paragraf*).' })
  paragraph!: string | null;

  @Field(() => String, { nullable: true, description: 'How long it is valid, as printed (*giltighetstid*).' })
  validity!: string | null;

  @Field(() => [PartyCount], {
    description: 'How many took no part in the decision; empty where it does not say (*deltog inte*).',
  })
  notParticipating!: readonly PartyCount[];

  @Field(() => [PartyCount], {
    description: 'How many left a note in the minutes (*protokollsanteckning*).',
  })
  minutesNotes!: readonly PartyCount[];

  @Field(() => [PartyCount], { description: 'How many entered a reservation (*reservation*).' })
  reservations!: readonly PartyCount[];

  @Field(() => StatusName, { description: 'How binding it is (*status*).' })
  status!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Who judged the status, where none is stated (*bedömd av*).',
  })
  statusJudgedBy!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What it does not state of itself, and what was judged instead (*anmärkning*).',
  })
  note!: string | null;

  @Field(() => String, {
    nullable: true,
    description: '`complete`, `started` or `abandoned`: of its last import (*inläsningens läge*).',
  })
  importState!: string | null;

  @Field(() => String, { nullable: true, description: 'The print it replaces, by sha-256 (*ersätter*).' })
  replaces!: string | null;
}

@ObjectType({ description: 'A step of a series, declared with its place in line (*utgåva*).' })
export class Edition {
  @Field(() => String, { description: 'The unit whose table it is (*enhet*).' })
  unit!: string;

  @Field(() => String, { description: 'operations, investment, land … (*område*).' })
  area!: string;

  @Field(() => BasisName, { description: 'budget, forecast, outcome, approved or target (*grund*).' })
  basis!: string;

  @Field(() => String, { description: 'The year it is about (*period*).' })
  period!: string;

  @Field(() => String, { description: '`2021:1`, `T1`, `2023-08` … (*utgåvans id*).' })
  edition!: string;

  @Field(() => String, { description: 'As documents head it (*rubrik*).' })
  label!: string;

  @Field(() => ExtentName, { description: 'Whole, or moving some lines (*omfattning*).' })
  extent!: string;

  @Field(() => StatusName, { description: 'How binding it is (*status*).' })
  status!: string;

  @Field(() => Boolean, { description: 'Whether its table is recorded whole (*känd*).' })
  known!: boolean;

  @Field(() => Boolean, { description: 'Whether entries may be registered by hand (*öppen*).' })
  open!: boolean;
}

@ObjectType({ description: 'What was recorded, as the log has it (*händelse*).' })
export class Event {
  @Field(() => String, { description: 'Its place in the log, and its cursor (*position*).' })
  position!: string;

  @Field(() => String, { description: 'Its id, which outlives a move to another log (*händelsens id*).' })
  id!: string;

  @Field(() => String, { description: '`BudgetAdopted`, `EntryCorrected` … (*händelseslag*).' })
  type!: string;

  @Field(() => String, { description: 'What it follows (*ström*).' })
  stream!: string;

  @Field(() => Int, { description: 'Its place in the stream, from 0 (*revision*).' })
  revision!: number;

  @Field(() => String, { description: "When, by the writer's clock, ISO 8601 (*registrerad*)." })
  recordedAt!: string;

  @Field(() => String, { nullable: true, description: 'Who registered it: an opaque id (*registrerad av*).' })
  actor!: string | null;

  @Field(() => String, { nullable: true, description: 'The import it belongs to (*inläsning*).' })
  importId!: string | null;

  @Field(() => String, { description: 'Its data as canonical JSON (*innehåll*).' })
  data!: string;

  @Field(() => CorrectionNote, {
    nullable: true,
    description: 'What it corrects, where it is a correction (*rättar*).',
  })
  correction!: CorrectionNote | null;

  @Field(() => CorrectionNote, {
    nullable: true,
    description: 'What corrected or withdrew it as a whole by then (*rättad av*).',
  })
  takenOut!: CorrectionNote | null;
}
