import {
  mergeRows,
  rowsOf,
  type EditionLine,
  type Facts,
  type LayoutRow,
  type LayoutStated,
  type ViewColumn,
  type ViewRow,
} from '#ledger';

/** One column to take the rows from: an edition in a line of editions. */
export interface RowSource {
  readonly line: EditionLine;
  readonly edition: string;
}

/**
 * The rows of a table: those that the layouts of the editions shown state, of every table in its order; a row that only
 * one of them has comes after the row it follows there.
 */
export function rowsFor(
  facts: Facts,
  sources: readonly RowSource[],
  columns: readonly ViewColumn[],
  prefix: readonly string[],
): ViewRow[] {
  return mergeRows(
    sources.map(({ line, edition }) =>
      layoutsShown(facts, line, edition).flatMap((layout) =>
        // A row without labels is a total that the table adds up and does not print.
        layout.rows.filter((row) => row.path.length > 0).map((row) => viewRow(layout, row, columns, prefix)),
      ),
    ),
  );
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
