interface Kept<V> {
  readonly value: V;
  readonly weight: number;
}

/**
 * A bounded memory: what was asked for lately is kept, what was not is forgotten. Two generations instead of a list of
 * uses: a hit in the older one moves to the younger, and when the younger is full the older is dropped. A hit costs one
 * look-up and nothing is moved about.
 */
export class Generations<K, V> {
  readonly #weightMax: number;
  #young = new Map<K, Kept<V>>();
  #old = new Map<K, Kept<V>>();
  #weight = 0;

  /** Keeps up to twice `weightMax`. */
  constructor(weightMax: number) {
    this.#weightMax = weightMax;
  }

  get(key: K): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young.value;
    const old = this.#old.get(key);
    if (old === undefined) return undefined;
    this.set(key, old.value, old.weight);
    return old.value;
  }

  set(key: K, value: V, weight = 1): void {
    if (this.#weight >= this.#weightMax) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#weight = 0;
    }
    this.#weight += weight;
    this.#young.set(key, { value, weight });
  }
}
