import {
  editionLineKey,
  type AddedSource,
  type Change,
  type Correction,
  type EditionDeclared,
  type EditionLine,
  type Facts,
  type LayoutStated,
  type Line,
  type NameTable,
  type PlainEntry,
  type Reading,
  type StatedDifference,
  type Statement,
  type UnitMoved,
} from '#ledger';
import { movesKeys } from '../ledger/scope.js';

/**
 * The same facts, which note what is asked of them: every line of editions, and the names of every unit and area. An
 * answer that was worked out from them holds until something is recorded in one of those.
 */
export class TrackedFacts implements Facts {
  readonly asked = new Set<string>();
  #last: EditionLine | null = null;

  constructor(readonly facts: Facts) {}

  editionLines(): readonly EditionLine[] {
    throw new Error('the whole ledger cannot be noted');
  }

  editions(line: EditionLine): readonly EditionDeclared[] {
    return this.#of(line).editions(line);
  }

  layouts(line: EditionLine): readonly LayoutStated[] {
    return this.#of(line).layouts(line);
  }

  names(unit: string, area: string): NameTable {
    this.asked.add(`${unit}\u001f${area}`);
    return this.facts.names(unit, area);
  }

  moves(unit: string): readonly UnitMoved[] {
    for (const key of movesKeys(unit)) this.asked.add(key);
    return this.facts.moves(unit);
  }

  statements(reading: Reading): readonly Statement[] {
    return this.#of(reading).statements(reading);
  }

  changes(reading: Reading): readonly Change[] {
    return this.#of(reading).changes(reading);
  }

  statedDifferences(reading: Reading): readonly StatedDifference[] {
    return this.#of(reading).statedDifferences(reading);
  }

  entryLines(line: EditionLine, edition: string, measure: string): readonly Line[] {
    return this.#of(line).entryLines(line, edition, measure);
  }

  corrected(reading: Reading): readonly { readonly entry: PlainEntry; readonly correction: Correction }[] {
    return this.#of(reading).corrected(reading);
  }

  addedSources(entryId: string): readonly AddedSource[] {
    return this.facts.addedSources(entryId);
  }

  #of(line: EditionLine): Facts {
    const last = this.#last;
    if (
      last === null ||
      last.period !== line.period ||
      last.basis !== line.basis ||
      last.area !== line.area ||
      last.unit !== line.unit
    ) {
      this.asked.add(editionLineKey(line));
      this.#last = line;
    }
    return this.facts;
  }
}
