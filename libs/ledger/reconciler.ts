import type { PlainEntry } from './entry.js';
import { readingOf } from './entry.js';
import { readingKey, type Reading } from './figure.js';
import { assertionsOf, type Asserted } from './reconcile.js';
import { statedNetsOf } from './stated-nets.js';
import { excessOf, fallOf } from './to-date.js';
import type { Evaluator } from './value.js';

export type FindingClass = 'discrepancy' | 'followOn' | 'rounding';

/** A printed number that does not agree (*avstämningsavvikelse*), with what it follows on from. */
export interface Finding {
  /** What is compared, and stays the same when the numbers do not: see {@link findingId}. */
  readonly id: string;
  readonly class: FindingClass;
  /** Of a follow-on: the discrepancy it holds without. */
  readonly root: string | null;
  readonly asserted: Asserted;
}

/**
 * The id of what an entry asserts: the entry's, which is derived from document, cell and reading where it was imported;
 * so it is the same after a rebuild, after other imports and in another ledger. What is known of figures to date, and
 * of the lines of a net, is asserted of the same cell a second time.
 */
export function findingId({
  entry,
  kind,
  acrossLines,
}: Pick<Asserted, 'entry' | 'kind' | 'acrossLines'>): string {
  if (acrossLines === true) return `${entry.id}:lines`;
  return kind === 'cumulative' || kind === 'limit' ? `${entry.id}:${kind}` : entry.id;
}

/** The entry that an id of {@link findingId} is of. */
export function entryOfFinding(id: string): string {
  return id.replace(/:(?:cumulative|limit|lines)$/, '');
}

/**
 * Reconciles one set of facts, reading by reading (*avstämning*). What it worked out it remembers, so it lives no longer
 * than its evaluator.
 */
export class Reconciler {
  readonly #asserted = new Map<string, readonly Asserted[]>();

  constructor(readonly evaluator: Evaluator) {}

  /** Everything printed of a reading that does not agree exactly. */
  of(reading: Reading): Finding[] {
    return this.#of(reading).flatMap((asserted): Finding[] => {
      if (asserted.class === 'equal') return [];
      const id = findingId(asserted);
      if (asserted.class !== 'followOn') return [{ id, class: asserted.class, root: null, asserted }];
      const root = this.#rootOf(asserted, new Set([asserted.entry.id]));
      // What follows on from rounding alone is rounding, however many of them there are.
      if (root === 'rounding') return [{ id, class: 'rounding', root: null, asserted }];
      if (root === null) return [{ id, class: 'discrepancy', root: null, asserted }];
      return [{ id, class: 'followOn', root: root.id, asserted }];
    });
  }

  #of(reading: Reading): readonly Asserted[] {
    const at = this.evaluator.resolve(reading);
    const key = readingKey(at);
    let asserted = this.#asserted.get(key);
    if (asserted === undefined) {
      const toDate = [fallOf(this.evaluator, at), excessOf(this.evaluator, at)];
      asserted = [
        ...assertionsOf(this.evaluator, at),
        ...statedNetsOf(this.evaluator, at),
        ...toDate.filter((a) => a !== null),
      ];
      this.#asserted.set(key, asserted);
    }
    return asserted;
  }

  /** The discrepancy under a follow-on; `rounding` where all it rests on is, null where it cannot be told. */
  #rootOf(asserted: Asserted, seen: ReadonlySet<string>): Root {
    let onlyRounding = asserted.roots.length > 0;
    for (const entry of asserted.roots) {
      const root = seen.has(entry.id) ? null : this.#rootAt(entry, seen);
      if (root !== null && root !== 'rounding') return root;
      if (root === null) onlyRounding = false;
    }
    return onlyRounding ? 'rounding' : null;
  }

  #rootAt(entry: PlainEntry, seen: ReadonlySet<string>): Root {
    const found = this.#of(readingOf(entry)).find((a) => findingId(a) === entry.id);
    if (found === undefined) return null;
    switch (found.class) {
      case 'discrepancy':
        return { id: findingId(found) };
      case 'followOn':
        return this.#rootOf(found, new Set([...seen, entry.id]));
      default:
        return 'rounding';
    }
  }
}

/** What a follow-on rests on: a discrepancy, nothing but rounding, or what cannot be told. */
type Root = { readonly id: string } | 'rounding' | null;

const newReconciler = (evaluator: Evaluator): Reconciler => new Reconciler(evaluator);

/** The reconciler of an evaluator, which is one for as long as that lives. */
export function reconcilerOf(evaluator: Evaluator): Reconciler {
  return evaluator.beside(newReconciler);
}
