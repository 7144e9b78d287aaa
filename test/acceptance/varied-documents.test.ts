import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { CommandLine } from '../support/command-line.js';
import { documentFiles, itWithDocuments } from '../support/documents.js';

/*
 * The published documents, changed as another year, another board or another author would: what is read of them is what
 * is read of the originals, with the same changes.
 */

let cli: CommandLine;

beforeAll(async () => {
  cli = await CommandLine.inNewFolder();
});

afterAll(async () => {
  await cli.remove();
});

type Change = (text: string) => string;

function original(begins: string): string {
  const file = documentFiles().find(({ name }) => name.startsWith(begins));
  if (file === undefined) throw new Error(`no document ${begins}`);
  return file.bytes.toString('utf8');
}

/** A ledger with that text in it, and nothing else. */
async function ledgerOf(name: string, text: string): Promise<string> {
  await cli.imported(name, await cli.file('dokument.txt', text));
  return name;
}

const ledgers = new Map<string, Promise<string>>();

async function originalLedger(begins: string): Promise<string> {
  const known = ledgers.get(begins) ?? ledgerOf(`original-${begins}`, original(begins));
  ledgers.set(begins, known);
  return known;
}

const NAMES = ['document', 'table', 'row', 'column', 'figure'] as const;

/** Source cells, one a line, in which names are changed and numbers are not. */
async function cellsOf(ledger: string, change: Change = (text) => text): Promise<string[]> {
  return (await cli.cells(ledger))
    .map((cell) =>
      [
        ...NAMES.map((name) => change(cell[name] ?? '')),
        cell['printed'],
        cell['value'],
        cell['unitOfMeasure'],
        cell['kind'],
      ].join(' | '),
    )
    .sort();
}

async function viewOf(ledger: string, view: string, change: Change = (text) => text): Promise<string[]> {
  const { columns, rows } = await cli.view(ledger, ...view.split(' '));
  return [
    columns.map(({ id, label }) => `${id}: ${change(label)}`).join(' | '),
    ...rows.map(({ path, kind, cells }) =>
      [change(path.join(' > ')), kind, ...cells.map(({ value, marks }) => `${value} ${marks.join()}`)].join(
        ' | ',
      ),
    ),
  ];
}

function renaming(names: Readonly<Record<string, string>>): Change {
  return (text) => Object.entries(names).reduce((changed, [from, to]) => changed.replaceAll(from, to), text);
}

const nextYear: Change = (text) =>
  text.replaceAll(/(?<!\d)(20(?:1[5-9]|2\d))(?!\d)/g, (year) => String(Number(year) + 1));

const VIEWS: Readonly<Record<string, readonly string[]>> = {
  '000': [
    'budget-diff --unit boras/ks/stadsledningskansliet --year 2021 --from 2021:1 --to 2021:2',
    'budget-diff --unit boras/ks/kommungemensam-verksamhet --year 2021 --from 2021:1 --to 2021:2',
  ],
  '004': [
    'delarsbokslut --unit alingsas/ks --year 2023 --through 2023-08',
    'delarsbokslut --unit alingsas/ks/exploatering --year 2023 --through 2023-08 --area land',
    'delarsbokslut --unit alingsas/ks/exkl-exploatering --year 2023 --through 2023-08 --area operations',
    'delarsbokslut --unit alingsas/ks --year 2023 --through 2023-08 --area investment',
    'tertial-forecast --unit alingsas/ks --year 2023',
  ],
};

describe('a published document of another year', () => {
  for (const begins of ['000', '001', '002', '004']) {
    itWithDocuments(`${begins}: has the same cells a year later, and the same views`, async () => {
      const before = await originalLedger(begins);
      const after = await ledgerOf(`years-${begins}`, nextYear(original(begins)));
      expect(await cellsOf(after)).toEqual(await cellsOf(before, nextYear));
      for (const view of VIEWS[begins] ?? []) {
        expect(await viewOf(after, nextYear(view))).toEqual(await viewOf(before, view, nextYear));
      }
    });
  }
});

interface Renamed {
  readonly document: string;
  /** As the text has it. */
  readonly names: Readonly<Record<string, string>>;
  /** What follows from it: units, ids. */
  readonly ids: Readonly<Record<string, string>>;
}

/** It has no frames in the profile: all is its own. */
const SOCIALNAMNDEN = {
  'alingsas/ks/exkl-exploatering': 'alingsas/socialnamnden',
  'alingsas/ks/exploatering': 'alingsas/socialnamnden',
  'alingsas/ks': 'alingsas/socialnamnden',
  'alingsas-ks': 'alingsas-socialnamnden',
  '/ramar-exkl-exploatering': '/ramar',
  // A view of one unit does not say which.
  'Socialnämnden exkl. exploateringsenheten > ': '',
  'Socialnämnden > ': '',
};

