import type { Basis, EditionOrder } from '#ledger';
import type { Catalogue, Frame, LineEntry } from '#domain';
import { totalOf, type Column } from './figures.js';
import { decisionOf, frameAt, made, type Making, type Recorded } from './making.js';
import { happens, spread } from './random.js';
import type { CountryFrame } from './units.js';
import { PROJECTS } from './words.js';

/** An edition of a frame's table: what it is called, and where it comes in its line. */
export interface CountryEdition {
  readonly basis: Basis;
  readonly edition: string;
  readonly label: string;
  readonly order: EditionOrder;
  readonly extent?: 'amending';
  readonly open?: boolean;
  /** Tells the editions of a frame and year apart. */
  readonly n: number;
  /** The first of its line says what the table looks like. */
  readonly layout: boolean;
  readonly date: string;
}

/** Editions of a frame and year, by what they are. */
export const EDITIONS = {
  first: (year: number): CountryEdition => ({
    basis: 'budget',
    edition: `${year}:1`,
    label: `Budget ${year}`,
    order: [year, 1],
    n: 0,
    layout: true,
    date: `${year - 1}-11-20`,
  }),
  second: (year: number, amends: boolean): CountryEdition => ({
    basis: 'budget',
    edition: `${year}:2`,
    label: `Budget ${year}, ändrad`,
    order: [year, 2],
    ...(amends ? { extent: 'amending' as const, open: true } : {}),
    n: 1,
    layout: false,
    date: `${year}-04-15`,
  }),
  restated: (year: number): CountryEdition => ({
    basis: 'budget',
    edition: `${year}@${year + 1}`,
    label: `Budget ${year} enligt budget ${year + 1}`,
    order: [year, 2, String(year + 1)],
    n: 2,
    layout: false,
    date: `${year}-11-20`,
  }),
  forecast: (year: number, number: 1 | 2): CountryEdition => ({
    basis: 'forecast',
    edition: `T${number}`,
    label: `Prognos T${number}`,
    order: [year, number],
    n: 2 + number,
    layout: number === 1,
    date: number === 1 ? `${year}-05-20` : `${year}-10-05`,
  }),
  interim: (year: number): CountryEdition => ({
    basis: 'outcome',
    edition: `${year}-08`,
    label: `Utfall t.o.m. augusti ${year}`,
    order: [year, 8],
    n: 5,
    layout: true,
    date: `${year}-10-05`,
  }),
  annual: (year: number): CountryEdition => ({
    basis: 'outcome',
    edition: `${year}-12`,
    label: `Utfall ${year}`,
    order: [year, 12],
    n: 6,
    layout: false,
    date: `${year + 1}-02-25`,
  }),
} as const;

export function declared(making: Making, edition: CountryEdition, area = 'operations'): Recorded {
  const { basis, label, order, extent, open, n } = edition;
  return made(making, ['declared', area === 'operations' ? n : 10 + n], 'EditionDeclared', {
    ...frameAt(making, basis, edition.edition, area),
    label,
    order,
    extent: extent ?? 'full',
    status: 'adopted',
    known: true,
    ...(open === undefined ? {} : { open }),
    ...(making.document === null ? {} : { document: making.document.sha256 }),
  });
}

/** The lines with their total, and of the whole what it brings in and what the council gives. */
export function layoutOf(making: Making, edition: CountryEdition): Recorded {
  const lines = making.frame.lines.map((line) => [line]);
  return made(making, ['layout', edition.n], 'LayoutStated', {
    ...frameAt(making, edition.basis, edition.edition),
    table: 'tabell-1',
    rank: 1,
    title: 'Verksamhet',
    unitOfMeasure: 'tkr',
    signs: { cost: -1 },
    rows: [
      ...lines.map((line) => ({ path: line, kind: 'leaf' as const, line, measure: 'cost' })),
      { path: ['Totalt'], kind: 'total', line: [], measure: 'cost', parts: lines },
      { path: ['Intäkter'], kind: 'leaf', line: [], measure: 'revenue' },
      { path: ['Kommunbidrag'], kind: 'leaf', line: [], measure: 'grant' },
    ],
  });
}

