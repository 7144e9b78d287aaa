import type { Amount } from '#amount';
import { MONTHS } from '../months.js';
import type { Part } from './allocate.js';
import { sieAmount } from './sie-amount.js';
import type { SieFile } from './sie-file.js';

/** A table of a unit: what its columns are, and which parts of the file each sums. */
export interface SieTable {
  /** `utfall`, `utfall-manad`, `budget`, `budget-manad`, `arets-resultat`. */
  readonly id: string;
  readonly title: string;
  readonly rank: number;
  readonly columns: readonly SieColumn[];
  /** A line without an amount has 0: months that do not change are not in the file. */
  readonly whole: boolean;
}

export interface SieColumn {
  readonly label: string;
  readonly basis: 'outcome' | 'budget';
  readonly period: string;
  readonly edition: string;
  /** Place of the edition in its line: year, number. */
  readonly order: readonly [year: number, number: number];
  readonly editionLabel: string;
  readonly sums: (part: Part) => boolean;
}

/**
 * The tables that the amounts of a file make: the outcome through each month, its single months, the budget of the year
 * and of its months, and where there are both, what the file says of the result of the whole year beside its months.
 */
export function tablesOf(file: SieFile, parts: readonly Part[], budget: string, months: boolean): SieTable[] {
  const years = [...file.years].sort(([a], [b]) => a - b);
  const outcome: SieColumn[] = [];
  const single: SieColumn[] = [];
  const results: SieColumn[] = [];
  const planned: SieColumn[] = [];
  const plannedSingle: SieColumn[] = [];
  for (const [number, { from, to }] of years) {
    const period = from.slice(0, 4);
    const of = (label: Part['label']): Part[] => parts.filter((p) => p.year === number && p.label === label);
    const changes = of('PSALDO');
    const through = throughOf(file, number, changes) ?? to.slice(0, 7);
    if (changes.length > 0) {
      for (const month of monthsOf(from.slice(0, 7), through)) {
        outcome.push(
          outcomeColumn(`#PSALDO t.o.m. ${month}`, period, month, month, (p) => {
            return p.label === 'PSALDO' && p.year === number && (p.period ?? '') <= month;
          }),
        );
        single.push(
          outcomeColumn(`#PSALDO ${month}`, month, through, month, (p) => {
            return p.label === 'PSALDO' && p.year === number && p.period === month;
          }),
        );
      }
    }
    if (of('RES').length > 0) {
      const result = outcomeColumn(`#RES ${period}`, period, through, through, (p) => {
        return p.label === 'RES' && p.year === number;
      });
      (changes.length > 0 ? results : outcome).push(result);
    }
    const budgeted = of('PBUDGET');
    if (budgeted.length > 0) {
      const edition = budget.replaceAll('{year}', period);
      const order = [Number(period), Number(/:(\d+)$/.exec(edition)?.[1] ?? 0)] as const;
      const editionLabel = `Budget ${edition}`;
      const shared = { basis: 'budget', edition, order, editionLabel } as const;
      const own = (p: Part): boolean => p.label === 'PBUDGET' && p.year === number;
      planned.push({ ...shared, label: `#PBUDGET ${period}`, period, sums: own });
      for (const month of [...new Set(budgeted.map((p) => p.period ?? ''))].sort()) {
        const sums = (p: Part): boolean => own(p) && p.period === month;
        plannedSingle.push({ ...shared, label: `#PBUDGET ${month}`, period: month, sums });
      }
    }
  }
  const tables: SieTable[] = [
    { id: 'utfall', title: 'Utfall', rank: 1, columns: outcome, whole: true },
    { id: 'utfall-manad', title: 'Utfall per månad', rank: 1, columns: months ? single : [], whole: false },
    { id: 'arets-resultat', title: 'Saldo för resultatkonton', rank: 2, columns: results, whole: false },
    { id: 'budget', title: 'Budget', rank: 1, columns: planned, whole: true },
    {
      id: 'budget-manad',
      title: 'Budget per månad',
      rank: 1,
      columns: months ? plannedSingle : [],
      whole: false,
    },
  ];
  return tables.filter(({ columns }) => columns.length > 0);
}

/** The month through which the figures of a year run: the file's own word for it, else the last month that has any. */
export function throughOf(file: SieFile, year: number, changes: readonly Part[]): string | null {
  if (year === 0 && file.through !== null) return file.through.slice(0, 7);
  const last = changes.map(({ period }) => period ?? '').sort();
  return last.at(-1) ?? null;
}

/** One amount as it stands in the file, but with a decimal comma as municipal documents have it; a sum with two decimals. */
export function printedSum(parts: readonly Part[]): string {
  const [only] = parts;
  if (only !== undefined && parts.length === 1 && only.text !== null) return printedText(only.text);
  const sum: Amount = parts.reduce((total, { amount }) => total + amount, 0n);
  return sieAmount(sum).replace('.', ',');
}

/** As it stands in the file, but for the decimal sign, and without needless zeros in front. */
function printedText(text: string): string {
  const [, sign = '', whole = '', decimals = ''] = /^(-?)0*(\d*)\.?(\d*)$/.exec(text) ?? [];
  return `${sign}${whole || '0'}${decimals === '' ? '' : `,${decimals}`}`;
}

function outcomeColumn(
  label: string,
  period: string,
  edition: string,
  month: string,
  sums: SieColumn['sums'],
): SieColumn {
  const [year = '', number = ''] = edition.split('-');
  const editionLabel = period.length === 4 ? `Utfall t.o.m. ${nameOf(edition)}` : `Utfall ${nameOf(month)}`;
  return {
    label,
    basis: 'outcome',
    period,
    edition,
    order: [Number(year), Number(number)],
    editionLabel,
    sums,
  };
}

/** `mars 2023`. */
function nameOf(month: string): string {
  return `${MONTHS[Number(month.slice(5)) - 1] ?? ''} ${month.slice(0, 4)}`;
}

function monthsOf(from: string, through: string): string[] {
  const months: string[] = [];
  const year = from.slice(0, 4);
  for (let number = Number(from.slice(5)); number <= 12; number += 1) {
    const month = `${year}-${String(number).padStart(2, '0')}`;
    if (month > through) break;
    months.push(month);
  }
  return months;
}
