import { LedgerError } from '#amount';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { HistoryFilter, HistoryPage, HistoryPageRequest } from '#projections';

/** What `liggaren events` and `liggaren entries` are asked with. */
export interface HistoryOptions extends Omit<HistoryFilter, 'line' | 'actor' | 'ids'> {
  readonly line?: string;
  readonly by?: string;
  readonly newestFirst?: boolean;
  readonly startAt?: string;
  readonly after?: string;
  readonly first?: number;
  readonly totals?: boolean;
  readonly out?: string;
}

/** Rows of an answer when nobody says: some screens, or a file that a spreadsheet opens. */
const FIRST_DEFAULT = 100;
const FIRST_IN_FILE = 100_000;
/** Rows that the read side is asked for at a time. */
const PAGE_ROWS = 500;

const BASES = ['budget', 'forecast', 'outcome', 'approved', 'target'];

export function addHistoryOptions(command: Command): Command {
  return addFilterOptions(command)
    .option('--newest-first', 'against the order of the log')
    .option('--start-at <time>', 'begin at this day or time, in the order asked for')
    .option('--after <cursor>', 'go on after this position')
    .option(
      '--first <n>',
      `at most so many (default ${FIRST_DEFAULT}, in a file ${FIRST_IN_FILE})`,
      positiveInteger,
    )
    .option(
      '--totals',
      'how much matches, and what it sums to, as far as ten seconds go, instead of the list',
    )
    .option('--out <file.xlsx>', 'write it as a workbook');
}

/** Which events, or entries of them. */
export function addFilterOptions(command: Command): Command {
  return command
    .option('--unit <unit>', 'of this unit and those below it')
    .option('--area <area>', 'of this area: operations, investment, land …')
    .option('--line <path>', 'of this line by any of its names, its labels joined by " > "')
    .option('--measure <measure>', 'of this measure: revenue, cost …')
    .addOption(new Option('--basis <basis>', 'in this basis').choices(BASES))
    .option('--edition <edition>', 'in this edition')
    .option('--period <period>', 'concerning this period')
    .option('--cause <words>', 'words of the cause')
    .option('--cause-kind <kind>', 'kind of the cause, in English or Swedish')
    .option('--body <words>', 'words of who decided')
    .option('--dnr <number>', 'number of the decision, or of the document, in the register')
    .option('--document <name>', 'in this document: its file name, the beginning of its sha-256, or its dnr')
    .option('--by <actor>', 'registered by this actor')
    .option('--type <type>', 'of this type of event, such as BudgetAdopted')
    .option('--amount-at-least <amount>', 'in absolute value, in tkr where it is money')
    .option('--text <words>', 'words that are all there: taxi* begins so, "fler barn" stands so')
    .option('--recorded-from <time>', 'recorded then or later: a day or a time')
    .option('--recorded-to <time>', 'recorded by then')
    .hook('preAction', refuseActor);
}

/**
 * `--actor` is who registers, on every command: it would list everything to whoever looks for what one has registered.
 * @throws LedgerError WRONG_USAGE
 */
function refuseActor(command: Command): void {
  const { actor } = command.optsWithGlobals<{ actor?: string }>();
  if (actor === undefined) return;
  throw new LedgerError('WRONG_USAGE', 'nothing is registered here, so there is no --actor', {
    place: { field: '--actor' },
    hint: `What somebody registered is found with --by ${actor}.`,
  });
}

export function filterOf(options: HistoryOptions): HistoryFilter {
  const { unit, area, measure, basis, edition, period, cause, causeKind, body, dnr, document, type } =
    options;
  const { amountAtLeast, text, recordedFrom, recordedTo, line, by: actor } = options;
  const where = { unit, area, measure, basis, edition, period, line: line?.split(/\s*>\s*/u) };
  const why = { cause, causeKind, body, dnr, document, actor, type };
  return { ...where, ...why, amountAtLeast, text, recordedFrom, recordedTo };
}

/** So many as were asked for, page after page: one may be short where little matches. */
export async function listed<T>(
  { newestFirst, startAt, after, first, out }: HistoryOptions,
  pageOf: (page: HistoryPageRequest) => HistoryPage<T> | Promise<HistoryPage<T>>,
): Promise<{ items: T[]; next: string | null }> {
  const wanted = first ?? (out === undefined ? FIRST_DEFAULT : FIRST_IN_FILE);
  const items: T[] = [];
  let from = after;
  for (;;) {
    const size = Math.min(PAGE_ROWS, wanted - items.length);
    const page = await pageOf({ first: size, after: from, newestFirst, startAt });
    for (const { item } of page.items) items.push(item);
    if (!page.hasNext) return { items, next: null };
    from = page.endCursor ?? from;
    if (items.length >= wanted) return { items, next: from ?? null };
  }
}

export function positiveInteger(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number from 1.');
}
