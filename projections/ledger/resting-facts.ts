import { editionLineKey, readingKey, type EditionLine, type Reading } from '#ledger';
import { FRAME_SEPARATOR } from '../runner/batch.js';
import { ObservedFacts } from './observed-facts.js';

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

/** Facts that note in detail what is asked of them: the beliefs of one figure pass over what moved beside it. */
export class RestingFacts extends ObservedFacts {
  readonly #frames = new Set<string>();
  readonly #lines = new Set<string>();
  readonly #names = new Set<string>();
  readonly #readings = new Set<string>();

  get rests(): Rests {
    return { frames: this.#frames, lines: this.#lines, names: this.#names, readings: this.#readings };
  }

  protected override declarationsAsked(line: EditionLine): void {
    this.#lines.add(editionLineKey(line));
  }

  protected override namesAsked(key: string): void {
    this.#names.add(key);
  }

  protected override entriesAsked(
    line: EditionLine,
    edition: string,
    measure: string,
    reading?: Reading,
  ): void {
    this.#frames.add(`${editionLineKey(line)}${FRAME_SEPARATOR}${edition}${FRAME_SEPARATOR}${measure}`);
    if (reading !== undefined) this.#readings.add(readingKey(reading));
  }
}
