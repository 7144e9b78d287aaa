import { Option, type Command } from 'commander';
import type { AssignmentsFilter, ReadOptions, View } from '#projections';
import type { ViewArguments } from '../../api/view-request.js';
import { leftOutNote, titleOf } from '../export/view-notes.js';
import { withRows } from '../../shared/rows-of.js';
import { globalsOf, type Globals } from '../globals.js';
import { stateText } from '../states.js';
import type { Surroundings } from '../surroundings.js';
import { assignmentsList, listsOf, type List } from '../view-lists.js';
import { viewCsv, viewText } from '../view-text.js';
import { json, withLedger } from '../with-ledger.js';
import { addComparable, requestOf, VIEW_COMMANDS, wholeView } from './view-options.js';

interface ViewOptions extends Omit<ViewArguments, 'view'> {
  readonly row?: readonly string[];
  readonly list?: string;
}

/** `liggaren view VIEW …` */
export function addView(program: Command, surroundings: Surroundings): void {
  const view = program
    .command('view')
    .description('show a table, computed from events')
    .addHelpText(
      'after',
      `\nExamples:\n${VIEW_COMMANDS.map(({ example }) => `  liggaren view ${example}`).join('\n')}`,
    );
  for (const { name, description, example, lists = [], addOptions } of VIEW_COMMANDS) {
    const command = view
      .command(name)
      .description(description)
      .addHelpText(
        'after',
        `\nExample:\n  liggaren view ${example}\n  liggaren view ${example} --json --as-of 2024-01-31`,
      )
      .action(async ({ list, row, ...options }: ViewOptions, self: Command) => {
        const { io } = surroundings;
        const globals = globalsOf(self, io);
        const request = requestOf(name, options);
        const answer = await withLedger(surroundings, globals, 'read', ({ reader }) =>
          withRows(wholeView(reader, request, globals.read), row),
        );
        // Who asks for some rows of a table has not asked for what stands beside it.
        const beside = listsOf(answer).filter(
          ({ name }) => row === undefined || list !== undefined || name === 'indicators',
        );
        const only = beside.find((one) => one.name === list);
        if (only !== undefined) io.out(listIn(only, globals.form));
        else if (globals.form === 'json') io.out(json(answer));
        else if (globals.form === 'csv') io.out(viewCsv(answer));
        else
          io.out(
            [tableText(answer, globals.read, io.outWidth), ...beside.map((one) => (one.below ?? one.text)())]
              .filter((t) => t !== '')
              .join('\n'),
          );
      });
    addOptions(command);
    addComparable(command);
    if (name !== 'life') {
      command.option(
        '--row <path>',
        'only this row and what stands below it, its labels joined by " > "; may be repeated',
        (path: string, before: readonly string[] = []) => [...before, path],
      );
    }
    if (lists.length > 0) {
      command.addOption(
        new Option('--list <name>', 'only this list, which stands beside the table').choices([...lists]),
      );
    }
  }
  addAssignments(view, surroundings);
}

function listIn(list: List, form: Globals['form']): string {
  if (form === 'json') return json(list.items);
  if (form === 'csv') return list.csv();
  return list.items.length === 0 ? `${list.title}: inga\n` : list.text();
}

/** The life of a figure is told by its steps: one row of as many columns is hard to read. */
function tableText(view: View, { publishedBy }: ReadOptions, width?: number): string {
  if (view.view !== 'life') return viewText(view, publishedBy, undefined, width);
  const leftOut = leftOutNote(view);
  return [
    titleOf(view, publishedBy),
    '',
    ...view.rows.map(({ path }) => path.join(' > ')),
    ...(leftOut === null ? [] : ['', leftOut]),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

interface AssignmentsOptions {
  readonly unit: string;
  readonly year?: string;
  readonly status?: AssignmentsFilter['status'];
}

/** `liggaren view assignments` */
function addAssignments(view: Command, surroundings: Surroundings): void {
  view
    .command('assignments')
    .description('assignments by status, over all documents (uppdrag)')
    .requiredOption('--unit <unit>', 'whose: municipality/board/frame, with those below it')
    .option('--year <year>', 'given for this year, or reported on in it (default: all)')
    .addOption(
      new Option('--status <status>', 'only with this status').choices([
        'notReported',
        'notStarted',
        'started',
        'finished',
      ]),
    )
    .addHelpText('after', '\nExample:\n  liggaren view assignments --unit alingsas/ks --status started')
    .action(async (options: AssignmentsOptions, self: Command) => {
      const { io } = surroundings;
      const globals = globalsOf(self, io);
      const answer = await withLedger(surroundings, globals, 'read', ({ reader }) =>
        reader.assignments(options, globals.read),
      );
      const list = assignmentsList(answer.assignments);
      if (globals.form === 'json') io.out(json(answer));
      else if (globals.form === 'csv') io.out(list.csv());
      else {
        const counts = answer.counts.map(({ status, count }) => `${stateText(status)} ${count}`).join(' · ');
        io.out([list.text(), `${counts}\n`].filter((text) => text !== '').join('\n'));
      }
    });
}
