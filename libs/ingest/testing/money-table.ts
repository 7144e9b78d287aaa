import type { AssembledTable, RawCell } from '../document/document.js';
import { packageOf, type PackageRecords } from '../data-package/package.js';
import { planDataPackage } from '../data-package/plan.js';
import { TABLE_KINDS } from '../understanding/table-kinds.js';
import type { NotUnderstood, TableContext } from '../understanding/table-kind.js';

/** A table as people write it: `*` before a label is bold, `/` italic; cells and columns are parted by `|`. */
export function moneyTable(
  headings: readonly string[],
  header: string,
  rows: readonly string[],
): AssembledTable {
  const [corner = '', ...columns] = header.split('|').map((text) => text.trim());
  return {
    headings,
    corner,
    columns: columns.map((text) => ({ text, at: { line: 1 } })),
    rows: rows.map((row, index) => {
      const at = { line: index + 2 };
      const [label = '', ...cells] = row.split('|').map((text) => text.trim());
      const emphasis = label.startsWith('*') ? 'bold' : label.startsWith('/') ? 'italic' : undefined;
      return {
        label: label.replace(/^[*/]/, ''),
        ...(emphasis === undefined ? {} : { emphasis }),
        cells: columns.map((_, column): RawCell => ({ text: cells[column] ?? '', at })),
        at,
      };
    }),
    textBefore: null,
    place: 1,
    at: { line: 1 },
  };
}

export const SJOVIK_BUDGET: TableContext = {
  document: 'sjovik-ks-budget-2031',
  fileName: 'sjovik.txt',
  sha256: 'a'.repeat(64),
  table: 'sjovik-ks-budget-2031/tabell',
  title: 'Tabell',
  unit: 'sjovik/ks',
  area: 'operations',
  kind: 'budget',
  year: 2031,
  status: 'adopted',
  unitOfMeasure: 'tkr',
  rules: { signs: {} },
  judgedBy: 'test',
  blocks: [],
};

export interface MoneyRead {
  readonly kind: string;
  readonly records: PackageRecords;
  readonly notUnderstood: readonly NotUnderstood[];
}

export function readMoney(table: AssembledTable, about: Partial<TableContext> = {}): MoneyRead {
  const context = { ...SJOVIK_BUDGET, ...about };
  const kinds = TABLE_KINDS.filter(({ recognises }) => recognises(table));
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    throw new Error(`Taken for: ${kinds.map(({ name }) => name).join(', ') || 'nothing'}`);
  }
  return { kind: kind.name, ...kind.understand(table, context) };
}

/** Line, measure, basis, period and edition of each reading that planning the table gives, with its canonical amount. */
export function plannedFigures(
  records: PackageRecords,
  about: Partial<TableContext> = {},
): Map<string, string> {
  const context = { ...SJOVIK_BUDGET, ...about };
  const at = { file: context.fileName, line: 1 };
  const { document, table, unit, area, unitOfMeasure, status } = context;
  const plan = planDataPackage(
    packageOf('test', {
      ...records,
      documents: [{ ...at, values: { document, file: 'x', title: 'x', status, sha256: context.sha256 } }],
      units: [{ ...at, values: { unit, name: unit, kind: 'board' } }],
      tables: [
        { ...at, values: { table, document, title: 'x', unit, area, unitOfMeasure, place: '1', rank: '1' } },
      ],
      editions: once(records.editions ?? []),
      signs: once(records.signs ?? []),
    }),
  );
  const figures = new Map<string, string>();
  for (const { data } of plan.streams.flatMap(({ events }) => events)) {
    if (!('lines' in data) || !('basis' in data)) continue;
    for (const line of data.lines) {
      if ('from' in line || !('measure' in line)) continue;
      const key = [line.line.join(' > '), line.measure, data.basis, data.period, data.edition].join('; ');
      figures.set(key, String('amount' in line ? line.amount : ''));
    }
  }
  return figures;
}

function once<R extends { readonly values: Readonly<Record<string, string>> }>(rows: readonly R[]): R[] {
  const seen = new Set<string>();
  return rows.filter(({ values }) => {
    const key = JSON.stringify(values);
    return !seen.has(key) && seen.add(key);
  });
}

/** What a table is read as, without its numbers: what a misprint must not change. */
export function structureOf({ rows = [], columns = [], layouts = [] }: PackageRecords): string[] {
  return [...rows, ...columns, ...layouts].map(({ values }) =>
    Object.entries(values)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => `${name}=${value}`)
      .join('; '),
  );
}

/** `kind line measure ← parts | formula` of each row. */
export function rowsOf({ rows = [] }: PackageRecords): string[] {
  return rows.map(({ values: { row, kind, line, measure, parts, formula, role } }) => {
    const made = [parts, formula, role].filter((text) => text !== '').join(' ');
    return `${row}: ${kind} [${line}] ${measure}${made === '' ? '' : ` = ${made}`}`;
  });
}
