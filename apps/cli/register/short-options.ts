import { Option, type Command } from 'commander';
import { withField } from './fields.js';
import type { RegisterCommand, RegisterCommandName } from '../../shared/registering/commands.js';
import { LedgerError } from '#amount';

/*
 * What is registered most often, without a file: options for single fields. Each says where in the command it goes.
 */

const FLAGS = {
  unit: ['--unit <unit>', 'the unit, such as boras/ks/stadsledningskansliet'],
  area: ['--area <area>', 'operations (default), investment, land …'],
  basis: ['--basis <basis>', 'budget (default), forecast, outcome, approved or target'],
  year: ['--year <year>', 'the year'],
  edition: ['--edition <edition>', 'the edition, such as 2021:2; of an outcome its month, when left out'],
  through: ['--through <month>', 'the month that an outcome runs through'],
  line: ['--line <path>', 'the line, its labels joined by " > "; "Totalt" is the whole table'],
  measure: ['--measure <measure>', 'revenue, cost, outlay …'],
  amount: ['--amount <amount>', 'effect on the result: revenue +, cost −; null where it is not stated'],
  in: ['--in <unit>', 'what the amount is measured in: tkr (default), mnkr, kr …'],
  from: ['--from <edition>', 'the edition that a change leads from'],
  fromYear: ['--from-year <year>', 'the year that a change leads from'],
  cause: ['--cause <words>', 'why, in words'],
  kind: ['--kind <kind>', 'the kind of cause: efficiency, saving, allocation …'],
  until: ['--until <date>', 'of a temporary change: until when'],
  body: ['--body <body>', 'who decided'],
  decided: ['--decided <date>', 'when it was decided'],
  paragraph: ['--paragraph <paragraph>', 'the paragraph of the decision'],
  dnr: ['--dnr <dnr>', 'the case number of the decision'],
  discrepancy: ['--discrepancy <id>', 'id of a discrepancy, from `liggaren check`'],
  entry: ['--entry <id>', 'id of an entry, <event id>/<n>'],
  event: ['--event <id>', 'id of an event that is corrected as a whole'],
  erratum: ['--erratum <date>', 'the source was wrong, and said so that day; else it was read wrongly'],
  reason: ['--reason <words>', 'why it is corrected, withdrawn, explained or accepted'],
} as const;

type Flag = keyof typeof FLAGS;
export type ShortOptions = Partial<Record<Flag, string>>;

interface Short {
  readonly fields: Partial<Record<Flag, string>>;
  readonly defaults: Readonly<Record<string, string>>;
}

const FRAME = { unit: 'unit', area: 'area', year: 'period', edition: 'edition' } as const;
const FIRST_LINE = {
  line: 'lines[0].line',
  measure: 'lines[0].measure',
  amount: 'lines[0].amount',
  in: 'lines[0].unitOfMeasure',
} as const;
const CAUSE = { cause: 'cause.words', kind: 'cause.kind', until: 'cause.until' } as const;
const DECISION = {
  body: 'decision.body',
  decided: 'decision.date',
  paragraph: 'decision.paragraph',
  dnr: 'decision.dnr',
} as const;
const IN_TKR = { area: 'operations', 'lines[0].unitOfMeasure': 'tkr' } as const;

const SHORT: Partial<Record<RegisterCommandName, Short>> = {
  ChangeBudget: {
    fields: { ...FRAME, basis: 'basis', ...FIRST_LINE, ...CAUSE, ...DECISION },
    defaults: { ...IN_TKR, basis: 'budget' },
  },
  ExplainChange: {
    fields: {
      ...FRAME,
      basis: 'basis',
      ...FIRST_LINE,
      from: 'lines[0].from.edition',
      fromYear: 'lines[0].from.period',
      ...CAUSE,
      ...DECISION,
    },
    defaults: { ...IN_TKR, basis: 'budget' },
  },
  ReportOutcome: {
    fields: { ...FRAME, through: 'through', ...FIRST_LINE, ...DECISION },
    defaults: IN_TKR,
  },
  ExplainDiscrepancy: { fields: { discrepancy: 'discrepancy', reason: 'explanation' }, defaults: {} },
  AcceptDiscrepancy: { fields: { discrepancy: 'discrepancy', reason: 'reason' }, defaults: {} },
  CorrectEntry: {
    fields: {
      entry: 'corrects',
      reason: 'reason',
      erratum: 'date',
      amount: 'is.amount',
      in: 'is.unitOfMeasure',
      unit: 'is.reading.unit',
      area: 'is.reading.area',
      basis: 'is.reading.basis',
      year: 'is.reading.period',
      edition: 'is.reading.edition',
      line: 'is.reading.line',
      measure: 'is.reading.measure',
      cause: 'is.cause.words',
      kind: 'is.cause.kind',
      until: 'is.cause.until',
    },
    defaults: { nature: 'misread' },
  },
  WithdrawEntry: { fields: { entry: 'corrects', reason: 'reason', erratum: 'date' }, defaults: {} },
  CorrectEvent: {
    fields: { event: 'corrects', reason: 'reason', erratum: 'date' },
    defaults: { nature: 'misread' },
  },
  WithdrawEvent: { fields: { event: 'corrects', reason: 'reason', erratum: 'date' }, defaults: {} },
};

/** Commands that options are enough for. */
export const SHORT_COMMANDS = Object.keys(SHORT) as readonly RegisterCommandName[];

export function addShortOptions(command: Command): void {
  for (const [flags, words] of Object.values(FLAGS)) command.addOption(new Option(flags, words));
}

/** Is anything of it given by options? */
export function givesFields(options: ShortOptions): boolean {
  return (Object.keys(FLAGS) as Flag[]).some((flag) => options[flag] !== undefined);
}

/**
 * The data with what options say put in; `alone`: there is no file, and what is usual stands where nothing is said.
 * @throws LedgerError WRONG_USAGE where the command does not take an option
 */
export function withShortOptions(
  { name, shape }: RegisterCommand,
  data: object,
  options: ShortOptions,
  alone: boolean,
): object {
  const short = SHORT[name];
  let filled = data;
  if (alone) {
    for (const [path, text] of Object.entries(short?.defaults ?? {}))
      filled = withField(shape, filled, path, text);
  }
  for (const flag of Object.keys(FLAGS) as Flag[]) {
    const text = options[flag];
    if (text === undefined) continue;
    const path = short?.fields[flag];
    if (path === undefined) throw notTaken(name, flag);
    filled = withField(shape, filled, path, text);
  }
  if (options.erratum !== undefined) filled = withField(shape, filled, 'nature', 'erratum');
  if (name === 'ReportOutcome' && options.through !== undefined && !('edition' in filled))
    filled = withField(shape, filled, 'edition', options.through);
  return filled;
}

function notTaken(name: RegisterCommandName, flag: Flag): LedgerError {
  const takes = Object.keys(SHORT[name]?.fields ?? {}).map((of) => FLAGS[of as Flag][0].split(' ')[0]);
  return new LedgerError('WRONG_USAGE', `${name} does not take ${FLAGS[flag][0].split(' ')[0] ?? ''}`, {
    place: { field: FLAGS[flag][0].split(' ')[0] },
    hint:
      takes.length === 0
        ? 'Give it as JSON, or field by field with --set.'
        : `It takes ${takes.join(', ')}; any other field with --set.`,
  });
}
