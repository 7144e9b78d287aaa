import type { Command } from 'commander';
import type { BeliefsAnswer, HistoryPageRequest } from '#projections';
import { beliefsCsv, beliefsText } from '../comparison-text.js';
import { globalsOf, type Globals } from '../globals.js';
import type { Surroundings } from '../surroundings.js';
import { json, withLedger } from '../with-ledger.js';
import { explainedOf, FIGURE_COMMANDS, type FigureOptions } from './figure-options.js';
import { positiveInteger } from './history-options.js';

interface BeliefOptions extends FigureOptions {
  readonly first?: number;
  readonly after?: string;
  readonly newestFirst?: boolean;
}

const FIRST_DEFAULT = 100;

/** `liggaren beliefs VIEW … --row R --column C`, `liggaren beliefs reading …` */
export function addBeliefs(program: Command, surroundings: Surroundings): void {
  const beliefs = program
    .command('beliefs')
    .description('list what was believed of a figure: every recorded moment when it changed, by whom and why')
    .addHelpText(
      'after',
      `\nExamples:\n${FIGURE_COMMANDS.map(({ example }) => `  liggaren beliefs ${example}`).join('\n')}`,
    );
  for (const { name, description, example, addOptions } of FIGURE_COMMANDS) {
    const command = beliefs
      .command(name)
      .description(description)
      .addHelpText('after', `\nExample:\n  liggaren beliefs ${example}`)
      .option('--first <n>', `how many steps, at most (default ${FIRST_DEFAULT})`, positiveInteger)
      .option('--after <cursor>', 'go on after this step, its position')
      .option('--newest-first', 'against the order of the log')
      .action(async (options: BeliefOptions, self: Command) => {
        const { io } = surroundings;
        const globals = globalsOf(self, io);
        const answer = await withLedger(surroundings, globals, 'read', ({ reader }) =>
          pagesOf(options, (page) => reader.beliefs(explainedOf(name, options), page, globals.read)),
        );
        io.out(FORMS[globals.form](answer));
        if (answer.items.length === 0 && !answer.hasNext) io.err('nothing was ever known of it\n');
        if (answer.hasNext) io.err(`more: --after ${answer.endCursor ?? ''}\n`);
      });
    addOptions(command);
  }
}

/** So many as were asked for, page after page: one may be short where much was recorded beside the figure. */
function pagesOf(
  { first = FIRST_DEFAULT, newestFirst = false, after }: BeliefOptions,
  pageOf: (page: HistoryPageRequest) => BeliefsAnswer,
): BeliefsAnswer {
  const items: BeliefsAnswer['items'][number][] = [];
  for (let from = after; ;) {
    const page = pageOf({
      first: first - items.length,
      newestFirst,
      ...(from === undefined ? {} : { after: from }),
    });
    items.push(...page.items);
    if (!page.hasNext || items.length >= first) return { ...page, items };
    from = page.endCursor ?? from;
  }
}

const FORMS: Readonly<Record<Globals['form'], (answer: BeliefsAnswer) => string>> = {
  json: ({ items, ...answer }) => json({ ...answer, steps: items.map(({ item }) => item) }),
  csv: beliefsCsv,
  text: beliefsText,
};
