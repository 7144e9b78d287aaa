import type { Io } from './io.js';

/** Characters that are put together before they are written. */
const CHUNK_CHARACTERS = 64 * 1024;
/** Items whose columns are aligned with each other: of a longer list as many at a time. */
export const ALIGNED_ROWS = 1_000;

/** Written piece by piece: a list may be longer than what fits into one text, or into memory. */
export function writeAll(io: Io, texts: Iterable<string>): void {
  let chunk = '';
  for (const text of texts) {
    chunk += text;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    io.out(chunk);
    chunk = '';
  }
  if (chunk !== '') io.out(chunk);
}

/** A JSON array, item by item, laid out as `JSON.stringify(items, null, 2)` does. */
export function* jsonArray(items: Iterable<unknown>): Generator<string> {
  let before = '[';
  for (const item of items) {
    yield `${before}\n  ${JSON.stringify(item, null, 2).replaceAll('\n', '\n  ')}`;
    before = ',';
  }
  yield before === '[' ? '[]\n' : '\n]\n';
}

/** So many at a time. */
export function* batchesOf<T>(items: Iterable<T>, size: number): Generator<readonly T[]> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
