import { createHash } from 'node:crypto';
import type { Reading, SourceCell } from '#ledger';

/**
 * An event id that follows from what the event is about, so that doing the same twice gives the same id: a UUID of
 * version 8 (RFC 9562: an id of one's own making) whose bits are the SHA-256 of the parts. Each part is hashed with its
 * length before it, so that no two lists of parts run together to the same text.
 */
export function derivedEventId(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  const hex = hash.digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The parts that tell readings apart, for {@link derivedEventId}. */
export function readingParts(reading: Reading): string[] {
  const { unit, area, basis, period, edition, measure, line } = reading;
  return [unit, area, basis, period, edition, measure, JSON.stringify(line)];
}

/**
 * The id of an event that was read from one cell: it follows from document, cell and reading, so importing twice stores
 * once. Where a better profile reads the cell otherwise, the correction's id adds the entry that it corrects.
 */
export function idOfCell(
  type: string,
  cell: Pick<SourceCell, 'document' | 'table' | 'row' | 'column'>,
  reading: Reading,
  corrects?: string,
): string {
  const parts = [type, cell.document, cell.table, cell.row, cell.column, ...readingParts(reading)];
  return derivedEventId(corrects === undefined ? parts : [...parts, corrects]);
}
