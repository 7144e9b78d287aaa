import { LedgerError } from '#amount';
import { CELLS_MAX, COLUMNS_MAX, FILE_BYTES_MAX, ROWS_MAX } from './limits.js';

/** What every reader refuses, in the same words. */

const MEGABYTE = 1024 * 1024;

/** @throws LedgerError FILE_EMPTY, FILE_TOO_LARGE */
export function requireSize(bytes: Uint8Array, file: string): void {
  if (bytes.length === 0) {
    throw new LedgerError('FILE_EMPTY', `${file} is empty`, {
      place: { file },
      hint: 'Fetch or save the document again; nothing of it arrived.',
    });
  }
  if (bytes.length > FILE_BYTES_MAX) {
    throw tooLarge(file, `${Math.ceil(bytes.length / MEGABYTE)} MB`, `${FILE_BYTES_MAX / MEGABYTE} MB`);
  }
}

/** The file has more of something than is read of one file. `has` and `most` name the thing: `3 000 columns`. */
export function tooLarge(file: string, has: string, most: string, line?: number): LedgerError {
  return new LedgerError('FILE_TOO_LARGE', `${file} has ${has}; at most ${most} are read`, {
    place: line === undefined ? { file } : { file, line },
    hint: 'Is it the document that was meant? Divide it, or leave out what is no document.',
  });
}

/** Counts the cells of a file while they are read, and refuses when there are too many. */
export class CellCount {
  #cells = 0;

  constructor(private readonly file: string) {}

  /**
   * A row of a table has been read.
   *
   * @throws LedgerError FILE_TOO_LARGE
   */
  row(columns: number, rowsBefore: number, line: number): void {
    if (columns > COLUMNS_MAX) throw tooLarge(this.file, `${columns} columns`, `${COLUMNS_MAX}`, line);
    if (rowsBefore >= ROWS_MAX)
      throw tooLarge(this.file, `more than ${ROWS_MAX} rows in a table`, `${ROWS_MAX}`, line);
    this.#cells += columns;
    if (this.#cells > CELLS_MAX)
      throw tooLarge(this.file, `more than ${CELLS_MAX} cells`, `${CELLS_MAX}`, line);
  }
}
