import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importInputs } from '../../apps/cli/import/import-inputs.js';
import { planInputs } from '../../apps/cli/import/planned-input.js';
import { run } from '../../apps/cli/run.js';
import type { ImportOutcome } from '../../apps/shared/import-outcome.js';
import { isOnServer, logAddress, openLedger, openLog } from '../support/engine.js';
import { startChild } from '../support/child-process.js';
import { memoryIo } from '../support/memory-io.js';

const FIXTURES = new URL('../../libs/ingest/fixtures/documents/', import.meta.url);
const PROFILE = fileURLToPath(new URL('sjovik.yaml', FIXTURES));
const BUDGET = readFileSync(new URL('budget-ks.md', FIXTURES), 'utf8');
const VIEW = 'budget-diff --unit sjovik/ks/ledning --year 2031 --from 2031 --to 2031 --csv'.split(' ');

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liggaren-documents-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function liggaren(ledger: string, ...argv: readonly string[]) {
  const io = memoryIo({ env: { LIGGAREN_LEDGER: join(folder, ledger) } });
  const code = await run(argv, { io, openLedger, planInputs, importInputs });
  return { code, ...io.written };
}

const importing = (ledger: string, ...argv: readonly string[]) =>
  liggaren(ledger, 'import', ...argv, '--profile', PROFILE);

async function asked(ledger: string, ...argv: readonly string[]): Promise<ImportOutcome[]> {
  return JSON.parse((await importing(ledger, ...argv, '--json')).out) as ImportOutcome[];
}

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** The budget printed once more: the cost of Stab and its sums are others, and a row is new. */
function corrected(date: string): string {
  const [before = '', after = ''] = BUDGET.split('**Stab**');
  return [
    before.replace('2030-11-18', date),
    after.replaceAll('-112', '-113').replaceAll('-100\t-100', '-100\t-101'),
  ].join('**Stab**');
}

const status = async (ledger: string): Promise<string> => (await liggaren(ledger, 'status', '--json')).out;

describe('a document', () => {
  it('is imported once, as a whole, with the profile that it was read with', async () => {
    const path = await file('budget.md', BUDGET);
    const [dry] = await asked('once', path, '--dry-run');
    expect(dry).toMatchObject({ kind: 'document', profile: 'sjovik 3', refused: null, discrepancies: [] });
    expect(dry?.counts.new).toBeGreaterThan(40);
    expect(dry?.takenFor).toMatchObject({
      title: 'Kommunstyrelsens budget 2031',
      kind: 'budget',
      unit: 'sjovik/ks',
      status: 'adopted',
    });
    const told = await importing('once', path, '--dry-run');
    expect(told.out).toContain('taken for "Kommunstyrelsens budget 2031": budget of sjovik/ks, adopted, ');
    expect(told.out).toMatch(/figures of sjovik\/ks\S*: .*budget 2031/);
    const imported = await importing('once', path);
    expect([imported.code, imported.err]).toEqual([0, '']);
    expect(imported.out).toContain('budget.md: recorded');
    const before = await status('once');
    expect((await importing('once', path)).out).toContain('nothing new');
    expect(await status('once')).toBe(before);
    const cells = await importing('once', path, '--dry-run', '--cells', '--csv');
    expect(cells.out).toContain(',recorded,');
  });

  it('that is not understood stops all of them, and tells what to write', async () => {
    const ok = await file('ok.md', BUDGET);
    const unknown = await file(
      'unknown.md',
      '# Budget 2031 för Bergslunda\n\nTkr	Budget 2031\nStab	-1\nTotalt	-1\n',
    );
    for (const dry of [['--dry-run'], []]) {
      const { code, out, err } = await importing('nothing', ok, unknown, ...dry);
      expect(code).toBe(3);
      expect(out + err).toContain('unknown.md');
      expect(out + err).toContain('under tables');
      expect(err).toContain('[NOT_UNDERSTOOD]');
    }
    expect((await liggaren('nothing', 'status')).code).toBe(5);
  });

  it('in a folder is found; what is no file of a document is left', async () => {
    const many = join(folder, 'many');
    await mkdir(join(many, 'below'), { recursive: true });
    await writeFile(join(many, 'budget.md'), BUDGET);
    await writeFile(join(many, 'picture.png'), 'x');
    const outcomes = await asked('many', many, '--dry-run');
    expect(outcomes.map(({ name }) => name)).toEqual(['budget.md']);
  });

  it('of more than is read, or of nothing, is refused by name', async () => {
    const empty = await file('empty.txt', '');
    const { code, err } = await importing('empty', empty);
    expect([code, err]).toEqual([3, expect.stringContaining('[FILE_EMPTY]')]);
    const huge = await file('huge.txt', 'x'.repeat(21 * 1024 * 1024));
    const tooLarge = await importing('empty', huge);
    expect([tooLarge.code, tooLarge.err]).toEqual([3, expect.stringContaining('[FILE_TOO_LARGE]')]);
  });
});

