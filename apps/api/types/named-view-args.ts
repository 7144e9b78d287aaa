import { ArgsType, Field } from '@nestjs/graphql';

/** A view of any kind, named by what its kind needs (*vy*). */
@ArgsType()
export class NamedViewArgs {
  @Field(() => String, {
    description:
      '`budget-diff`, `tertial-forecast`, `delarsbokslut`, `land`, `internal-control`, `goals` or `life` (*vy*).',
  })
  view!: string;

  @Field(() => String, { description: 'The unit, as `boras/ks/stadsledningskansliet` (*enhet*).' })
  unit!: string;

  @Field(() => String, { nullable: true, description: 'The year; of goals it may be left out (*år*).' })
  year?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Of budget-diff: the edition it leads from (*från utgåva*).',
  })
  from?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Of budget-diff: the edition it leads to (*till utgåva*).',
  })
  to?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Of delarsbokslut: the month it runs through (*till och med månad*).',
  })
  through?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Of delarsbokslut: only operations, investment or land; of life: which area (*område*).',
  })
  area?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Of life: the line of the figure; the whole table where it is left out (*rad i tabellen*).',
  })
  line?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Of life: the measure of the figure (*mått*).' })
  measure?: string | null;
}
