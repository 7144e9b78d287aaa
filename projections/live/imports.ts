import type { Statement } from 'better-sqlite3';
import type { LedgerCache } from '../ledger/ledger-cache.js';
import type { Envelope } from '../runner/batch.js';

/** The completion of an import: its events lie between the first of them and it, perhaps among others. */
export interface Completion {
  readonly seq: number;
  readonly importId: string;
  readonly first: number;
  /** How many of the events from the first on are its own. */
  readonly count: number;
}

/** Events that tell of an import, and are no part of it. */
const OF_IMPORTS: ReadonlySet<string> = new Set(['ImportStarted', 'ImportCompleted', 'ImportAbandoned']);

/** The import with which an event comes; undefined where it comes by itself. */
export function importOf({ type, metadata }: Envelope): string | undefined {
  return OF_IMPORTS.has(type) ? undefined : metadata['importId'];
}

/** The imports that are complete, as far as the read model has come. */
export class Imports {
  readonly #found: Completion[] = [];
  readonly #read: Statement<unknown[], Completion>;
  #head = 0;

  constructor(readonly cache: LedgerCache) {
    this.#read = cache.model.database.prepare(
      `SELECT seq, key AS importId, event AS first, n AS count FROM noted
       WHERE kind = 'delivered' AND seq > ? AND seq <= ? ORDER BY seq`,
    );
  }

  /** Those completed after a seq, up to the head. */
  after(seq: number, head: number): readonly Completion[] {
    if (head > this.#head) {
      this.#found.push(...this.#read.all(this.#head, head));
      this.#head = head;
    }
    let at = this.#found.length;
    while (at > 0 && (this.#found[at - 1] as Completion).seq > seq) at--;
    return this.#found.slice(at);
  }

  /** The import that an event completes. */
  completedAt(seq: number, head: number): Completion | undefined {
    const [found] = this.after(seq - 1, head);
    return found?.seq === seq ? found : undefined;
  }
}
