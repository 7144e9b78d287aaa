import { LedgerError } from '#amount';
import type { Page, PageRequest } from '../contract.js';

/** The longest page: more is read page by page. */
export const PAGE_MAX = 1_000;

export function pageSize({ first }: Pick<PageRequest, 'first'>): number {
  return Math.min(Math.max(1, Math.trunc(first)), PAGE_MAX);
}

/** The cursor of an item is its own key, so it holds while the list grows. */
export function cursorOf(key: string): string {
  return Buffer.from(key, 'utf8').toString('base64url');
}

/** @throws LedgerError CURSOR_UNKNOWN of what is none at all */
export function placeOfCursor(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString('utf8');
  if (key === '' || cursorOf(key) !== cursor) throw unknownCursor();
  return key;
}

export function unknownCursor(): LedgerError {
  return new LedgerError('CURSOR_UNKNOWN', 'the cursor is not of this list', {
    place: { field: 'after' },
    hint: 'Take the cursor from `edges` or `pageInfo` of the same query.',
  });
}

/** Every item of a list, read page by page; one page is held at a time. */
export function* everyItem<T>(pageOf: (page: PageRequest) => Page<T>): Generator<T> {
  for (let after: string | undefined; ;) {
    const { items, hasNext } = pageOf({ first: PAGE_MAX, ...(after === undefined ? {} : { after }) });
    for (const { item } of items) yield item;
    after = items.at(-1)?.cursor;
    if (!hasNext || after === undefined) return;
  }
}
