import { extname } from 'node:path';
import { LedgerError } from '#amount';
import type { Command } from 'commander';
import type { ComparisonAnswer, ExplainAnswer, ReadLedger } from '#projections';
import { comparisonJson, explainJson } from '../explain-json.js';
import { comparisonMarkdown, explainMarkdown, type PageHead } from '../explain-markdown.js';
import { explainCsv, explainText, type NameOfDocument } from '../explain-text.js';
import { comparisonCsv, comparisonText } from '../comparison-text.js';
import { globalsOf, type Globals } from '../globals.js';
import type { Surroundings } from '../surroundings.js';
import { json, withLedger } from '../with-ledger.js';
import { writeOut } from '../write-out.js';
import {
  addAgainstOptions,
  againstOf,
  explainedOf,
  FIGURE_COMMANDS,
  type FigureOptions,
} from './figure-options.js';
import { sideOfWords } from './figure-words.js';

interface PageOptions {
  readonly markdown?: boolean;
  readonly out?: string;
}

type CellOptions = FigureOptions & PageOptions & Readonly<Record<`against${string}`, string | undefined>>;

/** What is written, in whichever form was asked for. */
type Answered =
  | { readonly kind: 'explanation'; readonly answer: ExplainAnswer }
  | { readonly kind: 'comparison'; readonly answer: ComparisonAnswer };

const EXAMPLES = `
  liggaren explain life --unit alingsas/ks/exploatering --year 2023 --area land --measure revenue \\
      --row "Totalt > Intäkter" --column forecast-T2 --against budget-2023@2023-08
  liggaren explain budget-diff --unit boras/ks/stadsledningskansliet --year 2021 --from 2021:1 --to 2021:2 \\
      --row "Kommunledning > Kostnad" --column to --against from --against-as-of 2021-04-30`;

/** `liggaren explain VIEW … --row R --column C [--against C2] [--against-as-of X …]`, `liggaren explain reading …` */
export function addExplain(program: Command, surroundings: Surroundings): void {
  const explain = program
    .command('explain')
    .description('answer why a figure has its value, or why it differs from another')
    .addHelpText(
      'after',
      `\nExamples:\n${FIGURE_COMMANDS.map(({ example }) => `  liggaren explain ${example}`).join('\n')}${EXAMPLES}`,
    );
  for (const { name, description, example, addOptions } of FIGURE_COMMANDS) {
    const command = explain
      .command(name)
      .description(description)
      .addHelpText('after', `\nExample:\n  liggaren explain ${example}`)
      .action(async (options: CellOptions, self: Command) => {
        const { markdown: _markdown, out: _out, ...given } = options;
        const against = againstOf(name, options);
        const explained = explainedOf(name, options);
        await answered(surroundings, self, options, ['explain', name], given, (reader, read) => {
          if (against !== undefined) {
            return { kind: 'comparison', answer: reader.difference(against, explained, read) };
          }
          if ('reading' in explained) {
            return {
              kind: 'explanation',
              answer: { kind: 'cell', cell: reader.figure(explained.reading, read) },
            };
          }
          const { request, row, column } = explained.cell;
          const other = options['against'];
          return { kind: 'explanation', answer: reader.explain(request, row, column, other, read) };
        });
      });
    addOptions(command);
    addAgainstOptions(command, name);
    addPageOptions(command);
  }
}

/** `liggaren difference FROM TO` */
export function addDifference(program: Command, surroundings: Surroundings): void {
  const example = FIGURE_COMMANDS.at(-1)?.example ?? '';
  const command = program
    .command('difference')
    .description('answer why any figure differs from any other, each seen from a standpoint of its own')
    .argument('<from>', 'a figure as it is written after `liggaren explain`, with --as-of and --published-by')
    .argument('<to>', 'the figure that differs from it')
    .addHelpText(
      'after',
      `\nExamples:\n  liggaren difference "${example} --as-of 2023-10-31" \\\n      "${example}"`,
    )
    .action(async (from: string, to: string, options: PageOptions, self: Command) => {
      const sides = [sideOfWords(from, 'from'), sideOfWords(to, 'to')] as const;
      await answered(surroundings, self, options, ['difference', from, to], {}, (reader, read) => ({
        kind: 'comparison',
        answer: reader.difference(...sides, read),
      }));
    });
  addPageOptions(command);
}

