import { bestSum, equationHolds, likely, numberAt, onlyColumns, sumHolds, type GridRow } from './grid.js';
import type { Words } from './groups.js';
import { moneyRow, type MoneyRow, type MoneyRows, type UnclearRow } from './money-row.js';
import { labelText, measureOfLine, type MoneyMeasure } from './row-words.js';

interface Account {
  readonly row: GridRow;
  /** Of the whole frame; null for a line of one of them. */
  readonly measure: MoneyMeasure | null;
  readonly buffer: boolean;
  readonly ofWhich: boolean;
  readonly heading: boolean;
}

/** What a line of accounts belongs to. */
interface Section {
  readonly measure: 'revenue' | 'cost';
  readonly total: Account | null;
  readonly lines: readonly Account[];
}

/** Measures of a whole frame that are no sum of lines, as they are printed. */
const PLAIN: ReadonlySet<MoneyMeasure> = new Set([
  'grant',
  'financial',
  'accumulated-result',
  'net-investment',
]);

/**
 * Tables of a whole frame: revenue, cost, net, grant, result. With lines of accounts (*kontogrupper*) between, these make
 * up the one of which they are; without any, the frame's revenue and cost have their parts in another table.
 */
export function accountRows(grid: readonly GridRow[], words: Words): MoneyRows {
  const accounts = accountsOf(grid, words);
  const measures = new Set(accounts.flatMap(({ measure }) => (measure === null ? [] : [measure])));
  const sections = sectionsOf(accounts);
  const isSummary = sections.every(({ lines }) => lines.length === 0);
  const buffer = accounts.find((account) => account.buffer && !inSection(account, sections)) ?? null;
  const sectionOf = new Map(sections.flatMap((section) => section.lines.map((line) => [line, section])));
  const rows: MoneyRow[] = [];
  const unclear: UnclearRow[] = [];
  for (const account of accounts) {
    const told = rowOf(account, { accounts, measures, sections, sectionOf, isSummary, buffer, before: rows });
    if ('hint' in told) unclear.push(told);
    else rows.push(told);
  }
  return { rows, unprinted: [], unclear: [...unclear, ...twice(rows)] };
}

function accountsOf(grid: readonly GridRow[], words: Words): Account[] {
  const all = grid.map((row) => ({ row, own: words(row.label) }));
  const whole = all.filter(({ own }) => own.whole);
  return all.map(({ row, own }): Account => {
    const others = whole.filter((other) => other.row !== row && other.own.measure === own.measure);
    const heading = row.blank && own.whole && others.some((other) => !other.row.blank);
    // Of two that name the same, the one that says that it sums is the sum.
    const isPart = own.whole && others.some((other) => other.own.total && !own.total && !other.row.blank);
    const names = own.whole && !heading && !isPart;
    return {
      row,
      measure: names ? own.measure : null,
      buffer: own.buffer,
      ofWhich: own.ofWhich,
      heading: heading || (row.blank && own.measure === null && !own.ofWhich && !own.buffer),
    };
  });
}

/** Lines that stand together belong to the total after them or before them: the sums say which, else the words. */
function sectionsOf(accounts: readonly Account[]): Section[] {
  const lines = new Map<Account, Account[]>();
  const loose: { measure: 'revenue' | 'cost'; line: Account }[] = [];
  const ownLine = (account: Account): boolean =>
    account.measure === null && !account.ofWhich && !account.heading;
  const isTotal = ({ measure }: Account): boolean => measure === 'revenue' || measure === 'cost';
  let index = 0;
  while (index < accounts.length) {
    const from = index;
    while (index < accounts.length && within(accounts[index], ownLine)) index++;
    const run = accounts.slice(from, index).filter(ownLine);
    index = Math.max(index, from + 1);
    if (run.length === 0) continue;
    if (run.every(({ buffer }) => buffer)) continue;
    const after = accounts.slice(from).find(isTotal);
    const before = accounts.slice(0, from).findLast(isTotal);
    const total = totalOf(run, [after, before]);
    if (total === null) loose.push(...run.map((line) => ({ measure: byWords(line), line })));
    else lines.set(total, [...(lines.get(total) ?? []), ...run]);
  }
  const told = [...lines].map(([total, own]): Section => ({
    measure: costOrRevenue(total),
    total,
    lines: own,
  }));
  for (const measure of ['revenue', 'cost'] as const) {
    const own = loose.flatMap((each) => (each.measure === measure ? [each.line] : []));
    const total = accounts.find((account) => account.measure === measure) ?? null;
    if (own.length > 0) told.push({ measure, total, lines: own });
  }
  return told;
}

