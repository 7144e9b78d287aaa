import { LedgerError } from '#amount';
import type { Basis } from '#ledger';
import type { Explained, ExplainSide, ReadingAddress } from '#projections';
import { Option, type Command } from 'commander';
import type { ViewArguments } from '../../api/view-request.js';
import { addComparable, requestOf, VIEW_COMMANDS } from './view-options.js';

/** What names a figure on the command line: the options of its view with its row and column, or those of a reading. */
export interface FigureOptions extends Omit<ViewArguments, 'view'> {
  readonly row?: string;
  readonly column?: string;
  readonly basis?: Basis;
  readonly edition?: string;
}

interface FigureCommand {
  readonly name: string;
  readonly description: string;
  /** What names a figure, as it may be written. */
  readonly example: string;
  readonly addOptions: (command: Command) => void;
}

const READING = 'reading';
const BASES: readonly Basis[] = ['budget', 'forecast', 'outcome', 'approved', 'target'];

const CELLS: Readonly<Record<string, string>> = {
  'budget-diff': '--row "Kommunledning > Kostnad" --column change',
  'tertial-forecast': '--row "Exploateringsenheten > Årets resultat" --column T1',
  delarsbokslut: '--row "Exploateringsenheten > Verksamhetens intäkter" --column outcome',
  land: '--row "Utbyggnad av industriområde Viared Västra > Utgift" --column remaining',
  'internal-control': '--row Cyberhot --column value',
  goals: '--row "Företagsklimat enl. ÖJ (Insikt) - Totalt, NKI" --column outcome2023',
  life: '--row "Totalt > Intäkter" --column forecast-T2',
};

/** Everything that can be explained: a cell of each view, and a reading by its address. */
export const FIGURE_COMMANDS: readonly FigureCommand[] = [
  ...VIEW_COMMANDS.map(({ name, description, example, addOptions }): FigureCommand => ({
    name,
    description: `a cell of: ${description}`,
    example: `${example} ${CELLS[name] ?? ''}`,
    addOptions: (command) => {
      addOptions(command);
      addComparable(command);
      command
        .requiredOption('--row <path>', 'the row, its labels joined by " > "')
        .requiredOption(
          '--column <id>',
          'the column, by its id: from, to, change, budget, forecast, outcome …',
        );
    },
  })),
  {
    name: READING,
    description: 'a reading by its address (avläsning)',
    example:
      'reading --unit alingsas/ks/exploatering --area land --year 2023 --basis outcome --edition 2023-08 --measure revenue',
    addOptions: (command) =>
      void command
        .requiredOption('--unit <unit>', 'municipality/board/frame')
        .option('--area <area>', 'operations, investment, land, indicator …', 'operations')
        .requiredOption('--year <year>', 'its period: a year, or lifetime')
        .option('--line <path>', 'its labels joined by " > " (default: the whole table)')
        .requiredOption('--measure <measure>', 'revenue, cost, net, outlay …')
        .addOption(
          new Option('--basis <basis>', 'what its series is about').choices(BASES).makeOptionMandatory(),
        )
        .requiredOption('--edition <edition>', 'the step of its series: 2021:1, T1, 2023-08 …'),
  },
];

/** What may be another on the other side of a difference, with the option that says it. */
const SIDE_OPTIONS = [
  ['row', 'row'],
  ['unit', 'unit'],
  ['year', 'year'],
  ['from', 'edition that its view leads from'],
  ['to', 'edition that its view leads to'],
  ['through', 'month that its view runs through'],
  ['area', 'area'],
  ['line', 'line'],
  ['measure', 'measure'],
  ['basis', 'basis'],
  ['edition', 'edition'],
] as const;

const OF_READING: ReadonlySet<string> = new Set([
  'unit',
  'year',
  'area',
  'line',
  'measure',
  'basis',
  'edition',
]);

type Against = Readonly<Record<`against${string}`, unknown>>;

/** `--against-…`: what is another on the side that the figure is compared with. */
export function addAgainstOptions(command: Command, name: string): void {
  const own = new Set(command.options.map((option) => option.attributeName()));
  if (name !== READING)
    command.option('--against <id>', 'another column of the row: why does the column differ from it?');
  for (const [option, words] of SIDE_OPTIONS) {
    if (!own.has(option) || (name === READING && !OF_READING.has(option))) continue;
    command.option(`--against-${option} <x>`, `compare with the same figure of another ${words}`);
  }
  command
    .option('--against-as-of <x>', 'compare with what was known then: a time, a position or an event id')
    .option('--against-published-by <date>', 'compare with what had been published by that day');
}

/** The side to compare with; undefined where nothing of it is another, or only the column of the same row. */
export function againstOf(name: string, options: FigureOptions & Against): ExplainSide | undefined {
  const another = Object.fromEntries(
    SIDE_OPTIONS.flatMap(([option]) => {
      const value = options[`against${capital(option)}`];
      return value === undefined ? [] : [[option, value]];
    }),
  );
  const { against: column, againstAsOf: asOf, againstPublishedBy: publishedBy } = options;
  if (Object.keys(another).length === 0 && asOf === undefined && publishedBy === undefined) return undefined;
  const figure = { ...options, ...another, ...(column === undefined ? {} : { column }) } as FigureOptions;
  return {
    ...explainedOf(name, figure),
    ...(typeof asOf === 'string' ? { asOf } : {}),
    ...(typeof publishedBy === 'string' ? { publishedBy } : {}),
  };
}

/** The figure that the options of a command name. */
export function explainedOf(name: string, options: FigureOptions): Explained {
  if (name === READING) return { reading: readingOf(options) };
  const { row = '', column = '' } = options;
  return { cell: { request: requestOf(name, options), row, column } };
}

function readingOf({ unit, area, year, line, measure, basis, edition }: FigureOptions): ReadingAddress {
  const labels = typeof line === 'string' ? line.split(' > ').filter((label) => label !== '') : (line ?? []);
  if (!BASES.includes(basis as Basis)) {
    throw new LedgerError('WRONG_USAGE', `there is no basis "${basis ?? ''}"`, {
      place: { field: '--basis' },
      hint: `It is one of ${BASES.join(', ')}.`,
    });
  }
  return {
    unit: unit ?? '',
    area: area ?? 'operations',
    line: labels,
    measure: measure ?? '',
    period: year ?? '',
    basis: basis as Basis,
    edition: edition ?? '',
  };
}

function capital(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}
