import type { Database } from 'better-sqlite3';
import type { LedgerCache } from '../ledger/ledger-cache.js';
import type { KeptFinding } from './finding.js';
import { Findings, FindingStore } from './kept-findings.js';
import { reconcilePublished, reconcileScope, type Reconciled } from './reconcile.js';

/** How long a stretch of reconciling takes before others get their turn. */
const STRETCH_MS = 20;
/** Lines of editions in it at most. */
const STRETCH_MAX = 1_000;
/** Standpoints in the past that are remembered: whoever pages through one asks for it again. */
const STANDPOINTS_MAX = 4;

/** The read model as the reconciliation needs it. */
export interface ReconciliationSource {
  cache(): LedgerCache;
  /** A connection to the same file that may write; null while another process, or another work, does. */
  writable(): Database | null;
}

/** Something that did not agree and does, or the other way, or otherwise than before. */
export interface FindingDelta {
  readonly id: string;
  readonly before: KeptFinding | null;
  readonly after: KeptFinding | null;
}

interface Remembered extends Reconciled {
  readonly seq: number;
}

/**
 * The reconciliation of a whole ledger (*avstämning*). It is worked out when it is asked for, line of editions by line
 * of editions, kept in the read model with what each rests on, and worked out anew only where something was recorded in
 * that since.
 */
export class Reconciliation {
  readonly #source: ReconciliationSource;
  #catchingUp: Promise<void> | null = null;
  /** What cannot be kept in the file, because another process writes it. */
  #memory = new Map<string, Remembered>();
  #cache: LedgerCache | null = null;
  readonly #standpoints = new Map<string, ReadonlyMap<string, readonly KeptFinding[]>>();

  constructor(source: ReconciliationSource) {
    this.#source = source;
  }

  /** What does not agree at the end that is read by then, however long it takes to work it out. */
  async latest(): Promise<Findings> {
    await this.#catchUp();
    return this.now();
  }

  /** What does not agree as of a seq, and as published by a day. */
  async at(seq: number, publishedBy?: string): Promise<Findings> {
    if (publishedBy !== undefined) {
      return new Findings(null, await this.#remembered(seq, publishedBy));
    }
    await this.#catchUp();
    const cache = this.#current();
    if (cache.refresh() > seq) return new Findings(storeOf(cache), await this.#remembered(seq));
    return this.now();
  }

  /** What does not agree at the end that was read. Whatever is not kept yet is worked out at once. */
  now(): Findings {
    const cache = this.#current();
    const store = storeOf(cache);
    const anew = new Map<string, readonly KeptFinding[]>();
    for (const scope of store.stale()) anew.set(scope, this.#inMemory(cache, store, scope).findings);
    return new Findings(store, anew);
  }

  /**
   * What changed after a seq: which discrepancies appeared, went away, or have other numbers. Only what rests on
   * something recorded since is compared.
   */
  async deltasSince(seq: number): Promise<FindingDelta[]> {
    await this.#catchUp();
    const cache = this.#current();
    const head = cache.refresh();
    const now = this.now();
    const store = storeOf(cache);
    const deltas: FindingDelta[] = [];
    // What rests on nothing that is kept yet was itself recorded since.
    for (const scope of new Set([...store.restingOnChangesSince(seq), ...store.stale()])) {
      const before = seq >= head ? now.of(scope) : reconcileScope(cache, scope, seq).findings;
      deltas.push(...deltasBetween(before, now.of(scope)));
    }
    return deltas;
  }

  /** Brings what is kept up to date, in stretches. */
  async #catchUp(): Promise<void> {
    this.#catchingUp ??= this.#reconcileStale().finally(() => {
      this.#catchingUp = null;
    });
    await this.#catchingUp;
  }

