import type { EditionDeclared, LayoutStated, UnitMoved } from './declaration.js';
import type { AddedSource, Change, Correction, PlainEntry, StatedDifference, Statement } from './entry.js';
import type { EditionLine, Line, Reading } from './figure.js';
import type { NameTable } from './names.js';

/**
 * What the rules of the ledger ask of whatever holds the entries: the pure book in memory, or the read model in its
 * file. Everything is answered as of one position and, where asked for, as published by one day. Readings are given
 * with their lines resolved ({@link NameTable.resolve}), and answers cover every spelling of the line.
 */
export interface Facts {
  /** Every line of editions that was declared or has a layout. */
  editionLines(): readonly EditionLine[];
  /** In their order. */
  editions(line: EditionLine): readonly EditionDeclared[];
  /** Every layout of every edition in the line, by rank and then table. */
  layouts(line: EditionLine): readonly LayoutStated[];
  names(unit: string, area: string): NameTable;
  /** What moved from the unit or to it, in no particular order; a move of a whole unit is one of those below it as well. */
  moves(unit: string): readonly UnitMoved[];
  /** Statements that were not taken out, in no particular order. */
  statements(reading: Reading): readonly Statement[];
  /** Changes that lead to the reading and were not taken out. */
  changes(reading: Reading): readonly Change[];
  /** Printed differences that end in the reading and were not taken out. */
  statedDifferences(reading: Reading): readonly StatedDifference[];
  /** Lines with an entry of this edition and measure that stands or was withdrawn (never one corrected away). */
  entryLines(line: EditionLine, edition: string, measure: string): readonly Line[];
  /** Entries taken out of the reading, each with the correction that did it. */
  corrected(reading: Reading): readonly { readonly entry: PlainEntry; readonly correction: Correction }[];
  addedSources(entryId: string): readonly AddedSource[];
}
