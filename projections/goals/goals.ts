import {
  lineKey,
  type Basis,
  type EditionLine,
  type Facts,
  type LayoutRow,
  type LayoutStated,
  type ViewColumn,
  type ViewRow,
} from '#ledger';
import { prefixOf, requireLines, tablesOf } from '../view/editions.js';
import type { ViewDeclaration } from '../view/view-declaration.js';

const YEAR = /^\d{4}$/;

/**
 * Indicators with targets and outcomes over the years (*indikatorer*), from all documents. Of whole years; each row reads
 * each year in the last edition that has the row, so that a final outcome comes before a preliminary one.
 */
export const goals: ViewDeclaration<'goals'> = {
  view: 'goals',

  declare({ view, unit, year }, surroundings) {
    const { facts } = surroundings;
    const lines = surroundings.editionLines.filter(
      (line) =>
        line.area === 'indicator' && YEAR.test(line.period) && (year === undefined || line.period <= year),
    );
    if (lines.length === 0 && !surroundings.has('goal')) {
      requireLines(surroundings, [], { unit, year: year ?? '', what: 'goals', bases: ['target', 'outcome'] });
    }
    const tables = tablesOf(lines);
    const shown = new Map<string, { basis: Basis; period: string }>();
    for (const { basis, period } of lines) shown.set(columnId(basis, period), { basis, period });
    const columnsInOrder = [...shown].sort(
      ([, a], [, b]) => compare(a.period, b.period) || -compare(a.basis, b.basis),
    );
    const columnsOf = (edition: (basis: Basis, period: string) => string): ViewColumn[] =>
      columnsInOrder.map(([id, { basis, period }]) => ({
        id,
        label: `${basis === 'target' ? 'Mål' : 'Utfall'} ${period}`,
        source: { kind: 'reading', basis, period, edition: edition(basis, period) },
      }));
    const sections = tables.flatMap((table) => {
      const prefix = prefixOf(surroundings, tables, table.unit);
      const own = lines.filter((line) => line.unit === table.unit);
      return indicatorRows(facts, own).map(({ row, stated }) => ({
        view,
        unit: table.unit,
        unitOfMeasure: 'count' as const,
        columns: columnsOf((basis, period) => editionOf(facts, { ...table, basis, period }, stated)),
        rows: [{ ...row, path: [...prefix, ...row.path] }],
      }));
    });
    return { columns: columnsOf(() => ''), unitOfMeasure: 'count', sections };
  },
};

export function columnId(basis: Basis, period: string): string {
  return `${basis}${period}`;
}

interface Indicator {
  readonly row: ViewRow;
  /** Which editions state it: `basis period edition`. */
  readonly stated: Set<string>;
}

/** Each indicator once, whatever its tables call it, in the order of the tables. */
function indicatorRows(facts: Facts, lines: readonly EditionLine[]): Indicator[] {
  const rows = new Map<string, Indicator>();
  for (const line of lines) {
    const names = facts.names(line.unit, line.area);
    for (const layout of facts.layouts(line)) {
      for (const row of layout.rows) {
        if (row.measure === null) continue;
        const key = `${lineKey(names.resolve(row.line))} ${row.measure}`;
        const known = rows.get(key) ?? {
          row: indicatorRow(layout, row, names.resolve(row.line)),
          stated: new Set<string>(),
        };
        known.stated.add(editionKey(line, layout.edition));
        rows.set(key, known);
      }
    }
    for (const { edition } of facts.editions(line)) {
      // What was registered by hand has no table.
      for (const entered of facts.entryLines(line, edition, 'value')) {
        const key = `${lineKey(entered)} value`;
        const known = rows.get(key) ?? { row: enteredRow(line, entered), stated: new Set<string>() };
        known.stated.add(editionKey(line, edition));
        rows.set(key, known);
      }
    }
  }
  return [...rows.values()];
}

function indicatorRow(layout: LayoutStated, row: LayoutRow, line: readonly string[]): ViewRow {
  const { unit, area } = layout.line;
  return {
    path: line,
    kind: row.kind,
    unit,
    area,
    line,
    measure: row.measure,
    table: layout.table,
    signs: {},
  };
}

function enteredRow({ unit, area }: EditionLine, line: readonly string[]): ViewRow {
  return { path: line, kind: 'leaf', unit, area, line, measure: 'value', table: '', signs: {} };
}

function editionKey({ basis, period }: EditionLine, edition: string): string {
  return `${basis} ${period} ${edition}`;
}

/** The last edition of a year that states the indicator. */
function editionOf(facts: Facts, line: EditionLine, stated: ReadonlySet<string>): string {
  return facts.editions(line).findLast((e) => stated.has(editionKey(line, e.edition)))?.edition ?? '';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
