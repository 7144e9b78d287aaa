import type { Command } from 'commander';
import { comparingOf, viewRequest, type ViewArguments } from '../../api/view-request.js';
import type { ReadLedger, ReadOptions, View, ViewRequest } from '#projections';

export interface ViewCommand {
  readonly name: string;
  readonly description: string;
  readonly example: string;
  /** What stands beside its table: what `--list` may name. */
  readonly lists?: readonly string[];
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
  {
    name: 'land',
    description: 'land projects with their status, sales and purchases (exploatering)',
    example: 'land --unit boras/ks --year 2025',
    lists: ['projects', 'sales', 'purchases'],
    addOptions: (command) => void unitAndYear(command),
  },
  {
    name: 'internal-control',
    description: 'the risks of a year, and its controls with their outcomes (internkontroll)',
    example: 'internal-control --unit alingsas/ks --year 2025',
    lists: ['matrix', 'risks', 'controls'],
    addOptions: (command) => void unitAndYear(command),
  },
  {
    name: 'goals',
    description: 'goals with their states, and indicators over the years (mål och indikatorer)',
    example: 'goals --unit alingsas/ks',
    lists: ['goals', 'indicators'],
    addOptions: (command) =>
      void command
        .requiredOption('--unit <unit>', 'whose goals: municipality/board/frame, with those below it')
        .option('--year <year>', 'goals of this year, and indicators up to it (default: all)'),
  },
  {
    name: 'life',
    description: 'plans, budgets, forecasts and outcome of one figure (en siffras liv)',
    example: 'life --unit alingsas/ks/exploatering --year 2023 --area land --measure revenue',
    lists: ['steps'],
    addOptions: (command) =>
      void unitAndYear(command)
        .option('--area <area>', 'operations, investment, land, indicator … (default: operations)')
        .option('--line <path>', 'the line, its labels joined by " > " (default: the whole table)')
        .requiredOption('--measure <measure>', 'revenue, cost, net, outlay …'),
  },
];

/** What every view takes beside what names it. */
export function addComparable(command: Command): void {
  command.option('--comparable', 'make comparable what moved, was split or restated (jämförbar)');
}

/** A view with all that stands beside its table. */
export function wholeView(reader: ReadLedger, request: ViewRequest, read: ReadOptions): View {
  switch (request.view) {
    case 'land':
      return reader.land(request.unit, request.year, { ...read, ...comparingOf(request) });
    case 'internal-control':
      return reader.internalControl(request.unit, request.year, { ...read, ...comparingOf(request) });
    case 'goals':
      return reader.goals(request.unit, request.year, { ...read, ...comparingOf(request) });
    case 'life':
      return reader.life(request, read);
    case 'budget-diff':
    case 'tertial-forecast':
    case 'delarsbokslut':
      return reader.view(request, read);
  }
}

/** The view that the options of a command name. */
export function requestOf(view: string, options: Omit<ViewArguments, 'view'>): ViewRequest {
  return viewRequest({ ...options, view });
}
