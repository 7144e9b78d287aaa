import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { planDataPackage, readDataPackage } from '#ingest';
import { ImportRunner } from '#recording';
import { importInputs } from '../../apps/cli/import/import-inputs.js';
import { planInputs } from '../../apps/cli/import/planned-input.js';
import { run } from '../../apps/cli/run.js';
import { isOnServer, logAddress, openLedger } from '../support/engine.js';
import { memoryIo, type MemoryIo } from '../support/memory-io.js';
import { PUBLISHED } from '../support/published-ledger.js';
import { patient } from '../support/patience.js';

let folder: string;
const ledger = (): string => join(folder, 'ledger');

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function liggaren(
  argv: readonly string[],
  io: MemoryIo = memoryIo({ env: { LIGGAREN_LEDGER: ledger() } }),
): Promise<Ran> {
  const code = await run(argv, { io, openLedger, planInputs, importInputs });
  return { code, ...io.written };
}

const DIFF = 'budget-diff --unit boras/ks/stadsledningskansliet --year 2021 --from 2021:1 --to 2021:2'.split(
  ' ',
);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liggaren-cli-'));
  const imported = await liggaren(['import', PUBLISHED]);
  if (imported.code !== 0) throw new Error(imported.err);
}, patient(60_000));

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('import', () => {
  it('stores nothing twice', async () => {
    const before = JSON.parse((await liggaren(['status', '--json'])).out) as object;
    const again = await liggaren(['import', PUBLISHED]);
    expect(again.code).toBe(0);
    expect(again.out).toContain('nothing new');
    expect(JSON.parse((await liggaren(['status', '--json'])).out)).toEqual(before);
  });

  it('a dry run makes no ledger', async () => {
    const nowhere = join(folder, 'nowhere');
    const { code, out } = await liggaren(['import', PUBLISHED, '--dry-run', '--ledger', nowhere]);
    expect(code).toBe(0);
    expect(out).toContain('would record');
    expect(existsSync(nowhere)).toBe(false);
  });

  it('a dry run tells new from recorded, and a cell that the ledger holds otherwise', async () => {
    const again = await liggaren(['import', PUBLISHED, '--dry-run']);
    expect(again.code).toBe(0);
    expect(again.out).toContain('nothing new');
    const later = join(folder, 'later');
    await cp(PUBLISHED, later, { recursive: true });
    const cells = join(later, 'cells.csv');
    await writeFile(cells, (await readFile(cells, 'utf8')).replace('-185 419', '-185 418'));
    const before = (await liggaren(['status', '--json'])).out;
    const dry = await liggaren(['import', later, '--dry-run']);
    expect(dry.code).toBe(4);
    expect(dry.out).toContain('Kommunledning > Kostnad, Budget 2021:1: recorded "-185 419", here "-185 418"');
    const refused = await liggaren(['import', later]);
    expect(refused.code).toBe(4);
    expect(refused.err).toContain('row "Kommunledning > Kostnad", column "Budget 2021:1"');
    expect((await liggaren(['status', '--json'])).out).toBe(before);
  });

  it('a broken number is refused with its place, and nothing is stored', async () => {
    const broken = join(folder, 'broken');
    await cp(PUBLISHED, broken, { recursive: true });
    const cells = join(broken, 'cells.csv');
    await writeFile(cells, (await readFile(cells, 'utf8')).replace(/88\s207/u, '88x207'));
    const nowhere = join(folder, 'refused');
    const { code, err } = await liggaren(['import', broken, '--ledger', nowhere]);
    expect(code).toBe(3);
    expect(err).toMatch(/cells\.csv.*line \d+.*/);
    expect(existsSync(join(nowhere, 'log.sqlite'))).toBe(false);
  });

  it('what is no package is refused', async () => {
    expect((await liggaren(['import', join(folder, 'not-there')])).code).toBe(3);
    const { code, err } = await liggaren(['import', folder]);
    expect(code).toBe(3);
    expect(err).toContain(folder);
  });

  it('a file that cannot be read is refused like a broken one', async () => {
    const package_ = join(folder, 'unreadable');
    await cp(PUBLISHED, package_, { recursive: true });
    await rm(join(package_, 'cells.csv'));
    await mkdir(join(package_, 'cells.csv'));
    const { code, err } = await liggaren(['import', package_]);
    expect(code).toBe(3);
    expect(err).toContain('cells.csv cannot be read: it is a folder [FILE_UNREADABLE]');
  });

  it('of several packages none is recorded when the ledger holds one otherwise', async () => {
    const changed = join(folder, 'changed');
    await cp(PUBLISHED, changed, { recursive: true });
    const cells = join(changed, 'cells.csv');
    await writeFile(cells, (await readFile(cells, 'utf8')).replace(/-185\s419/u, '-185 418'));
    const other = join(folder, 'two');
    const added = join(folder, 'added');
    await cp(PUBLISHED, added, { recursive: true });
    await appendFile(join(added, 'units.csv'), 'ny,Ny kommun,municipality,\n');
    expect((await liggaren(['import', PUBLISHED, '--ledger', other])).code).toBe(0);
    const before = (await liggaren(['status', '--json', '--ledger', other])).out;
    expect((await liggaren(['import', added, changed, '--ledger', other])).code).toBe(4);
    expect((await liggaren(['status', '--json', '--ledger', other])).out).toBe(before);
  });

  it('a ledger that cannot be made is not reached, and no fault', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    for (const path of [file, join(file, 'below')]) {
      const { code, err } = await liggaren(['import', PUBLISHED, '--ledger', path]);
      expect(code).toBe(5);
      expect(err).toContain('there is a file of that name [LOG_UNREACHABLE]');
    }
  });

  it('what was cut off is told, and counts for nothing until it is complete', async () => {
    const cut = join(folder, 'cut');
    const plan = planDataPackage(readDataPackage((name) => readFileSync(join(PUBLISHED, name), 'utf8')));
    const stop = new AbortController();
    const open = await openLedger({ folder: cut, mode: 'write' });
    await open.caughtUp;
    const importing = new ImportRunner({ store: open.store, answers: open.answers }).run({
      ...plan,
      actor: 'local',
      signal: stop.signal,
      onProgress: ({ step }) => {
        if (step === 'recording') stop.abort();
      },
    });
    await expect(importing).rejects.toMatchObject({ code: 'STOPPED' });
    await open.close();
    const argv = ['--ledger', cut];
    const status = await liggaren(['status', ...argv]);
    expect(status.code).toBe(0);
    expect(status.err).toContain('an import is not complete');
    expect((await liggaren(['view', ...DIFF, ...argv])).err).toContain('run an interrupted import again');
    expect((await liggaren(['import', PUBLISHED, ...argv])).code).toBe(0);
    expect((await liggaren(['status', ...argv])).err).toBe('');
    expect((await liggaren(['view', ...DIFF, '--csv', ...argv])).out).toBe(
      (await liggaren(['view', ...DIFF, '--csv'])).out,
    );
  });
});

