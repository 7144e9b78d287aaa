import { wrongUsage } from './errors.js';
import type { EventStore, FollowOptions, ReadAllOptions, ReadStreamOptions, RecordedEvent } from './port.js';
import { PAGE_EVENTS } from './port.js';

/** The iterators of the port, made of an engine's pages: the same for every engine. */

type Pages = Pick<EventStore, 'readStreamPage' | 'readAllPage' | 'followPages'>;

/** @throws LedgerError WRONG_USAGE for a count that is not a whole number from 1 */
export function requireCount(maxCount: number | undefined): number | undefined {
  if (maxCount === undefined || (Number.isSafeInteger(maxCount) && maxCount >= 1)) return maxCount;
  throw wrongUsage(`maxCount ${String(maxCount)} is no whole number from 1`, 'maxCount');
}

/** @throws LedgerError WRONG_USAGE for a revision that is not a whole number from 0 */
export function requireRevision(from: number | undefined): number | undefined {
  if (from === undefined || (Number.isSafeInteger(from) && from >= 0)) return from;
  throw wrongUsage(`the revision ${String(from)} is no whole number from 0`, 'from');
}

export async function* streamEvents(
  store: Pages,
  stream: string,
  options: ReadStreamOptions = {},
): AsyncGenerator<RecordedEvent, void, undefined> {
  const { direction = 'forwards' } = options;
  let left = requireCount(options.maxCount) ?? Infinity;
  let from = options.from;
  while (left > 0) {
    const page = await store.readStreamPage(stream, {
      direction,
      from,
      maxCount: Math.min(left, PAGE_EVENTS),
    });
    yield* page;
    left -= page.length;
    const last = page.at(-1);
    if (last === undefined) return;
    from = direction === 'forwards' ? last.revision + 1 : last.revision - 1;
    if (from < 0) return;
  }
}

export async function* allEvents(
  store: Pages,
  options: ReadAllOptions = {},
): AsyncGenerator<RecordedEvent, void, undefined> {
  const { direction } = options;
  let left = requireCount(options.maxCount) ?? Infinity;
  let from = options.from;
  while (left > 0) {
    const page = await store.readAllPage({ direction, from, maxCount: Math.min(left, PAGE_EVENTS) });
    yield* page;
    left -= page.length;
    const last = page.at(-1);
    if (last === undefined) return;
    from = last.position;
  }
}

export async function* followedEvents(
  store: Pages,
  options: FollowOptions = {},
): AsyncGenerator<RecordedEvent, void, undefined> {
  for await (const page of store.followPages(options)) {
    for (const event of page) {
      if (options.signal?.aborted === true) return;
      yield event;
    }
  }
}
