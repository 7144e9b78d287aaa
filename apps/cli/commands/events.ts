import type { Command } from 'commander';
import { COUNT_MS_MAX, type EventAnswer } from '#projections';
import { alignColumns } from '../columns.js';
import { csvLine } from '../csv.js';
import { requireWorkbook, writeList } from '../export/list-workbook.js';
import { globalsOf } from '../globals.js';
import { nextPage } from '../next-page.js';
import type { Surroundings } from '../surroundings.js';
import { totalsCsv, totalsText } from '../totals-text.js';
import { json, withLedger } from '../with-ledger.js';
import { addHistoryOptions, filterOf, listed, type HistoryOptions } from './history-options.js';

interface EventsOptions extends HistoryOptions {
  readonly stream?: string;
}

/** `liggaren events` */
export function addEvents(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('events')
    .description('list what was recorded, in the order of the log')
    .option('--stream <name>', 'only of this stream');
  addHistoryOptions(command)
    .addHelpText(
      'after',
      '\nExamples:\n  liggaren events --type EntryCorrected --newest-first\n  liggaren events --text "taxi*" --recorded-from 2026-04-01\n  liggaren events --unit boras/ks --cause-kind efficiency --out events.xlsx',
    )
    .action(async (options: EventsOptions, self: Command) => {
      const { io } = surroundings;
      const globals = globalsOf(self, io);
      requireWorkbook(options.out);
      const { stream, out } = options;
      const filter = { ...filterOf(options), stream };
      if (options.totals === true) {
        const totals = await withLedger(surroundings, globals, 'read', ({ reader }) =>
          reader.totals(filterOf(options), COUNT_MS_MAX, globals.read),
        );
        const write = { json, csv: totalsCsv, text: totalsText }[globals.form];
        io.out(write(totals));
        return;
      }
      const { items, next } = await withLedger(surroundings, globals, 'read', ({ events }) =>
        listed(options, (page) => events.events(filter, page, globals.read)),
      );
      if (out !== undefined) {
        await writeList(out, HEAD, items.map(rowOf), new Set(['revision']));
        io.err(`${out}: ${items.length} events\n`);
      } else if (globals.form === 'json')
        io.out(json(items.map((event) => ({ ...event, data: JSON.parse(event.data) as unknown }))));
      else if (globals.form === 'csv') io.out([HEAD, ...items.map(rowOf)].map(csvLine).join(''));
      else io.out(eventsText(items));
      if (items.length === 0 && next === null) io.err('nothing matches\n');
      if (next !== null) io.err(`more: ${nextPage(self, next)}\n`);
    });
}

const HEAD = ['position', 'recordedAt', 'type', 'stream', 'revision', 'actor', 'importId', 'id', 'data'];

function rowOf(e: EventAnswer): (string | number | null)[] {
  return [e.position, e.recordedAt, e.type, e.stream, e.revision, e.actor, e.importId, e.id, e.data];
}

/** An event a line; below it what it says in words. */
function eventsText(events: readonly EventAnswer[]): string {
  const lines = events.flatMap((e): (string | string[])[] => [
    [e.position, e.recordedAt, e.actor ?? '', e.type, `${e.stream}@${e.revision}`, e.id],
    ...[...wordsOf(e), ...correctionOf(e)].map((words) => `    ${words}`),
  ]);
  return alignColumns(
    lines,
    Array.from({ length: 6 }, () => ({ align: 'left' }) as const),
  )
    .map((line) => `${line}\n`)
    .join('');
}

/** What of an event that is no entry was corrected: field by field, and by what it was itself taken out. */
function correctionOf({ type, data, correction, takenOut }: EventAnswer): string[] {
  const out =
    takenOut === null ? [] : [`${takenOut.is === null ? 'withdrawn' : 'corrected'} by ${takenOut.id}`];
  if (correction === null || (type !== 'EventCorrected' && type !== 'EventWithdrawn')) return out;
  const {
    event,
    was,
    is = {},
  } = JSON.parse(data) as {
    readonly event: string;
    readonly was: Readonly<Record<string, unknown>>;
    readonly is?: Readonly<Record<string, unknown>>;
  };
  const told = (value: unknown): string =>
    value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value);
  const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((field) => type === 'EventCorrected' && JSON.stringify(was[field]) !== JSON.stringify(is[field]))
    .map((field) => `${field}: ${told(was[field])} → ${told(is[field])}`);
  const verb = type === 'EventCorrected' ? 'corrects' : 'withdraws';
  return [`${verb} ${event} ${correction.corrects}`, ...fields, ...out];
}

/** The words of its cause, its reason, its title: those that it has. */
function wordsOf({ data }: EventAnswer): string[] {
  const { cause, reason, title, words, label } = JSON.parse(data) as Record<string, unknown>;
  const said = typeof cause === 'object' && cause !== null && 'words' in cause ? cause.words : null;
  const first = [said, reason, title, words, label].find((text) => typeof text === 'string');
  return first === undefined ? [] : [first];
}
