import type { AddedSource } from '#ledger';
import { ScopeDeclarations, ScopeNames } from './declarations.js';
import { loadFrame, type FrameIndex } from './frame-index.js';
import { Generations } from './generations.js';
import type { Model } from './model.js';

/** Entries of frames, and lines of editions, that are kept ready between answers. */
const ENTRIES_MAX = 50_000;
const SCOPES_MAX = 500;

/**
 * What was read from the read model and may serve again. Everything in it answers for every position up to the head it
 * was read at; asked for a later one it is read again.
 */
export class LedgerCache {
  readonly #frames = new Generations<string, FrameIndex>(ENTRIES_MAX);
  readonly #declarations = new Generations<string, ScopeDeclarations>(SCOPES_MAX);
  readonly #names = new Generations<string, ScopeNames>(SCOPES_MAX);
  #head = 0;

  constructor(readonly model: Model) {}

  /** Looks how far the read model has come. */
  refresh(): number {
    this.#head = this.model.head();
    return this.#head;
  }

  frame(scope: string, edition: string, measure: string, seq: number): FrameIndex {
    const key = `${scope}\u001d${edition}\u001d${measure}`;
    const known = this.#frames.get(key);
    if (known !== undefined && known.head >= seq) return known;
    const index = loadFrame(this.model, this.model.frame(scope, edition, measure), this.#head);
    this.#frames.set(key, index, index.size + 1);
    return index;
  }

  declarations(scope: string, seq: number): ScopeDeclarations {
    const known = this.#declarations.get(scope);
    if (known !== undefined && known.head >= seq) return known;
    const fresh = new ScopeDeclarations(this.model, scope, this.#head, known);
    this.#declarations.set(scope, fresh);
    return fresh;
  }

  names(scope: string, seq: number): ScopeNames {
    const known = this.#names.get(scope);
    if (known !== undefined && known.head >= seq) return known;
    const fresh = new ScopeNames(this.model, scope, this.#head, known);
    this.#names.set(scope, fresh);
    return fresh;
  }

  /** The lines of editions with a declaration by a seq whose keys lie between two texts. */
  scopesBetween(from: string, below: string, seq: number): string[] {
    const scopes = new Set<string>();
    for (const row of this.model.notedBetween('line', from, below)) if (row.seq <= seq) scopes.add(row.key);
    return [...scopes];
  }

  addedSources(entryId: string, seq: number): AddedSource[] {
    return this.model
      .noted('source', entryId)
      .filter((row) => row.seq <= seq)
      .map((row) => this.model.record(row.event, row.n))
      .filter((record): record is AddedSource => record.kind === 'addedSource');
  }
}
