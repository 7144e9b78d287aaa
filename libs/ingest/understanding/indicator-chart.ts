import type { AssembledTable } from '../document/document.js';
import { boardOf, ContentLines } from './content-lines.js';
import { goalAt, goalsOf } from './goal-blocks.js';
import { indicatorColumn, type IndicatorColumn } from './indicator-column.js';
import { addIndicators } from './indicator-lines.js';
import { hasNumber } from './numbers.js';
import type { TableContext, TableKind, Understood } from './table-kind.js';
import { plainText } from './words.js';

const CORNER = /^(?:år|tidpunkt|period|mättillfälle)$/i;
const SERIES = /^(?:utfall|resultat|värde|mål|målvärde)$/i;
/** Of the table alone: which year it is about matters to none of the labels. */
const ANY_YEAR = { kind: 'other', year: 2000 } as const;
/** A table stands before what is drawn, whatever the profile ranks it. */
const RANK = 9;

/**
 * The data of a chart (*diagram*) of one indicator, which stands in the heading: a row for each point in time. Where a
 * table has the same fact, the table stands, and the chart is held against it.
 */
export const indicatorChart: TableKind = {
  name: 'indicator-chart',
  area: 'indicator',
  prefix: 'diagram',
  named: ({ headings }) => headings.at(-1) ?? null,
  recognises: ({ corner, columns, rows, headings }) =>
    CORNER.test(plainText(corner)) &&
    headings.length > 0 &&
    columns.length > 0 &&
    columns.every(({ text }) => SERIES.test(plainText(text))) &&
    rows.some(({ label }) => indicatorColumn(label, ANY_YEAR) !== null),
  understand,
};

function understand(table: AssembledTable, context: TableContext): Understood {
  const lines = new ContentLines(context);
  const name = plainText(table.headings.at(-1) ?? '');
  const several = table.columns.length > 1;
  const cells = new Map<string, AssembledTable['rows'][number]['cells'][number]>();
  const columns = table.columns.flatMap(({ text: series }, n) =>
    table.rows.flatMap((row) => {
      const cell = row.cells[n];
      const point = plainText(row.label);
      if (cell === undefined || plainText(cell.text) === '') return [];
      const prefix = /^mål/i.test(plainText(series)) ? `${plainText(series)} ` : '';
      const reads = point === '' ? null : indicatorColumn(`${prefix}${point}`, context);
      if (reads === null || !hasNumber(cell.text)) {
        refusePoint(lines, row, point);
        return [];
      }
      const label = several ? `${plainText(series)} ${point}` : point;
      cells.set(label, cell);
      return [{ label, reads: isReadOff(table) ? readOff(reads) : reads, at: row.at }];
    }),
  );
  const goal = goalAt(goalsOf(context.blocks), table.at)?.id;
  const row = { label: name, at: table.at, cells, ...(goal === undefined ? {} : { goal }) };
  const drawn = {
    table: context.table,
    title: `Diagram: ${name}`,
    unit: boardOf(context.unit),
    rank: RANK,
    columns,
    rows: [row],
    note: 'Värden ur ett diagram; en tabell går före.',
  };
  addIndicators(lines, context, drawn, table.at);
  return lines.understood;
}

/** So many points make a chart whose step can be told. */
const POINTS_MIN = 4;
/** Whole thousands, or fives of them: a step of that many units is one of an axis. */
const STEP_MIN = 100n;

/** Values that are all multiples of a large step are read off the axis: nobody counted 235 000 guests. */
function isReadOff({ rows }: AssembledTable): boolean {
  const texts = rows
    .flatMap(({ cells }) => cells.map(({ text }) => plainText(text)))
    .filter((text) => text !== '');
  const digits = texts.map((text) => text.replaceAll(/\s/g, ''));
  if (new Set(digits).size < POINTS_MIN || !digits.every((text) => /^\d{1,15}$/.test(text))) return false;
  return digits.map(BigInt).reduce(divisor) >= STEP_MIN;
}

function divisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : divisor(b, a % b);
}

/** An edition of its own, before the exact one: it states about as much, and disputes nothing. */
function readOff({ edition, order, label, ...reads }: IndicatorColumn): IndicatorColumn {
  const before = order.replace(/;0$/, '');
  return { ...reads, edition: `${edition}@diagram`, order: before, label: `${label} (avläst ur diagram)` };
}

function refusePoint(lines: ContentLines, { at }: AssembledTable['rows'][number], point: string): void {
  const hint =
    'Known: 2023, År 2023, T1 2023, jan–jul 2023. Correct the label, or mark the table as text in the profile.';
  lines.refuse(at, { row: point }, 'POINT_NOT_UNDERSTOOD', `"${point}" is no point in time of a chart`, hint);
}
