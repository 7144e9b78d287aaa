import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  DOCUMENT_DIALECTS,
  endingOf,
  printDocument,
  type DocumentDialect,
  type PrintedBlock,
} from '../../libs/ingest/testing/printed-document.js';
import { CommandLine } from '../support/command-line.js';
import { madeUpBudget, type BudgetForm } from '../support/made-up-documents.js';

/* Documents that the program has never seen, of municipalities that it has a profile for: no code, no new profile. */

let cli: CommandLine;

beforeAll(async () => {
  cli = await CommandLine.inNewFolder();
});

afterAll(async () => {
  await cli.remove();
});

let ledgers = 0;

/** A new ledger with that document in it; its name. */
async function ledgerWith(blocks: readonly PrintedBlock[], dialect: DocumentDialect): Promise<string> {
  const ledger = `ledger-${++ledgers}`;
  const path = await cli.file(`${ledger}.${endingOf(dialect)}`, printDocument(blocks, dialect));
  await cli.imported(ledger, path);
  return ledger;
}

/** `row | column | value` of every source cell. */
async function cellsIn(ledger: string): Promise<string[]> {
  return (await cli.cells(ledger)).map(({ row, column, value }) => `${row} | ${column} | ${value}`).sort();
}

async function viewIn(ledger: string, view: string): Promise<Record<string, (string | null)[]>> {
  const { rows } = await cli.view(ledger, ...view.split(' '));
  return Object.fromEntries(
    rows.map(({ path, cells }) => [path.join(' > '), cells.map(({ value }) => value)]),
  );
}

const SERVICE: BudgetForm = {
  year: 2033,
  board: 'Servicenämndens',
  municipality: 'Borås Stad',
  columns: ['budgetBefore', 'forecast', 'first', 'second'],
  change: true,
  frames: [
    {
      name: 'Intern service',
      activities: [
        {
          name: 'Städ',
          amounts: [
            [100, 2_100],
            [110, 2_150],
            [120, 2_200],
            [120, 2_260],
          ],
        },
        {
          name: 'Måltider',
          amounts: [
            [5_000, 61_234],
            [5_100, 62_000],
            [5_200, 63_500],
            [5_250, 63_000],
          ],
        },
      ],
    },
    {
      name: 'Lokalförsörjning',
      activities: [
        {
          name: 'Skolor',
          amounts: [
            [0, 1_000_500],
            [0, 1_010_000],
            [0, 1_020_000],
            [0, 1_019_000],
          ],
        },
        {
          name: 'Förvaltning',
          amounts: [
            [900, 12_000],
            [900, 12_000],
            [950, 12_500],
            [950, 12_500],
          ],
        },
      ],
    },
  ],
};

describe('a budget of another board of Borås, another year', () => {
  it.each(DOCUMENT_DIALECTS)('%s: gives its figures, and they add up', async (dialect) => {
    const { blocks, cells } = madeUpBudget(SERVICE);
    const ledger = await ledgerWith(blocks, dialect);
    expect(await cellsIn(ledger)).toEqual([...cells].sort());
    expect(await cli.check(ledger, '--all')).toEqual([]);
    const view =
      'budget-diff --unit boras/servicenamnden/intern-service --year 2033 --from 2033:1 --to 2033:2';
    const rows = await viewIn(ledger, view);
    expect(rows['Städ > Kostnad']).toEqual(['-2200', '-2260', '-60']);
    expect(rows['Måltider > Nettokostnad']).toEqual(['-58300', '-57750', '550']);
    expect(rows['Totalt > Nettokostnad']).toEqual(['-60380', '-59890', '490']);
    expect(rows['Kommunbidrag']).toEqual(['60380', '59890', '-490']);
  });
});
