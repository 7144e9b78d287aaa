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
import { MADE_UP_BUDGET, MADE_UP_REPORT } from '../support/made-up-examples.js';
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

describe('a budget of another board of Borås, another year', () => {
  it.each(DOCUMENT_DIALECTS)('%s: gives its figures, and they add up', async (dialect) => {
    const { blocks, cells } = madeUpBudget(MADE_UP_BUDGET);
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
  const [intern, premises] = MADE_UP_BUDGET.frames;
  if (intern === undefined || premises === undefined) throw new Error('two frames');
  const cases: readonly (readonly [name: string, form: BudgetForm])[] = [
    ['with its total first', { ...MADE_UP_BUDGET, totalFirst: true }],
    ['with a page break between groups', { ...MADE_UP_BUDGET, pageBreaks: [4] }],
    ['with a page break within a group', { ...MADE_UP_BUDGET, pageBreaks: [3] }],
    ['with page breaks within every group', { ...MADE_UP_BUDGET, pageBreaks: [1, 6, 11] }],
    ['with rows of placeholders', { ...MADE_UP_BUDGET, pageBreaks: [4, 8], placeholders: true }],
    [
      'with no-break spaces and true minus signs',
      { ...MADE_UP_BUDGET, print: { space: '\u00a0', minus: '\u2212' } },
    ],
    ['with narrow spaces and dashes', { ...MADE_UP_BUDGET, print: { space: '\u202f', minus: '–' } }],
    ['without the column of changes', { ...MADE_UP_BUDGET, change: false }],
    ['with one frame', { ...MADE_UP_BUDGET, frames: [intern] }],
    [
      'with an activity more',
      {
        ...MADE_UP_BUDGET,
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
        ...MADE_UP_BUDGET,
        change: false,
        columns: ['second', 'first', 'outcome', 'budgetBefore'],
      },
    ],
    [
      'with activities of the same names in both frames',
      {
        ...MADE_UP_BUDGET,
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

describe('interim accounts of another board of Alingsås, another year', () => {
  const cases: readonly (readonly [name: string, form: ReportForm])[] = [
    ['as they are', MADE_UP_REPORT],
    [
      'with their columns in another order',
      {
        ...MADE_UP_REPORT,
        columns: ['outcome', 'previous', 'difference', 'budget', 'forecast', 'deviation'],
      },
    ],
    ['with columns fewer', { ...MADE_UP_REPORT, columns: ['budget', 'outcome', 'forecast'] }],
    ['with their totals first', { ...MADE_UP_REPORT, totalFirst: true }],
    ['with page breaks', { ...MADE_UP_REPORT, breaks: [2, 5] }],
    ['with a dash where there is nothing', { ...MADE_UP_REPORT, nil: '-' }],
    ['blank where there is nothing', { ...MADE_UP_REPORT, nil: '' }],
    [
      'with kinds of cost that are blank',
      {
        ...MADE_UP_REPORT,
        nil: '',
        costs: MADE_UP_REPORT.costs.map((cost, n) =>
          n % 2 === 1 ? { ...cost, amounts: [0, 0, 0, 0] } : cost,
        ),
      },
    ],
    [
      'with other signs for minus and thousands',
      { ...MADE_UP_REPORT, print: { space: '\u00a0', minus: '\u2212' } },
    ],
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
    const ledger = await ledgerWith(madeUpReport(MADE_UP_REPORT).blocks, 'docx');
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

/** The same with other digits in one cell of the n-th table. */
function misprinted(
  blocks: readonly PrintedBlock[],
  { table, row, column }: { readonly table: number; readonly row: string; readonly column: string },
  text: string,
): PrintedBlock[] {
  let tables = 0;
  return blocks.map((block) => {
    if (block.kind !== 'table' || ++tables !== table) return block;
    const at = block.header.indexOf(column);
    const rows = block.rows.map((each) =>
      each.cells[0] === row ? { ...each, cells: each.cells.with(at, text) } : each,
    );
    return { ...block, rows };
  });
}

describe('an error that a document prints', () => {
  const report = madeUpReport(MADE_UP_REPORT).blocks;
  const budget = madeUpBudget({ ...MADE_UP_BUDGET, frames: MADE_UP_BUDGET.frames.slice(0, 1) }).blocks;
  const cases = [
    {
      name: 'in a deviation',
      blocks: misprinted(report, { table: 1, row: 'Lokalhyror', column: 'Avv. prognos/budget 2029' }, '10'),
      found: ['deviation Lokalhyror | Avv. prognos/budget 2029: 10, not 0'],
    },
    {
      name: 'in a kind of cost: its sum and its deviation say otherwise',
      blocks: misprinted(report, { table: 1, row: 'Lokalhyror', column: 'Prognos helår 2029' }, '-7 531'),
      found: [
        'deviation Lokalhyror | Avv. prognos/budget 2029: 0, not -100',
        'sum Verksamhetens kostnader | Prognos helår 2029: -194785, not -194884',
      ],
    },
    {
      name: 'in a subtotal',
      blocks: misprinted(report, { table: 2, row: 'Reinvestering', column: 'Budget 2029' }, '2 865'),
      found: ['sum Reinvestering | Budget 2029: 2865, not 2855'],
    },
    {
      name: 'in a sign',
      blocks: misprinted(
        report,
        { table: 2, row: 'Reinvestering', column: 'Avv. prognos/budget 2029' },
        '546',
      ),
      found: ['deviation Reinvestering | Avv. prognos/budget 2029: 546, not -545'],
    },
    {
      name: 'between two tables',
      blocks: misprinted(budget, { table: 1, row: 'Intäkter', column: 'Prognos 2032' }, '5 310'),
      found: ['same-fact Intäkter | Prognos 2032: 5310, not 5210'],
    },
    {
      name: 'in a change',
      blocks: misprinted(budget, { table: 1, row: 'Kostnader', column: 'Förändring' }, '404'),
      found: ['change Kostnader | Förändring: 404, not 440'],
    },
  ] as const;
  it.each(cases)('$name, is found, and nothing else', async ({ blocks, found }) => {
    const ledger = await ledgerWith(blocks, 'markdown');
    const told = (await cli.check(ledger)).map(
      ({ kind, row, column, stated, computed }) => `${kind} ${row} | ${column}: ${stated}, not ${computed}`,
    );
    expect(told.sort()).toEqual(found);
  });
});
