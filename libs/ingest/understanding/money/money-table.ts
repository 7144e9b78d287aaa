import { isLedgerError, readPrinted } from '#amount';
import type { AssembledTable } from '../../document/document.js';
import { columnsOf, type FileName } from '../../data-package/package.js';
import { ContentLines } from '../content-lines.js';
import type { TableContext, Understood } from '../table-kind.js';
import { repairedHeading } from './heading-words.js';
import { resolveDifference, type ReadingColumn } from './differences.js';
import { gridOf, type GridRow } from './grid.js';
import type { Words } from './groups.js';
import type { MoneyRow, MoneyRows } from './money-row.js';
import { rowWords } from './row-words.js';
import { flipsOf, flipsOfColumns, signsName, type Flips } from './signs.js';
import { columnsOfTable, matches, unitOfColumn, type MoneyColumn } from './table-columns.js';

/** How the rows of one form of table hang together. */
export type Structure = (grid: readonly GridRow[], words: Words) => MoneyRows;

/** Columns, rows, cells and what they mention, of any form of money table. */
export function understandMoney(
  table: AssembledTable,
  context: TableContext,
  structure: Structure,
): Understood {
  const lines = new MoneyLines(context);
  const { columns, unclear } = columnsOfTable(table, context);
  for (const { header, name, code, message, hint } of unclear)
    lines.ask(header.at, { column: name }, code, message, hint);
  const grid = gridOf(
    table,
    table.columns.map((_, index) => {
      const column = columns.find((each) => each.index === index);
      return column === undefined || column.role === 'text' ? null : unitOfColumn(column, context);
    }),
  );
  const kept = grid.filter(({ label }) => ruleOf(label, context) !== 'text');
  const {
    rows,
    unprinted,
    unclear: unclearRows,
  } = structure(kept, (label) => rowWords(ruleOf(label, context) ?? label));
  for (const { row, message, hint } of unclearRows)
    lines.ask(row.at, { row: row.label }, 'ROW_UNKNOWN', message, hint);
  const named = namesOf(rows, lines);
  const flips = flipsOfReadings(columns, rows, context, lines);
  for (const column of columns) addColumn(column, { columns, rows, flips, context, lines });
  for (const [order, row] of rows.entries()) addRow(row, order, named, context, lines);
  addCells(table, columns, rows, named, context, lines);
  for (const { line, measure, parts } of unprinted) {
    lines.put('layouts', table.at, {
      table: context.table,
      unit: context.unit,
      area: context.area,
      measure,
      line: line.join(' > '),
      parts: parts.map((part) => part.join(' > ')).join(' | '),
      document: context.document,
    });
  }
  return lines.understood;
}

/** Lines of a package with every column of their file, and hints that say where in the profile. */
class MoneyLines extends ContentLines {
  readonly #context: TableContext;

  constructor(context: TableContext) {
    super(context);
    this.#context = context;
  }

  put(
    file: FileName,
    at: Parameters<ContentLines['add']>[1],
    values: Readonly<Record<string, string>>,
  ): void {
    const all = Object.fromEntries(columnsOf(file).map((name) => [name, values[name] ?? '']));
    this.add(file, at, { ...all, ...values });
  }

  ask(
    at: Parameters<ContentLines['add']>[1],
    place: { row?: string; column?: string },
    code: string,
    message: string,
    hint: string,
  ): void {
    const { fileName, title } = this.#context;
    const where = `${fileName} line ${at.line}, table "${title}": ${message}`;
    this.refuse(at, place, code, where, `Write in the profile, under the table's heading: \`${hint}\`.`);
  }
}

function ruleOf(label: string, { rules }: TableContext): string | undefined {
  return Object.entries(rules.rows ?? {}).find(([pattern]) => matches(pattern, label))?.[1];
}

/** The name of each row in the package, unique in the table. */
function namesOf(rows: readonly MoneyRow[], lines: MoneyLines): ReadonlyMap<GridRow, string> {
  const names = new Map<GridRow, string>();
  const seen = new Set<string>();
  for (const { row, path } of rows) {
    const name = path.join(' > ');
    if (seen.has(name)) {
      const message = `the row "${name}" stands there twice, and nothing tells which is which`;
      lines.ask(row.at, { row: name }, 'ROW_TWICE', message, `rows: { '${row.label}': text }`);
    }
    seen.add(name);
    names.set(row, name);
  }
  return names;
}

function isReading(column: MoneyColumn): column is ReadingColumn {
  return column.role === 'reading' || column.role === 'change';
}

/** From the table itself, unless the profile says it. */
function flipsOfReadings(
  columns: readonly MoneyColumn[],
  rows: readonly MoneyRow[],
  context: TableContext,
  lines: MoneyLines,
): Map<number, Flips> {
  const readings = columns.filter(isReading).map(({ index }) => index);
  const flips = flipsOfColumns(rows, readings);
  for (const column of columns) {
    const said = signsInRules(column.name, context);
    if (said === undefined) continue;
    const own = flipsOf(said);
    if (own !== null) flips.set(column.index, own);
    else {
      const message = `"${said}" is no sign profile`;
      lines.ask(column.header.at, { column: column.name }, 'SIGNS_UNKNOWN', message, `signs: canonical`);
    }
  }
  return flips;
}

function signsInRules(name: string, { rules }: TableContext): string | undefined {
  const said = Object.entries(rules.signs);
  const own =
    said.find(([pattern]) => pattern !== '*' && matches(pattern, name)) ?? said.find(([p]) => p === '*');
  return own?.[1];
}

interface Around {
  readonly columns: readonly MoneyColumn[];
  readonly rows: readonly MoneyRow[];
  readonly flips: ReadonlyMap<number, Flips>;
  readonly context: TableContext;
  readonly lines: MoneyLines;
}

