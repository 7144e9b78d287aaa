import { symbolOf } from '#amount';
import type { Command } from 'commander';
import { COUNT_MS_MAX, type EntryAnswer } from '#projections';
import { alignColumns } from '../columns.js';
import { csvLine } from '../csv.js';
import { requireWorkbook, writeList } from '../export/list-workbook.js';
import { globalsOf } from '../globals.js';
import { causeKindText } from '../kinds.js';
import { nextPage } from '../next-page.js';
import { swedish, swedishChange } from '../numbers.js';
import type { Surroundings } from '../surroundings.js';
import { areaText, basisText, entryKindText, measureText } from '../terms.js';
import { totalsCsv, totalsText } from '../totals-text.js';
import { json, withLedger } from '../with-ledger.js';
import { addHistoryOptions, filterOf, listed, type HistoryOptions } from './history-options.js';

/** `liggaren entries` */
export function addEntries(program: Command, surroundings: Surroundings): void {
  addHistoryOptions(
    program
      .command('entries')
      .description('list what events say of figures, line by line, corrections and all'),
  )
    .addHelpText(
      'after',
      '\nExamples:\n  liggaren entries --unit boras/ks --period 2021 --cause-kind besparing\n  liggaren entries --text "gymnasie*" --amount-at-least 1000 --newest-first\n  liggaren entries --dnr "KS 2020-00234" --totals',
    )
    .action(async (options: HistoryOptions, self: Command) => {
      const { io } = surroundings;
      const globals = globalsOf(self, io);
      requireWorkbook(options.out);
      const { out } = options;
      const filter = filterOf(options);
      if (options.totals === true) {
        const totals = await withLedger(surroundings, globals, 'read', ({ reader }) =>
          reader.totals(filter, COUNT_MS_MAX, globals.read),
        );
        const write = { json, csv: totalsCsv, text: totalsText }[globals.form];
        io.out(write(totals));
        return;
      }
      const { items, next } = await withLedger(surroundings, globals, 'read', ({ reader }) =>
        listed(options, (page) => reader.entries(filter, page, globals.read)),
      );
      if (out !== undefined) {
        await writeList(out, HEAD, items.map(rowOf), new Set(['value', 'difference']));
        io.err(`${out}: ${items.length} entries\n`);
      } else if (globals.form === 'json') io.out(json(items));
      else if (globals.form === 'csv') io.out([HEAD, ...items.map(rowOf)].map(csvLine).join(''));
      else io.out(entriesText(items));
      if (items.length === 0 && next === null) io.err('nothing matches\n');
      if (next !== null) io.err(`more: ${nextPage(self, next)}\n`);
    });
}

const HEAD = [
  'id kind unit area line measure basis period edition',
  'says value difference printed status body date paragraph dnr published',
  'document table row column takenOutBy unitOfMeasure causeKind cause',
].flatMap((names) => names.split(' '));

function rowOf(e: EntryAnswer): (string | null)[] {
  const { unit, area, line, measure, basis, period, edition } = e.reading;
  const { body, date, paragraph, dnr } = e.decision ?? {};
  const { document, table, row, column } = e.source ?? {};
  const figure = [e.id, e.kind, unit, area, line.join(' > '), measure, basis, period, edition];
  const said = [e.says, e.value, e.difference, e.printed, e.status];
  const decision = [body, date, paragraph, dnr].map((one) => one ?? null);
  const source = [document, table, row, column].map((one) => one ?? null);
  const why = [e.unitOfMeasure, e.causeKind, e.cause];
  return [...figure, ...said, ...decision, e.published, ...source, e.takenOutBy, ...why];
}

/** An entry a line; below a change why, and by which decision. */
function entriesText(entries: readonly EntryAnswer[]): string {
  const lines = entries.flatMap((e): (string | string[])[] => [
    [
      entryKindText(e.kind),
      `${e.reading.unit} ${areaText(e.reading.area)}`,
      e.reading.line.join(' > ') || 'Totalt',
      readingText(e.reading),
      e.value === null ? saysText(e) : swedish(e.value),
      e.value === null && e.difference === null ? '' : symbolOf(e.unitOfMeasure),
      `${e.id}${e.takenOutBy === null ? '' : ' (gäller inte längre)'}`,
    ],
    ...(e.cause === null ? [] : [`    ${causeText(e)}`]),
  ]);
  const [left, right] = [{ align: 'left' } as const, { align: 'right' } as const];
  return alignColumns(lines, [left, left, left, left, right, left, left])
    .map((line) => `${line}\n`)
    .join('');
}

/** With the year where the edition does not begin with it: a plan made in one year is for several. */
function readingText({ measure, basis, period, edition }: EntryAnswer['reading']): string {
  return [
    measureText(measure),
    basisText(basis),
    ...(edition.startsWith(period) ? [] : [period]),
    edition,
  ].join(' ');
}

/** What stands where no amount does. */
function saysText({ kind, says, difference }: EntryAnswer): string {
  if (says === 'relative' && difference !== null) return `relativ ${swedishChange(difference)}`;
  return kind === 'change' || says === 'notStated' ? 'ej angivet' : '';
}

function causeText({ cause, causeKind, decision }: EntryAnswer): string {
  const { body, date, paragraph, dnr } = decision ?? {};
  const decided = [body, date, paragraph, dnr].filter((part) => part !== undefined).join(' ');
  return `${causeKindText(causeKind ?? '')}: ${cause ?? ''}${decided === '' ? '' : ` (${decided})`}`;
}
