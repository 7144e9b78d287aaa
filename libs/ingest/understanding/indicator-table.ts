import type { AssembledRow, AssembledTable, Spot } from '../document/document.js';
import { boardOf, ContentLines, meaningOf, sectionOf } from './content-lines.js';
import { goalAt, goalsOf, indicatorIn } from './goal-blocks.js';
import { indicatorColumn, type IndicatorColumn } from './indicator-column.js';
import { addIndicators, type IndicatorRow } from './indicator-lines.js';
import { hasNumber } from './numbers.js';
import type { TableContext, TableKind, Understood } from './table-kind.js';
import { plainText } from './words.js';

const CORNER = /^(?:.{0,40}\s)?(?:indikator(?:er)?|verksamhetsm[åä]tt|nyckeltal|mått|måttet)$/i;
/** Of the table alone: which year it is about matters to none of the labels. */
const ANY_YEAR = { kind: 'other', year: 2000 } as const;

/**
 * Indicators and measures (*verksamhetsmått*, *nyckeltal*) with their targets and outcomes. Two forms: a row for each,
 * its name first; or a table of one row for each, with its name in the text above it (`Indikator: …`).
 */
export const indicatorTable: TableKind = {
  name: 'indicator',
  area: 'indicator',
  prefix: 'indikatorer',
  named: (table) => (isNamedInRows(table) ? null : nameAbove(table)),
  recognises: (table) => isNamedInRows(table) || isNamedAbove(table),
  understand,
};

function isNamedInRows(table: AssembledTable): boolean {
  return CORNER.test(plainText(table.corner)) && table.columns.some(({ text }) => reads(text) !== null);
}

function isNamedAbove(table: AssembledTable): boolean {
  const labels = table.columns.map(({ text }) => plainText(text));
  return (
    plainText(table.corner) === '' &&
    nameAbove(table) !== null &&
    labels.some((label) => reads(label) !== null) &&
    table.rows.every(({ label }) => plainText(label) === '')
  );
}

function reads(label: string): IndicatorColumn | null {
  return plainText(label) === '' ? null : indicatorColumn(label, ANY_YEAR);
}

function nameAbove({ textBefore, caption, headings }: AssembledTable): string | null {
  return (
    [textBefore, caption, headings.at(-1)]
      .map((text) => indicatorIn(text ?? ''))
      .find((name) => name !== null) ?? null
  );
}

function understand(table: AssembledTable, context: TableContext): Understood {
  const lines = new ContentLines(context);
  const unit = boardOf(context.unit);
  const goal = goalAt(goalsOf(context.blocks), table.at)?.id;
  const above = isNamedInRows(table) ? null : nameAbove(table);
  const columns = table.columns.flatMap(({ text, at }, n) => {
    const label = plainText(text);
    const meaning = meaningOf(text, context);
    const column = meaning === '' ? null : indicatorColumn(meaning, context);
    if (column !== null) return [{ label, at, reads: column, n }];
    if (/^text$/i.test(meaning)) return [];
    // Who follows a measure (`KF`) is no number; a number below a label that says nothing is one too many.
    for (const row of table.rows) {
      const cell = row.cells[n];
      if (cell !== undefined && hasNumber(cell.text)) refuseColumn(lines, cell.at, row, label);
    }
    return [];
  });
  const rows = table.rows.flatMap((row): IndicatorRow[] => {
    const label = plainText(above ?? row.label);
    const cells = new Map(
      columns.map(({ label: name, n }) => [name, row.cells[n] ?? { text: '', at: row.at }]),
    );
    if (label === '' || (above !== null && [...cells.values()].every(({ text }) => text.trim() === ''))) {
      return [];
    }
    return [{ label, at: row.at, cells, ...(goal === undefined ? {} : { goal }) }];
  });
  const { table: id } = context;
  const title = [plainText(table.corner), sectionOf(table)].filter((text) => text !== '').join(': ');
  addIndicators(lines, context, { table: id, title: above ?? title, unit, rank: 1, columns, rows }, table.at);
  return lines.understood;
}

function refuseColumn(lines: ContentLines, at: Spot, row: AssembledRow, column: string): void {
  lines.refuse(
    at,
    { row: plainText(row.label), column },
    'COLUMN_NOT_UNDERSTOOD',
    `"${column}" says of no year and basis that the numbers below it are of`,
    'Name the column in the profile, as "Utfall 2023" or "Mål 2024".',
  );
}
