import type { Command } from 'commander';
import type { ViewArguments } from '../../api/view-request.js';
import { explainJson } from '../explain-json.js';
import { explainCsv, explainText } from '../explain-text.js';
import { globalsOf } from '../globals.js';
import type { Surroundings } from '../surroundings.js';
import { json, withLedger } from '../with-ledger.js';
import { requestOf, VIEW_COMMANDS } from './view-options.js';

interface CellOptions extends Omit<ViewArguments, 'view'> {
  readonly row: string;
  readonly column: string;
  readonly against?: string;
}

const CELLS: Readonly<Record<string, string>> = {
  'budget-diff': '--row "Kommunledning > Kostnad" --column change',
  'tertial-forecast': '--row "Exploateringsenheten > Årets resultat" --column T1',
  delarsbokslut: '--row "Exploateringsenheten > Verksamhetens intäkter" --column outcome',
  land: '--row "Utbyggnad av industriområde Viared Västra > Utgift" --column remaining',
  'internal-control': '--row Cyberhot --column value',
  goals: '--row "Företagsklimat enl. ÖJ (Insikt) - Totalt, NKI" --column outcome2023',
  life: '--row "Totalt > Intäkter" --column forecast-T2 --against budget-2023@2023-08',
};

/** `liggaren explain VIEW … --row R --column C [--against C2]` */
export function addExplain(program: Command, surroundings: Surroundings): void {
  const exampleOf = (name: string, example: string): string =>
    `  liggaren explain ${example} \\\n      ${CELLS[name] ?? ''}`;
  const explain = program
    .command('explain')
    .description('answer why a cell of a view has its value, or why it differs from another column')
    .addHelpText(
      'after',
      `\nExamples:\n${VIEW_COMMANDS.map(({ name, example }) => exampleOf(name, example)).join('\n')}`,
    );
  for (const { name, description, example, addOptions } of VIEW_COMMANDS) {
    const command = explain
      .command(name)
      .description(`a cell of: ${description}`)
      .addHelpText('after', `\nExample:\n${exampleOf(name, example)}`)
      .action(async (options: CellOptions, self: Command) => {
        const { io } = surroundings;
        const globals = globalsOf(self, io);
        const request = requestOf(name, options);
        const { row, column, against } = options;
        await withLedger(surroundings, globals, 'read', ({ reader }) => {
          const answer = reader.explain(request, row, column, against, globals.read);
          if (globals.form === 'json') io.out(json(explainJson(answer)));
          else if (globals.form === 'csv') io.out(explainCsv(answer));
          else {
            const names = new Map(
              reader.documents().map(({ sha256, title, file }) => [sha256, `${title} (${file})`]),
            );
            io.out(explainText(answer, (sha256) => names.get(sha256) ?? sha256.slice(0, 12)));
          }
        });
      });
    addOptions(command);
    command
      .requiredOption('--row <path>', 'the row, its labels joined by " > "')
      .requiredOption('--column <id>', 'the column, by its id: from, to, change, budget, forecast, outcome …')
      .option('--against <id>', 'another column of the row: why does the column differ from it?');
  }
}
