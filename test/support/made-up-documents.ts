import type { PrintedBlock, PrintedGridRow } from '../../libs/ingest/testing/printed-document.js';

/*
 * Documents that nobody has published: a description of what they say, from which they are printed, and what must be
 * read of them.
 */

/** How numbers are printed. */
export interface Print {
  readonly space: ' ' | '\u00a0' | '\u202f';
  readonly minus: '-' | '\u2212' | '–';
}

export const PLAIN: Print = { space: ' ', minus: '-' };

export function printed(amount: number, { space, minus }: Print = PLAIN): string {
  const digits = String(Math.abs(amount)).replaceAll(/\B(?=(?:\d{3})+$)/g, space);
  return amount < 0 ? `${minus}${digits}` : digits;
}

export interface MadeUp {
  readonly blocks: readonly PrintedBlock[];
  /** `row | column | value` of each numeric cell. */
  readonly cells: readonly string[];
}

/** Columns of a budget for that year. */
export type BudgetColumn = (year: number) => string;

export const BUDGET_COLUMNS = {
  outcome: (year) => `Bokslut ${year - 2}`,
  budgetBefore: (year) => `Budget ${year - 1}`,
  forecast: (year) => `Prognos ${year - 1}`,
  first: (year) => `Budget ${year}:1`,
  second: (year) => `Budget ${year}:2`,
} as const satisfies Readonly<Record<string, BudgetColumn>>;

export type BudgetColumnName = keyof typeof BUDGET_COLUMNS;

/** An activity (*verksamhet*), with its revenue and cost (no minus) in each column. */
export interface Activity {
  readonly name: string;
  readonly amounts: readonly (readonly [revenue: number, cost: number])[];
}

export interface Frame {
  readonly name: string;
  readonly activities: readonly Activity[];
}

export interface BudgetForm {
  readonly year: number;
  readonly board: string;
  readonly municipality: string;
  readonly columns: readonly BudgetColumnName[];
  /** A column `Förändring` between the two budgets of the year, where both are there. */
  readonly change?: boolean;
  readonly frames: readonly Frame[];
  readonly totalFirst?: boolean;
  /** Row of the tables by activity after which a page ends. */
  readonly pageBreaks?: readonly number[];
  /** Rows in which nothing stands, at the end of a page. */
  readonly placeholders?: boolean;
  readonly print?: Print;
  /** Chapters between title and tables. */
  readonly texts?: readonly string[];
}

type Row = readonly [
  label: string,
  amounts: readonly (number | null)[],
  emphasis?: PrintedGridRow['emphasis'],
];

/** A budget of one board: for each frame a summary and a table by activity. */
export function madeUpBudget(form: BudgetForm): MadeUp {
  const { year, board, municipality, frames, texts = [] } = form;
  const cells: string[] = [];
  const blocks: PrintedBlock[] = [
    { kind: 'heading', level: 1, text: `${board} budget ${year}` },
    { kind: 'text', text: municipality },
    { kind: 'heading', level: 1, text: 'Inledning' },
    { kind: 'text', text: `${board} i ${municipality} redovisar här sin budget för året.` },
    ...texts.map((text): PrintedBlock => ({ kind: 'text', text })),
    { kind: 'heading', level: 1, text: 'Resurser' },
  ];
  for (const frame of frames) {
    blocks.push(
      { kind: 'heading', level: 2, text: frame.name },
      { kind: 'heading', level: 3, text: 'Ekonomiskt sammandrag' },
      table(form, summaryRows(frame), cells),
      { kind: 'text', text: 'Tabellen visar ramens ekonomi i sammandrag.' },
      { kind: 'heading', level: 3, text: `Verksamhet ${year}` },
      table(form, activityRows(form, frame), cells, form.pageBreaks),
      { kind: 'text', text: 'Verksamheterna beskrivs närmare i nämndens verksamhetsplan.' },
    );
  }
  return { blocks, cells };
}

function summaryRows({ activities }: Frame): Row[] {
  const sums = sumsOf(activities);
  const nets = sums.map(([revenue, cost]) => revenue - cost);
  return [
    ['Intäkter', sums.map(([revenue]) => revenue)],
    ['Kostnader', sums.map(([, cost]) => -cost)],
    ['Nettokostnader', nets],
    ['Kommunbidrag', nets.map((net) => -net)],
    ['Resultat', nets.map(() => 0)],
  ];
}

function activityRows({ totalFirst = false }: BudgetForm, { activities }: Frame): Row[] {
  const block = (name: string, pairs: Activity['amounts']): Row[] => [
    [name, pairs.map(() => null), 'bold'],
    [`${name} > Intäkt`, pairs.map(([revenue]) => revenue)],
    [`${name} > Kostnad`, pairs.map(([, cost]) => -cost)],
    [`${name} > Nettokostnad`, pairs.map(([revenue, cost]) => revenue - cost)],
  ];
  const blocks = activities.flatMap(({ name, amounts }) => block(name, amounts));
  const total = block('Totalt', sumsOf(activities));
  return totalFirst ? [...total, ...blocks] : [...blocks, ...total];
}

export function sumsOf(activities: readonly Activity[]): (readonly [number, number])[] {
  return (activities[0]?.amounts ?? []).map((_, column): readonly [number, number] => [
    activities.reduce((sum, { amounts }) => sum + (amounts[column]?.[0] ?? 0), 0),
    activities.reduce((sum, { amounts }) => sum + (amounts[column]?.[1] ?? 0), 0),
  ]);
}

function table(
  form: BudgetForm,
  rows: readonly Row[],
  cells: string[],
  breaks: readonly number[] = [],
): PrintedBlock {
  const { year, columns, change = false, print = PLAIN, placeholders = false } = form;
  const [first, second] = [columns.indexOf('first'), columns.indexOf('second')];
  const labels = [...columns.map((name) => BUDGET_COLUMNS[name](year)), ...(change ? ['Förändring'] : [])];
  const gridRows = rows.map(([path, amounts, emphasis]): PrintedGridRow => {
    const [from, to] = [amounts[first], amounts[second]];
    const changed = from === null || to === null || from === undefined || to === undefined ? null : to - from;
    const all = change ? [...amounts, changed] : amounts;
    all.forEach((amount, column) => {
      if (amount !== null) cells.push(`${path} | ${labels[column] ?? ''} | ${amount}`);
    });
    const texts = all.map((amount) => (amount === null ? '' : printed(amount, print)));
    return {
      cells: [path.split(' > ').at(-1) ?? '', ...texts],
      ...(emphasis === undefined ? {} : { emphasis }),
    };
  });
  const blank: PrintedGridRow = { cells: ['', ...labels.map(() => '')] };
  const withBlanks = gridRows.flatMap((row, index) =>
    placeholders && breaks.includes(index + 1) ? [row, blank] : [row],
  );
  return {
    kind: 'table',
    header: ['Tkr', ...labels],
    rows: withBlanks,
    breaks: breaks
      .filter((at) => at < gridRows.length)
      .map((at, index) => at + (placeholders ? index + 1 : 0)),
  };
}
