import { fromDigits, isLedgerError, readPrinted, type Amount, type UnitOfMeasure } from '#amount';
import type { AssembledRow, AssembledTable, RawCell, Spot } from '../../document/document.js';
import { plainText } from '../words.js';

/** The rows of a table with the numbers that they print: what its structure is worked out from. */
export interface GridRow {
  /** Among the rows of the table. */
  readonly index: number;
  readonly label: string;
  readonly bold: boolean;
  readonly italic: boolean;
  /** No cell of it has anything. */
  readonly blank: boolean;
  /** One for each column of the table; none in one that has no numbers. */
  readonly numbers: readonly GridNumber[];
  readonly at: Spot;
}

export interface GridNumber {
  /** As printed; null where there is none. */
  readonly amount: Amount | null;
  /** Half a unit in the last printed place. */
  readonly half: Amount;
}

const NOTHING: GridNumber = { amount: null, half: 0n };

/**
 * Rows without a name are left out.
 *
 * @param units of each column; null of one that has no numbers
 */
export function gridOf(table: AssembledTable, units: readonly (UnitOfMeasure | null)[]): GridRow[] {
  return table.rows.flatMap((row, index) => {
    const label = plainText(row.label);
    if (label === '') return [];
    return [
      {
        index,
        label,
        bold: row.emphasis === 'bold' || row.emphasis === 'boldItalic',
        italic: row.emphasis === 'italic' || row.emphasis === 'boldItalic',
        blank: isBlank(row),
        numbers: units.map((unit, column) => (unit === null ? NOTHING : numberOf(row.cells[column], unit))),
        at: row.at,
      },
    ];
  });
}

export function isBlank({ cells }: AssembledRow): boolean {
  return cells.every(({ text }) => text.trim() === '');
}

function numberOf(cell: RawCell | undefined, unit: UnitOfMeasure): GridNumber {
  if (cell === undefined) return NOTHING;
  try {
    const printed = readPrinted(cell.text, unit);
    if (printed.kind !== 'amount') return NOTHING;
    return { amount: printed.amount, half: fromDigits('5', printed.decimals + 1, false, unit) };
  } catch (error) {
    if (isLedgerError(error)) return NOTHING;
    throw error;
  }
}

/** In how many columns something holds, of those that can tell. */
export interface Held {
  readonly holds: number;
  readonly told: number;
}

export const UNTOLD: Held = { holds: 0, told: 0 };

/** Is the row the sum of the others, within the rounding of each? Columns where all are nought tell nothing. */
export function sumHolds(total: GridRow, parts: readonly GridRow[]): Held {
  return equationHolds(
    total,
    parts.map((row) => ({ row, factor: 1 })),
  );
}

export function equationHolds(
  total: GridRow,
  terms: readonly { readonly row: GridRow; readonly factor: number }[],
): Held {
  let holds = 0;
  let told = 0;
  total.numbers.forEach((printed, column) => {
    if (printed.amount === null) return;
    const numbers = terms.map(({ row, factor }) => ({ ...numberAt(row, column), factor }));
    if (printed.amount === 0n && numbers.every(({ amount }) => (amount ?? 0n) === 0n)) return;
    if (numbers.every(({ amount }) => amount === null)) return;
    const sum = numbers.reduce((all, { amount, factor }) => all + (amount ?? 0n) * BigInt(factor), 0n);
    const tolerance = numbers.reduce(
      (all, { amount, half }) => (amount === null ? all : all + half),
      printed.half,
    );
    told++;
    const off = printed.amount - sum;
    if ((off < 0n ? -off : off) <= tolerance) holds++;
  });
  return { holds, told };
}

/** Whether a row is the sum of more and more others: what {@link sumHolds} says of each, without adding anew. */
export class RunningSum {
  readonly #sums: { sum: Amount; half: Amount; any: boolean; nonzero: boolean }[];

  constructor(readonly total: GridRow) {
    this.#sums = total.numbers.map(() => ({ sum: 0n, half: 0n, any: false, nonzero: false }));
  }

  add(row: GridRow): void {
    this.#sums.forEach((running, column) => {
      const { amount, half } = numberAt(row, column);
      if (amount === null) return;
      running.sum += amount;
      running.half += half;
      running.any = true;
      running.nonzero ||= amount !== 0n;
    });
  }

  held(): Held {
    let holds = 0;
    let told = 0;
    this.#sums.forEach(({ sum, half, any, nonzero }, column) => {
      const printed = numberAt(this.total, column);
      if (printed.amount === null || !any || (printed.amount === 0n && !nonzero)) return;
      told++;
      const off = printed.amount - sum;
      if ((off < 0n ? -off : off) <= printed.half + half) holds++;
    });
    return { holds, told };
  }
}

export function numberAt(row: GridRow, column: number): GridNumber {
  return row.numbers[column] ?? NOTHING;
}

/** In more than half of the columns that can tell: one misprint changes nothing. */
export function mostly({ holds, told }: Held): boolean {
  return holds * 2 > told;
}

/** In half of the columns that can tell, and not in none: of two columns one may have a misprint. */
export function likely({ holds, told }: Held): boolean {
  return holds > 0 && holds * 2 >= told;
}

/** The row in some columns of its table. */
export function onlyColumns(row: GridRow, columns: readonly number[]): GridRow {
  return { ...row, numbers: columns.map((column) => numberAt(row, column)) };
}

export function together(all: readonly Held[]): Held {
  return all.reduce((a, b) => ({ holds: a.holds + b.holds, told: a.told + b.told }), UNTOLD);
}

/** Of several ways to make up a total, the one that holds in most columns; the first of equals. */
export function bestSum<T>(
  candidates: readonly T[],
  held: (candidate: T) => Held,
): { readonly candidate: T; readonly held: Held } | null {
  let best: { candidate: T; held: Held } | null = null;
  for (const candidate of candidates) {
    const own = held(candidate);
    if (best === null || own.holds > best.held.holds) best = { candidate, held: own };
  }
  return best;
}
