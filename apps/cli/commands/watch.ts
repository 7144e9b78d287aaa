import { Option, type Command } from 'commander';
import { LedgerError } from '#amount';
import { ASSERTION_KINDS, type AssertionKind } from '#ledger';
import type { DiscrepancyFilter, ReadingAddress } from '#projections';
import type { ViewArguments } from '../../api/view-request.js';
import { globalsOf, type Globals } from '../globals.js';
import type { Surroundings } from '../surroundings.js';
import { fromLedger } from '../watch/from-ledger.js';
import type { Watched } from '../watch/messages.js';
import { screen } from '../watch/screen.js';
import type { WatchSource } from '../watch/source.js';
import { withLedger } from '../with-ledger.js';
import { addFilterOptions, filterOf, type HistoryOptions, positiveInteger } from './history-options.js';
import { requestOf, VIEW_COMMANDS } from './view-options.js';

interface WatchOptions {
  readonly server?: string;
  readonly after?: string;
  readonly count?: number;
}

type FigureOptions = WatchOptions & Omit<ReadingAddress, 'line'> & { readonly line?: string };

type EventsOptions = WatchOptions & HistoryOptions & { readonly stream?: string };

interface DiscrepanciesOptions extends WatchOptions {
  readonly unit?: string;
  readonly document?: string;
  readonly kind?: AssertionKind;
  readonly status?: DiscrepancyFilter['status'];
}

const FIGURE_EXAMPLE =
  'figure --unit boras/ks/stadsledningskansliet --line Kommunledning --measure cost --period 2021 --edition 2021:2';

/** `liggaren watch VIEW … | figure … | events … | discrepancies …` */
export function addWatch(program: Command, surroundings: Surroundings): void {
  const watch = program
    .command('watch')
    .description('follow a view, a figure, events or discrepancies, live; Ctrl-C ends it')
    .addHelpText(
      'after',
      `
What is now comes first, then each change once, in the order of the log. With --json a message is a line; its cursor
is what --after takes to go on from there, whatever happened meanwhile. Without --server the folder of the ledger is
followed, also beside a server that writes it.

Examples:
  liggaren watch budget-diff --unit boras/ks/stadsledningskansliet --year 2021 --from 2021:1 --to 2021:2
  liggaren watch ${FIGURE_EXAMPLE}
  liggaren watch events --unit boras/ks --server http://127.0.0.1:4000 --json
  liggaren watch events --after k3f9:1207/0
  liggaren watch discrepancies --unit alingsas/ks`,
    );
  for (const { name, description, addOptions } of VIEW_COMMANDS) {
    const command = watch
      .command(name)
      .description(`follow ${description}`)
      .action(
        async (
          { server, after, count, ...given }: WatchOptions & Omit<ViewArguments, 'view'>,
          self: Command,
        ) => {
          const globals = followable(globalsOf(self, surroundings.io));
          const { publishedBy } = globals.read;
          await follow(
            surroundings,
            globals,
            { server, after, count },
            { request: { kind: 'viewChanged', request: requestOf(name, given), publishedBy } },
          );
        },
      );
    addOptions(command);
    addWatchOptions(command);
  }
  addFigure(watch, surroundings);
  addEvents(watch, surroundings);
  addDiscrepancies(watch, surroundings);
}

function addFigure(watch: Command, surroundings: Surroundings): void {
  const command = watch
    .command('figure')
    .description('follow one reading of a figure (en siffra)')
    .addHelpText('after', `\nExample:\n  liggaren watch ${FIGURE_EXAMPLE}`)
    .requiredOption('--unit <unit>', 'whose figure: municipality/board/frame')
    .option('--area <area>', 'operations, investment, land, indicator …', 'operations')
    .option('--line <path>', 'the line, its labels joined by " > " (default: the whole table)')
    .requiredOption('--measure <measure>', 'revenue, cost, net, outlay …')
    .requiredOption('--period <period>', 'a year, a range of months, or lifetime')
    .addOption(
      new Option('--basis <basis>', 'in this basis')
        .choices(['budget', 'forecast', 'outcome', 'approved', 'target'])
        .default('budget'),
    )
    .requiredOption('--edition <edition>', 'in this edition: 2021:2, T1, 2023-08 …')
    .action(async (given: FigureOptions, self: Command) => {
      const globals = followable(globalsOf(self, surroundings.io));
      const { unit, area, line, measure, period, basis, edition } = given;
      const reading = { unit, area, line: labelsOf(line), measure, period, basis, edition };
      await follow(surroundings, globals, given, {
        request: { kind: 'figureChanged', reading, publishedBy: globals.read.publishedBy },
      });
    });
  addWatchOptions(command);
}

