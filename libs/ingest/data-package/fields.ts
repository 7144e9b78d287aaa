import {
  symbolOf,
  isUnitOfMeasure,
  LedgerError,
  parseUnitOfMeasure,
  readPrinted,
  toDecimal,
  type Place,
  type Printed,
  type UnitOfMeasure,
} from '#amount';
import { isDate } from '#domain';
import { BASES, type Basis, type Line, type Status } from '#ledger';
import type { CsvRow } from '../csv.js';

/** The fields of one line of a file, each read with an error that names its place. */

const STATUSES: readonly Status[] = ['proposed', 'forInformation', 'adopted'];

export function text(at: CsvRow, column: string): string {
  return at.values[column] ?? '';
}

/**
 * Where a line stands: in the file, and in the published table as far as the line names it. Where both have a column,
 * the published one is `column` and that of the file is `field`.
 */
export function placeOf(at: CsvRow, field?: string): Place {
  const { document, table, row, column } = at.values;
  return {
    file: at.file,
    line: at.line,
    ...(document ? { document } : {}),
    ...(table ? { table } : {}),
    ...(row ? { row } : {}),
    ...(field === undefined ? {} : { column: field, field }),
    ...(column ? { column } : {}),
  };
}

/** An error at a line and column of a file of the package, in words of the published table where it has them. */
export function cellError(
  at: CsvRow,
  column: string,
  code: string,
  message: string,
  hint: string,
): LedgerError {
  return new LedgerError(code, `${at.file} line ${at.line}: ${message}`, {
    place: placeOf(at, column),
    hint,
  });
}

export function unknownReference(at: CsvRow, column: string, value: string, hint?: string): LedgerError {
  return cellError(
    at,
    column,
    'REFERENCE_UNKNOWN',
    `${column} "${value}" is not in the package`,
    hint ?? 'It must be spelt as where it is described, letter by letter.',
  );
}

/** Refuses two lines with the same key. */
export function requireUnique(rows: readonly CsvRow[], key: readonly string[]): void {
  const seen = new Map<string, CsvRow>();
  for (const row of rows) {
    const name = key.map((column) => row.values[column]).join('\u001f');
    const before = seen.get(name);
    if (before !== undefined) {
      const same = key.map((column) => `${column} "${row.values[column]}"`).join(', ');
      const message = `repeats line ${before.line}: ${same}`;
      throw cellError(row, key.at(-1) ?? '', 'DUPLICATE_ROW', message, 'Keep one of the two.');
    }
    seen.set(name, row);
  }
}

export function required(at: CsvRow, column: string): string {
  const value = text(at, column);
  if (value !== '') return value;
  throw cellError(at, column, 'VALUE_MISSING', `${column} is blank`, `Every line of ${at.file} has one.`);
}

export function oneOf<T extends string>(at: CsvRow, column: string, allowed: readonly T[]): T {
  const value = text(at, column);
  const found = allowed.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  throw cellError(
    at,
    column,
    'VALUE_UNKNOWN',
    `${column} cannot be "${value}"`,
    `One of: ${allowed.join(', ')}.`,
  );
}

/** Blank, or one of these. */
export function oneOfOrBlank<T extends string>(at: CsvRow, column: string, allowed: readonly T[]): T | null {
  return text(at, column) === '' ? null : oneOf(at, column, allowed);
}

export function basisAt(at: CsvRow, column = 'basis'): Basis {
  return oneOf(at, column, BASES);
}

export function statusAt(at: CsvRow, column = 'status'): Status | null {
  return oneOfOrBlank(at, column, STATUSES);
}

export function wholeNumberAt(at: CsvRow, column: string): number {
  const value = text(at, column);
  if (/^\d{1,6}$/.test(value)) return Number(value);
  throw cellError(
    at,
    column,
    'NUMBER_UNREADABLE',
    `"${value}" is no whole number`,
    'Digits only, at most six of them.',
  );
}

/** YYYY-MM-DD, or blank where the document states none. */
export function dateAt(at: CsvRow, column: string): string {
  const value = text(at, column);
  if (value === '' || isDate(value)) return value;
  throw cellError(
    at,
    column,
    'VALUE_UNKNOWN',
    `"${value}" is no date`,
    'YYYY-MM-DD, or blank where the document states none.',
  );
}

export function unitOfMeasureAt(at: CsvRow, column = 'unitOfMeasure'): UnitOfMeasure {
  const value = text(at, column);
  if (isUnitOfMeasure(value)) return value;
  try {
    return parseUnitOfMeasure(value);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    throw cellError(at, column, error.code, `"${value}" is no unit of measure`, error.hint ?? '');
  }
}

/** `Kommunledning > Intäkt`; blank is the whole table. */
export function lineOf(value: string): Line {
  return value === '' ? [] : value.split(' > ');
}

/** Lines joined by ` | `. */
export function linesOf(value: string): Line[] {
  return value === '' ? [] : value.split(' | ').map(lineOf);
}

/** A number as it is printed. */
export function printedAt(at: CsvRow, column: string, unit: UnitOfMeasure, place: Place = {}): Printed {
  try {
    return readPrinted(text(at, column), unit);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    throw new LedgerError(error.code, `${at.file} line ${at.line}: ${error.message}`, {
      place: { ...placeOf(at, column), ...place },
      hint: error.hint,
      cause: error,
    });
  }
}

/** A number in running text, whose decimals the package tells beside it. */
export function statedAt(at: CsvRow, column: string, unit: UnitOfMeasure): Printed {
  const printed = printedAt(at, column, unit);
  const told = text(at, 'decimals');
  if (printed.kind === 'amount' && told !== '' && told !== String(printed.decimals)) {
    const message = `"${printed.text}" has ${printed.decimals} decimals and not ${told}`;
    throw cellError(at, 'decimals', 'DECIMALS_DIFFER', message, 'Give the decimals that are printed.');
  }
  return printed;
}

/**
 * A number of running text as it stands there: words give its sign ("lower by 0,5 mnkr"), so the print is the number
 * without one, with its unit, and the sign is how it is to be read. The package gives the canonical sign.
 */
export function inWords(
  stated: Printed,
  unit: UnitOfMeasure,
): { readonly quoted: string; readonly printed?: { text: string; decimals: number; sign: 1 | -1 } } {
  if (stated.kind !== 'amount') return { quoted: stated.text };
  const number = stated.text.replace(/^[-−–+]\s*/, '');
  return {
    quoted: `${number} ${symbolOf(unit)}`.trim(),
    printed: { text: number, decimals: stated.decimals, sign: stated.amount < 0n ? -1 : 1 },
  };
}

export function amountText(printed: Printed, unit: UnitOfMeasure): string | null {
  return printed.kind === 'amount' ? toDecimal(printed.amount, unit) : null;
}

/** sha-256 of each sentence that says it, where a text does. */
export function sentenceAt(at: CsvRow): { sentence?: string } {
  const sentence = text(at, 'sentence');
  if (sentence === '') return {};
  if (/^[0-9a-f]{64}( [0-9a-f]{64})*$/.test(sentence)) return { sentence };
  const hint = 'One or more sha-256 in lower case, with a space between; never the sentence.';
  throw cellError(at, 'sentence', 'VALUE_UNKNOWN', 'sentence is no sha-256', hint);
}
