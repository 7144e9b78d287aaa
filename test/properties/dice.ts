/** Chance that can be repeated: what is thrown follows from the seed alone (mulberry32). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** From 0 up to, and without, 1. */
  throw(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.throw() * (most - least + 1));
  }

  chance(of: number): boolean {
    return this.throw() < of;
  }

  pick<T>(among: readonly T[]): T {
    if (among.length === 0) throw new Error('There is nothing to pick from');
    return among[Math.floor(this.throw() * among.length)] as T;
  }

  /** Each with the same chance, in their order. */
  some<T>(among: readonly T[], of: number): T[] {
    return among.filter(() => this.chance(of));
  }

  shuffled<T>(all: readonly T[]): T[] {
    return all
      .map((item) => ({ item, at: this.throw() }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item);
  }
}
