import type { EventStore, From } from '#event-store';
import type { Answers } from '#domain';
import { Reader, type KnownEvents } from './answers/reader.js';
import { ruleAnswers } from './answers/rule-answers.js';
import { standpoint } from './answers/surroundings.js';
import { Live } from './live/live.js';
import type { LiveLedger } from './live-contract.js';
import type { ReadLedger } from './read-ledger.js';
import type { RecordsOf } from './runner/batch.js';
import type { Progress } from './runner/build.js';
import { requireFolderOfLog } from './runner/folder-owner.js';
import { Runner } from './runner/runner.js';

/** How many events that are not applied yet are counted at most, where only reading them tells. */
const COUNTED_MAX = 10_000;

export interface OpenReadLedgerOptions {
  /** The ledger's folder; it must exist. */
  readonly folder: string;
  readonly store: EventStore;
  readonly onProgress?: (progress: Progress) => void;
  /** What an event says; the domain's `entriesOf` unless a test has events of its own. */
  readonly recordsOf?: RecordsOf;
}

/** The read side of a ledger: answers, and what keeps them up to date. */
export interface OpenReadLedger {
  readonly reader: ReadLedger;
  readonly runner: Runner;
  /** What changes, as it becomes readable. */
  readonly live: LiveLedger;
  /**
   * Resolves when the answers have reached the end that the log had when it was opened; from then on they follow. One
   * process of those that have the ledger open applies events, the others read what it writes.
   */
  readonly ready: Promise<void>;
  /** For rules that span streams: answers that know at least what the log had acknowledged when they were asked for. */
  answers(): Promise<Answers>;
  close(): Promise<void>;
}

/**
 * Opens the read side of a log. The answers are there when `ready` resolves, or before, where an older state is there.
 * @throws LedgerError READ_MODEL_OF_OTHER_LOG
 */
export function openReadLedger({
  folder,
  store,
  onProgress,
  recordsOf,
}: OpenReadLedgerOptions): OpenReadLedger {
  requireFolderOfLog(folder, store.logId);
  const logPath = embeddedPath(store);
  const countEvents = logPath === undefined ? undefined : () => countEmbedded(store);
  const runner = new Runner({ folder, store, logPath, recordsOf, onProgress, countEvents });
  const reader = new Reader(runner, store, {
    engine: store.engine,
    countEvents: countEvents ?? ((known) => countOn(store, known)),
  });
  const ready = runner.start();
  // Whoever does not wait for it still hears of it from waitFor and from each answer.
  ready.catch(() => undefined);
  const answers = async (): Promise<Answers> => {
    const head = await store.head();
    if (head !== undefined) await runner.waitFor(head);
    return ruleAnswers(standpoint(runner.cache(), store.logId));
  };
  return { reader, runner, live: new Live(runner, store), ready, answers, close: () => runner.close() };
}

/** The embedded log numbers its events without gaps. */
async function countEmbedded(store: EventStore): Promise<number> {
  const head = await store.head();
  return head === undefined ? 0 : Number(head.slice(store.logId.length + 1));
}

/** A log on a server does not tell how many events it has: those that are not applied yet are counted, up to a bound. */
async function countOn(store: EventStore, { checkpoint, events }: KnownEvents): Promise<number> {
  let from: From = checkpoint ?? 'start';
  let count = events;
  while (count - events < COUNTED_MAX) {
    const page = await store.readRawPage({ from });
    const last = page.at(-1);
    if (last === undefined) break;
    count += page.length;
    from = last.position;
  }
  return count;
}

/** The embedded log tells where its file is. */
function embeddedPath(store: EventStore): string | undefined {
  return 'path' in store && typeof store.path === 'string' ? store.path : undefined;
}
