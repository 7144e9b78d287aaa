import { touchedKeyOf } from '../runner/touched-keys.js';
import type { KeyTouches } from './key-touches.js';

/** What findings rest on, or are shown with. */
const KINDS: ReadonlySet<string> = new Set(['scope', 'names', 'discrepancy', 'document']);

/** The seqs after one at which anything was touched, with what was, read in stretches; as far as memory reaches. */
export class TouchWindow {
  readonly #after: number;
  readonly #keys: readonly string[];
  #read = 0;
  #upTo: number;
  #touched = new Map<number, string[]>();
  #seqs: readonly number[] | null = null;
  #next = 0;

  constructor(touches: KeyTouches, after: number, head: number) {
    this.#after = after;
    this.#keys = touches.keysSince(after).filter((key) => KINDS.has(touchedKeyOf(key).kind));
    this.#upTo = head;
  }

  /** Up to where it tells everything. */
  get upTo(): number {
    return this.#upTo;
  }

  /** Reads on; true where all is read. */
  read(touches: KeyTouches, until: number): boolean {
    if (this.#seqs !== null) return true;
    for (; this.#read < this.#keys.length; this.#read++) {
      if (performance.now() > until) return false;
      const key = this.#keys[this.#read] as string;
      const { seqs, upTo } = touches.after(key, this.#after, this.#upTo);
      this.#upTo = Math.min(this.#upTo, upTo);
      for (const seq of seqs) {
        const keys = this.#touched.get(seq);
        if (keys === undefined) this.#touched.set(seq, [key]);
        else keys.push(key);
      }
    }
    this.#seqs = [...this.#touched.keys()].filter((seq) => seq <= this.#upTo).sort((a, b) => a - b);
    return true;
  }

  /** The next seq, with its keys; null at the end. */
  next(): { readonly seq: number; readonly keys: readonly string[] } | null {
    const seq = this.#seqs?.[this.#next];
    if (seq === undefined) return null;
    this.#next++;
    return { seq, keys: this.#touched.get(seq) ?? [] };
  }
}
