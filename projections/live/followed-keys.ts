import type { Touched, KeyTouches } from './key-touches.js';

interface Followed {
  touched: Touched;
  /** Which of its seqs comes next. */
  next: number;
}

/**
 * The keys that an answer rests on, and where each is touched next. As long as none of them is, the answer is the same:
 * worked out again it would ask the same, of the same facts.
 */
export class FollowedKeys {
  #keys = new Map<string, Followed>();

  get keys(): Iterable<string> {
    return this.#keys.keys();
  }

  /** Rests on these from here on, and on nothing else. */
  rest(asked: ReadonlySet<string>): void {
    const keys = new Map<string, Followed>();
    for (const key of asked) {
      keys.set(key, this.#keys.get(key) ?? { touched: { seqs: [], upTo: -1 }, next: 0 });
    }
    this.#keys = keys;
  }

  /** Forgets what was read: it is of another file. */
  forget(): void {
    for (const followed of this.#keys.values()) {
      followed.touched = { seqs: [], upTo: -1 };
      followed.next = 0;
    }
  }

  /** The first seq after one at which any of them is touched; null where none is up to the head. */
  nextAfter(seq: number, head: number, touches: KeyTouches): number | null {
    let best: number | null = null;
    for (const [key, followed] of this.#keys) {
      const next = nextOf(key, followed, seq, head, touches);
      if (next !== null && (best === null || next < best)) best = next;
    }
    return best;
  }
}

function nextOf(
  key: string,
  followed: Followed,
  seq: number,
  head: number,
  touches: KeyTouches,
): number | null {
  for (;;) {
    const { touched } = followed;
    while ((touched.seqs[followed.next] ?? Infinity) <= seq) followed.next++;
    const next = touched.seqs[followed.next];
    if (next !== undefined) return next <= head ? next : null;
    if (touched.upTo >= head) return null;
    followed.touched = touches.after(key, Math.max(seq, touched.upTo), head);
    followed.next = 0;
  }
}
