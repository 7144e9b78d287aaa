import type { Command } from 'commander';
import { viewRequest, type ViewArguments } from '../../api/view-request.js';
import type { ViewRequest } from '#projections';

export interface ViewCommand {
  readonly name: string;
  readonly description: string;
  readonly example: string;
  readonly addOptions: (command: Command) => void;
}

const unitAndYear = (command: Command): Command =>
  command
    .requiredOption('--unit <unit>', 'whose table: municipality/board/frame')
    .requiredOption('--year <year>', 'which year');

/** The views with what names them on the command line. */
export const VIEW_COMMANDS: readonly ViewCommand[] = [
  {
    name: 'budget-diff',
    description: 'a budget in two editions, and the change between them (budgetjämförelse)',
    example: 'budget-diff --unit boras/ks/stadsledningskansliet --year 2021 --from 2021:1 --to 2021:2',
    addOptions: (command) =>
      void unitAndYear(command)
        .requiredOption('--from <edition>', 'the edition it leads from, such as 2021:1')
        .requiredOption('--to <edition>', 'the edition it leads to, such as 2021:2'),
  },
  {
    name: 'tertial-forecast',
    description: "the year's budget beside its forecasts (tertialprognos)",
    example: 'tertial-forecast --unit alingsas/ks --year 2023',
    addOptions: (command) => void unitAndYear(command),
  },
  {
    name: 'delarsbokslut',
    description: 'budget, forecast and outcome through a month (delårsbokslut)',
    example: 'delarsbokslut --unit alingsas/ks --year 2023 --through 2023-08',
    addOptions: (command) =>
      void unitAndYear(command)
        .requiredOption('--through <month>', 'the month it runs through, such as 2023-08')
        .option('--area <area>', 'only operations, investment or land (default: all)'),
  },
];

/** The view that the options of a command name. */
export function requestOf(view: string, options: Omit<ViewArguments, 'view'>): ViewRequest {
  return viewRequest({ ...options, view });
}
