import { equationHolds, onlyColumns, type GridRow, type Held } from './grid.js';
import type { MoneyRow } from './money-row.js';
import type { MoneyMeasure } from './row-words.js';

/** Measures that a column prints with the other sign than the effect on the result. */
export type Flips = ReadonlySet<MoneyMeasure>;

/** The sign profile that says so, as its name in the package: `canonical`, `outlay-positive`. */
export function signsName(flips: Flips): string {
  const names = [...flips]
    .sort()
    .map((measure) => `${measure}-${NATURAL[measure] === 1 ? 'negative' : 'positive'}`);
  return names.length === 0 ? 'canonical' : names.join('+');
}

/** Of a name that a profile says; null where it is none. */
export function flipsOf(name: string): Flips | null {
  if (name === 'canonical') return new Set();
  const flips = name.split('+').map((part) => /^([a-z-]+)-(?:positive|negative)$/.exec(part)?.[1] ?? '');
  return flips.every((measure) => measure in NATURAL) ? new Set(flips as MoneyMeasure[]) : null;
}

/** The canonical sign of what is usual: revenue and sale +, cost and outlay −. */
const NATURAL: Readonly<Record<MoneyMeasure, 1 | -1>> = {
  revenue: 1,
  sale: 1,
  contribution: 1,
  grant: 1,
  cost: -1,
  outlay: -1,
  'net-investment': -1,
  net: -1,
  financial: 1,
  result: 1,
  'accumulated-result': 1,
};

/** What is printed of these says how a table prints signs; the others follow by its sums. */
const TELLING: readonly MoneyMeasure[] = ['revenue', 'sale', 'contribution', 'grant', 'cost', 'outlay'];

/**
 * How a table prints signs: by what most cells of a measure have, and for a net by its own sum. One column may differ,
 * where its sums hold only so; a column that merely has another sign is read as the table is, and is a discrepancy.
 */
export function flipsOfColumns(rows: readonly MoneyRow[], columns: readonly number[]): Map<number, Flips> {
  const ofTable = flipsOfTable(rows, columns);
  return new Map(columns.map((column) => [column, flipsOfColumn(rows, column, ofTable)]));
}

function flipsOfTable(rows: readonly MoneyRow[], columns: readonly number[]): Flips {
  const told = TELLING.filter((measure) => rows.some((row) => row.measure === measure));
  // A list of net costs has nothing else to tell.
  const telling: readonly MoneyMeasure[] = told.length === 0 ? ['net'] : told;
  const flips = new Set(telling.filter((measure) => isFlipped(rows, columns, measure)));
  return bySums(rows, columns, flips);
}

function isFlipped(rows: readonly MoneyRow[], columns: readonly number[], measure: MoneyMeasure): boolean {
  let usual = 0;
  let other = 0;
  const leaves = hasLeaves(rows, measure);
  for (const { row, measure: own, parts, breakdown } of rows) {
    if (own !== measure || (parts.length > 0 && leaves) || breakdown === 'därav') continue;
    for (const column of columns) {
      const amount = row.numbers[column]?.amount ?? 0n;
      if (amount === 0n) continue;
      if (amount > 0n === (NATURAL[measure] === 1)) usual++;
      else other++;
    }
  }
  return other > usual;
}

function hasLeaves(rows: readonly MoneyRow[], measure: MoneyMeasure): boolean {
  return rows.some((row) => row.measure === measure && row.parts.length === 0);
}

/**
 * A net has either sign, and so may a grant: a frame that earns more than it costs gives money back. Their own sums say
 * what the signs mean.
 */
function bySums(rows: readonly MoneyRow[], columns: readonly number[], flips: Flips): Flips {
  const otherGrant = new Set(flips);
  if (!otherGrant.delete('grant')) otherGrant.add('grant');
  const hasGrant = rows.some(({ measure }) => measure === 'grant');
  let best = { flips, holds: netHolds(rows, columns, flips).holds };
  for (const grant of hasGrant ? [flips, otherGrant] : [flips]) {
    for (const each of [grant, new Set<MoneyMeasure>([...grant, 'net'])]) {
      const { holds } = netHolds(rows, columns, each);
      if (holds > best.holds) best = { flips: each, holds };
    }
  }
  return best.flips;
}

/** Do the nets and results of the table hold, with the signs so? */
function netHolds(rows: readonly MoneyRow[], columns: readonly number[], flips: Flips): Held {
  let holds = 0;
  let told = 0;
  const lines = linesOf(rows);
  for (const net of rows) {
    if (net.formula.length === 0 || net.measure === null) continue;
    const terms = termsOf(lines, net, flips);
    const held = equationHolds(
      onlyColumns(net.row, columns),
      terms.map(({ row, factor }) => ({ row: onlyColumns(row, columns), factor })),
    );
    holds += held.holds;
    told += held.told;
  }
  return { holds, told };
}

function termsOf(lines: RowsByLine, net: MoneyRow, flips: Flips): { row: GridRow; factor: number }[] {
  const factor = (measure: MoneyMeasure): number => (flips.has(measure) ? -1 : 1);
  const own = net.measure === null ? 1 : factor(net.measure);
  return net.formula.flatMap((measure) =>
    rowsOfLine(lines, net.line, measure).map(({ row }) => ({ row, factor: factor(measure) * own })),
  );
}

type RowsByLine = ReadonlyMap<string, readonly MoneyRow[]>;

/** Rows by measure and line, and those just below a line. */
function linesOf(rows: readonly MoneyRow[]): RowsByLine {
  const lines = new Map<string, MoneyRow[]>();
  const put = (key: string, row: MoneyRow): void => {
    const own = lines.get(key);
    if (own === undefined) lines.set(key, [row]);
    else own.push(row);
  };
  for (const row of rows) {
    if (row.measure === null) continue;
    if (row.breakdown !== 'därav') put(keyOf('at', row.measure, row.line), row);
    if (row.line.length > 0) put(keyOf('below', row.measure, row.line.slice(0, -1)), row);
  }
  return lines;
}

function keyOf(where: 'at' | 'below', measure: MoneyMeasure, line: readonly string[]): string {
  return [where, measure, ...line].join('\u001f');
}

/** The row that states it, else those that make it up. */
function rowsOfLine(lines: RowsByLine, line: readonly string[], measure: MoneyMeasure): readonly MoneyRow[] {
  return lines.get(keyOf('at', measure, line)) ?? lines.get(keyOf('below', measure, line)) ?? [];
}

function flipsOfColumn(rows: readonly MoneyRow[], column: number, ofTable: Flips): Flips {
  const own = netHolds(rows, [column], ofTable);
  if (own.told === 0 || own.holds * 2 > own.told) return ofTable;
  const ofColumn = flipsOfTable(rows, [column]);
  const other = netHolds(rows, [column], ofColumn);
  return other.holds * 2 > other.told ? ofColumn : ofTable;
}