  async #reconcileStale(): Promise<void> {
    for (;;) {
      const cache = this.#current();
      const head = cache.refresh();
      const store = storeOf(cache);
      const stale = store.stale().filter((scope) => !this.#holds(store, scope));
      if (stale.length === 0) {
        const database = this.#source.writable();
        if (database !== null && store.stale().length === 0) storeFor(database).settle(head);
        return;
      }
      // To look for what is stale costs as much as there are lines of editions: what came meanwhile has its turn after.
      for (let done = 0; done < stale.length && this.#current() === cache;) {
        done += this.#stretch(cache, cache.refresh(), stale.slice(done, done + STRETCH_MAX));
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }

  /**
   * Reconciles as much as fits into a stretch, and gives how much. Nothing is applied meanwhile, so all of it is as of
   * the head.
   */
  #stretch(cache: LedgerCache, head: number, stale: readonly string[]): number {
    const until = performance.now() + STRETCH_MS;
    const done = new Map<string, Reconciled>();
    for (const scope of stale) {
      done.set(scope, reconcileScope(cache, scope, head));
      if (performance.now() > until) break;
    }
    const database = this.#source.writable();
    if (database === null) {
      for (const [scope, reconciled] of done) this.#memory.set(scope, { ...reconciled, seq: head });
      return done.size;
    }
    const store = storeFor(database);
    database
      .transaction(() => {
        for (const [scope, reconciled] of done) store.keep(scope, reconciled, head);
      })
      .immediate();
    return done.size;
  }

  #inMemory(cache: LedgerCache, store: FindingStore, scope: string): Reconciled {
    const known = this.#memory.get(scope);
    if (known !== undefined && this.#holds(store, scope)) return known;
    const seq = cache.refresh();
    const reconciled = reconcileScope(cache, scope, seq);
    this.#memory.set(scope, { ...reconciled, seq });
    return reconciled;
  }

  #holds(store: FindingStore, scope: string): boolean {
    const known = this.#memory.get(scope);
    return known !== undefined && known.rests.every((key) => store.touchedAt(key) <= known.seq);
  }

  /** The present file; what was remembered of another one is forgotten. */
  #current(): LedgerCache {
    const cache = this.#source.cache();
    if (cache !== this.#cache) {
      this.#cache = cache;
      this.#memory = new Map();
      this.#standpoints.clear();
    }
    return cache;
  }

  /** What was recorded by a seq does not change any more, nor what follows from it. */
  async #remembered(seq: number, publishedBy?: string): Promise<ReadonlyMap<string, readonly KeptFinding[]>> {
    const cache = this.#current();
    cache.refresh();
    const key = `${seq} ${publishedBy ?? ''}`;
    const known = this.#standpoints.get(key);
    if (known !== undefined) return known;
    const found =
      publishedBy === undefined ? await this.#asOf(cache, seq) : await published(cache, seq, publishedBy);
    const [oldest] = this.#standpoints.keys();
    if (this.#standpoints.size >= STANDPOINTS_MAX && oldest !== undefined) this.#standpoints.delete(oldest);
    this.#standpoints.set(key, found);
    return found;
  }

  /** The lines of editions in which it was otherwise. */
  async #asOf(cache: LedgerCache, seq: number): Promise<Map<string, readonly KeptFinding[]>> {
    const found = new Map<string, readonly KeptFinding[]>();
    const store = storeOf(cache);
    const scopes = new Set([...store.restingOnChangesSince(seq), ...store.stale()]);
    await inStretches(scopes, (scope) => found.set(scope, reconcileScope(cache, scope, seq).findings));
    return found;
  }
}

async function published(
  cache: LedgerCache,
  seq: number,
  publishedBy: string,
): Promise<Map<string, readonly KeptFinding[]>> {
  const groups = new Map<string, string[]>();
  for (const scope of storeOf(cache).scopes()) {
    const group = scope.split('\u001f').slice(0, 2).join('\u001f');
    groups.set(group, [...(groups.get(group) ?? []), scope]);
  }
  const found = new Map<string, readonly KeptFinding[]>();
  await inStretches(groups.values(), (scopes) => {
    for (const [scope, findings] of reconcilePublished(cache, scopes, seq, publishedBy)) {
      found.set(scope, findings);
    }
  });
  return found;
}

async function inStretches<T>(items: Iterable<T>, work: (item: T) => unknown): Promise<void> {
  let until = performance.now() + STRETCH_MS;
  for (const item of items) {
    work(item);
    if (performance.now() <= until) continue;
    await new Promise((resolve) => setImmediate(resolve));
    until = performance.now() + STRETCH_MS;
  }
}

function deltasBetween(before: readonly KeptFinding[], after: readonly KeptFinding[]): FindingDelta[] {
  const was = new Map(before.map((finding) => [finding.id, finding]));
  const is = new Map(after.map((finding) => [finding.id, finding]));
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((id): FindingDelta[] => {
    const delta = { id, before: was.get(id) ?? null, after: is.get(id) ?? null };
    return JSON.stringify(delta.before) === JSON.stringify(delta.after) ? [] : [delta];
  });
}

const STORES = new WeakMap<Database, FindingStore>();

function storeFor(database: Database): FindingStore {
  let store = STORES.get(database);
  if (store === undefined) {
    store = new FindingStore(database);
    STORES.set(database, store);
  }
  return store;
}

function storeOf(cache: LedgerCache): FindingStore {
  return storeFor(cache.model.database);
}
