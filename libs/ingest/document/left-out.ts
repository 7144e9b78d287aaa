import type { LeftOut, Spot } from './document.js';

/** Counts what a reader leaves out. */
export class LeftOutCount {
  readonly #found = new Map<LeftOut['what'], { count: number; at: Spot }>();

  add(what: LeftOut['what'], at: Spot): void {
    const found = this.#found.get(what);
    if (found === undefined) this.#found.set(what, { count: 1, at });
    else found.count += 1;
  }

  /** To spread into a document: nothing where nothing was left out. */
  get part(): { leftOut?: readonly LeftOut[] } {
    if (this.#found.size === 0) return {};
    return { leftOut: [...this.#found].map(([what, { count, at }]) => ({ what, count, at })) };
  }
}
