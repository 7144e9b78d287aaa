import type { Spot } from '../document/document.js';
import { AS_PRINTED, type ContentLines } from './content-lines.js';
import type { IndicatorColumn } from './indicator-column.js';
import { indicatorName, indicatorUnit } from './indicator-name.js';
import type { TableContext } from './table-kind.js';

/** A table of indicators: names down, readings across, whatever way the document sets it. */
export interface IndicatorTable {
  readonly table: string;
  readonly title: string;
  readonly unit: string;
  /** 1 for a table, more for what is drawn: the first stands. */
  readonly rank: number;
  readonly columns: readonly { readonly label: string; readonly reads: IndicatorColumn; readonly at: Spot }[];
  readonly rows: readonly IndicatorRow[];
  readonly note?: string;
}

export interface IndicatorRow {
  readonly label: string;
  readonly goal?: string;
  readonly at: Spot;
  /** By label of column; a column without one is blank. */
  readonly cells: ReadonlyMap<string, { readonly text: string; readonly at: Spot }>;
}

const AREA = 'indicator';

export function addIndicators(
  lines: ContentLines,
  context: TableContext,
  content: IndicatorTable,
  at: Spot,
): void {
  const { table, title, unit } = content;
  const { document } = context;
  lines.add('signs', at, AS_PRINTED);
  const own = { table, document, title, unit, area: AREA, unitOfMeasure: 'count' };
  lines.add('tables', at, { ...own, place: '0', rank: String(content.rank), note: content.note ?? '' });
  const columns = withoutTwice(lines, content.columns);
  for (const [n, { label, reads, at: where }] of columns.entries()) {
    const { basis, period, edition, order, status } = reads;
    const column = { role: 'reading', basis, edition, period, signs: AS_PRINTED.signs };
    lines.add('columns', where, { ...blankColumn(table, n + 1, label), ...column });
    const place = { unit, area: AREA, basis, period, edition, order, kind: 'full' };
    lines.add('editions', where, { ...place, status, label: reads.label, document });
  }
  const times = new Map<string, number>();
  for (const [n, row] of content.rows.entries()) {
    const time = (times.get(row.label) ?? 0) + 1;
    times.set(row.label, time);
    const name = time === 1 ? row.label : `${row.label} (${time})`;
    const printed = [...row.cells.values()].map(({ text }) => text);
    const unitOfMeasure = indicatorUnit(row.label, printed);
    lines.add('rows', row.at, {
      ...blankRow(table, n + 1, name),
      kind: 'leaf',
      line: time === 1 ? indicatorName(row.label) : `${indicatorName(row.label)} (${time})`,
      measure: 'value',
      unitOfMeasure,
      goal: row.goal ?? '',
    });
    for (const { label } of columns) {
      const cell = row.cells.get(label);
      // A cell that a block does not have is not one that is blank.
      if (cell === undefined) continue;
      lines.addCell(cell.at, { table, row: name, column: label, printed: cell.text }, unitOfMeasure);
    }
  }
}

type Columns = IndicatorTable['columns'];

/** Two columns of one reading, or of one label, would say two things of every row. */
function withoutTwice(lines: ContentLines, columns: Columns): Columns {
  const seen = new Map<string, string>();
  return columns.filter(({ label, reads, at }) => {
    const { basis, period, edition } = reads;
    const keys = [label, [basis, period, edition].join('|')];
    const before = keys.map((key) => seen.get(key)).find((found) => found !== undefined);
    for (const key of keys) seen.set(key, label);
    if (before === undefined) return true;
    const hint = 'Keep one of the two, or mark the other as text in the profile.';
    lines.refuse(at, { column: label }, 'COLUMN_TWICE', `"${label}" holds what "${before}" holds`, hint);
    return false;
  });
}

export function blankColumn(table: string, order: number, column: string): Record<string, string> {
  const rest = { unitOfMeasure: '', against: '', of: '', cause: '', status: '', measure: '' };
  const reads = { basis: '', edition: '', period: '', signs: '' };
  return { table, order: String(order), column, ...reads, ...rest };
}

export function blankRow(table: string, order: number, row: string): Record<string, string> {
  const rest = { parts: '', formula: '', role: '', status: '', unitOfMeasure: '', goal: '' };
  return { table, order: String(order), row, ...rest };
}
