import type { Database } from 'better-sqlite3';
import type { LedgerCache } from '../ledger/ledger-cache.js';
import type { KeptFinding } from './finding.js';
import { Findings, findingSpool, FindingStore, isScope } from './kept-findings.js';
import { reconcilePublished, reconcileScope, type Reconciled } from './reconcile.js';

/** How long a stretch of reconciling takes before others get their turn. */
const STRETCH_MS = 20;
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

/** Of what was recorded by a seq nothing changes any more: it stands before what is kept, whenever that was. */
const ALWAYS = Number.MAX_SAFE_INTEGER;

/**
 * The reconciliation of a whole ledger (*avstämning*). It is worked out when it is asked for, line of editions by line
 * of editions, kept in the read model with what each rests on, and worked out anew only where something was recorded in
 * that since.
 */
export class Reconciliation {
  readonly #source: ReconciliationSource;
  #catchingUp: Promise<void> | null = null;
  /** What cannot be kept in the file, because another process writes it. */
  #spool: FindingStore | null = null;
  #cache: LedgerCache | null = null;
  readonly #standpoints = new Map<string, FindingStore>();

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
    const seq = cache.refresh();
    for (const scopes of stalePages(storeOf(cache), this.#spool))
      this.#keep(new Map(scopes.map((scope) => [scope, reconcileScope(cache, scope, seq)])), seq);
    return new Findings(storeOf(cache), this.#spool);
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
    for (const scope of new Set(changedSince(store, seq))) {
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
      await this.#handOver(store);
      let found = false;
      for (const scopes of stalePages(store, this.#spool)) {
        found ||= scopes.length > 0;
        for (let done = 0; done < scopes.length && this.#current() === cache;)
          done += this.#stretch(cache, cache.refresh(), scopes.slice(done));
        await new Promise((resolve) => setImmediate(resolve));
        if (this.#current() !== cache) break;
      }
      if (this.#current() !== cache) continue;
      this.#settle(store, head);
      // What came meanwhile has its turn after.
      if (!found) return;
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
    this.#keep(done, head);
    return done.size;
  }

  /** In the read model, or beside it where that cannot be written. */
  #keep(done: ReadonlyMap<string, Reconciled>, seq: number): void {
    if (done.size === 0) return;
    const database = this.#source.writable();
    const store = database === null ? (this.#spool ??= findingSpool()) : storeFor(database);
    const keep = (): void => {
      for (const [scope, reconciled] of done) store.keep(scope, reconciled, seq);
    };
    if (database === null) keep();
    else database.transaction(keep).immediate();
  }

  /** Everything is worked out that was recorded by a seq. */
  #settle(store: FindingStore, seq: number): void {
    if (Math.max(store.settledAt(), this.#spool?.settledAt() ?? 0) >= seq) return;
    const database = this.#source.writable();
    if (database !== null && this.#spool === null) storeFor(database).settle(seq);
    else (this.#spool ??= findingSpool()).settle(seq);
  }

  /** What was kept beside the read model is put into it as soon as it can be written. */
  async #handOver(store: FindingStore): Promise<void> {
    const spool = this.#spool;
    if (spool === null) return;
    for (const scopes of spool.reconciledInOrder()) {
      const database = this.#source.writable();
      if (database === null || this.#spool !== spool) return;
      const kept = storeFor(database);
      const fresh = scopes.filter((scope) => !holds(store, store, scope) && holds(spool, store, scope));
      database
        .transaction(() => {
          for (const scope of fresh) {
            const resting = spool.resting(scope);
            if (resting === null) continue;
            const { rests, seq } = resting;
            kept.keep(scope, { findings: spool.of(scope), rests }, seq);
          }
        })
        .immediate();
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (this.#spool === spool && this.#source.writable() !== null) this.#forgetSpool();
  }

  #forgetSpool(): void {
    if (this.#spool !== null) closeLater(this.#spool);
    this.#spool = null;
  }

  /** The present file; what was remembered of another one is forgotten. */
  #current(): LedgerCache {
    const cache = this.#source.cache();
    if (cache !== this.#cache) {
      this.#cache = cache;
      this.#forgetSpool();
      for (const store of this.#standpoints.values()) closeLater(store);
      this.#standpoints.clear();
    }
    return cache;
  }

  /** What was recorded by a seq does not change any more, nor what follows from it. */
  async #remembered(seq: number, publishedBy?: string): Promise<FindingStore> {
    const cache = this.#current();
    cache.refresh();
    const key = `${seq} ${publishedBy ?? ''}`;
    const known = this.#standpoints.get(key);
    if (known !== undefined) return known;
    const found =
      publishedBy === undefined ? await this.#asOf(cache, seq) : await published(cache, seq, publishedBy);
    const [oldest] = this.#standpoints;
    if (this.#standpoints.size >= STANDPOINTS_MAX && oldest !== undefined) {
      this.#standpoints.delete(oldest[0]);
      closeLater(oldest[1]);
    }
    this.#standpoints.set(key, found);
    return found;
  }

  /** The lines of editions in which it was otherwise. */
  async #asOf(cache: LedgerCache, seq: number): Promise<FindingStore> {
    const found = findingSpool();
    await inStretches(changedSince(storeOf(cache), seq), (scope) => {
      if (found.reconciledAt(scope) !== undefined) return;
      found.keep(scope, { findings: reconcileScope(cache, scope, seq).findings, rests: [] }, ALWAYS);
    });
    return found;
  }
}

/** Lines of editions that rest on something recorded after a seq, or of which nothing is kept that holds. */
function* changedSince(store: FindingStore, seq: number): Generator<string> {
  for (const touched of store.touchedAfter(seq)) for (const { key } of touched) yield* store.restingOn(key);
  for (const scopes of stalePages(store, null)) yield* scopes;
}

/** Whether what a store has of a line of editions holds: nothing that it rests on was touched since. */
function holds(store: FindingStore, model: FindingStore, scope: string): boolean {
  const resting = store.resting(scope);
  return resting !== null && resting.rests.every((key) => model.touchedAt(key) <= resting.seq);
}

/** Lines of editions that were never reconciled, or of which something changed since, some at a time. */
function* stalePages(kept: FindingStore, spool: FindingStore | null): Generator<readonly string[]> {
  const stores = spool === null ? [kept] : [kept, spool];
  for (const touched of kept.touchedAfter(Math.max(...stores.map((store) => store.settledAt())))) {
    const found = new Set<string>();
    for (const { key, seq } of touched) {
      for (const store of stores) for (const scope of store.restingBefore(key, seq)) found.add(scope);
      if (isScope(key) && stores.every((store) => store.reconciledAt(key) === undefined)) found.add(key);
    }
    yield [...found].filter((scope) => !stores.some((store) => holds(store, kept, scope))).sort();
  }
}

/** Whoever was given it reads it at once, and only then. */
function closeLater(store: FindingStore): void {
  setImmediate(() => store.database.close());
}

async function published(cache: LedgerCache, seq: number, publishedBy: string): Promise<FindingStore> {
  const found = findingSpool();
  await inStretches(groupsOf(storeOf(cache)), (scopes) => {
    for (const [scope, findings] of reconcilePublished(cache, scopes, seq, publishedBy))
      found.keep(scope, { findings, rests: [] }, ALWAYS);
  });
  return found;
}

/** The lines of editions of each unit and area, which stand together. */
function* groupsOf(store: FindingStore): Generator<readonly string[]> {
  let group = '';
  let together: string[] = [];
  for (const scopes of store.scopesInOrder()) {
    for (const scope of scopes) {
      const own = scope.split('\u001f').slice(0, 2).join('\u001f');
      if (own !== group && together.length > 0) {
        yield together;
        together = [];
      }
      group = own;
      together.push(scope);
    }
  }
  if (together.length > 0) yield together;
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
