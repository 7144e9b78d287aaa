import type {
  AddedSource,
  Change,
  Correction,
  EditionDeclared,
  EditionLine,
  Facts,
  LayoutStated,
  Line,
  NameTable,
  PlainEntry,
  Reading,
  StatedDifference,
  Statement,
  UnitMoved,
} from '#ledger';
import { movesKeys } from './scope.js';

/**
 * The same facts, observed: whoever extends them is told what is asked, as finely as he wants to know it, since an answer
 * that was worked out from them holds until something is recorded in one of those. They wrap any facts; the read model's
 * own, which answer more than the kernel asks, are observed by noting-facts.ts.
 */
export abstract class ObservedFacts implements Facts {
  constructor(readonly facts: Facts) {}

  /** What is declared of a line of editions. */
  protected abstract declarationsAsked(line: EditionLine): void;

  /** The names of a unit and area, or the moves of a unit, by the key that `touched` has. */
  protected abstract namesAsked(key: string): void;

  /** The entries of a frame, or in it of one reading. */
  protected abstract entriesAsked(
    line: EditionLine,
    edition: string,
    measure: string,
    reading?: Reading,
  ): void;

  editionLines(): readonly EditionLine[] {
    throw new Error('the whole ledger cannot be noted');
  }

  editions(line: EditionLine): readonly EditionDeclared[] {
    this.declarationsAsked(line);
    return this.facts.editions(line);
  }

  layouts(line: EditionLine): readonly LayoutStated[] {
    this.declarationsAsked(line);
    return this.facts.layouts(line);
  }

  names(unit: string, area: string): NameTable {
    this.namesAsked(`${unit}\u001f${area}`);
    return this.facts.names(unit, area);
  }

  moves(unit: string): readonly UnitMoved[] {
    for (const key of movesKeys(unit)) this.namesAsked(key);
    return this.facts.moves(unit);
  }

  statements(reading: Reading): readonly Statement[] {
    this.entriesAsked(reading, reading.edition, reading.measure, reading);
    return this.facts.statements(reading);
  }

  changes(reading: Reading): readonly Change[] {
    this.entriesAsked(reading, reading.edition, reading.measure, reading);
    return this.facts.changes(reading);
  }

  statedDifferences(reading: Reading): readonly StatedDifference[] {
    this.entriesAsked(reading, reading.edition, reading.measure, reading);
    return this.facts.statedDifferences(reading);
  }

  entryLines(line: EditionLine, edition: string, measure: string): readonly Line[] {
    this.entriesAsked(line, edition, measure);
    return this.facts.entryLines(line, edition, measure);
  }

  corrected(reading: Reading): readonly { readonly entry: PlainEntry; readonly correction: Correction }[] {
    this.entriesAsked(reading, reading.edition, reading.measure, reading);
    return this.facts.corrected(reading);
  }

  addedSources(entryId: string): readonly AddedSource[] {
    return this.facts.addedSources(entryId);
  }
}
