import { mkdir, readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Command } from 'commander';
import { LedgerError } from '#amount';
import { packageFiles, packageOfLedger } from '#ingest';
import type { View } from '#projections';
import type { ViewArguments } from '../../api/view-request.js';
import { viewTable } from '../export/view-table.js';
import { viewWorkbook } from '../export/view-workbook.js';
import { globalsOf } from '../globals.js';
import { allFacts } from '../import/ledger-facts.js';
import type { Surroundings } from '../surroundings.js';
import { withLedger } from '../with-ledger.js';
import { writeOut } from '../write-out.js';
import { addComparable, requestOf, VIEW_COMMANDS } from './view-options.js';

/** The forms that a view is written in, by the ending of the file's name. */
const FORMS: Readonly<Record<string, (view: View) => Promise<Buffer | string>>> = {
  '.xlsx': viewWorkbook,
  '.csv': async (view) => viewTable(view),
};

/** `liggaren export VIEW … --out FILE`, `liggaren export package --out FOLDER` */
export function addExport(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('export')
    .description('write a view as a file for a spreadsheet, or all that the ledger holds as a data package')
    .addHelpText(
      'after',
      `\nExamples:\n${VIEW_COMMANDS.map(({ example }) => `  liggaren export ${example} --out table.xlsx`).join('\n')}\n  liggaren export package --out figures`,
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
        await writeOut(out, await form(answer));
        io.err(`${out}: ${answer.rows.length} rows, from ${answer.position}\n`);
      });
    addOptions(view);
    addComparable(view);
  }
  addPackage(command, surroundings);
}

/** The ledger as it stands now, in a folder of its own that can be imported elsewhere. */
function addPackage(command: Command, surroundings: Surroundings): void {
  command
    .command('package')
    .description('all figures, causes and contents as a data package: importing it gives the same figures')
    .requiredOption('--out <folder>', 'an empty folder, or one to be made')
    .action(async ({ out }: { out: string }, self: Command) => {
      const { io } = surroundings;
      const globals = globalsOf(self, io);
      if (globals.read.asOf !== undefined || globals.read.publishedBy !== undefined) throw onlyNow();
      await requireEmpty(out);
      const { records, leftOut } = await withLedger(surroundings, globals, 'read', async ({ store }) =>
        packageOfLedger(await allFacts(store)),
      );
      const files = packageFiles('liggaren-export', 'Figures of a ledger', records);
      for (const [name, text] of files) await writeOut(join(out, name), text);
      io.err(`${out}: ${records.cells?.length ?? 0} cells of ${records.documents?.length ?? 0} documents\n`);
      // A package says what stands, and has no words for some of how it came about.
      for (const [what, count] of leftOut) io.err(`not in the package: ${count} × ${what}\n`);
    });
}

function onlyNow(): LedgerError {
  return new LedgerError('WRONG_USAGE', 'a package holds what the ledger holds now', {
    place: { field: '--as-of' },
    hint: 'Export a view with --as-of, or the package without it.',
  });
}

async function requireEmpty(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true }).then(
    () => true,
    () => false,
  );
  const names = made ? await readdir(folder) : null;
  if (names?.length === 0) return;
  throw new LedgerError('WRONG_USAGE', `${folder} ${names === null ? 'is no folder' : 'is not empty'}`, {
    place: { file: folder },
    hint: 'Name an empty folder, or one that is not there yet.',
  });
}

function unknownForm(out: string): LedgerError {
  return new LedgerError('WRONG_USAGE', `${out} ends in no form that a view is written in`, {
    place: { file: out },
    hint: `Name a file that ends in ${Object.keys(FORMS).join(' or ')}.`,
  });
}