function addEvents(watch: Command, surroundings: Surroundings): void {
  const command = watch
    .command('events')
    .description('follow events as they are recorded, those of an import when it completes (händelser)')
    .option('--stream <name>', 'only of this stream');
  addFilterOptions(command).action(async (given: EventsOptions, self: Command) => {
    const globals = followable(globalsOf(self, surroundings.io), 'events');
    await follow(surroundings, globals, given, {
      request: { kind: 'eventRecorded', filter: filterOf(given) },
      stream: given.stream,
    });
  });
  addWatchOptions(command);
}

function addDiscrepancies(watch: Command, surroundings: Surroundings): void {
  const command = watch
    .command('discrepancies')
    .description('follow what does not add up (avvikelser)')
    .option('--unit <unit>', 'only of this unit and those below it')
    .option('--document <file>', 'only with a place in this document')
    .addOption(new Option('--kind <kind>', 'only of this kind').choices([...ASSERTION_KINDS]))
    .addOption(
      new Option('--status <status>', 'only with this status').choices(['new', 'explained', 'accepted']),
    )
    .action(async (given: DiscrepanciesOptions, self: Command) => {
      const globals = followable(globalsOf(self, surroundings.io), 'discrepancies');
      const { unit, document, kind, status } = given;
      await follow(surroundings, globals, given, {
        request: { kind: 'discrepancyChanged', filter: { unit, document, kind, status } },
      });
    });
  addWatchOptions(command);
}

function addWatchOptions(command: Command): void {
  command
    .option('--server <url>', 'follow this server, such as http://127.0.0.1:4000, instead of a folder')
    .option('--after <cursor>', 'go on after this cursor: what came since, then what comes')
    .option('--count <n>', 'end after so many messages', positiveInteger);
}

/** @throws LedgerError WRONG_USAGE for what cannot be said of something that goes on */
function followable(globals: Globals, task?: 'events' | 'discrepancies'): Globals {
  const { asOf, publishedBy } = globals.read;
  const field =
    globals.form === 'csv'
      ? '--csv'
      : asOf !== undefined
        ? '--as-of'
        : publishedBy !== undefined && task !== undefined
          ? '--published-by'
          : null;
  if (field === null) return globals;
  throw new LedgerError('WRONG_USAGE', `${field} says nothing of what is followed`, {
    place: { field },
    hint: field === '--as-of' ? 'Use --after with a cursor or a position.' : 'Leave it out.',
  });
}

async function follow(
  surroundings: Surroundings,
  globals: Globals,
  options: WatchOptions,
  watched: Watched,
): Promise<void> {
  const { server } = options;
  if (server === undefined) {
    await withLedger(surroundings, globals, 'read', (ledger) =>
      show(surroundings, globals, options, watched, fromLedger(ledger)),
    );
    return;
  }
  // Loaded for a server only: it brings a client of WebSocket along.
  const { fromServer } = await import('../watch/from-server.js');
  await show(surroundings, globals, options, watched, fromServer(server));
}

async function show(
  { io }: Surroundings,
  { form, read }: Globals,
  { after, count }: WatchOptions,
  watched: Watched,
  source: WatchSource,
): Promise<void> {
  const stopping = new AbortController();
  void io.untilStopped().then(() => stopping.abort());
  const onNotice = (text: string): void => io.err(`${text}\n`);
  const tell =
    form === 'json'
      ? (message: object): void => io.out(`${JSON.stringify(message)}\n`)
      : screen(io, read.publishedBy);
  let told = 0;
  for await (const message of source(watched, { after, signal: stopping.signal, onNotice })) {
    tell(message);
    if (++told === count) break;
  }
}

function labelsOf(line: string | undefined): string[] {
  return line === undefined ? [] : line.split(/\s*>\s*/u);
}
