import type { PrintedBlock, PrintedGridRow } from '../../libs/ingest/testing/printed-document.js';
import { PLAIN, printed, type MadeUp, type Print } from './made-up-documents.js';

export type ReportColumn = 'budget' | 'forecast' | 'deviation' | 'outcome' | 'previous' | 'difference';

export const REPORT_COLUMNS: readonly ReportColumn[] = [
  'budget',
  'forecast',
  'deviation',
  'outcome',
  'previous',
  'difference',
];

/** In kronor: what is spent or earned in the year's budget, the forecast, the outcome and the outcome a year before. */
export type Amounts = readonly [budget: number, forecast: number, outcome: number, previous: number];

export interface InvestmentGroup {
  readonly name: string;
  /** None: the group is a line of its own. */
  readonly lines: readonly { readonly name: string; readonly amounts: Amounts }[];
  readonly amounts?: Amounts;
}

/** Interim accounts (*delårsbokslut*) of one board, in kronor; printed in thousands, each cell rounded by itself. */
export interface ReportForm {
  readonly year: number;
  readonly board: string;
  readonly municipality: string;
  readonly columns?: readonly ReportColumn[];
  readonly revenue: Amounts;
  /** Kinds of cost, without a minus. */
  readonly costs: readonly { readonly name: string; readonly amounts: Amounts }[];
  readonly investments?: readonly InvestmentGroup[];
  readonly totalFirst?: boolean;
  readonly print?: Print;
  readonly breaks?: readonly number[];
  /** What stands in a cell of nothing. */
  readonly nil?: '0' | '-' | '';
}

interface Row {
  readonly path: readonly string[];
  readonly amounts: Amounts;
  readonly emphasis?: PrintedGridRow['emphasis'];
}

export function madeUpReport(form: ReportForm): MadeUp {
  const { year, board, municipality, investments = [] } = form;
  const cells: string[] = [];
  const blocks: PrintedBlock[] = [
    { kind: 'heading', level: 1, text: `Delårsbokslut ${year}` },
    { kind: 'text', text: board },
    { kind: 'heading', level: 1, text: 'Inledning' },
    { kind: 'text', text: `${board} i ${municipality} följer här upp årets budget, per augusti månad.` },
    { kind: 'heading', level: 1, text: 'Ekonomi' },
    { kind: 'heading', level: 2, text: 'Drift' },
    table(form, accountRows(form), 1, cells),
    { kind: 'text', text: 'Avvikelserna beror på det som nämnden redan har redovisat i april.' },
  ];
  if (investments.length > 0) {
    blocks.push(
      { kind: 'heading', level: 2, text: 'Investeringar' },
      table(form, investmentRows(form, investments), -1, cells),
      { kind: 'text', text: 'Investeringarna följer den plan som fullmäktige har beslutat om.' },
    );
  }
  return { blocks, cells };
}

export function summed(all: readonly Amounts[]): Amounts {
  const at = (index: 0 | 1 | 2 | 3): number => all.reduce((sum, amounts) => sum + amounts[index], 0);
  return [at(0), at(1), at(2), at(3)];
}

function negated([a, b, c, d]: Amounts): Amounts {
  // No negative zero.
  return [0 - a, 0 - b, 0 - c, 0 - d];
}

function accountRows({ revenue, costs, totalFirst = false }: ReportForm): Row[] {
  const kinds = costs.map(({ name, amounts }): Row => ({ path: [name], amounts: negated(amounts) }));
  const total: Row = {
    path: ['Verksamhetens kostnader'],
    amounts: negated(summed(costs.map(({ amounts }) => amounts))),
    emphasis: 'bold',
  };
  const net = summed([revenue, total.amounts]);
  return [
    { path: ['Verksamhetens intäkter'], amounts: revenue, emphasis: 'bold' },
    ...(totalFirst ? [total, ...kinds] : [...kinds, total]),
    { path: ['Verksamhetens nettokostnader'], amounts: net, emphasis: 'bold' },
    { path: ['Kommunbidrag'], amounts: negated(net), emphasis: 'bold' },
    { path: ['Årets resultat'], amounts: [0, 0, 0, 0], emphasis: 'bold' },
  ];
}

function investmentRows({ totalFirst = false }: ReportForm, groups: readonly InvestmentGroup[]): Row[] {
  const rows = groups.flatMap(({ name, lines, amounts }): Row[] => [
    { path: [name], amounts: amounts ?? summed(lines.map((line) => line.amounts)), emphasis: 'bold' },
    ...lines.map((line): Row => ({ path: [name, line.name], amounts: line.amounts })),
  ]);
  const total: Row = {
    path: ['Totala utgifter'],
    amounts: summed(rows.filter(({ path }) => path.length === 1).map(({ amounts }) => amounts)),
    emphasis: 'bold',
  };
  return totalFirst ? [total, ...rows] : [...rows, total];
}

function labelOf(column: ReportColumn, year: number): string {
  const labels: Readonly<Record<ReportColumn, string>> = {
    budget: `Budget ${year}`,
    forecast: `Prognos helår ${year}`,
    deviation: `Avv. prognos/budget ${year}`,
    outcome: `Delårsbokslut ${year}`,
    previous: `Delårsbokslut ${year - 1}`,
    difference: `Diff. utfall ${year - 1}/${year}`,
  };
  return labels[column];
}

/** A deviation is better or worse: of outlays that are printed without a minus, less is better. */
function amountIn(
  [budget, forecast, outcome, previous]: Amounts,
  column: ReportColumn,
  better: 1 | -1,
): number {
  switch (column) {
    case 'budget':
      return budget;
    case 'forecast':
      return forecast;
    case 'deviation':
      return better * (forecast - budget);
    case 'outcome':
      return outcome;
    case 'previous':
      return previous;
    case 'difference':
      return outcome - previous;
  }
}

function table(form: ReportForm, rows: readonly Row[], better: 1 | -1, cells: string[]): PrintedBlock {
  const { year, columns = REPORT_COLUMNS, print = PLAIN, breaks = [], nil = '0' } = form;
  return {
    kind: 'table',
    header: ['Belopp i tkr', ...columns.map((column) => labelOf(column, year))],
    rows: rows.map(({ path, amounts, emphasis }) => ({
      cells: [
        path.at(-1) ?? '',
        ...columns.map((column) => {
          const rounded = Math.round(amountIn(amounts, column, better) / 1_000) + 0;
          if (rounded === 0 && nil !== '0') return nil;
          cells.push(`${path.join(' > ')} | ${labelOf(column, year)} | ${rounded}`);
          return printed(rounded, print);
        }),
      ],
      ...(emphasis === undefined ? {} : { emphasis }),
    })),
    breaks: breaks.filter((at) => at < rows.length),
  };
}
