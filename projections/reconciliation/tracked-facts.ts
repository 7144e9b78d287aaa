import { editionLineKey, type EditionLine } from '#ledger';
import { ObservedFacts } from '../ledger/observed-facts.js';

/** Facts that note every line of editions, and the names of every unit and area, that are asked for. */
export class TrackedFacts extends ObservedFacts {
  readonly asked = new Set<string>();
  #last: EditionLine | null = null;

  protected override declarationsAsked(line: EditionLine): void {
    this.#note(line);
  }

  protected override namesAsked(key: string): void {
    this.asked.add(key);
  }

  protected override entriesAsked(line: EditionLine): void {
    this.#note(line);
  }

  #note(line: EditionLine): void {
    const last = this.#last;
    if (
      last !== null &&
      last.period === line.period &&
      last.basis === line.basis &&
      last.area === line.area &&
      last.unit === line.unit
    )
      return;
    this.asked.add(editionLineKey(line));
    this.#last = line;
  }
}
