import { type Command, Option } from 'commander';
import { ASSERTION_KINDS, type AssertionKind } from '#ledger';
import type { DiscrepancyFilter, DiscrepancyItem, ReadLedger, ReadOptions } from '#projections';
import { checkWriter } from '../check-text.js';
import { SomethingToReport } from '../exit-codes.js';
import { globalsOf } from '../globals.js';
import type { Surroundings } from '../surroundings.js';
import { withLedger } from '../with-ledger.js';

interface CheckOptions {
  readonly all?: boolean;
  readonly unit?: string;
  readonly document?: string;
  readonly kind?: AssertionKind;
}

const PAGE = 500;

/** `liggaren check [--all]` */
export function addCheck(program: Command, surroundings: Surroundings): void {
  program
    .command('check')
    .description('list what does not add up; silent, with exit code 0, when nothing is new')
    .option('--all', 'also what was explained or accepted, and what is no more than rounding')
    .option('--unit <unit>', 'only of this unit and those below it')
    .option(
      '--document <file>',
      'only with a place in this document: its file name, or the beginning of its sha-256',
    )
    .addOption(new Option('--kind <kind>', 'only of this kind').choices([...ASSERTION_KINDS]))
    .addHelpText(
      'after',
      '\nNumbers stand in the sign and unit of their table; what follows from a discrepancy is indented under it.\n' +
        'Exit code 1: there are discrepancies that nobody has explained or accepted.\n\n' +
        'Examples:\n  liggaren check\n  liggaren check --unit alingsas/ks --kind sum\n  liggaren check --all --json',
    )
    .action(async (options: CheckOptions, self: Command) => {
      const { io } = surroundings;
      const globals = globalsOf(self, io);
      const { all = false, unit, document, kind } = options;
      const filter: DiscrepancyFilter = {
        unit,
        document,
        kind,
        classes: all ? ['discrepancy', 'rounding'] : ['discrepancy'],
      };
      const writer = checkWriter(globals.form);
      let isNew = false;
      await withLedger(surroundings, globals, 'read', async ({ reader }) => {
        for await (const item of everything(reader, filter, globals.read)) {
          if (item.class === 'discrepancy' && item.status === 'new') isNew = true;
          if (globals.form === 'text' && !all && item.status !== 'new') continue;
          io.out(writer.item(item));
        }
      });
      const end = writer.end();
      if (end !== '' || globals.form !== 'text') io.out(end);
      if (isNew) throw new SomethingToReport();
    });
}

/** Page by page: one is held at a time. */
async function* everything(
  reader: ReadLedger,
  filter: DiscrepancyFilter,
  read: ReadOptions,
): AsyncGenerator<DiscrepancyItem> {
  let after: string | undefined;
  for (;;) {
    const page = await reader.discrepancies(filter, { first: PAGE, after }, read);
    for (const { item } of page.items) yield item;
    after = page.items.at(-1)?.cursor;
    if (!page.hasNext || after === undefined) return;
  }
}
