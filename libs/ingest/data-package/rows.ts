import type { UnitOfMeasure } from '#amount';
import type { Basis, Line, RowKind, Status } from '#ledger';
import type { CsvRow } from '../csv.js';
import { documentDetails, type DocumentDetails } from './document-details.js';
import {
  basisAt,
  cellError,
  dateAt,
  lineOf,
  oneOf,
  oneOfOrBlank,
  required,
  statusAt,
  text,
  unitOfMeasureAt,
  wholeNumberAt,
} from './fields.js';

/** The lines of the files of a package, each with the place that it was read from. */

export interface DocumentRow {
  readonly at: CsvRow;
  readonly id: string;
  readonly file: string;
  readonly title: string;
  readonly dnr: string;
  readonly body: string;
  readonly date: string;
  readonly status: Status;
  readonly judgedBy: string;
  readonly replaces: string;
  readonly sha256: string;
  readonly note: string;
  /** The rest of what it says of itself, as it is recorded; what is not stated is left out. */
  readonly more: DocumentDetails;
}

export interface UnitRow {
  readonly at: CsvRow;
  readonly unit: string;
  readonly name: string;
  readonly kind: 'municipality' | 'board' | 'frame';
}

export interface EditionRow {
  readonly at: CsvRow;
  readonly unit: string;
  readonly area: string;
  readonly basis: Basis;
  readonly period: string;
  readonly edition: string;
  readonly order: readonly (number | string)[];
  readonly extent: 'full' | 'amending';
  readonly status: Status | null;
  readonly label: string;
  readonly document: string;
}

export interface TableRow {
  readonly at: CsvRow;
  readonly id: string;
  readonly document: string;
  readonly title: string;
  readonly unit: string;
  readonly area: string;
  readonly unitOfMeasure: UnitOfMeasure;
  readonly place: number;
  readonly rank: number;
}

export interface ColumnRow {
  readonly at: CsvRow;
  readonly table: string;
  readonly order: number;
  readonly column: string;
  readonly role: 'reading' | 'difference' | 'change' | 'text';
  /** Of a table whose columns are measures (*Sannolikhet*, *Väsentlighet*): that of the column, not of the row. */
  readonly measure: string | null;
  readonly basis: Basis | null;
  readonly edition: string;
  readonly period: string;
  readonly signs: string;
  readonly unitOfMeasure: UnitOfMeasure | null;
  readonly of: string;
  readonly against: string;
  readonly cause: string;
  readonly status: Status | null;
}

export interface RowRow {
  readonly at: CsvRow;
  readonly table: string;
  readonly order: number;
  readonly row: string;
  readonly kind: RowKind;
  readonly line: Line;
  readonly measure: string | null;
  /** Names of rows of the same table. */
  readonly parts: readonly string[];
  /** Measures summed on the same line, or multiplied. */
  readonly formula: readonly { readonly coefficient: 1 | -1; readonly measure: string }[];
  readonly operation: 'sum' | 'product';
  readonly breakdown: 'remainder' | 'därav' | null;
  readonly status: Status | null;
  /** Where it is not that of the column or the table: the rows of a table of indicators differ. */
  readonly unitOfMeasure: UnitOfMeasure | null;
  /** The goal that an indicator follows. */
  readonly goal: string;
}

export interface CellRow {
  readonly at: CsvRow;
  readonly table: string;
  readonly row: string;
  readonly column: string;
  readonly printed: string;
}

/** Factor per profile and measure; `*` is any other measure. */
export type Signs = ReadonlyMap<string, ReadonlyMap<string, 1 | -1>>;

const ROW_KINDS: readonly RowKind[] = [
  'leaf',
  'group',
  'subtotal',
  'total',
  'net',
  'result',
  'buffer',
  'deviation',
];

export function documentRow(at: CsvRow): DocumentRow {
  const sha256 = text(at, 'sha256');
  if (!/^[0-9a-f]{64}$/.test(sha256)) {
    throw cellError(
      at,
      'sha256',
      'VALUE_UNKNOWN',
      `"${sha256}" is no sha-256`,
      '64 hexadecimal digits in lower case, as sha256sum prints them.',
    );
  }
  const status = statusAt(at);
  if (status === null) {
    const hint = 'Where it states none it is judged, and judgedBy says by whom.';
    throw cellError(at, 'status', 'VALUE_MISSING', 'a document has a status', hint);
  }
  if (text(at, 'statusBasis') === 'judged') required(at, 'judgedBy');
  return {
    at,
    id: required(at, 'document'),
    file: required(at, 'file'),
    title: required(at, 'title'),
    dnr: text(at, 'dnr'),
    body: text(at, 'body'),
    date: dateAt(at, 'date'),
    status,
    judgedBy: text(at, 'judgedBy'),
    replaces: text(at, 'replaces'),
    sha256,
    note: text(at, 'note'),
    more: documentDetails(at),
  };
}

