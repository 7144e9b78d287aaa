import {
  editionLineKey,
  readingKey,
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
import { movesKeys } from './scope.js';
import { FRAME_SEPARATOR } from '../runner/batch.js';

/** What an answer rests on. Where nothing of it is touched, the answer stays the same. */
export interface Rests {
  /** Keys of frames (scope, edition, measure) whose entries were asked for. */
  readonly frames: ReadonlySet<string>;
  /** Lines of editions whose declarations were asked for. */
  readonly lines: ReadonlySet<string>;
  /** Units and areas whose names were. */
  readonly names: ReadonlySet<string>;
  /** Keys of the readings themselves, by their resolved lines. */
  readonly readings: ReadonlySet<string>;
}

/** The same facts, which note in detail what is asked of them. */
export class RestingFacts implements Facts {
  readonly #frames = new Set<string>();
  readonly #lines = new Set<string>();
  readonly #names = new Set<string>();
  readonly #readings = new Set<string>();

  constructor(readonly facts: Facts) {}

  get rests(): Rests {
    return { frames: this.#frames, lines: this.#lines, names: this.#names, readings: this.#readings };
  }

  editionLines(): readonly EditionLine[] {
    throw new Error('the whole ledger cannot be noted');
  }

  editions(line: EditionLine): readonly EditionDeclared[] {
    this.#lines.add(editionLineKey(line));
    return this.facts.editions(line);
  }

  layouts(line: EditionLine): readonly LayoutStated[] {
    this.#lines.add(editionLineKey(line));
    return this.facts.layouts(line);
  }

  names(unit: string, area: string): NameTable {
    this.#names.add(`${unit}\u001f${area}`);
    return this.facts.names(unit, area);
  }

  moves(unit: string): readonly UnitMoved[] {
    for (const key of movesKeys(unit)) this.#names.add(key);
    return this.facts.moves(unit);
  }

  statements(reading: Reading): readonly Statement[] {
    this.#read(reading);
    return this.facts.statements(reading);
  }

  changes(reading: Reading): readonly Change[] {
    this.#read(reading);
    return this.facts.changes(reading);
  }

  statedDifferences(reading: Reading): readonly StatedDifference[] {
    this.#read(reading);
    return this.facts.statedDifferences(reading);
  }

  entryLines(line: EditionLine, edition: string, measure: string): readonly Line[] {
    this.#frames.add(frameKey(line, edition, measure));
    return this.facts.entryLines(line, edition, measure);
  }

  corrected(reading: Reading): readonly { readonly entry: PlainEntry; readonly correction: Correction }[] {
    this.#read(reading);
    return this.facts.corrected(reading);
  }

  addedSources(entryId: string): readonly AddedSource[] {
    return this.facts.addedSources(entryId);
  }

  #read(reading: Reading): void {
    this.#frames.add(frameKey(reading, reading.edition, reading.measure));
    this.#readings.add(readingKey(reading));
  }
}

function frameKey(line: EditionLine, edition: string, measure: string): string {
  return `${editionLineKey(line)}${FRAME_SEPARATOR}${edition}${FRAME_SEPARATOR}${measure}`;
}
