import {
  lineKey,
  lineOfKey,
  mergeRows,
  rowsOf,
  Tables,
  type EditionLine,
  type Facts,
  type LayoutRow,
  type LayoutStated,
  type Line,
  type Table,
  type ViewColumn,
  type ViewRow,
} from '#ledger';
import { inOrderOfTables, measureLabel } from './measures.js';
import type { ViewSurroundings } from './view-declaration.js';

/** One column to take the rows from: an edition in a line of editions. */
export interface RowSource {
  readonly line: EditionLine;
  readonly edition: string;
}

/**
 * The rows of a table: those that the layouts of the editions shown state, of every table in its order; a row that only
 * one of them has comes after the row it follows there. Where none of them has a layout, the lines that figures were
 * registered of.
 */
export function rowsFor(
  surroundings: Pick<ViewSurroundings, 'facts' | 'measuresOf'>,
  sources: readonly RowSource[],
  columns: readonly ViewColumn[],
  prefix: readonly string[],
): ViewRow[] {
  const { facts } = surroundings;
  const stated = mergeRows(
    sources.map(({ line, edition }) =>
      layoutsShown(facts, line, edition).flatMap((layout) =>
        // A row without labels is a total that the table adds up and does not print.
        layout.rows.filter((row) => row.path.length > 0).map((row) => viewRow(layout, row, columns, prefix)),
      ),
    ),
  );
  return stated.length > 0 ? stated : bareRows(surroundings, sources, columns, prefix);
}

/** Lines without any layout: what they add up to below them, and their measures told where there are several. */
function bareRows(
  { facts, measuresOf }: Pick<ViewSurroundings, 'facts' | 'measuresOf'>,
  sources: readonly RowSource[],
  columns: readonly ViewColumn[],
  prefix: readonly string[],
): ViewRow[] {
  const signs = Object.fromEntries(columns.map(({ id }) => [id, 1 as const]));
  const shown = new Tables(facts);
  const found = sources.map(({ line, edition }) =>
    inOrderOfTables(measuresOf(line)).map((measure) => ({
      line,
      measure,
      table: shown.of(line, edition, measure),
    })),
  );
  const isSaid = new Set(
    found.flatMap((tables) =>
      tables.filter(({ table }) => table.lines.size > 0).map(({ measure }) => measure),
    ),
  );
  const labelsOf = (measure: string): string[] => (isSaid.size > 1 ? [measureLabel(measure)] : []);
  return mergeRows(
    found.map((tables) =>
      tables.flatMap(({ line, measure, table }) =>
        partsFirst(table).map((at): ViewRow => ({
          path: [...prefix, ...(at.length === 0 ? [TOTAL] : at), ...labelsOf(measure)],
          kind: at.length === 0 ? 'total' : table.parts.has(lineKey(at)) ? 'subtotal' : 'leaf',
          unit: line.unit,
          area: line.area,
          line: at,
          measure,
          table: '',
          signs,
        })),
      ),
    ),
  );
}

const TOTAL = 'Totalt';

/** The lines of a table, each after the parts that it sums. */
function partsFirst({ lines, parts }: Pick<Table, 'lines' | 'parts'>): Line[] {
  const placed = new Map<string, Line>();
  const seen = new Set<string>();
  const visit = (key: string): void => {
    if (seen.has(key)) return;
    seen.add(key);
    for (const part of parts.get(key) ?? []) visit(lineKey(part));
    if (lines.has(key)) placed.set(key, lineOfKey(key));
  };
  const below = new Set([...parts.values()].flat().map(lineKey));
  for (const key of lines) if (!below.has(key)) visit(key);
  return [...placed.values()];
}

/** The layouts whose rows the kernel shows for an edition: its own, else those of the nearest edition that has any. */
export function layoutsShown(facts: Facts, line: EditionLine, edition: string): readonly LayoutStated[] {
  const shown = new Set<LayoutRow>(rowsOf(facts, line, edition));
  return facts.layouts(line).filter((layout) => layout.rows.some((row) => shown.has(row)));
}

export function viewRow(
  layout: LayoutStated,
  row: LayoutRow,
  columns: readonly ViewColumn[],
  prefix: readonly string[],
): ViewRow {
  const { measure } = row;
  const signs: Record<string, 1 | -1> = {};
  if (measure !== null) {
    for (const column of columns) {
      signs[column.id] = layout.signs[`${measure}@${column.id}`] ?? layout.signs[measure] ?? 1;
    }
  }
  return {
    path: [...prefix, ...row.path],
    kind: row.kind,
    unit: layout.line.unit,
    area: layout.line.area,
    line: row.line,
    measure,
    table: layout.table,
    signs,
  };
}
