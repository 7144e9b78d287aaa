interface Kept<V> {
  readonly value: V;
  readonly weight: number;
}

/** Keys that are remembered of what was asked for once, in each of two generations. */
const ASKED_MAX = 4_000;

/**
 * A bounded memory: what is asked for again and again is kept, what was not asked for lately is forgotten. Two
 * generations instead of a list of uses: a hit in the older one moves to the younger, and when the younger is full the
 * older is dropped. A hit costs one look-up and nothing is moved about.
 *
 * What is asked for by one answer alone is kept for that answer only, and beyond it no more than its key: most of a
 * large ledger is asked for once, and what lives no longer than an answer costs the collector of garbage nothing. The
 * answer that asks the second time keeps it.
 */
export class Generations<K, V> {
  readonly #weightMax: number;
  #young = new Map<K, Kept<V>>();
  #old = new Map<K, Kept<V>>();
  #weight = 0;
  /** Of the answer at hand, and nobody asked for it lately. */
  #own = new Map<K, V>();
  #ownWeight = 0;
  #asked = new Set<K>();
  #askedBefore = new Set<K>();

  /** Keeps up to twice `weightMax`, and as much again for the answer at hand. */
  constructor(weightMax: number) {
    this.#weightMax = weightMax;
  }

  get(key: K): V | undefined {
    const own = this.#own.get(key);
    if (own !== undefined) return own;
    const young = this.#young.get(key);
    if (young !== undefined) return young.value;
    const old = this.#old.get(key);
    if (old === undefined) return undefined;
    this.#keep(key, old.value, old.weight);
    return old.value;
  }

  set(key: K, value: V, weight = 1): void {
    if (this.#asked.has(key) || this.#askedBefore.has(key) || this.#young.has(key) || this.#old.has(key)) {
      this.#own.delete(key);
      this.#keep(key, value, weight);
      return;
    }
    if (this.#ownWeight >= this.#weightMax) this.turn();
    this.#ownWeight += weight;
    this.#own.set(key, value);
  }

  /** Another answer begins. */
  turn(): void {
    if (this.#own.size === 0) return;
    if (this.#asked.size >= ASKED_MAX) {
      this.#askedBefore = this.#asked;
      this.#asked = new Set();
    }
    let room = ASKED_MAX;
    for (const key of this.#own.keys()) {
      if (room-- === 0) break;
      this.#asked.add(key);
    }
    this.#own = new Map();
    this.#ownWeight = 0;
  }

  #keep(key: K, value: V, weight: number): void {
    if (this.#weight >= this.#weightMax) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#weight = 0;
    }
    this.#weight += weight - (this.#young.get(key)?.weight ?? 0);
    this.#young.set(key, { value, weight });
  }
}
