import type { Command } from 'commander';
import type { ViewArguments } from '../../api/view-request.js';
import { globalsOf } from '../globals.js';
import type { Surroundings } from '../surroundings.js';
import { viewCsv, viewText } from '../view-text.js';
import { json, withLedger } from '../with-ledger.js';
import { requestOf, VIEW_COMMANDS } from './view-options.js';

/** `liggaren view VIEW …` */
export function addView(program: Command, surroundings: Surroundings): void {
  const view = program
    .command('view')
    .description('show a table, computed from events')
    .addHelpText(
      'after',
      `\nExamples:\n${VIEW_COMMANDS.map(({ example }) => `  liggaren view ${example}`).join('\n')}`,
    );
  for (const { name, description, example, addOptions } of VIEW_COMMANDS) {
    const command = view
      .command(name)
      .description(description)
      .addHelpText(
        'after',
        `\nExample:\n  liggaren view ${example}\n  liggaren view ${example} --json --as-of 2024-01-31`,
      )
      .action(async (options: Omit<ViewArguments, 'view'>, self: Command) => {
        const { io } = surroundings;
        const globals = globalsOf(self, io);
        const request = requestOf(name, options);
        const answer = await withLedger(surroundings, globals, 'read', ({ reader }) =>
          reader.view(request, globals.read),
        );
        io.out(
          globals.form === 'json'
            ? json(answer)
            : globals.form === 'csv'
              ? viewCsv(answer)
              : viewText(answer),
        );
      });
    addOptions(command);
  }
}
