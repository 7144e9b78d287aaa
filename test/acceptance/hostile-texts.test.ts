import { expect, it } from '@jest/globals';
import { startChild } from '../support/child-process.js';
import { HOSTILE_TEXTS } from '../support/hostile-texts.js';

const MEGABYTES_MAX = 512;
const SECONDS_MAX = 30;

/** Those that are within the limits, although nobody publishes such; all others are refused. */
const READ = new Set([
  'all cells that are read',
  'all cells that are read, each with markup',
  'twenty megabytes of short texts',
  'deep emphasis',
  'tags that do not end',
  'stars, brackets and underscores',
  'dots, pipes and dashes',
  'entities',
]);

it('no text takes more than half a gigabyte or half a minute, and what is refused is refused by its place', async () => {
  // Where there is memory enough the collector lets garbage lie: the heap is held to what a small machine gives.
  const child = startChild('test/support/read-hostile.ts', [], ['--max-old-space-size=320']);
  const lines: Record<string, unknown>[] = [];
  for await (const line of child.lines) lines.push(JSON.parse(line) as Record<string, unknown>);
  expect(await child.ended).toBe(0);
  expect(lines.map(({ name }) => name)).toEqual([...Object.keys(HOSTILE_TEXTS), undefined]);
  for (const { name, ended, seconds } of lines.slice(0, -1)) {
    expect(seconds).toBeLessThan(SECONDS_MAX);
    const expected = READ.has(String(name)) ? /^read:/ : /^FILE_[A-Z_]+: .*file "hostile\.txt"/;
    expect(`${String(name)} - ${String(ended)}`).toMatch(new RegExp(`^.* - ${expected.source.slice(1)}`));
  }
  expect(lines.at(-1)?.['megabytes']).toBeLessThan(MEGABYTES_MAX);
}, 120_000);
