import type { Command } from 'commander';
import { causesTemplate } from '../causes-template.js';
import { globalsOf } from '../globals.js';
import { knownDocuments } from '../import/known-documents.js';
import { documentNamed } from '../import/replaced.js';
import { counted } from '../counted.js';
import type { Surroundings } from '../surroundings.js';
import { json, withLedger } from '../with-ledger.js';

const EXAMPLES = `
Examples:
  liggaren causes budget-2025.docx > causes-2025.csv     then fill it in (docs/causes.md), and
  liggaren import causes-2025.csv --dry-run

The file has semicolons, as a Swedish spreadsheet opens it; with --csv it has commas. Lines in which nobody writes a
cause are left out when it is imported.`;

/** `liggaren causes DOCUMENT`: a list to fill in, of what nobody has explained. */
export function addCauses(program: Command, surroundings: Surroundings): void {
  program
    .command('causes')
    .description('what nobody has explained of the figures of a document, as a list to fill in and import')
    .argument('<document>', 'name of its file, title, case number or sha-256')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, _options: unknown, self: Command) => {
      const { io } = surroundings;
      const globals = globalsOf(self, io);
      await withLedger(surroundings, globals, 'read', ({ reader }) => {
        const document = documentNamed(name, knownDocuments(reader, [], globals.read));
        const changes = reader.unexplained(document.sha256, globals.read);
        if (globals.form === 'json') io.out(json(changes));
        else io.out(causesTemplate(document, changes, globals.form === 'csv' ? ',' : ';'));
        io.err(`${document.file}: ${counted(changes.length, 'unexplained change')}\n`);
      });
    });
}
