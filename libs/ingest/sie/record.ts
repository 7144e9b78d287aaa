import { fromDecimal, LedgerError, type Amount } from '#amount';
import { isDate } from '#domain';
import { FieldsUnreadable, fieldsOf, type SieField } from './fields.js';
import type { SieObjectRef } from './sie-file.js';

/** One record (*post*) of a SIE file: its label, and its fields each read with an error that names file and line. */
export class SieRecord {
  /** In capitals, without `#`. */
  readonly label: string;
  readonly #fields: readonly SieField[];

  /** @throws LedgerError SIE_MALFORMED */
  constructor(
    text: string,
    readonly file: string,
    readonly line: number,
  ) {
    this.label = labelOf(text);
    try {
      this.#fields = fieldsOf(text.slice(1 + this.label.length));
    } catch (error) {
      if (!(error instanceof FieldsUnreadable)) throw error;
      throw this.malformed(error.message, error.hint);
    }
  }

  /** Further fields than these are allowed: later editions of the standard add them. */
  get length(): number {
    return this.#fields.length;
  }

  text(n: number, name: string): string {
    const field = this.#fields[n];
    if (typeof field === 'string') return field;
    if (field === undefined) throw this.malformed(`${name} is missing`, `Field ${n + 1} is ${name}.`);
    throw this.malformed(`a list of objects where ${name} was expected`, `Field ${n + 1} is ${name}.`);
  }

  /** Null where it is missing or blank. */
  textOrNull(n: number): string | null {
    const field = this.#fields[n];
    return typeof field === 'string' && field !== '' ? field : null;
  }

  isList(n: number): boolean {
    return typeof this.#fields[n] === 'object';
  }

  year(n: number): number {
    const text = this.text(n, 'the number of the year');
    if (/^(?:0|-?[1-9]\d?)$/.test(text)) return Number(text);
    throw this.malformed(
      `"${text}" is no number of a year`,
      '0 is the year of the file, -1 the year before.',
    );
  }

  /** `202308` is `2023-08`. */
  period(n: number): string {
    const text = this.text(n, 'the period');
    const match = /^(\d{4})(0[1-9]|1[0-2])$/.exec(text);
    if (match === null) throw this.malformed(`"${text}" is no period`, 'A month is written as 202308.');
    return `${match[1] ?? ''}-${match[2] ?? ''}`;
  }

  /** `20230831` is `2023-08-31`. */
  date(n: number, name: string): string {
    const text = this.text(n, name);
    const date = /^\d{8}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : '';
    if (isDate(date)) return date;
    throw this.malformed(`"${text}" is no day`, 'A day is written as 20230831.');
  }

  account(n: number): string {
    const text = this.text(n, 'the account');
    if (/^\d{1,12}$/.test(text)) return text;
    throw this.malformed(`"${text}" is no account`, 'An account is a number, as 5010.');
  }

  dimension(n: number): number {
    return this.#dimension(this.text(n, 'the dimension'));
  }

  objects(n: number): SieObjectRef[] {
    const field = this.#fields[n];
    if (typeof field !== 'object') {
      throw this.malformed('the list of objects is missing', 'It is {} where the amount is of no object.');
    }
    if (field.length % 2 !== 0) {
      throw this.malformed('a list of objects without pairs', 'A list has pairs: a dimension and an object.');
    }
    const objects: SieObjectRef[] = [];
    for (let i = 0; i < field.length; i += 2) {
      const dimension = this.#dimension(field[i] ?? '');
      if (objects.some((other) => other.dimension === dimension)) {
        throw this.malformed(`dimension ${dimension} twice in a list`, 'An amount is of one object of each.');
      }
      objects.push({ dimension, number: field[i + 1] ?? '' });
    }
    return objects.sort((a, b) => a.dimension - b.dimension);
  }

  amount(n: number): { amount: Amount; text: string } {
    const text = this.text(n, 'the amount');
    return { amount: this.#amountOf(text), text };
  }

  #amountOf(text: string): Amount {
    const match = /^(-?)0*(\d*)(?:\.(\d*))?$/.exec(text);
    if (match === null || !/\d/.test(text)) {
      throw this.malformed(
        `"${text.slice(0, 40)}" is no amount`,
        'Amounts have a decimal point and no groups, as -1234.50; debit is plus.',
      );
    }
    const [, sign = '', whole = '', decimals = ''] = match;
    try {
      return fromDecimal(`${sign}${whole || '0'}${decimals === '' ? '' : `.${decimals}`}`, 'kr');
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      throw this.malformed(error.message, error.hint ?? '');
    }
  }

  #dimension(text: string): number {
    if (/^\d{1,6}$/.test(text)) return Number(text);
    throw this.malformed(`"${text}" is no dimension`, 'A dimension is a number, as 1 or 6.');
  }

  malformed(what: string, hint: string, code = 'SIE_MALFORMED'): LedgerError {
    return new LedgerError(code, `${this.file} line ${this.line}: #${this.label}: ${what}`, {
      place: { file: this.file, line: this.line, field: `#${this.label}` },
      hint,
    });
  }
}

/** What stands after `#`, in capitals. */
export function labelOf(text: string): string {
  return /^#([^ \t{"]*)/.exec(text)?.[1]?.toUpperCase() ?? '';
}