function addPageOptions(command: Command): void {
  command
    .option('--markdown', 'as a page of Markdown for a working paper')
    .option('--out <file>', 'write that page to a file, whose name ends in .md');
}

async function answered(
  surroundings: Surroundings,
  self: Command,
  page: PageOptions,
  words: readonly string[],
  given: object,
  ask: (reader: ReadLedger, read: Globals['read']) => Answered,
): Promise<void> {
  const { io } = surroundings;
  const globals = globalsOf(self, io);
  requirePage(page, globals);
  await withLedger(surroundings, globals, 'read', async ({ reader }) => {
    // Whatever is recorded meanwhile, the answer and its page are from one position.
    const asOf = globals.read.asOf ?? (await reader.status()).readModel.checkpoint;
    const position = reader.positionOf(asOf);
    const answer = ask(reader, { ...globals.read, asOf: position });
    const nameOf = documentNames(reader);
    if (page.markdown !== true && page.out === undefined) {
      io.out(FORMS[globals.form](answer, nameOf, io.outWidth));
      return;
    }
    const head: PageHead = {
      asked: askedAgain(words, given, globals, position),
      position,
      asOf: globals.read.asOf ?? null,
      publishedBy: globals.read.publishedBy ?? null,
      answeredAt: new Date().toISOString(),
    };
    const text =
      answer.kind === 'explanation'
        ? explainMarkdown(answer.answer, head, nameOf)
        : comparisonMarkdown(answer.answer, head, nameOf);
    if (page.out === undefined) io.out(text);
    else {
      await writeOut(page.out, text);
      io.err(`${page.out}: the explanation, from ${position}\n`);
    }
  });
}

const FORMS: Readonly<
  Record<Globals['form'], (answered: Answered, nameOf: NameOfDocument, width?: number) => string>
> = {
  json: ({ kind, answer }) => json(kind === 'explanation' ? explainJson(answer) : comparisonJson(answer)),
  csv: ({ kind, answer }) => (kind === 'explanation' ? explainCsv(answer) : comparisonCsv(answer)),
  text: ({ kind, answer }, nameOf, width) =>
    kind === 'explanation' ? explainText(answer, nameOf, width) : comparisonText(answer, nameOf, width),
};

/** Those that the answer cites are looked up, each once. */
function documentNames(reader: ReadLedger): NameOfDocument {
  const names = new Map<string, string>();
  return (sha256) => {
    const known = names.get(sha256);
    if (known !== undefined) return known;
    const document = reader.document(sha256);
    const name = document === null ? sha256.slice(0, 12) : `${document.title} (${document.file})`;
    names.set(sha256, name);
    return name;
  };
}

function requirePage({ markdown, out }: PageOptions, { form }: Globals): void {
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
function askedAgain(words: readonly string[], options: object, { read }: Globals, position: string): string {
  const given = Object.entries({ ...options, asOf: position, publishedBy: read.publishedBy }).flatMap(
    ([option, value]: [string, unknown]) => {
      if (value === undefined) return [];
      const name = `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
      const text = Array.isArray(value) ? value.join(' > ') : typeof value === 'string' ? value : '';
      return [name, quoted(text)];
    },
  );
  return ['liggaren', ...words.map(quoted), ...given].join(' ');
}

function quoted(text: string): string {
  if (/^[\w:./@-]+$/.test(text)) return text;
  return text.includes('"') ? `'${text}'` : `"${text}"`;
}
