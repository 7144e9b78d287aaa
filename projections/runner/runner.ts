import { existsSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { LedgerError } from '#amount';
import { entriesOf } from '#domain';
import { comparePositions, isSqliteError, requireLog, type EventStore, type Position } from '#event-store';
import { LedgerCache } from '../ledger/ledger-cache.js';
import { Model } from '../ledger/model.js';
import { takeApplierLock, type ApplierLock } from './applier-lock.js';
import { batchOf, type RecordsOf } from './batch.js';
import {
  catchUp,
  checkpointOf,
  discard,
  openModel,
  type BuildSurroundings,
  type OpenModel,
  type Progress,
} from './build.js';
import { behind, building, closed, isDamage, refuseAhead } from './failures.js';
import { envelopeText, isAhead } from './envelope.js';
import {
  makeCurrent,
  modelFiles,
  nextFile,
  openForAnswering,
  removeFile,
  soundMeta,
  type ModelFile,
} from './files.js';
import { followPersistently } from './lost-log.js';
import { succeed } from './succession.js';

/** Events applied in one transaction while following: none waits long for the one before it. */
const FOLLOW_EVENTS = 500;
/** How often a process that only reads looks whether the other one has come further. */
const POLL_MS = 20;
const WAIT_MS = 30_000;

export interface RunnerOptions {
  /** The ledger's folder, where the read model's files are. */
  readonly folder: string;
  readonly store: EventStore;
  /** The file of the embedded log, so that a thread can read ahead. */
  readonly logPath?: string | undefined;
  /** What an event says; the domain's `entriesOf` unless a test has events of its own. */
  readonly recordsOf?: RecordsOf | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** How many events the log has, where it can tell. */
  readonly countEvents?: (() => Promise<number | null>) | undefined;
  /** Events in one transaction of a build; see build.ts. */
  readonly transactionEvents?: number | undefined;
}

export interface RunnerStatus {
  readonly checkpoint: Position | null;
  readonly events: number;
  readonly entries: number;
  readonly rebuilding: boolean;
  /** Whether this process applies, or reads what another one applies. */
  readonly applies: boolean;
}

interface Reading {
  readonly file: ModelFile;
  readonly database: Database;
  readonly cache: LedgerCache;
}

interface Waiter {
  readonly position: Position;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Keeps the read model at the end of the log: builds it where there is none, follows, builds it anew beside the old one
 * and switches. Where another process does that already, this one reads what it writes.
 */
export class Runner {
  readonly #options: RunnerOptions;
  readonly #recordsOf: RecordsOf;
  readonly #stop = new AbortController();
  readonly #waiters = new Set<Waiter>();
  readonly #listeners = new Set<() => void>();
  /** Looks for what another process has applied. */
  #watch: NodeJS.Timeout | undefined;
  #lock: ApplierLock | null = null;
  #model: OpenModel | null = null;
  #reading: Reading | null = null;
  #following: { readonly ended: Promise<void>; readonly stop: AbortController } | null = null;
  #rebuilding: Promise<void> | null = null;
  /** Once this process has taken over from another one that applied. */
  #applying: Promise<void> | null = null;
  #stopSucceeding: () => void = () => undefined;
  #failure: Error | undefined;
  #closed = false;

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#recordsOf = options.recordsOf ?? entriesOf;
  }

  /**
   * Resolves when the read model has reached the end that the log has now, and goes on following it. It rejects with
   * what keeps an event from being applied.
   */
  async start(): Promise<void> {
    this.#lock = takeApplierLock(this.#options.folder);
    if (this.#lock !== null) {
      await this.#apply();
      return;
    }
    this.#stopSucceeding = succeed(this.#options.folder, (lock) => {
      this.#lock = lock;
      clearInterval(this.#watch);
      this.#applying = this.#apply().catch((error: unknown) => this.#fail(error));
    });
    await this.#awaitOther();
  }

  async #apply(): Promise<void> {
    const head = await this.#options.store.head();
    const model = this.#openCurrent(head) ?? (await this.#build());
    if (model === null) return;
    this.#model = model;
    await catchUp(model, this.#surroundings());
    if (this.#closed) return;
    this.#read(model.file);
    this.#follow();
  }

  /**
   * What answers are read from.
   * @throws LedgerError READ_MODEL_BUILDING while there is none yet
   */
  cache(): LedgerCache {
    // Another process may have switched to a new build: the file that is read is then gone from the folder.
    if (this.#lock === null && this.#reading !== null && !existsSync(this.#reading.file.path))
      this.#readCurrent();
    if (this.#reading === null) throw building();
    return this.#reading.cache;
  }

  /**
   * The file that is read, open for what is kept in it beside the events; null where another process applies them, or
   * while a transaction is open.
   */
  writable(): Database | null {
    const model = this.#model;
    if (this.#lock === null || this.#closed || model === null || model.database.inTransaction) return null;
    return this.#reading?.file.path === model.file.path ? model.database : null;
  }

  get logId(): string {
    return this.#options.store.logId;
  }

  /**
   * Resolves when the event at a position is in every answer.
   * @throws LedgerError READ_MODEL_BEHIND after `timeoutMs`, POSITION_OF_OTHER_LOG, POSITION_NOT_REACHED (ahead of the
   *   log's end), and what keeps events from being applied
   */
  async waitFor(position: Position, timeoutMs = WAIT_MS): Promise<void> {
    requireLog(position, this.logId);
    if (this.#reached(position)) return;
    if (this.#failure !== undefined) throw this.#failure;
    let waiter: Waiter | undefined;
    let timer: NodeJS.Timeout | undefined;
    let poll: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        waiter = { position, resolve, reject };
        this.#waiters.add(waiter);
        timer = setTimeout(() => reject(behind(position, this.status().checkpoint, timeoutMs)), timeoutMs);
        if (this.#lock === null) poll = setInterval(() => this.#poll(), POLL_MS);
        void refuseAhead(this.#options.store, position, reject);
      });
    } finally {
      if (waiter !== undefined) this.#waiters.delete(waiter);
      clearTimeout(timer);
      clearInterval(poll);
    }
  }

  /**
   * Calls whenever the answers have come further, or are read from another file; answers how to stop that. Where another
   * process applies events, this one looks every so often.
   */
  onAdvance(listener: () => void): () => void {
    // Each is told by itself, also one that is there twice.
    const own = (): void => listener();
    this.#listeners.add(own);
    this.#watchOther();
    return () => {
      this.#listeners.delete(own);
      if (this.#listeners.size > 0) return;
      clearInterval(this.#watch);
      this.#watch = undefined;
    };
  }

  #watchOther(): void {
    if (this.#lock !== null || this.#reading === null || this.#watch !== undefined) return;
    if (this.#listeners.size === 0 || this.#closed) return;
    let seen = this.#reading.cache.model.head();
    let file = this.#reading.file.path;
    this.#watch = setInterval(() => {
      try {
        const head = this.cache().model.head();
        const path = this.#reading?.file.path ?? file;
        if (head === seen && path === file) return;
        this.#tell(); // What fails is told at the next look.
        [seen, file] = [head, path];
      } catch (error) {
        // While the other process switches files there is nothing to read; the next look finds it.
        if (!(error instanceof LedgerError) && !isSqliteError(error)) throw error;
      }
    }, POLL_MS);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Builds the read model anew beside the present one, which is read meanwhile, and switches to it. */
  async rebuild(onProgress = this.#options.onProgress): Promise<void> {
    if (this.#lock === null) {
      throw new LedgerError('READ_MODEL_LOCKED', 'another process applies the events of this ledger', {
        hint: 'Stop that process (a server, or a watch) first.',
      });
    }
    this.#rebuilding ??= this.#rebuild(onProgress).finally(() => {
      this.#rebuilding = null;
    });
    await this.#rebuilding;
  }

  status(): RunnerStatus {
    const meta = this.#reading?.cache.model.meta();
    return {
      checkpoint:
        meta === undefined || meta.seq === 0 ? null : (`${this.logId}:${meta.position}` as Position),
      events: meta?.seq ?? 0,
      entries: meta?.entries ?? 0,
      rebuilding: this.#rebuilding !== null || this.#reading === null,
      applies: this.#lock !== null,
    };
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#stop.abort();
    this.#stopSucceeding();
    await this.#applying;
    await this.#rebuilding?.catch(() => undefined);
    await this.#stopFollowing();
    for (const waiter of this.#waiters) waiter.reject(closed());
    this.#waiters.clear();
    this.#listeners.clear();
    clearInterval(this.#watch);
    this.#reading?.database.close();
    this.#model?.database.close();
    this.#lock?.release();
  }

  #surroundings(onProgress = this.#options.onProgress): BuildSurroundings {
    const { store, logPath, countEvents, transactionEvents } = this.#options;
    return {
      store,
      recordsOf: this.#recordsOf,
      logPath,
      signal: this.#stop.signal,
      onProgress,
      total: countEvents ?? (async () => null),
      transactionEvents,
    };
  }

  /** The file that is read, if it is sound and not ahead of the log; what is left of others is put away. */
  #openCurrent(head: Position | undefined): OpenModel | null {
    const sound = modelFiles(this.#options.folder).flatMap((file) => {
      const meta = soundMeta(file, this.logId, false);
      return meta === null || isAhead(meta.position, this.logId, head) ? [] : [{ file, state: meta.state }];
    });
    const kept = sound.find(({ state }) => state === 'current') ?? sound[0];
    for (const file of modelFiles(this.#options.folder)) if (file.path !== kept?.file.path) removeFile(file);
    if (kept?.state !== 'current') return null;
    const model = openModel(kept.file, this.logId, this.#recordsOf);
    this.#model = model;
    this.#read(kept.file);
    return model;
  }

  /** A first build, or one that was interrupted; null where it was closed meanwhile. */
  async #build(): Promise<OpenModel | null> {
    const begun = modelFiles(this.#options.folder)[0] ?? nextFile(this.#options.folder);
    const model = openModel(begun, this.logId, this.#recordsOf);
    this.#model = model;
    await catchUp(model, this.#surroundings());
    if (this.#closed) return null;
    makeCurrent(model.file, model.database);
    return model;
  }

  async #rebuild(onProgress: RunnerOptions['onProgress']): Promise<void> {
    const fresh = openModel(nextFile(this.#options.folder), this.logId, this.#recordsOf);
    try {
      await catchUp(fresh, this.#surroundings(onProgress));
      await this.#stopFollowing();
      // The old one may have come further meanwhile; whoever waits for a position must not be thrown back.
      await catchUp(fresh, this.#surroundings());
    } catch (error) {
      discard(fresh);
      if (!this.#closed) this.#follow();
      throw error;
    }
    if (this.#closed) {
      fresh.database.close();
      return;
    }
    makeCurrent(fresh.file, fresh.database);
    const old = this.#model;
    this.#model = fresh;
    this.#read(fresh.file);
    if (old !== null) discard(old);
    this.#failure = undefined;
    this.#wake();
    this.#follow();
  }

  #follow(): void {
    const model = this.#model;
    if (model === null || this.#following !== null) return;
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, this.#stop.signal]);
    const follow = (): Promise<void> => this.#followLog(model, signal);
    const ended = followPersistently(this.#options.store, signal, follow, () => model.applier.checkpoint.seq)
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#following = null;
      });
    this.#following = { ended, stop };
  }

  async #followLog(model: OpenModel, signal: AbortSignal): Promise<void> {
    const { store } = this.#options;
    const from = checkpointOf(model, store.logId);
    for await (const page of store.followPages({ from, signal, maxCount: FOLLOW_EVENTS })) {
      const items = page.map((event) => ({
        position: event.position.slice(store.logId.length + 1),
        text: envelopeText(event),
        event,
      }));
      model.applier.begin();
      try {
        model.applier.apply(batchOf(items, this.#recordsOf));
        model.applier.commit();
      } catch (error) {
        model.applier.rollback();
        throw error;
      }
      this.#wake();
      this.#tell();
    }
  }

  async #stopFollowing(): Promise<void> {
    const following = this.#following;
    following?.stop.abort();
    await following?.ended;
  }

  /** A damaged file is built anew; anything else is told to whoever waits. */
  #fail(error: unknown): void {
    if (this.#closed) return;
    this.#failure = error instanceof Error ? error : new Error(String(error));
    for (const waiter of this.#waiters) waiter.reject(error);
    this.#waiters.clear();
    if (isDamage(error)) void this.#rebuildDamaged();
  }

  async #rebuildDamaged(): Promise<void> {
    try {
      await this.rebuild();
    } catch (failure) {
      this.#fail(failure);
    }
  }

  #read(file: ModelFile): void {
    const before = this.#reading;
    const database = openForAnswering(file);
    this.#reading = { file, database, cache: new LedgerCache(new Model(database, this.#recordsOf)) };
    before?.database.close();
    this.#wake();
    this.#tell();
    this.#watchOther();
  }

  /** Reads the newest sound build, where there is one. */
  #readCurrent(): boolean {
    for (const file of modelFiles(this.#options.folder)) {
      if (soundMeta(file, this.logId, true)?.state === 'current') {
        this.#read(file);
        return true;
      }
    }
    return false;
  }

  /** Another process applies: this one waits until there is something to read, and for the end that the log has now. */
  async #awaitOther(): Promise<void> {
    const head = await this.#options.store.head();
    const until = Date.now() + WAIT_MS;
    while (this.#applying === null && !this.#readCurrent()) {
      if (this.#closed) return;
      if (Date.now() > until) throw building();
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    await this.#applying;
    if (this.#closed) return;
    if (head !== undefined) await this.waitFor(head);
  }

  #reached(position: Position): boolean {
    if (this.#lock === null && this.#reading !== null && !existsSync(this.#reading.file.path))
      this.#readCurrent();
    const { checkpoint } = this.status();
    return checkpoint !== null && comparePositions(checkpoint, position) >= 0;
  }

  /** What fails while another process switches files is told to whoever waits, not to the timer. */
  #poll(): void {
    try {
      this.#wake();
    } catch (error) {
      for (const waiter of this.#waiters) waiter.reject(error);
    }
  }

  #wake(): void {
    if (this.#waiters.size === 0) return;
    for (const waiter of this.#waiters) {
      if (!this.#reached(waiter.position)) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
  }
}
