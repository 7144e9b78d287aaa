import type { LiveMessage, LiveTopic } from '#projections';
import { eventAnswerAt } from '../../shared/event-list.js';
import type { Ledger } from '../../shared/ledger.js';
import { SELECTIONS, type Watched, type WatchMessage } from './messages.js';
import { selected } from './selection.js';
import type { WatchSource } from './source.js';
import { unseenIn } from './unseen.js';

/** Messages that are taken in one piece. */
const TAKEN_MAX = 64;

/** Follows a ledger that is open, also one that another process writes. */
export function fromLedger(ledger: Ledger): WatchSource {
  return async function* (watched, { after, signal, onNotice }) {
    const news = newsOf(ledger, signal);
    const topic = await ledger.live.open(watched.request, after);
    const unseen = unseenIn(ledger, watched);
    if (unseen !== null) onNotice(unseen);
    try {
      if (after === undefined) yield* told(ledger, watched, await topic.initial());
      while (!signal.aborted) {
        const arrival = news.next();
        const messages = await topic.take(TAKEN_MAX);
        if (messages.length === 0) await arrival;
        else yield* told(ledger, watched, messages);
      }
    } finally {
      topic.close();
      news.stop();
    }
  };
}

/** Waking up: a promise that is asked for before looking misses nothing that comes while one looks. */
function newsOf(
  { live }: Ledger,
  signal: AbortSignal,
): { readonly next: () => Promise<void>; readonly stop: () => void } {
  let wake = (): void => undefined;
  let arrival = new Promise<void>((resolve) => (wake = resolve));
  const arrived = (): void => {
    wake();
    arrival = new Promise((resolve) => (wake = resolve));
  };
  const unfollow = live.onAdvance((_concerned: ReadonlySet<LiveTopic> | null) => arrived());
  signal.addEventListener('abort', arrived);
  return {
    next: () => (signal.aborted ? Promise.resolve() : arrival),
    stop: () => {
      unfollow();
      signal.removeEventListener('abort', arrived);
    },
  };
}

async function* told(
  { store }: Ledger,
  { stream }: Watched,
  messages: readonly LiveMessage[],
): AsyncGenerator<WatchMessage, void> {
  for (const message of messages) {
    const { kind } = message;
    if (kind !== 'eventRecorded') {
      yield { kind, ...(selected(message, SELECTIONS[kind]) as object) } as WatchMessage;
      continue;
    }
    const recorded = await eventAnswerAt(store, message.hit);
    if (stream !== undefined && recorded.stream !== stream) continue;
    yield { kind, ...(selected({ ...message, recorded }, SELECTIONS[kind]) as object) } as WatchMessage;
  }
}
