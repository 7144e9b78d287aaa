import { extname } from 'node:path';
import { LedgerError } from '#amount';
import type { Command } from 'commander';
import type { ViewArguments } from '../../api/view-request.js';
import type { DocumentAnswer } from '#projections';
import { explainJson } from '../explain-json.js';
import { explainMarkdown } from '../explain-markdown.js';
import { explainCsv, explainText, type NameOfDocument } from '../explain-text.js';
import { globalsOf, type Globals } from '../globals.js';
import type { Surroundings } from '../surroundings.js';
import { json, withLedger } from '../with-ledger.js';
import { writeOut } from '../write-out.js';
import { requestOf, VIEW_COMMANDS } from './view-options.js';

interface CellOptions extends Omit<ViewArguments, 'view'> {
  readonly row: string;
  readonly column: string;
  readonly against?: string;
  readonly markdown?: boolean;
  readonly out?: string;
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
        const { row, column, against, out } = options;
        requirePage(options, globals);
        await withLedger(surroundings, globals, 'read', async ({ reader }) => {
          const asOf = globals.read.asOf ?? (await reader.status()).readModel.checkpoint;
          const position = reader.positionOf(asOf);
          const answer = reader.explain(request, row, column, against, { ...globals.read, asOf: position });
          const nameOf = documentNames(reader.documents());
          if (options.markdown === true || out !== undefined) {
            const { markdown: _markdown, out: file, ...given } = options;
            const head = {
              asked: askedAgain(name, given, globals, position),
              position,
              asOf: globals.read.asOf ?? null,
              publishedBy: globals.read.publishedBy ?? null,
              answeredAt: new Date().toISOString(),
            };
            const page = explainMarkdown(answer, head, nameOf);
            if (file === undefined) io.out(page);
            else {
              await writeOut(file, page);
              io.err(`${file}: the explanation, from ${position}\n`);
            }
          } else if (globals.form === 'json') io.out(json(explainJson(answer)));
          else if (globals.form === 'csv') io.out(explainCsv(answer));
          else io.out(explainText(answer, nameOf));
        });
      });
    addOptions(command);
    command
      .requiredOption('--row <path>', 'the row, its labels joined by " > "')
      .requiredOption('--column <id>', 'the column, by its id: from, to, change, budget, forecast, outcome …')
      .option('--against <id>', 'another column of the row: why does the column differ from it?')
      .option('--markdown', 'as a page of Markdown for a working paper')
      .option('--out <file>', 'write that page to a file, whose name ends in .md');
  }
}

function documentNames(documents: readonly DocumentAnswer[]): NameOfDocument {
  const names = new Map(documents.map(({ sha256, title, file }) => [sha256, `${title} (${file})`]));
  return (sha256) => names.get(sha256) ?? sha256.slice(0, 12);
}

function requirePage({ markdown, out }: CellOptions, { form }: Globals): void {
  if ((markdown === true || out !== undefined) && form !== 'text') {
    throw new LedgerError('WRONG_USAGE', `an answer is ${form.toUpperCase()} or a page, not both`, {
      place: { field: `--${form}` },
      hint: 'Leave one of them out.',
    });
  }
  if (out !== undefined && extname(out).toLowerCase() !== '.md') {
    throw new LedgerError('WRONG_USAGE', `${out} does not end in .md`, {
      place: { file: out },
      hint: 'An explanation is written as Markdown: name a file that ends in .md.',
    });
  }
}

/** The command that gives the same answer again: pinned to the position that it was given from. */
function askedAgain(view: string, options: object, { read }: Globals, position: string): string {
  const words = Object.entries({ ...options, asOf: position, publishedBy: read.publishedBy }).flatMap(
    ([option, value]: [string, unknown]) => {
      if (value === undefined) return [];
      const name = `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
      const text = Array.isArray(value) ? value.join(' > ') : typeof value === 'string' ? value : '';
      return [name, /^[\w:./@-]+$/.test(text) ? text : `"${text}"`];
    },
  );
  return ['liggaren', 'explain', view, ...words].join(' ');
}