/** Headings and `varav` stand among the lines that they are about. */
function within(account: Account | undefined, ownLine: (account: Account) => boolean): boolean {
  return account !== undefined && (ownLine(account) || account.ofWhich || account.heading);
}

function totalOf(run: readonly Account[], candidates: readonly (Account | undefined)[]): Account | null {
  const totals = candidates.filter((each) => each !== undefined);
  const parts = run.map(({ row }) => row);
  const summed = bestSum(totals, ({ row }) => sumHolds(row, parts));
  if (summed !== null && likely(summed.held)) return summed.candidate;
  const telling = run.filter(({ row }) => measureOfLine(row.label) !== null);
  const words = new Set((telling.length === 0 ? run : telling).map(byWords));
  if (words.size !== 1) return null;
  return totals.find(({ measure }) => measure !== null && words.has(measure as 'cost')) ?? null;
}

function byWords({ row }: Account): 'revenue' | 'cost' {
  return measureOfLine(row.label) ?? 'cost';
}

function costOrRevenue({ measure }: Account): 'revenue' | 'cost' {
  return measure === 'revenue' ? 'revenue' : 'cost';
}

function inSection(account: Account, sections: readonly Section[]): boolean {
  return sections.some(({ lines }) => lines.includes(account));
}

interface Around {
  readonly accounts: readonly Account[];
  readonly measures: ReadonlySet<MoneyMeasure>;
  readonly sections: readonly Section[];
  readonly sectionOf: ReadonlyMap<Account, Section>;
  readonly isSummary: boolean;
  /** That stands beside the frame's cost. */
  readonly buffer: Account | null;
  readonly before: readonly MoneyRow[];
}

function rowOf(account: Account, around: Around): MoneyRow | UnclearRow {
  const { row, measure } = account;
  const { measures, sectionOf } = around;
  if (account.heading) return moneyRow(row, { kind: 'group', line: [] });
  if (account.ofWhich) return ofWhichRow(row, around.before);
  const section = sectionOf.get(account);
  if (section !== undefined) {
    const kind = account.buffer ? 'buffer' : 'leaf';
    return moneyRow(row, { kind, line: [row.label], measure: section.measure });
  }
  if (account.buffer) {
    return moneyRow(row, {
      kind: 'buffer',
      line: [labelText(row.label)],
      measure: 'cost',
      breakdown: 'därav',
    });
  }
  if (measure === null) return unclearRow(row);
  if (measure === 'net') {
    return moneyRow(row, { kind: 'net', measure, formula: present(measures, ['revenue', 'cost']) });
  }
  if (measure === 'result') {
    const net = present(measures, measures.has('net') ? ['net'] : ['revenue', 'cost']);
    const formula = [...net, ...present(measures, ['grant', 'financial'])];
    return moneyRow(row, { kind: 'result', measure, formula });
  }
  if (PLAIN.has(measure)) return moneyRow(row, { measure });
  return wholeRow(account, measure, around);
}

/** The revenue or cost of the whole frame. */
function wholeRow(account: Account, measure: MoneyMeasure, around: Around): MoneyRow {
  const { row } = account;
  const { sections, isSummary, buffer, accounts } = around;
  const parts = sections.filter(({ total }) => total === account).flatMap(({ lines }) => lines);
  if (parts.length > 0)
    return moneyRow(row, { kind: 'total', measure, parts: parts.map((part) => part.row) });
  if (measure === 'cost' && buffer !== null && !includes(account, buffer, accounts)) {
    return moneyRow(row, { kind: 'subtotal', line: [labelText(row.label)], measure, breakdown: 'remainder' });
  }
  return moneyRow(row, { kind: isSummary ? 'total' : 'leaf', measure });
}

