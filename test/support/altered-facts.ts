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

/** The same facts, in which one entry says something else: the same reading, another number. */
export class AlteredFacts implements Facts {
  constructor(
    readonly facts: Facts,
    readonly altered: PlainEntry,
  ) {}

  editionLines(): readonly EditionLine[] {
    return this.facts.editionLines();
  }

  editions(line: EditionLine): readonly EditionDeclared[] {
    return this.facts.editions(line);
  }

  layouts(line: EditionLine): readonly LayoutStated[] {
    return this.facts.layouts(line);
  }

  names(unit: string, area: string): NameTable {
    return this.facts.names(unit, area);
  }

  moves(unit: string): readonly UnitMoved[] {
    return this.facts.moves(unit);
  }

  statements(reading: Reading): readonly Statement[] {
    return this.#with(this.facts.statements(reading));
  }

  changes(reading: Reading): readonly Change[] {
    return this.#with(this.facts.changes(reading));
  }

  statedDifferences(reading: Reading): readonly StatedDifference[] {
    return this.#with(this.facts.statedDifferences(reading));
  }

  entryLines(line: EditionLine, edition: string, measure: string): readonly Line[] {
    return this.facts.entryLines(line, edition, measure);
  }

  corrected(reading: Reading): readonly { readonly entry: PlainEntry; readonly correction: Correction }[] {
    return this.facts.corrected(reading);
  }

  addedSources(entryId: string): readonly AddedSource[] {
    return this.facts.addedSources(entryId);
  }

  #with<T extends PlainEntry>(entries: readonly T[]): readonly T[] {
    return entries.some(({ id }) => id === this.altered.id)
      ? entries.map((entry) => (entry.id === this.altered.id ? (this.altered as T) : entry))
      : entries;
  }
}
