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
import { madeUpReport, type ReportForm } from '../support/made-up-report.js';

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

/** `row | column | value` of every source cell that states an amount. */
async function cellsIn(ledger: string): Promise<string[]> {
  const stated = (await cli.cells(ledger)).filter(({ value }) => value !== '');
  return stated.map(({ row, column, value }) => `${row} | ${column} | ${value}`).sort();
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

describe('the same budget, printed otherwise', () => {
  const [intern, premises] = SERVICE.frames;
  if (intern === undefined || premises === undefined) throw new Error('two frames');
  const cases: readonly (readonly [name: string, form: BudgetForm])[] = [
    ['with its total first', { ...SERVICE, totalFirst: true }],
    ['with a page break between groups', { ...SERVICE, pageBreaks: [4] }],
    ['with a page break within a group', { ...SERVICE, pageBreaks: [3] }],
    ['with page breaks within every group', { ...SERVICE, pageBreaks: [1, 6, 11] }],
    ['with rows of placeholders', { ...SERVICE, pageBreaks: [4, 8], placeholders: true }],
    [
      'with no-break spaces and true minus signs',
      { ...SERVICE, print: { space: '\u00a0', minus: '\u2212' } },
    ],
    ['with narrow spaces and dashes', { ...SERVICE, print: { space: '\u202f', minus: '–' } }],
    ['without the column of changes', { ...SERVICE, change: false }],
    ['with one frame', { ...SERVICE, frames: [intern] }],
    [
      'with an activity more',
      {
        ...SERVICE,
        frames: [
          {
            ...intern,
            activities: [
              ...intern.activities,
              {
                name: 'Krisberedskap',
                amounts: [
                  [0, 0],
                  [0, 5],
                  [1, 7],
                  [10, 700],
                ],
              },
            ],
          },
          premises,
        ],
      },
    ],
    [
      'with the columns in another order, one of them new',
      {
        ...SERVICE,
        change: false,
        columns: ['second', 'first', 'outcome', 'budgetBefore'],
      },
    ],
    [
      'with activities of the same names in both frames',
      {
        ...SERVICE,
        frames: [intern, { ...premises, activities: intern.activities }],
      },
    ],
  ];
  for (const [name, form] of cases) {
    it.each(['cells', 'markdown', 'tabs', 'docx', 'csv'] as const)(`${name}, as %s`, async (dialect) => {
      const { blocks, cells } = madeUpBudget(form);
      const ledger = await ledgerWith(blocks, dialect);
      expect(await cellsIn(ledger)).toEqual([...cells].sort());
      expect(await cli.check(ledger, '--all')).toEqual([]);
    });
  }
});

const CARE: ReportForm = {
  year: 2029,
  board: 'Socialnämnden',
  municipality: 'Alingsås kommun',
  revenue: [91_867_400, 88_016_499, 56_418_501, 49_203_000],
  costs: [
    { name: 'Personalkostnader', amounts: [109_182_400, 104_922_450, 64_523_333, 55_412_333] },
    { name: 'Lokalhyror', amounts: [7_431_400, 7_431_400, 4_951_333, 4_493_333] },
    { name: 'Köp av tjänster', amounts: [42_984_400, 42_984_000, 26_764_333, 25_433_333] },
    { name: 'Övriga kostnader', amounts: [39_147_400, 39_447_000, 26_300_499, 23_456_499] },
  ],
  investments: [
    {
      name: 'Expansionsinvestering',
      lines: [
        { name: 'Markinköp', amounts: [2_000_400, 10_111_400, 10_111_400, 536_000] },
        { name: 'Boenden', amounts: [17_000_400, 4_810_400, 491_400, 6_755_000] },
        { name: 'Inventarier', amounts: [6_050_400, 2_895_400, 2_406_400, 5_394_000] },
      ],
    },
    { name: 'Imageinvestering', lines: [], amounts: [0, 0, 0, 0] },
    {
      name: 'Reinvestering',
      lines: [
        { name: 'Inventarier', amounts: [400_000, 400_499, 272_000, 126_000] },
        { name: 'Fastigheter', amounts: [2_455_000, 3_000_499, 1_886_000, 944_000] },
      ],
    },
  ],
};

describe('interim accounts of another board of Alingsås, another year', () => {
  const cases: readonly (readonly [name: string, form: ReportForm])[] = [
    ['as they are', CARE],
    [
      'with their columns in another order',
      { ...CARE, columns: ['outcome', 'previous', 'difference', 'budget', 'forecast', 'deviation'] },
    ],
    ['with columns fewer', { ...CARE, columns: ['budget', 'outcome', 'forecast'] }],
    ['with their totals first', { ...CARE, totalFirst: true }],
    ['with page breaks', { ...CARE, breaks: [2, 5] }],
    ['with a dash where there is nothing', { ...CARE, nil: '-' }],
    ['blank where there is nothing', { ...CARE, nil: '' }],
    ['with other signs for minus and thousands', { ...CARE, print: { space: '\u00a0', minus: '\u2212' } }],
  ];
  for (const [name, form] of cases) {
    it.each(DOCUMENT_DIALECTS)(
      `${name}, as %s: give their figures, and rounding is no error`,
      async (dialect) => {
        const { blocks, cells } = madeUpReport(form);
        const ledger = await ledgerWith(blocks, dialect);
        expect(await cellsIn(ledger)).toEqual([...cells].sort());
        expect(await cli.check(ledger)).toEqual([]);
      },
    );
  }

  it('give the view of the interim accounts, and of the forecast', async () => {
    const ledger = await ledgerWith(madeUpReport(CARE).blocks, 'docx');
    const rows = await viewIn(
      ledger,
      'delarsbokslut --unit alingsas/socialnamnden --year 2029 --through 2029-08',
    );
    expect(rows['Personalkostnader']).toEqual(['-109182', '-104922', '4260', '-64523', '-55412', '-9111']);
    expect(rows['Expansionsinvestering > Inventarier']).toEqual([
      '6050',
      '2895',
      '3155',
      '2406',
      '5394',
      '-2988',
    ]);
    expect(rows['Reinvestering > Inventarier']).toEqual(['400', '400', '0', '272', '126', '146']);
    const forecast = await viewIn(ledger, 'tertial-forecast --unit alingsas/socialnamnden --year 2029');
    expect(forecast['Personalkostnader']).toEqual(['-109182', '-104922', '4260']);
    const { out } = await cli.liggaren(
      ledger,
      ...'explain delarsbokslut --unit alingsas/socialnamnden --year 2029 --through 2029-08 --column outcome'.split(
        ' ',
      ),
      '--row',
      'Reinvestering > Inventarier',
    );
    expect(out).toContain('272');
    expect(out).toContain('.docx');
  });
});
