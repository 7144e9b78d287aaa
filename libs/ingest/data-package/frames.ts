import type { Frame } from '#domain';
import type { CsvRow } from '../csv.js';
import { basisAt, required } from './fields.js';
import type { ColumnRow, TableRow } from './rows.js';

/** Where readings stand: a unit, an area, a basis, a period and an edition. */

export function frameOf({ unit, area, basis, period, edition }: Frame): Frame {
  return { unit, area, basis, period, edition };
}

export function frameAt(at: CsvRow): Frame {
  return {
    unit: required(at, 'unit'),
    area: required(at, 'area'),
    basis: basisAt(at),
    period: required(at, 'period'),
    edition: required(at, 'edition'),
  };
}

/** Of a column that reads; null where it is of differences or of text. */
export function frameOfColumn(table: TableRow, column: ColumnRow): Frame | null {
  const { basis, period, edition } = column;
  return basis === null ? null : { unit: table.unit, area: table.area, basis, period, edition };
}

/** One text for a frame. */
export function frameKey({ unit, area, basis, period, edition }: Frame): string {
  return [unit, area, basis, period, edition].join('\u001f');
}

/** One text for the line of editions that a frame is of. */
export function editionLineKey({ unit, area, basis, period }: Omit<Frame, 'edition'>): string {
  return [unit, area, basis, period].join('\u001f');
}