describe('reading', () => {
  it('view, explain, events and status, in each form', async () => {
    for (const argv of [
      ['view', ...DIFF],
      'view tertial-forecast --unit alingsas/ks --year 2023'.split(' '),
      'view delarsbokslut --unit alingsas/ks --year 2023 --through 2023-08'.split(' '),
      ['explain', ...DIFF, '--row', 'Kommunledning > Kostnad', '--column', 'change'],
      ['explain', ...DIFF, '--row', 'Kommunledning > Kostnad', '--column', 'to', '--against', 'from'],
      ['explain', ...DIFF, '--row', 'Totalt > Kostnad', '--column', 'to'],
      ['events', '--first', '5'],
      ['status'],
    ]) {
      for (const form of [[], ['--json'], ['--csv']]) {
        const { code, out } = await liggaren([...argv, ...form]);
        expect([argv, code]).toEqual([argv, 0]);
        expect(out.length).toBeGreaterThan(20);
      }
    }
  });

  it('the change of a cost with its causes and what nobody has explained', async () => {
    const { out } = await liggaren([
      'explain',
      ...DIFF,
      '--row',
      'Kommunledning > Kostnad',
      '--column',
      'change',
    ]);
    expect(out).toContain('Kommunledning > Kostnad: 1 250 tkr');
    for (const amount of ['+1 300', '+500', '-500']) expect(out).toContain(`${amount}  `);
    expect(out).toContain('-50  oförklarat');
  });

  it('what is not there is wrong usage, and says what there is', async () => {
    const { code, err } = await liggaren([
      'view',
      'tertial-forecast',
      '--unit',
      'boras/xx',
      '--year',
      '2021',
    ]);
    expect(code).toBe(2);
    expect(err).toContain('[UNKNOWN_UNIT]');
    expect(err).toContain('boras/ks');
    const delarsbokslut = 'view delarsbokslut --unit alingsas/ks --year'.split(' ');
    const area = await liggaren([...delarsbokslut, '2023', '--through', '2023-08', '--area', 'foo']);
    expect(area.err).toContain('There is operations, investment, land');
    const year = await liggaren([...delarsbokslut, '1999', '--through', '1999-08']);
    expect(year.err).toMatch(/\[UNKNOWN_YEAR\][^]*There is (2021, )?2022, 2023(, 2024)?\.\n/);
    const row = await liggaren(['explain', ...DIFF, '--row', 'o', '--column', 'to']);
    expect(row.err).toMatch(/There is ("[^"]+", ){7}"[^"]+" and \d+ more\./);
  });

  it('a ledger that is not there cannot be reached, and is not made', async () => {
    const nowhere = join(folder, 'none');
    expect((await liggaren(['status', '--ledger', nowhere])).code).toBe(5);
    expect(existsSync(nowhere)).toBe(false);
  });
});

describe('rebuild', () => {
  it('answers the same afterwards', async () => {
    const before = await liggaren(['view', ...DIFF, '--json']);
    const { code, err } = await liggaren(['rebuild']);
    expect(code).toBe(0);
    expect(err).toMatch(/rebuilt from \d+ events/);
    expect(await liggaren(['view', ...DIFF, '--json'])).toEqual(before);
  });
});

describe('beside a server', () => {
  it('reads go on; rebuild is refused, and import where the log is a file, which names what to stop', async () => {
    const io = memoryIo({ env: { LIGGAREN_LEDGER: ledger(), LIGGAREN_PORT: '0' } });
    const serving = liggaren(['serve'], io);
    const url = await addressIn(io);
    try {
      expect((await fetch(`${url}/health/ready`)).status).toBe(200);
      expect(await liggaren(['view', ...DIFF])).toMatchObject({ code: 0, err: '' });
      const imported = await liggaren(['import', PUBLISHED]);
      // One process writes a file; to a server any number do.
      expect(imported.code).toBe(isOnServer() ? 0 : 5);
      if (!isOnServer()) expect(imported.err).toContain(`process ${process.pid}`);
      expect((await liggaren(['rebuild'])).code).toBe(5);
      const other = memoryIo({ env: { LIGGAREN_LEDGER: join(folder, 'other') } });
      const taken = await liggaren(['serve', '--port', new URL(url).port], other);
      expect(taken).toMatchObject({ code: 2, out: '' });
    } finally {
      io.stop();
    }
    expect((await serving).code).toBe(0);
    await expect(fetch(`${url}/health/live`)).rejects.toThrow('fetch failed');
    // Six commands beside a server: on a busy machine that takes a while.
  }, 1_200_000);
});

async function addressIn(io: MemoryIo): Promise<string> {
  for (let waited = 0; waited < patient(10_000); waited += 20) {
    const [url] = /http:\/\/\S+/.exec(io.written.out) ?? [];
    if (url !== undefined) return url;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`no address: ${io.written.out}${io.written.err}`);
}

describe('the built command', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const main = join(root, 'dist/apps/cli/main.js');

  it('runs, exits as it should, and lets a reader go', async () => {
    if (!existsSync(main)) spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root });
    const env = { ...process.env, LIGGAREN_LEDGER: ledger(), LIGGAREN_LOG: logAddress(ledger()) };
    const status = spawnSync(process.execPath, [main, 'status', '--json'], { env, encoding: 'utf8' });
    expect({ code: status.status, err: status.stderr }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(status.stdout)).toMatchObject({ documents: 4, readModel: { behind: 0 } });
    expect(spawnSync(process.execPath, [main, 'nonsense'], { env }).status).toBe(2);

    // `liggaren events | head -0`: the reader goes away before everything is written.
    const events = spawn(process.execPath, [main, 'events', '--json', '--first', '500'], { env });
    events.stdout.destroy();
    let err = '';
    events.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    const code = await new Promise((resolve) => events.on('close', resolve));
    expect({ code, err: err.replace(/^more: .*\n$/, '') }).toEqual({ code: 0, err: '' });
  }, 1_200_000);
});