describe('another print of a document', () => {
  it('is recognised, recorded as errata, and the print before it is nothing any more', async () => {
    const first = await file('first.md', BUDGET);
    const second = await file('second.md', corrected('2030-12-02'));
    expect((await importing('prints', first)).code).toBe(0);
    const before = await liggaren('prints', 'view', ...VIEW);
    const [dry] = await asked('prints', second, '--dry-run');
    expect(dry).toMatchObject({ replaces: 'first.md', refused: null, counts: { new: 0, withdrawn: 0 } });
    expect(dry?.changed).toContainEqual(
      expect.objectContaining({ row: 'Stab > Kostnad', was: '-112', is: '-113', correction: 'erratum' }),
    );
    const position = (JSON.parse(await status('prints')) as { log: { head: string } }).log.head;
    const imported = await importing('prints', second);
    expect([imported.code, imported.err]).toEqual([0, '']);
    const now = await liggaren('prints', 'view', ...VIEW);
    expect(now.out).toContain('-113');
    expect((await importing('alone', second)).code).toBe(0);
    expect(now.out).toBe((await liggaren('alone', 'view', ...VIEW)).out);
    expect((await liggaren('prints', 'view', ...VIEW, '--as-of', position)).out).toBe(before.out);
    expect((await importing('prints', second)).out).toContain('nothing new');
    expect((await importing('prints', first)).out).toContain('second.md has replaced it');
  });

  it('that is older is not taken for a correction; --separate and --replaces decide', async () => {
    const first = await file('later.md', BUDGET);
    const older = await file('older.md', corrected('2030-10-01'));
    expect((await importing('older', first)).code).toBe(0);
    const refused = await importing('older', older);
    expect([refused.code, refused.err]).toEqual([3, expect.stringContaining('[OLDER_PRINT]')]);
    const [apart] = await asked('older', older, '--separate', '--dry-run');
    expect(apart).toMatchObject({ replaces: null, refused: null });
    expect(apart?.counts.new).toBeGreaterThan(40);
    const [replacing] = await asked('older', older, '--replaces', 'later.md', '--dry-run');
    expect(replacing).toMatchObject({ replaces: 'later.md', refused: null });
    expect((await importing('older', older, '--replaces', 'nothing.md', '--dry-run')).code).toBe(2);
    expect((await importing('older', older, '--separate')).code).toBe(0);
    expect((await importing('older', older)).out).toContain('nothing new');
  });
});

describe('a process that is killed while it imports a document', () => {
  it('leaves nothing that counts, and the same command goes on where it was', async () => {
    const long = await file('long.md', longBudget(60));
    const ledger = join(folder, 'killed');
    let killed = 0;
    for (let n = 0; n < 3; n++) {
      const child = startChild(
        'apps/cli/main.ts',
        ['--ledger', ledger, 'import', long, '--profile', PROFILE],
        [],
        { LIGGAREN_LOG: logAddress(ledger) },
      );
      const ended = new AbortController();
      const killing = killAfter(40 * (n + 1), ledger, child.process, ended.signal);
      const end = await child.ended;
      ended.abort();
      await killing;
      if (end !== 'SIGKILL') break;
      killed++;
      const { out } = await liggaren('killed', 'status', '--json');
      expect((JSON.parse(out) as { entries: number }).entries).toBe(0);
    }
    expect(killed).toBeGreaterThan(0);
    expect((await importing('killed', long)).code).toBe(0);
    expect((await importing('whole', long)).code).toBe(0);
    const ids = await Promise.all(['killed', 'whole'].map((name) => idsIn(join(folder, name))));
    expect(ids[0]).toEqual(ids[1]);
    expect((await importing('killed', long)).out).toContain('nothing new');
  }, 1_200_000);
});

/** A budget with so many frames. */
function longBudget(frames: number): string {
  const [front = ''] = BUDGET.split('### 2.1');
  const sections = Array.from({ length: frames }, (_, n) => {
    const [, section = ''] = /(### 2\.1[^]*?)### 2\.3/.exec(BUDGET) ?? [];
    return section
      .replace('### 2.1 Ledningskontoret', `### 2.${2 * n + 1} Kontor ${n}`)
      .replaceAll('2.1.1', `2.${2 * n + 1}.1`)
      .replace('### 2.2', `### 2.${2 * n + 2}`);
  });
  return [front, ...sections].join('');
}

/** Kills the process when its log has more than so many events. */
async function killAfter(
  events: number,
  ledger: string,
  process: ChildProcess,
  ended: AbortSignal,
): Promise<void> {
  while (!ended.aborted) {
    const store = await openLog({ folder: ledger, mode: 'read' }).catch(() => undefined);
    const page = await store?.readAllPage({ maxCount: events + 1 });
    await store?.close();
    if ((page?.length ?? 0) > events) {
      process.kill('SIGKILL');
      return;
    }
    // A server is opened anew each time, beside the process that imports.
    await new Promise((resolve) => setTimeout(resolve, isOnServer() ? 200 : 5));
  }
}

async function idsIn(ledger: string): Promise<string[]> {
  const store = await openLog({ folder: ledger, mode: 'read' });
  const ids: string[] = [];
  for await (const { id } of store.readAll()) ids.push(id);
  await store.close();
  return ids.sort();
}
