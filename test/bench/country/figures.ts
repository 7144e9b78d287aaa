import { happens, pick, spread } from './random.js';
import type { CountryFrame } from './units.js';
import { causeWords } from './words.js';

/* What the tables of a frame say, in thousands of kronor: each number follows from frame, year and row alone. */

/** A change of the budget of a year, or why two editions differ. */
export interface CountryChange {
  readonly n: number;
  readonly cause: { readonly kind: string; readonly words: string };
  /** Row and amount; of a reallocation two that sum to zero. */
  readonly rows: readonly (readonly [row: number, amount: number])[];
  /** When it is recorded: months from the start of its year; beyond 12 it is a late one. */
  readonly month: number;
}

/** The first edition of a year's budget. */
export function adopted(frame: CountryFrame, year: number, row: number): number {
  const base = 50 + (spread(frame.key, row, 4) % frame.size);
  const raised = base + Math.floor((base * 27 * (year - 2010)) / 1000);
  return -(raised + pick(spread(frame.key, row, year, 5), 40));
}

/** The changes of a year; those of one frame are worked out once for what is said of it at a time. */
export function changesOf(frame: CountryFrame, year: number): readonly CountryChange[] {
  const key = spread(frame.key, year, 6);
  const rows = frame.lines.length;
  const count = 2 + pick(key, Math.max(2, Math.floor((rows * 4) / 5)));
  return Array.from({ length: count }, (_, n): CountryChange => {
    const random = spread(key, n);
    const row = random % rows;
    const amount = 10 + (spread(random, 7) % Math.max(20, Math.floor(frame.size / 20)));
    const cause = causeWords(spread(random, 8), frame.lines[row] as string, year);
    const signed = happens(random, 550) ? -amount : amount;
    const late = happens(spread(random, 9), 250);
    const month = late ? 13 + pick(random >>> 7, 30) : 5 + pick(random >>> 7, 8);
    const other = (row + 1 + pick(random >>> 9, rows - 1)) % rows;
    const rowsMoved: [number, number][] =
      cause.kind === 'reallocation'
        ? [
            [row, signed],
            [other, -signed],
          ]
        : happens(random >>> 2, 300)
          ? [
              [row, signed],
              [other, Math.floor(signed / 2)],
            ]
          : [[row, signed]];
    return { n, cause, rows: rowsMoved, month };
  });
}

/** The numbers of one edition, by row. */
export type Column = readonly number[];

export function adoptedColumn(frame: CountryFrame, year: number): number[] {
  return frame.lines.map((_, row) => adopted(frame, year, row));
}

/** The second edition: the first with its changes, and in some rows what nobody explains. */
export function amendedColumn(
  frame: CountryFrame,
  year: number,
  changes: readonly CountryChange[],
  unexplained: boolean,
): number[] {
  const column = adoptedColumn(frame, year);
  for (const { rows } of changes) for (const [row, amount] of rows) column[row] = (column[row] ?? 0) + amount;
  if (!unexplained) return column;
  return column.map((value, row) => {
    const random = spread(frame.key, year, row, 10);
    return happens(random, 80) ? value - 1 - pick(random, 30) : value;
  });
}

/** A forecast or an outcome: so many thousandths of the budget, and what differs. */
export function deviating(
  column: Column,
  frame: CountryFrame,
  year: number,
  which: number,
  part: number,
): number[] {
  return column.map((value, row) => {
    const whole = Math.floor((value * part) / 1000);
    const random = spread(frame.key, year, row, which);
    if (!happens(random, 400)) return whole;
    const most = 1 + Math.floor(Math.abs(whole) / 15);
    return whole + pick(random, most * 2) - most;
  });
}

export function totalOf(column: Column): number {
  return column.reduce((sum, value) => sum + value, 0);
}