const BOARDS: readonly Renamed[] = [
  {
    document: '000',
    names: {
      Kommunstyrelsen: 'Servicenämnden',
      Stadsledningskansliet: 'Servicekontoret',
      'Kommungemensam verksamhet': 'Intern service',
    },
    ids: {
      'boras/ks/stadsledningskansliet': 'boras/servicenamnden/servicekontoret',
      'boras/ks/kommungemensam-verksamhet': 'boras/servicenamnden/intern-service',
      'boras/ks': 'boras/servicenamnden',
      'boras-ks': 'boras-servicenamnden',
      '/slk-': '/servicekontoret-',
      '/kgv-': '/intern-service-',
    },
  },
  {
    document: '002',
    names: {
      'kommunstyrelsen (exkl. exploateringsenheten)': 'socialnämnden',
      Kommunstyrelsen: 'Socialnämnden',
      kommunstyrelsen: 'socialnämnden',
    },
    ids: SOCIALNAMNDEN,
  },
  {
    document: '004',
    names: { Kommunstyrelsen: 'Socialnämnden', kommunstyrelsen: 'socialnämnden' },
    ids: SOCIALNAMNDEN,
  },
];

describe('a published document of another board', () => {
  for (const { document, names, ids } of BOARDS) {
    itWithDocuments(`${document}: has the same cells under the names of that board`, async () => {
      const change = renaming({ ...names, ...ids });
      const before = await originalLedger(document);
      const after = await ledgerOf(`board-${document}`, renaming(names)(original(document)));
      expect(await cellsOf(after)).toEqual(await cellsOf(before, change));
      const views = VIEWS[document] ?? [];
      for (const view of views.filter((each) => document === '000' || each.includes('--area'))) {
        expect(await viewOf(after, change(view))).toEqual(await viewOf(before, view, change));
      }
    });
  }
});

/** Columns of the money tables of that many cells a row, in another order; the labels of the rows stay. */
function reordered(text: string, order: readonly number[]): string {
  let isTable = false;
  return text
    .split('\n')
    .map((line) => {
      const cells = line.split('\t');
      isTable = cells.length === order.length && (isTable || line.includes('\tBudget 20'));
      return isTable ? order.map((index) => cells[index]).join('\t') : line;
    })
    .join('\n');
}

describe('a published document whose tables have their columns in another order', () => {
  const cases: readonly (readonly [document: string, order: readonly number[]])[] = [
    ['001', [0, 4, 3, 2, 1]],
    ['002', [0, 2, 1, 4, 3]],
    ['004', [0, 4, 5, 6, 1, 2, 3]],
    ['004', [0, 3, 6, 2, 5, 1, 4]],
  ];
  for (const [document, order] of cases) {
    itWithDocuments(`${document}, ${order.join(' ')}: has the same cells and views`, async () => {
      const before = await originalLedger(document);
      const changed = reordered(original(document), order);
      expect(changed).not.toBe(original(document));
      const after = await ledgerOf(`order-${document}-${order.join('')}`, changed);
      expect(await cellsOf(after)).toEqual(await cellsOf(before));
      for (const view of VIEWS[document] ?? []) {
        expect(await viewOf(after, view)).toEqual(await viewOf(before, view));
      }
    });
  }
});

describe('a published document in which a line has another name', () => {
  const cases: readonly (readonly [document: string, names: Readonly<Record<string, string>>])[] = [
    ['000', { Personaladministration: 'Personal och HR' }],
    ['001', { 'Ekonomiskt bistånd': 'Tillgänglighet' }],
    ['002', { 'Övriga kostnader': 'Andra kostnader', 'Bälinge företagspark': 'Norra företagsparken' }],
    ['004', { Lokalhyror: 'Hyror av lokaler', 'Nolhaga slott': 'Lustslottet' }],
  ];
  for (const [document, names] of cases) {
    itWithDocuments(`${document}: has the same cells under that name`, async () => {
      const change = renaming(names);
      const before = await originalLedger(document);
      const after = await ledgerOf(`line-${document}`, change(original(document)));
      expect(await cellsOf(after)).toEqual(await cellsOf(before, change));
      for (const view of VIEWS[document] ?? []) {
        expect(await viewOf(after, view)).toEqual(await viewOf(before, view, change));
      }
    });
  }
});

describe('a published document with one activity more', () => {
  itWithDocuments('001: has its cells, and its sums no longer hold', async () => {
    const text = original('001');
    const rows = [
      '<b>Krisberedskap</b>\t\t\t\t',
      'Intäkt\t10\t20\t20\t30',
      'Kostnad\t-110\t-220\t-220\t-330',
      'Nettokostnad\t-100\t-200\t-200\t-300',
    ];
    const before = await originalLedger('001');
    const place = text.indexOf('<b>Ekonomiskt bistånd</b>');
    const after = await ledgerOf(
      'activity-001',
      `${text.slice(0, place)}${rows.join('\n')}\n${text.slice(place)}`,
    );
    const cells = await cellsOf(after);
    const known = new Set(await cellsOf(before));
    const added = cells.filter((cell) => !known.has(cell));
    expect(cells).toHaveLength(known.size + 12);
    expect(added.filter((cell) => cell.includes('Krisberedskap'))).toHaveLength(12);
    // The totals are printed as they were, and are 10 and 110 less than their parts now.
    const totals = (await cli.check(after)).filter(
      ({ kind, row }) => kind === 'sum' && row.startsWith('Totalt'),
    );
    expect(totals.map(({ column }) => column)).toEqual(
      expect.arrayContaining(['Budget 2024', 'Prognos 2024', 'Budget 2025:1']),
    );
  });
});
