import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importInputs } from '../../apps/cli/import/import-inputs.js';
import { planInputs } from '../../apps/cli/import/planned-input.js';
import { run } from '../../apps/cli/run.js';
import { openLedger } from '../support/engine.js';
import { memoryIo } from '../support/memory-io.js';
import { PUBLISHED } from '../support/published-ledger.js';

let folder: string;

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function liggaren(...argv: readonly string[]): Promise<Ran> {
  const io = memoryIo({ env: { LIGGAREN_LEDGER: join(folder, 'ledger') } });
  const code = await run(argv, { io, openLedger, planInputs, importInputs });
  return { code, ...io.written };
}

const CELL = [
  ...'explain budget-diff --unit boras/ks/stadsledningskansliet --year 2021 --from 2021:1 --to 2021:2'.split(
    ' ',
  ),
  '--row',
  'Kommunledning > Kostnad',
  '--column',
  'change',
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liggaren-page-'));
  const imported = await liggaren('import', PUBLISHED);
  if (imported.code !== 0) throw new Error(imported.err);
}, 60_000);

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Every id of an event in the JSON of the same explanation. */
function eventsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(eventsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'event' && typeof inner === 'string' ? [inner] : eventsIn(inner),
  );
}

describe('an explanation as a page', () => {
  it('tells the position, the time and every event of the tree', async () => {
    const { code, out } = await liggaren(...CELL, '--markdown');
    expect(code).toBe(0);
    const { log } = JSON.parse((await liggaren('status', '--json')).out) as { log: { head: string } };
    expect(out).toMatch(/^# .*Kommunledning/);
    expect(out).toContain(`\`${log.head}\``);
    expect(out).toMatch(/\| Svaret gavs \| \d{4}-\d\d-\d\dT[\d:.]+Z \|/);
    const events = eventsIn(JSON.parse((await liggaren(...CELL, '--json')).out));
    expect(events.length).toBeGreaterThan(0);
    for (const event of events) expect(out).toContain(event);
    expect(out).toContain('oförklarat');
  });

  it('goes to the figures of a total, and to a file', async () => {
    const file = join(folder, 'page.md');
    const total = CELL.map((word) => (word === 'change' ? 'to' : word.replace('Kommunledning', 'Totalt')));
    const { code, out } = await liggaren(...total, '--out', file);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    const page = await readFile(file, 'utf8');
    expect(page).toContain('formel:');
    expect(page).toContain('källa:');
    expect(page).toMatch(/^ {2}- \+ \*\*/m);
  });

  it('is Markdown alone, in a file that says so', async () => {
    for (const wrong of [
      ['--markdown', '--json'],
      ['--out', join(folder, 'page.txt')],
      ['--out', join(folder, 'nowhere', 'page.md')],
    ]) {
      const { code, err } = await liggaren(...CELL, ...wrong);
      expect(code).toBe(2);
      expect(err).not.toBe('');
    }
  });
});
