/** When what came to whom: flat, as there are tens of thousands a second. */
export class Arrivals {
  #count = 0;
  #times = new Float64Array(1 << 16);
  #positions = new Float64Array(1 << 16);
  /** Of each subscriber the last position, and how often one came that lies before it. */
  readonly last: Float64Array;
  readonly #distinct: Float64Array;
  disordered = 0;
  #from = Infinity;

  constructor(subscribers: number) {
    this.last = new Float64Array(subscribers);
    this.#distinct = new Float64Array(subscribers);
  }

  /** From here on they are counted: positions after this one. */
  begin(after: number): void {
    this.#from = after;
    this.#count = 0;
    this.#distinct.fill(0);
  }

  came(subscriber: number, position: number, time: number): void {
    const last = this.last[subscriber] as number;
    if (position < last) this.disordered++;
    this.last[subscriber] = position;
    if (position <= this.#from) return;
    if (position > last) (this.#distinct[subscriber] as number) += 1;
    if (this.#count === this.#times.length) {
      this.#times = grown(this.#times);
      this.#positions = grown(this.#positions);
    }
    this.#times[this.#count] = time;
    this.#positions[this.#count] = position;
    this.#count++;
  }

  get messages(): number {
    return this.#count;
  }

  /** Events that came, over all subscribers. */
  get delivered(): number {
    let sum = 0;
    for (const count of this.#distinct) sum += count;
    return sum;
  }

  /** How many have come as far as a position. */
  reached(position: number): number {
    let reached = 0;
    for (const last of this.last) if (last >= position) reached++;
    return reached;
  }

  /** Milliseconds from when an event was due until it came, of all that came. */
  latencies(due: ReadonlyMap<number, number>): Float64Array {
    const found = new Float64Array(this.#count);
    let n = 0;
    for (let i = 0; i < this.#count; i++) {
      const from = due.get(this.#positions[i] as number);
      if (from !== undefined) found[n++] = (this.#times[i] as number) - from;
    }
    return found.subarray(0, n).sort();
  }
}

function grown(array: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(array.length * 2);
  larger.set(array);
  return larger;
}

/** Of sorted values. */
export function percentileOf(sorted: Float64Array, part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}
