import { isUnitOfMeasure, LedgerError, parseUnitOfMeasure, type UnitOfMeasure } from '#amount';
import { BASES, type Basis, type Line, type RowKind, type Status } from '#ledger';
import { readCsv, requireUnique, type CsvRow } from '../csv.js';

/**
 * An open tabular data package (Frictionless `tabular-data-package`) of published figures: `datapackage.json` and CSV
 * files, described in data/README.md. This module reads and checks its form; plan.ts says what it means.
 */

export interface DocumentRow {
  readonly at: CsvRow;
  readonly id: string;
  readonly file: string;
  readonly title: string;
  readonly board: string;
  readonly dnr: string;
  readonly body: string;
  readonly date: string;
  readonly status: Status;
  readonly judgedBy: string;
  readonly replaces: string;
  readonly sha256: string;
  readonly note: string;
}

export interface UnitRow {
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

export interface ColumnRow {
  readonly at: CsvRow;
  readonly table: string;
  readonly order: number;
  readonly column: string;
  readonly role: 'reading' | 'difference' | 'change' | 'text';
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
  /** Measures summed on the same line. */
  readonly formula: readonly { readonly coefficient: 1 | -1; readonly measure: string }[];
  readonly breakdown: 'remainder' | 'därav' | null;
  readonly status: Status | null;
}

export interface CellRow {
  readonly at: CsvRow;
  readonly table: string;
  readonly row: string;
  readonly column: string;
  readonly printed: string;
}

export interface DataPackage {
  readonly name: string;
  readonly documents: readonly DocumentRow[];
  readonly units: readonly UnitRow[];
  readonly editions: readonly EditionRow[];
  readonly tables: readonly TableRow[];
  readonly columns: readonly ColumnRow[];
  readonly rows: readonly RowRow[];
  readonly cells: readonly CellRow[];
  /** Factor per profile and measure; `*` is any other measure. */
  readonly signs: ReadonlyMap<string, ReadonlyMap<string, 1 | -1>>;
  /** The files that need no more than their columns: read as they stand. */
  readonly causes: readonly CsvRow[];
  readonly changes: readonly CsvRow[];
  readonly relative: readonly CsvRow[];
  readonly statements: readonly CsvRow[];
  readonly layouts: readonly CsvRow[];
  readonly names: readonly CsvRow[];
}

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
const STATUSES: readonly Status[] = ['proposed', 'forInformation', 'adopted'];

/** The files of a package and the columns that each must have; the last six files may be missing. */
const FILES = {
  documents: ['document', 'file', 'title', 'board', 'dnr', 'body', 'date', 'status', 'judgedBy', 'replaces', 'sha256', 'note'],
  units: ['unit', 'name', 'kind'],
  editions: ['unit', 'area', 'basis', 'period', 'edition', 'order', 'kind', 'status', 'label', 'document'],
  tables: ['table', 'document', 'title', 'unit', 'area', 'unitOfMeasure', 'place', 'rank'],
  columns: ['table', 'order', 'column', 'role', 'basis', 'edition', 'period', 'signs', 'unitOfMeasure', 'against', 'of', 'cause', 'status'],
  rows: ['table', 'order', 'row', 'kind', 'line', 'measure', 'parts', 'formula', 'role', 'status'],
  cells: ['table', 'row', 'column', 'printed'],
  signs: ['signs', 'measure', 'factor'],
  causes: ['cause', 'document', 'place', 'kind', 'words', 'decisionBody', 'decisionDate', 'decisionParagraph', 'decisionDnr', 'until'],
  changes: ['cause', 'order', 'unit', 'area', 'line', 'measure', 'period', 'basis', 'fromBasis', 'fromPeriod', 'fromEdition', 'edition', 'amount', 'unitOfMeasure', 'decimals', 'status'],
  relative: ['relative', 'document', 'place', 'unit', 'area', 'line', 'measure', 'period', 'basis', 'edition', 'terms', 'difference', 'unitOfMeasure', 'decimals'],
  statements: ['statement', 'document', 'place', 'unit', 'area', 'line', 'measure', 'period', 'basis', 'edition', 'amount', 'unitOfMeasure', 'decimals'],
  layouts: ['table', 'unit', 'area', 'basis', 'period', 'edition', 'measure', 'line', 'parts', 'document'],
  names: ['kind', 'unit', 'area', 'line', 'sameAs', 'basis', 'judgedBy'],
} as const; // prettier-ignore

const KEYS: Partial<Record<keyof typeof FILES, readonly string[]>> = {
  documents: ['document'],
  units: ['unit'],
  editions: ['unit', 'area', 'basis', 'period', 'edition'],
  tables: ['table'],
  columns: ['table', 'column'],
  rows: ['table', 'row'],
  cells: ['table', 'row', 'column'],
  signs: ['signs', 'measure'],
  causes: ['cause'],
  changes: ['cause', 'order'],
  relative: ['relative'],
  statements: ['statement'],
};

const OPTIONAL: ReadonlySet<string> = new Set([
  'causes',
  'changes',
  'relative',
  'statements',
  'layouts',
  'names',
]);

export type ReadFile = (name: string) => string | null;

/**
 * Reads and checks a package.
 *
 * @param read gives the text of a file of the package's folder, null where it is not there
 * @throws LedgerError naming file, row and column
 */
export function readDataPackage(read: ReadFile): DataPackage {
  const descriptor = readDescriptor(read('datapackage.json'));
  const rowsOf = (name: keyof typeof FILES): CsvRow[] => {
    const path = descriptor.paths.get(name);
    if (path === undefined) {
      if (OPTIONAL.has(name)) return [];
      throw new LedgerError('MISSING_RESOURCE', `datapackage.json has no resource "${name}"`, {
        place: { file: 'datapackage.json', field: 'resources' },
        hint: `A package of figures has the resources ${Object.keys(FILES)
          .filter((n) => !OPTIONAL.has(n))
          .join(', ')}.`,
      });
    }
    const text = read(path);
    if (text === null) {
      throw new LedgerError('MISSING_FILE', `${path} is named in datapackage.json and not there`, {
        place: { file: path },
      });
    }
    const rows = readCsv(path, text, FILES[name]);
    const key = KEYS[name];
    if (key !== undefined) requireUnique(rows, key);
    return rows;
  };
  return {
    name: descriptor.name,
    documents: rowsOf('documents').map(documentRow),
    units: rowsOf('units').map(unitRow),
    editions: rowsOf('editions').map(editionRow),
    tables: rowsOf('tables').map(tableRow),
    columns: rowsOf('columns').map(columnRow),
    rows: rowsOf('rows').map(rowRow),
    cells: rowsOf('cells').map((at) => ({ at, table: text(at, 'table'), row: text(at, 'row'), column: text(at, 'column'), printed: text(at, 'printed') })),
    signs: signsOf(rowsOf('signs')),
    causes: rowsOf('causes'),
    changes: rowsOf('changes'),
    relative: rowsOf('relative'),
    statements: rowsOf('statements'),
    layouts: rowsOf('layouts'),
    names: rowsOf('names'),
  }; // prettier-ignore
}

/** Whether a folder holds a package: it has a descriptor. */
export const DESCRIPTOR = 'datapackage.json';

function readDescriptor(json: string | null): { name: string; paths: Map<string, string> } {
  const place = { file: DESCRIPTOR };
  if (json === null) throw new LedgerError('MISSING_FILE', `There is no ${DESCRIPTOR}`, { place });
  let descriptor: unknown;
  try {
    descriptor = JSON.parse(json);
  } catch (error) {
    throw new LedgerError('DESCRIPTOR_UNREADABLE', `${DESCRIPTOR} is not JSON: ${(error as Error).message}`, {
      place,
    });
  }
  const { name, resources } = descriptor as { name?: unknown; resources?: unknown };
  if (typeof name !== 'string' || !Array.isArray(resources)) {
    throw new LedgerError('DESCRIPTOR_UNREADABLE', `${DESCRIPTOR} needs a name and a list of resources`, {
      place,
      hint: 'See specs.frictionlessdata.io/tabular-data-package.',
    });
  }
  const paths = new Map<string, string>();
  for (const resource of resources as { name?: unknown; path?: unknown }[]) {
    if (typeof resource.name !== 'string' || typeof resource.path !== 'string') continue;
    // A path outside the package is not part of it (Frictionless: no `..`, not absolute).
    if (
      resource.path.startsWith('/') ||
      resource.path.split('/').includes('..') ||
      resource.path.includes(':')
    ) {
      throw new LedgerError(
        'DESCRIPTOR_UNREADABLE',
        `The path of resource "${resource.name}" leads out of the package`,
        { place },
      );
    }
    paths.set(resource.name, resource.path);
  }
  return { name, paths };
}

export function text(at: CsvRow, column: string): string {
  return at.values[column] ?? '';
}

/** An error at a row and column of a file of the package, in words of the published table where it has one. */
export function cellError(
  at: CsvRow,
  column: string,
  code: string,
  message: string,
  hint?: string,
): LedgerError {
  return new LedgerError(code, message, {
    place: {
      file: at.file,
      line: at.line,
      column,
      ...(at.values['document'] ? { document: at.values['document'] } : {}),
      ...(at.values['table'] ? { table: at.values['table'] } : {}),
      ...(at.values['row'] ? { row: at.values['row'] } : {}),
    },
    hint,
  });
}

export function lineOf(value: string): Line {
  return value === '' ? [] : value.split(' > ');
}

export function unitOfMeasureAt(at: CsvRow, column = 'unitOfMeasure'): UnitOfMeasure {
  const value = text(at, column);
  if (isUnitOfMeasure(value)) return value;
  try {
    return parseUnitOfMeasure(value);
  } catch (error) {
    const hint = error instanceof LedgerError ? error.hint : undefined;
    throw cellError(
      at,
      column,
      'UNKNOWN_UNIT',
      `${at.file} line ${at.line}: "${value}" is no unit of measure`,
      hint,
    );
  }
}

export function basisAt(at: CsvRow, column = 'basis'): Basis {
  return oneOf(at, column, BASES);
}

export function statusAt(at: CsvRow, column = 'status'): Status | null {
  return text(at, column) === '' ? null : oneOf(at, column, STATUSES);
}

export function wholeNumberAt(at: CsvRow, column: string): number {
  const value = text(at, column);
  if (!/^\d{1,9}$/.test(value)) {
    throw cellError(
      at,
      column,
      'NUMBER_UNREADABLE',
      `${at.file} line ${at.line}: "${value}" is no whole number`,
    );
  }
  return Number(value);
}

function oneOf<T extends string>(at: CsvRow, column: string, allowed: readonly T[]): T {
  const value = text(at, column);
  const found = allowed.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  throw cellError(
    at,
    column,
    'VALUE_UNKNOWN',
    `${at.file} line ${at.line}: ${column} cannot be "${value}"`,
    `One of: ${allowed.join(', ')}.`,
  );
}

function required(at: CsvRow, column: string): string {
  const value = text(at, column);
  if (value === '')
    throw cellError(at, column, 'VALUE_MISSING', `${at.file} line ${at.line}: ${column} is blank`);
  return value;
}

function documentRow(at: CsvRow): DocumentRow {
  const sha256 = text(at, 'sha256');
  if (!/^[0-9a-f]{64}$/.test(sha256)) {
    throw cellError(
      at,
      'sha256',
      'VALUE_UNKNOWN',
      `${at.file} line ${at.line}: "${sha256}" is no sha-256`,
      '64 hexadecimal digits in lower case.',
    );
  }
  const date = text(at, 'date');
  if (date !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(date)) {
    throw cellError(
      at,
      'date',
      'VALUE_UNKNOWN',
      `${at.file} line ${at.line}: "${date}" is no date`,
      'YYYY-MM-DD, or blank where the document states none.',
    );
  }
  const status = statusAt(at);
  if (status === null)
    throw cellError(
      at,
      'status',
      'VALUE_MISSING',
      `${at.file} line ${at.line}: a document has a status`,
      'Where it states none it is judged, by whom: statusBasis judged.',
    );
  return {
    at, id: required(at, 'document'), file: required(at, 'file'), title: required(at, 'title'), board: text(at, 'board'),
    dnr: text(at, 'dnr'), body: text(at, 'body'), date, status, judgedBy: text(at, 'judgedBy'), replaces: text(at, 'replaces'),
    sha256, note: text(at, 'note'),
  }; // prettier-ignore
}

function unitRow(at: CsvRow): UnitRow {
  return {
    unit: required(at, 'unit'),
    name: required(at, 'name'),
    kind: oneOf(at, 'kind', ['municipality', 'board', 'frame']),
  };
}

function editionRow(at: CsvRow): EditionRow {
  const order = required(at, 'order').split(';').map((part) => (/^\d+$/.test(part) ? Number(part) : part)); // prettier-ignore
  return {
    at, unit: required(at, 'unit'), area: required(at, 'area'), basis: basisAt(at), period: required(at, 'period'),
    edition: required(at, 'edition'), order, extent: oneOf(at, 'kind', ['full', 'amending']), status: statusAt(at),
    label: required(at, 'label'), document: required(at, 'document'),
  }; // prettier-ignore
}

function tableRow(at: CsvRow): TableRow {
  return {
    at, id: required(at, 'table'), document: required(at, 'document'), title: required(at, 'title'), unit: required(at, 'unit'),
    area: required(at, 'area'), unitOfMeasure: unitOfMeasureAt(at), place: wholeNumberAt(at, 'place'), rank: wholeNumberAt(at, 'rank'),
  }; // prettier-ignore
}

function columnRow(at: CsvRow): ColumnRow {
  const role = oneOf(at, 'role', ['reading', 'difference', 'change', 'text']);
  const reads = role === 'reading' || role === 'change';
  return {
    at, table: required(at, 'table'), order: wholeNumberAt(at, 'order'), column: required(at, 'column'), role,
    basis: reads ? basisAt(at) : null, edition: reads ? required(at, 'edition') : '', period: reads ? required(at, 'period') : '',
    signs: role === 'text' ? '' : required(at, 'signs'), unitOfMeasure: text(at, 'unitOfMeasure') === '' ? null : unitOfMeasureAt(at),
    of: text(at, 'of'), against: text(at, 'against'), cause: text(at, 'cause'), status: statusAt(at),
  }; // prettier-ignore
}

function rowRow(at: CsvRow): RowRow {
  const role = text(at, 'role');
  if (role !== '' && role !== 'remainder' && role !== 'därav') {
    throw cellError(
      at,
      'role',
      'VALUE_UNKNOWN',
      `${at.file} line ${at.line}: role cannot be "${role}"`,
      'Blank, remainder or därav.',
    );
  }
  return {
    at, table: required(at, 'table'), order: wholeNumberAt(at, 'order'), row: required(at, 'row'), kind: oneOf(at, 'kind', ROW_KINDS),
    line: lineOf(text(at, 'line')), measure: text(at, 'measure') || null,
    parts: text(at, 'parts') === '' ? [] : text(at, 'parts').split(' | '), formula: formulaAt(at),
    breakdown: role === '' ? null : role, status: statusAt(at),
  }; // prettier-ignore
}

/** `revenue + cost`, `net - financial`. */
function formulaAt(at: CsvRow): RowRow['formula'] {
  const formula = text(at, 'formula');
  if (formula === '') return [];
  const tokens = formula.split(/\s+/);
  const terms: { coefficient: 1 | -1; measure: string }[] = [];
  for (let i = 0; i < tokens.length; i += 2) {
    const measure = tokens[i] ?? '';
    const sign = i === 0 ? '+' : tokens[i - 1];
    if (!/^[a-z][a-z-]*$/.test(measure) || (sign !== '+' && sign !== '-')) {
      throw cellError(
        at,
        'formula',
        'FORMULA_UNREADABLE',
        `${at.file} line ${at.line}: "${formula}" is no formula`,
        'Measures with + or - between, as "revenue + cost".',
      );
    }
    terms.push({ coefficient: sign === '-' ? -1 : 1, measure });
  }
  return terms;
}

function signsOf(rows: readonly CsvRow[]): Map<string, Map<string, 1 | -1>> {
  const signs = new Map<string, Map<string, 1 | -1>>();
  for (const at of rows) {
    const factor = oneOf(at, 'factor', ['1', '-1']);
    const profile = signs.get(text(at, 'signs')) ?? new Map<string, 1 | -1>();
    profile.set(required(at, 'measure'), factor === '1' ? 1 : -1);
    signs.set(required(at, 'signs'), profile);
  }
  return signs;
}
