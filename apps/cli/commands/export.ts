import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Command } from 'commander';
import { LedgerError } from '#amount';
import type { View } from '#projections';
import type { ViewArguments } from '../../api/view-request.js';
import { viewTable } from '../export/view-table.js';
import { viewWorkbook } from '../export/view-workbook.js';
import { globalsOf } from '../globals.js';
import type { Surroundings } from '../surroundings.js';
import { withLedger } from '../with-ledger.js';
import { requestOf, VIEW_COMMANDS } from './view-options.js';

/** The forms that a view is written in, by the ending of the file's name. */
const FORMS: Readonly<Record<string, (view: View) => Promise<Buffer | string>>> = {
  '.xlsx': viewWorkbook,
  '.csv': async (view) => viewTable(view),
};

/** `liggaren export VIEW … --out FILE` */
export function addExport(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('export')
    .description('write a view as a file for a spreadsheet')
    .addHelpText(
      'after',
      `\nExamples:\n${VIEW_COMMANDS.map(({ example }) => `  liggaren export ${example} --out table.xlsx`).join('\n')}`,
    );
  for (const { name, description, example, addOptions } of VIEW_COMMANDS) {
    const view = command
      .command(name)
      .description(description)
      .requiredOption('--out <file>', 'the file to write: .xlsx, or .csv with semicolons and decimal commas')
      .addHelpText('after', `\nExample:\n  liggaren export ${example} --out table.xlsx`)
      .action(async (options: Omit<ViewArguments, 'view'> & { out: string }, self: Command) => {
        const { io } = surroundings;
        const globals = globalsOf(self, io);
        const { out, ...named } = options;
        const form = FORMS[extname(out).toLowerCase()];
        if (form === undefined) throw unknownForm(out);
        const request = requestOf(name, named);
        const answer = await withLedger(surroundings, globals, 'read', ({ reader }) =>
          reader.view(request, globals.read),
        );
        await written(out, await form(answer));
        io.err(`${out}: ${answer.rows.length} rows, from ${answer.position}\n`);
      });
    addOptions(view);
  }
}

function unknownForm(out: string): LedgerError {
  return new LedgerError('WRONG_USAGE', `${out} ends in no form that a view is written in`, {
    place: { file: out },
    hint: `Name a file that ends in ${Object.keys(FORMS).join(' or ')}.`,
  });
}

async function written(out: string, content: Buffer | string): Promise<void> {
  try {
    await writeFile(out, content);
  } catch (error) {
    throw new LedgerError(
      'WRONG_USAGE',
      `${out} cannot be written: ${String((error as NodeJS.ErrnoException).code)}`,
      {
        place: { file: out },
        hint: 'Name a file in a folder that is there and may be written to.',
        cause: error,
      },
    );
  }
}
