import { LedgerError } from '#amount';
import { readCsv, type CsvRow } from '../csv.js';
import { DESCRIPTOR, readDescriptor } from './descriptor.js';
import { requireUnique } from './fields.js';
import {
  cellRow,
  columnRow,
  documentRow,
  editionRow,
  rowRow,
  signsOf,
  tableRow,
  unitRow,
  type CellRow,
  type ColumnRow,
  type DocumentRow,
  type EditionRow,
  type RowRow,
  type Signs,
  type TableRow,
  type UnitRow,
} from './rows.js';

/**
 * An open tabular data package (Frictionless `tabular-data-package`) of published figures: `datapackage.json` and CSV
 * files, described in data/README.md. This module reads and checks its form; plan.ts says what it means.
 */
export interface DataPackage {
  readonly name: string;
  readonly documents: readonly DocumentRow[];
  readonly units: readonly UnitRow[];
  readonly editions: readonly EditionRow[];
  readonly tables: readonly TableRow[];
  readonly columns: readonly ColumnRow[];
  readonly rows: readonly RowRow[];
  readonly cells: readonly CellRow[];
  readonly signs: Signs;
  /** The files that need no more than their columns: read as they stand. */
  readonly causes: readonly CsvRow[];
  readonly changes: readonly CsvRow[];
  readonly relative: readonly CsvRow[];
  readonly statements: readonly CsvRow[];
  readonly layouts: readonly CsvRow[];
  readonly names: readonly CsvRow[];
  readonly moves: readonly CsvRow[];
  /** What a document holds beside money and its causes. */
  readonly goals: readonly CsvRow[];
  readonly assignments: readonly CsvRow[];
  readonly risks: readonly CsvRow[];
  readonly controls: readonly CsvRow[];
  readonly scales: readonly CsvRow[];
}

interface FileForm {
  /** Columns that the file must have; others are allowed. */
  readonly columns: readonly string[];
  /** Columns that it may have. */
  readonly more?: readonly string[];
  /** No two lines may agree in all columns of one of these. */
  readonly keys: readonly (readonly string[])[];
  /** The package may be without it. */
  readonly optional?: boolean;
}

const FRAME = ['unit', 'area', 'basis', 'period', 'edition'];
const FIGURE = ['unit', 'area', 'line', 'measure', 'period', 'basis', 'edition'];
const DECISION = ['decisionBody', 'decisionDate', 'decisionParagraph', 'decisionDnr'];
const DOCUMENT = [
  'document',
  'file',
  'title',
  'dnr',
  'body',
  'date',
  'status',
  'judgedBy',
  'replaces',
  'sha256',
];
const ABOUT = ['kind', 'year', 'through'];
const PARTICIPATION = ['notParticipating', 'minutesNotes', 'reservations'];
const COLUMN = [
  'role',
  'basis',
  'edition',
  'period',
  'signs',
  'unitOfMeasure',
  'against',
  'of',
  'cause',
  'status',
];
const ASSESSED = ['parentUnit', 'state', 'expected', 'through'];
const FOLLOWED = ['responsible', 'outcome', 'through'];
const PRINTED = ['table', 'row', 'sentence'];
const FROM = ['fromBasis', 'fromPeriod', 'fromEdition'];

const FILES = {
  documents: {
    columns: [...DOCUMENT, 'note'],
    more: ['municipality', 'board', ...ABOUT, 'paragraph', 'validity', 'statusBasis', ...PARTICIPATION],
    keys: [['document'], ['sha256']],
  },
  units: { columns: ['unit', 'name', 'kind'], keys: [['unit']] },
  editions: { columns: [...FRAME, 'order', 'kind', 'status', 'label', 'document'], keys: [FRAME] },
  tables: {
    columns: ['table', 'document', 'title', 'unit', 'area', 'unitOfMeasure', 'place', 'rank'],
    keys: [['table'], ['document', 'place']],
  },
  columns: {
    columns: ['table', 'order', 'column', ...COLUMN],
    more: ['measure'],
    keys: [
      ['table', 'column'],
      ['table', 'order'],
    ],
  },
  rows: {
    columns: ['table', 'order', 'row', 'kind', 'line', 'measure', 'parts', 'formula', 'role', 'status'],
    more: ['unitOfMeasure', 'goal'],
    keys: [
      ['table', 'row'],
      ['table', 'order'],
    ],
  },
  cells: { columns: ['table', 'row', 'column', 'printed'], keys: [['table', 'row', 'column']] },
  signs: { columns: ['signs', 'measure', 'factor'], keys: [['signs', 'measure']] },
  causes: {
    columns: ['cause', 'document', 'place', 'kind', 'words', ...DECISION, 'until'],
    more: ['since', 'permanent', 'sentence', 'note'],
    keys: [['cause']],
    optional: true,
  },
  changes: {
    columns: ['cause', 'order', ...FIGURE, ...FROM, 'amount', 'unitOfMeasure', 'decimals', 'status'],
    keys: [['cause', 'order']],
    optional: true,
  },
  relative: {
    columns: ['relative', 'document', 'place', ...FIGURE, 'terms', 'difference', 'unitOfMeasure', 'decimals'],
    more: ['sentence', 'note'],
    keys: [['relative']],
    optional: true,
  },
  statements: {
    columns: ['statement', 'document', 'place', ...FIGURE, 'amount', 'unitOfMeasure', 'decimals'],
    more: ['sentence', 'note'],
    keys: [['statement']],
    optional: true,
  },
  layouts: {
    columns: ['table', ...FRAME, 'measure', 'line', 'parts', 'document'],
    more: ['note'],
    keys: [['table', ...FRAME, 'measure', 'line']],
    optional: true,
  },
  names: {
    columns: ['kind', 'unit', 'area', 'line', 'sameAs', 'basis', 'judgedBy'],
    keys: [['unit', 'area', 'line']],
    optional: true,
  },
  moves: {
    columns: [
      'document',
      'place',
      'unit',
      'area',
      'line',
      'to',
      'toLine',
      'since',
      'words',
      'basis',
      'judgedBy',
    ],
    more: ['sentence', 'note'],
    keys: [['unit', 'area', 'line', 'since']],
    optional: true,
  },
  goals: {
    columns: ['document', 'unit', 'goal', 'period', 'label', 'words', 'parent', ...ASSESSED, ...PRINTED],
    keys: [['document', 'unit', 'goal', 'period']],
    optional: true,
  },
  assignments: {
    columns: [
      'document',
      'unit',
      'assignment',
      'period',
      'givenBy',
      'words',
      'status',
      'through',
      ...PRINTED,
    ],
    keys: [['document', 'unit', 'assignment', 'table', 'row']],
    optional: true,
  },
  risks: { columns: ['table', 'row', 'risk', 'sentence'], keys: [['table', 'row']], optional: true },
  controls: {
    columns: ['document', 'unit', 'period', 'control', 'risk', 'what', ...FOLLOWED, ...PRINTED],
    keys: [['document', 'unit', 'period', 'control', 'table', 'row']],
    optional: true,
  },
  scales: {
    columns: ['document', 'unit', 'scale', 'fromYear', 'toYear', 'code', 'meaning', 'place'],
    keys: [['document', 'unit', 'scale', 'code']],
    optional: true,
  },
} satisfies Record<string, FileForm>;