function lineOf(
  making: Making,
  edition: string,
  line: readonly string[],
  measure: string,
  amount: number,
): LineEntry {
  const sign = measure === 'cost' || measure === 'outlay' ? -1 : 1;
  const text = String(sign * amount);
  const { document } = making;
  return {
    line,
    measure,
    amount: String(amount),
    unitOfMeasure: 'tkr',
    printed: { text, decimals: 0, sign },
    ...(document === null
      ? {}
      : {
          source: {
            document: document.sha256,
            table: 'tabell-1',
            row: line[0] ?? 'Totalt',
            column: edition,
            printed: text,
          },
        }),
  };
}

/** One in some hundred tables has a total with a misprint. */
const MISPRINTS = 4;

/** The lines of a table as an edition states them; the last three are of the whole. */
export function linesOf(making: Making, edition: CountryEdition, column: Column): LineEntry[] {
  const { frame, year } = making;
  const total = totalOf(column) - (happens(spread(frame.key, year, edition.n, 12), MISPRINTS) ? 90 : 0);
  const revenue = Math.floor(-total / 20);
  return [
    ...column.map((amount, row) =>
      lineOf(making, edition.edition, [frame.lines[row] as string], 'cost', amount),
    ),
    lineOf(making, edition.edition, [], 'cost', total),
    lineOf(making, edition.edition, [], 'revenue', revenue),
    lineOf(making, edition.edition, [], 'grant', -total - revenue),
  ];
}

export function stated(making: Making, edition: CountryEdition, column: Column): Recorded {
  const lines = linesOf(making, edition, column);
  const decision = decisionOf(making, spread(making.frame.key, making.year, edition.n, 13), edition.date);
  const id = ['stated', edition.n] as const;
  return statedAs(making, id, edition, {
    ...frameAt(making, edition.basis, edition.edition),
    lines,
    decision,
  });
}

type StatedData = Frame & Pick<Catalogue['BudgetAdopted'], 'lines' | 'decision'>;

function statedAs(
  making: Making,
  id: Parameters<typeof made>[1],
  edition: CountryEdition,
  data: StatedData,
): Recorded {
  const options = { entries: data.lines.length };
  switch (edition.basis) {
    case 'forecast':
      return made(making, id, 'ForecastRevised', { ...data, basis: 'forecast' }, options);
    case 'outcome':
      return made(
        making,
        id,
        'OutcomeReported',
        { ...data, basis: 'outcome', through: edition.edition },
        options,
      );
    default:
      return made(making, id, 'BudgetAdopted', { ...data, basis: 'budget' }, options);
  }
}

export function investmentOf(frame: CountryFrame, year: number): Column {
  return PROJECTS.map((_, row) => -(100 + (spread(frame.key, year, row, 14) % (frame.size * 3))));
}

/** What a frame invests: eight projects, in the first budget and in the outcome of the year. */
export function investment(making: Making, edition: CountryEdition, part: number): Recorded[] {
  const { basis, edition: name, n, layout, date } = edition;
  const frame = frameAt(making, basis, name, 'investment');
  const column = investmentOf(making.frame, making.year).map((value) => Math.floor((value * part) / 1000));
  const lines = [
    ...PROJECTS.map((project, row) => lineOf(making, name, [project], 'outlay', column[row] as number)),
    lineOf(making, name, [], 'outlay', totalOf(column)),
  ];
  const decision = decisionOf(making, spread(making.frame.key, making.year, n, 15), date);
  const events = [declared(making, edition, 'investment')];
  if (layout || basis === 'outcome') {
    const parts = PROJECTS.map((project) => [project]);
    events.push(
      made(making, ['layout', 10 + n], 'LayoutStated', {
        ...frame,
        table: 'tabell-2',
        rank: 2,
        title: 'Investeringar',
        unitOfMeasure: 'tkr',
        signs: { outlay: -1 },
        rows: [
          ...parts.map((line) => ({ path: line, kind: 'leaf' as const, line, measure: 'outlay' })),
          { path: ['Summa'], kind: 'total', line: [], measure: 'outlay', parts },
        ],
      }),
    );
  }
  events.push(statedAs(making, ['investment', n], edition, { ...frame, lines, decision }));
  return events;
}
