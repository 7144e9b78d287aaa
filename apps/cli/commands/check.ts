import { type Command, Option } from 'commander';
import { ASSERTION_KINDS, type AssertionKind } from '#ledger';
import type { DiscrepancyFilter, DiscrepancyItem, ReadLedger, ReadOptions } from '#projections';
import { checkCsv, checkJson, checkText } from '../check-text.js';
import { SomethingToReport } from '../exit-codes.js';
import { globalsOf } from '../globals.js';
import type { Surroundings } from '../surroundings.js';
import { json, withLedger } from '../with-ledger.js';

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
      const items = await withLedger(surroundings, globals, 'read', ({ reader }) =>
        allOf(reader, filter, globals.read),
      );
      const isNew = items.some((item) => item.class === 'discrepancy' && item.status === 'new');
      if (globals.form === 'json') io.out(json(checkJson(items)));
      else if (globals.form === 'csv') io.out(checkCsv(items));
      else io.out(checkText(all ? items : items.filter(({ status }) => status === 'new')));
      if (isNew) throw new SomethingToReport();
    });
}

async function allOf(
  reader: ReadLedger,
  filter: DiscrepancyFilter,
  read: ReadOptions,
): Promise<DiscrepancyItem[]> {
  const items: DiscrepancyItem[] = [];
  let after: string | undefined;
  for (;;) {
    const page = await reader.discrepancies(filter, { first: PAGE, after }, read);
    items.push(...page.items.map(({ item }) => item));
    after = page.items.at(-1)?.cursor;
    if (!page.hasNext || after === undefined) return items;
  }
}