/**
 * Is the buffer a part of the cost that is printed, or does it come beside it in the net? Most columns with a buffer say
 * it. Beside it is usual, and stays so where one column alone has a buffer: that may be a misprint.
 */
function includes(cost: Account, buffer: Account, accounts: readonly Account[]): boolean {
  const net = accounts.find(({ measure }) => measure === 'net');
  const revenue = accounts.find(({ measure }) => measure === 'revenue');
  if (net === undefined) return false;
  const told = columnsWithBuffer(net.row, cost.row, buffer.row);
  if (told.length < 2) return false;
  const terms = (factors: Factors, withBuffer: boolean): { row: GridRow; factor: number }[] => [
    { row: cost.row, factor: factors.cost },
    ...(revenue === undefined ? [] : [{ row: revenue.row, factor: factors.revenue }]),
    ...(withBuffer ? [{ row: buffer.row, factor: factors.cost }] : []),
  ];
  const holds = (factors: Factors, withBuffer: boolean): readonly number[] =>
    told.filter((column) => {
      const own = terms(factors, withBuffer).map(({ row, factor }) => ({
        row: onlyColumns(row, [column]),
        factor,
      }));
      return equationHolds(onlyColumns(net.row, [column]), own).holds > 0;
    });
  const ways = FACTORS.map((factors) => {
    const beside = holds(factors, true);
    const inside = holds(factors, false);
    return {
      beside: beside.filter((column) => !inside.includes(column)).length,
      inside: inside.filter((column) => !beside.includes(column)).length,
    };
  });
  const best = ways.reduce((a, b) => (b.beside + b.inside > a.beside + a.inside ? b : a));
  return best.inside > best.beside;
}

/** How the terms enter the net, as the table prints them. */
interface Factors {
  readonly cost: number;
  readonly revenue: number;
}

const FACTORS: readonly Factors[] = [
  { cost: 1, revenue: 1 },
  { cost: 1, revenue: -1 },
  { cost: -1, revenue: 1 },
];

/** A buffer of nought, or none, tells nothing of where it is counted. */
function columnsWithBuffer(net: GridRow, cost: GridRow, buffer: GridRow): number[] {
  return buffer.numbers.flatMap(({ amount }, column) => {
    const isPrinted = [net, cost].every((row) => numberAt(row, column).amount !== null);
    return isPrinted && amount !== null && amount !== 0n ? [column] : [];
  });
}

function present(measures: ReadonlySet<MoneyMeasure>, all: readonly MoneyMeasure[]): MoneyMeasure[] {
  return all.filter((measure) => measures.has(measure));
}

function ofWhichRow(row: GridRow, before: readonly MoneyRow[]): MoneyRow | UnclearRow {
  const above = before.findLast((each) => each.breakdown !== 'därav' && each.measure !== null);
  if (above === undefined) return unclearRow(row);
  const { measure } = above;
  return moneyRow(row, { line: [...above.line, row.label], measure, breakdown: 'därav' });
}

function unclearRow(row: GridRow): UnclearRow {
  return {
    row,
    message: `what "${row.label}" measures is not clear`,
    hint: `rows: { '${row.label}': kostnader }`,
  };
}

/** One figure is stated by one row. */
function twice(rows: readonly MoneyRow[]): UnclearRow[] {
  const seen = new Set<string>();
  return rows.flatMap(({ row, line, measure }) => {
    if (measure === null) return [];
    const key = [measure, ...line].join('\u001f');
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [
      {
        row,
        message: `"${row.label}" states what another row states: ${measure}`,
        hint: `rows: { '${row.label}': text }`,
      },
    ];
  });
}