function addColumn(column: MoneyColumn, around: Around): void {
  const { columns, rows, flips, context, lines } = around;
  const order = String(columns.indexOf(column) + 1);
  const shared = { table: context.table, order, column: column.name };
  const { at } = column.header;
  if (column.role === 'text') {
    lines.put('columns', at, { ...shared, role: 'text', measure: column.isStatus ? 'status' : '' });
    return;
  }
  if (column.role === 'difference') {
    const resolved = resolveDifference(column, columns.filter(isReading), rows, flips);
    if (resolved === null) {
      const message = `which two columns "${column.name}" is the difference of is not clear`;
      lines.ask(
        at,
        { column: column.name },
        'COLUMN_UNKNOWN',
        message,
        `columns: { '${column.name}': text }`,
      );
      return;
    }
    const own = signsInRules(column.name, context) === undefined ? resolved.flips : flips.get(column.index);
    const signs = addSigns(own ?? resolved.flips, column, lines);
    const { of, against } = resolved;
    lines.put('columns', at, { ...shared, role: 'difference', signs, of: of.name, against: against.name });
    return;
  }
  const { reading } = column;
  const signs = addSigns(flips.get(column.index) ?? new Set(), column, lines);
  const status = statusOf(column, context);
  const cause = reading.role === 'change' ? addCause(column, context, lines) : '';
  lines.put('columns', at, {
    ...shared,
    role: reading.role,
    basis: reading.basis,
    edition: reading.edition,
    period: reading.period,
    signs,
    unitOfMeasure: reading.unit ?? '',
    cause,
    status,
  });
  lines.put('editions', at, {
    unit: context.unit,
    area: context.area,
    basis: reading.basis,
    period: reading.period,
    edition: reading.edition,
    order: reading.order.join(';'),
    kind: reading.extent,
    status,
    label: labelOf(column, columns),
    document: context.document,
  });
}

/** Blank where it is the document's. */
function statusOf({ reading }: ReadingColumn, context: TableContext): string {
  return reading.status === null || reading.status === context.status ? '' : reading.status;
}

/** An edition is called what its column is; the one that an extension makes is what is approved with it. */
function labelOf(column: ReadingColumn, columns: readonly MoneyColumn[]): string {
  const own = repairedHeading(column.name);
  if (column.role !== 'change') return own;
  const approved = columns.find((other) => other.role === 'reading' && other.reading.basis === 'approved');
  return approved === undefined ? own : `${repairedHeading(approved.name)} med utökning`;
}

function addSigns(flips: Flips, { header }: MoneyColumn, lines: MoneyLines): string {
  const signs = signsName(flips);
  lines.put('signs', header.at, { signs, measure: '*', factor: '1' });
  for (const measure of flips) lines.put('signs', header.at, { signs, measure, factor: '-1' });
  return signs;
}

/** A printed column of movements is its own cause, until somebody states a better one. */
function addCause(column: ReadingColumn, context: TableContext, lines: MoneyLines): string {
  const [municipality = ''] = context.unit.split('/');
  const cause = `${municipality}-${context.year}-utokning`;
  const adopted = context.status === 'adopted';
  lines.put('causes', column.header.at, {
    cause,
    document: context.document,
    place: context.title,
    kind: 'approval-extension',
    words: `${adopted ? 'Beslutad' : 'Föreslagen'} utökning av projektens godkända utgift.`,
    note: `Ändringarna är kolumnen ${repairedHeading(column.name)} i tabellen.`,
  });
  return cause;
}

function addRow(
  row: MoneyRow,
  order: number,
  names: ReadonlyMap<GridRow, string>,
  context: TableContext,
  lines: MoneyLines,
): void {
  lines.put('rows', row.row.at, {
    table: context.table,
    order: String(order + 1),
    row: names.get(row.row) ?? '',
    kind: row.kind,
    line: row.line.join(' > '),
    measure: row.measure ?? '',
    parts: row.parts.map((part) => names.get(part) ?? part.label).join(' | '),
    formula: row.formula.join(' + '),
    role: row.breakdown ?? '',
    status: row.measure === null ? '' : statusOfLine(row, context),
  });
}

function statusOfLine({ path }: MoneyRow, { lineStatus, status }: TableContext): string {
  const own = path.flatMap((label) => lineStatus?.[label] ?? []).at(0);
  return own === undefined || own === status ? '' : own;
}

function addCells(
  table: AssembledTable,
  columns: readonly MoneyColumn[],
  rows: readonly MoneyRow[],
  names: ReadonlyMap<GridRow, string>,
  context: TableContext,
  lines: MoneyLines,
): void {
  for (const { row, measure } of rows) {
    if (measure === null) continue;
    for (const column of columns) {
      const cell = table.rows[row.index]?.cells[column.index];
      if (cell === undefined) continue;
      const place = { table: context.table, row: names.get(row) ?? '', column: column.name };
      if (column.role !== 'text') {
        const problem = unreadable(cell.text, column, context);
        if (problem !== null) {
          lines.refuse(cell.at, place, 'NUMBER_UNREADABLE', problem.message, problem.hint);
          continue;
        }
      }
      lines.put('cells', cell.at, { ...place, printed: cell.text });
    }
  }
}

function unreadable(
  text: string,
  column: MoneyColumn,
  context: TableContext,
): { readonly message: string; readonly hint: string } | null {
  try {
    readPrinted(text, unitOfColumn(column, context));
    return null;
  } catch (error) {
    if (!isLedgerError(error)) throw error;
    return { message: `${context.fileName}: ${error.message}`, hint: error.hint ?? '' };
  }
}