export function unitRow(at: CsvRow): UnitRow {
  return {
    at,
    unit: required(at, 'unit'),
    name: required(at, 'name'),
    kind: oneOf(at, 'kind', ['municipality', 'board', 'frame']),
  };
}

export function editionRow(at: CsvRow): EditionRow {
  const order = required(at, 'order').split(';');
  return {
    at,
    unit: required(at, 'unit'),
    area: required(at, 'area'),
    basis: basisAt(at),
    period: required(at, 'period'),
    edition: required(at, 'edition'),
    order: order.map((part) => (/^\d{1,9}$/.test(part) ? Number(part) : part)),
    extent: oneOf(at, 'kind', ['full', 'amending']),
    status: statusAt(at),
    label: required(at, 'label'),
    document: required(at, 'document'),
  };
}

export function tableRow(at: CsvRow): TableRow {
  return {
    at,
    id: required(at, 'table'),
    document: required(at, 'document'),
    title: required(at, 'title'),
    unit: required(at, 'unit'),
    area: required(at, 'area'),
    unitOfMeasure: unitOfMeasureAt(at),
    place: wholeNumberAt(at, 'place'),
    rank: wholeNumberAt(at, 'rank'),
  };
}

export function columnRow(at: CsvRow): ColumnRow {
  const role = oneOf(at, 'role', ['reading', 'difference', 'change', 'text']);
  const reads = role === 'reading' || role === 'change';
  return {
    at,
    table: required(at, 'table'),
    order: wholeNumberAt(at, 'order'),
    column: required(at, 'column'),
    role,
    measure: text(at, 'measure') || null,
    basis: reads ? basisAt(at) : null,
    edition: reads ? required(at, 'edition') : '',
    period: reads ? required(at, 'period') : '',
    signs: role === 'text' ? '' : required(at, 'signs'),
    unitOfMeasure: text(at, 'unitOfMeasure') === '' ? null : unitOfMeasureAt(at),
    of: text(at, 'of'),
    against: text(at, 'against'),
    cause: role === 'change' ? required(at, 'cause') : '',
    status: statusAt(at),
  };
}

export function rowRow(at: CsvRow): RowRow {
  const parts = text(at, 'parts');
  return {
    at,
    table: required(at, 'table'),
    order: wholeNumberAt(at, 'order'),
    row: required(at, 'row'),
    kind: oneOf(at, 'kind', ROW_KINDS),
    line: lineOf(text(at, 'line')),
    measure: text(at, 'measure') || null,
    parts: parts === '' ? [] : parts.split(' | '),
    ...formulaAt(at),
    breakdown: oneOfOrBlank(at, 'role', ['remainder', 'därav']),
    status: statusAt(at),
    unitOfMeasure: text(at, 'unitOfMeasure') === '' ? null : unitOfMeasureAt(at),
    goal: text(at, 'goal'),
  };
}

export function cellRow(at: CsvRow): CellRow {
  return {
    at,
    table: required(at, 'table'),
    row: required(at, 'row'),
    column: required(at, 'column'),
    printed: text(at, 'printed'),
  };
}

/** `revenue + cost`, `net - financial`, `likelihood * materiality`. */
function formulaAt(at: CsvRow): Pick<RowRow, 'formula' | 'operation'> {
  const formula = text(at, 'formula');
  if (formula === '') return { formula: [], operation: 'sum' };
  const factors = formula.split(' * ');
  if (factors.length > 1 && factors.every((factor) => /^[a-z][a-z-]*$/.test(factor))) {
    return { formula: factors.map((measure) => ({ coefficient: 1, measure })), operation: 'product' };
  }
  const tokens = formula.split(/\s+/);
  const terms: { coefficient: 1 | -1; measure: string }[] = [];
  for (let i = 0; i < tokens.length; i += 2) {
    const measure = tokens[i] ?? '';
    const sign = i === 0 ? '+' : tokens[i - 1];
    const last = i + 1 === tokens.length - 1;
    if (!/^[a-z][a-z-]*$/.test(measure) || (sign !== '+' && sign !== '-') || last) {
      const hint = 'Measures with + or - between, as "revenue + cost", or with * between.';
      throw cellError(at, 'formula', 'FORMULA_UNREADABLE', `"${formula}" is no formula`, hint);
    }
    terms.push({ coefficient: sign === '-' ? -1 : 1, measure });
  }
  return { formula: terms, operation: 'sum' };
}

export function signsOf(rows: readonly CsvRow[]): Signs {
  const signs = new Map<string, Map<string, 1 | -1>>();
  for (const at of rows) {
    const name = required(at, 'signs');
    const profile = signs.get(name) ?? new Map<string, 1 | -1>();
    profile.set(required(at, 'measure'), oneOf(at, 'factor', ['1', '-1']) === '1' ? 1 : -1);
    signs.set(name, profile);
  }
  return signs;
}
