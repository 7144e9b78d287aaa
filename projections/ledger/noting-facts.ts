import {
  editionLineKey,
  type Correction,
  type EditionLine,
  type Line,
  type NameTable,
  type PlainEntry,
  type Reading,
  type StatedDifference,
  type Statement,
  type Change,
  type UnitMoved,
} from '#ledger';
import { belowKey } from '../runner/touched-keys.js';
import { SqliteFacts } from './facts.js';
import { movesKeys } from './scope.js';
import type { Declared } from './declarations.js';
import type { LedgerCache } from './ledger-cache.js';

/** Is told each key (as `touched` has it) that an answer rests on. */
export type Note = (key: string) => void;

/** The facts of the read model, which tell what is asked of them. */
export class NotingFacts extends SqliteFacts {
  readonly #note: Note;
  readonly #declarations: boolean;
  #last: EditionLine | null = null;
  #lastNames: { readonly unit: string; readonly area: string } | null = null;

  /** `declarations` false: what is declared of a line of editions is noted by whoever asks for it. */
  constructor(cache: LedgerCache, seq: number, note: Note, declarations = true) {
    super(cache, seq);
    this.#note = note;
    this.#declarations = declarations;
  }

  override editionLines(): readonly EditionLine[] {
    this.#note(belowKey(''));
    return super.editionLines();
  }

  override someUnits(most: number): string[] {
    this.#note(belowKey(''));
    return super.someUnits(most);
  }

  override editionLinesOf(unit: string, below: boolean): readonly EditionLine[] {
    this.#note(belowKey(unit));
    return super.editionLinesOf(unit, below);
  }

  override declared(line: EditionLine): Declared {
    if (this.#declarations) this.#of(line);
    return super.declared(line);
  }

  override names(unit: string, area: string): NameTable {
    const last = this.#lastNames;
    if (last === null || last.unit !== unit || last.area !== area) {
      this.#note(`${unit}\u001f${area}`);
      this.#lastNames = { unit, area };
    }
    return super.names(unit, area);
  }

  override moves(unit: string): readonly UnitMoved[] {
    for (const key of movesKeys(unit)) this.#note(key);
    return super.moves(unit);
  }

  override statements(reading: Reading): readonly Statement[] {
    this.#of(reading);
    return super.statements(reading);
  }

  override changes(reading: Reading): readonly Change[] {
    this.#of(reading);
    return super.changes(reading);
  }

  override statedDifferences(reading: Reading): readonly StatedDifference[] {
    this.#of(reading);
    return super.statedDifferences(reading);
  }

  override entryLines(line: EditionLine, edition: string, measure: string): readonly Line[] {
    this.#of(line);
    return super.entryLines(line, edition, measure);
  }

  override corrected(
    reading: Reading,
  ): readonly { readonly entry: PlainEntry; readonly correction: Correction }[] {
    this.#of(reading);
    return super.corrected(reading);
  }

  #of(line: EditionLine): void {
    const last = this.#last;
    if (
      last !== null &&
      last.period === line.period &&
      last.basis === line.basis &&
      last.area === line.area &&
      last.unit === line.unit
    )
      return;
    this.#note(editionLineKey(line));
    this.#last = line;
  }
}