export type FileName = keyof typeof FILES;

/**
 * The lines of a package by file, with every column of the file: what its CSV files hold, what a document is read as, and
 * what an export writes. A line's `file` and `line` say where it was read from: in a document, the line of the document.
 */
export type PackageRecords = Readonly<Partial<Record<FileName, readonly CsvRow[]>>>;

/** The columns that a file of a package has or may have, in their order. */
export function columnsOf(file: FileName): readonly string[] {
  const { columns, more = [] }: FileForm = FILES[file];
  return [...columns, ...more];
}

/** Sets of columns in which no two lines of a file agree; the first names a line. */
export function keysOf(file: FileName): readonly (readonly string[])[] {
  return FILES[file].keys;
}

export const FILE_NAMES = Object.keys(FILES) as FileName[];

/** The files that a package may be without. */
export function optionalFiles(): ReadonlySet<FileName> {
  return new Set(FILE_NAMES.filter((file) => (FILES[file] as FileForm).optional === true));
}

const NEEDED = Object.entries<FileForm>(FILES).flatMap(([name, form]) =>
  form.optional === true ? [] : [name],
);

/** Gives the text of a file of the package's folder, null where it is not there. */
export type ReadFile = (name: string) => string | null;

/**
 * Reads and checks the form of a package.
 *
 * @throws LedgerError naming file, line, row and column
 */
export function readDataPackage(read: ReadFile): DataPackage {
  const { name, records } = readRecords(read);
  return packageOf(name, records);
}

/**
 * A package of lines that are at hand, checked as one that is read from files.
 *
 * @throws LedgerError naming file, line, row and column
 */
export function packageOf(name: string, records: PackageRecords): DataPackage {
  const rowsOf = (file: FileName): readonly CsvRow[] => {
    const rows = records[file] ?? [];
    const { keys }: FileForm = FILES[file];
    for (const key of keys) requireUnique(rows, key);
    return rows;
  };
  return {
    name,
    documents: rowsOf('documents').map(documentRow),
    units: rowsOf('units').map(unitRow),
    editions: rowsOf('editions').map(editionRow),
    tables: rowsOf('tables').map(tableRow),
    columns: rowsOf('columns').map(columnRow),
    rows: rowsOf('rows').map(rowRow),
    cells: rowsOf('cells').map(cellRow),
    signs: signsOf(rowsOf('signs')),
    causes: rowsOf('causes'),
    changes: rowsOf('changes'),
    relative: rowsOf('relative'),
    statements: rowsOf('statements'),
    layouts: rowsOf('layouts'),
    names: rowsOf('names'),
    moves: rowsOf('moves'),
    goals: rowsOf('goals'),
    assignments: rowsOf('assignments'),
    risks: rowsOf('risks'),
    controls: rowsOf('controls'),
    scales: rowsOf('scales'),
  };
}

/**
 * The lines of a package as they stand in its files, with every column.
 *
 * @throws LedgerError naming file, line, row and column
 */
export function readRecords(read: ReadFile): { readonly name: string; readonly records: PackageRecords } {
  const { name, paths } = readDescriptor(read(DESCRIPTOR));
  const records: Partial<Record<FileName, readonly CsvRow[]>> = {};
  for (const file of FILE_NAMES) records[file] = rowsOfResource(read, file, paths.get(file));
  return { name, records };
}

function rowsOfResource(read: ReadFile, name: FileName, path: string | undefined): CsvRow[] {
  const form: FileForm = FILES[name];
  if (path === undefined) {
    if (form.optional === true) return [];
    throw new LedgerError('MISSING_RESOURCE', `${DESCRIPTOR} has no resource "${name}"`, {
      place: { file: DESCRIPTOR, field: 'resources' },
      hint: `A package of figures has the resources ${NEEDED.join(', ')}.`,
    });
  }
  const content = read(path);
  if (content === null) {
    throw new LedgerError('MISSING_FILE', `${path} is named in ${DESCRIPTOR} and not there`, {
      place: { file: path },
      hint: `Add the file, or take the resource "${name}" out of ${DESCRIPTOR} if it is not needed.`,
    });
  }
  return readCsv(path, content, form.columns);
}
