import { type Command, InvalidArgumentError } from 'commander';
import type { EventAnswer } from '#projections';
import { alignColumns } from '../columns.js';
import { csvLine } from '../csv.js';
import { globalsOf } from '../globals.js';
import type { Surroundings } from '../surroundings.js';
import { json, withLedger } from '../with-ledger.js';

interface EventsOptions {
  readonly stream?: string;
  readonly type?: string;
  readonly after?: string;
  readonly first: number;
}

/** Events of an answer when nobody says. */
const FIRST_DEFAULT = 100;

/** `liggaren events` */
export function addEvents(program: Command, surroundings: Surroundings): void {
  program
    .command('events')
    .description('list what was recorded, in the order of the log')
    .option('--stream <name>', 'only of this stream')
    .option('--type <type>', 'only of this type, such as BudgetAdopted')
    .option('--after <position>', 'go on after this position')
    .option('--first <n>', 'at most so many', positiveInteger, FIRST_DEFAULT)
    .addHelpText(
      'after',
      '\nExamples:\n  liggaren events --type EntryCorrected\n  liggaren events --json --after k3f9:1207',
    )
    .action(async (options: EventsOptions, self: Command) => {
      const { io } = surroundings;
      const globals = globalsOf(self, io);
      const { first, after, stream, type } = options;
      const page = await withLedger(surroundings, globals, 'read', ({ events }) =>
        events.events({ stream, type }, { first, after }, globals.read),
      );
      const events = page.items.map(({ item }) => item);
      if (globals.form === 'json')
        io.out(json(events.map((event) => ({ ...event, data: JSON.parse(event.data) as unknown }))));
      else if (globals.form === 'csv') io.out(eventsCsv(events));
      else io.out(eventsText(events));
      if (page.hasNext) io.err(`more: liggaren events --after ${page.endCursor ?? ''}\n`);
    });
}

function eventsCsv(events: readonly EventAnswer[]): string {
  return [
    csvLine(['position', 'recordedAt', 'type', 'stream', 'revision', 'actor', 'importId', 'id', 'data']),
    ...events.map((e) =>
      csvLine([e.position, e.recordedAt, e.type, e.stream, e.revision, e.actor, e.importId, e.id, e.data]),
    ),
  ].join('');
}

function eventsText(events: readonly EventAnswer[]): string {
  const rows = events.map((e) => [e.position, e.recordedAt, e.type, `${e.stream}@${e.revision}`, e.id]);
  const left = { align: 'left' } as const;
  return alignColumns(rows, [left, left, left, left, left])
    .map((line) => `${line}\n`)
    .join('');
}

export function positiveInteger(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number from 1.');
}
