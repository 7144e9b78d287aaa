import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { read, utils } from '@e965/xlsx';
import { parse } from 'csv-parse/sync';
import { importInputs } from '../../apps/cli/import/import-inputs.js';
import { planInputs } from '../../apps/cli/import/planned-input.js';
import { run } from '../../apps/cli/run.js';
import { openLedger } from '../support/engine.js';
import type { View } from '#projections';
import { memoryIo } from '../support/memory-io.js';
import { PUBLISHED } from '../support/published-ledger.js';
import { patient } from '../support/patience.js';

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

const VIEWS = [
  'budget-diff --unit boras/ks/stadsledningskansliet --year 2021 --from 2021:1 --to 2021:2',
  'tertial-forecast --unit alingsas/ks --year 2023',
  'delarsbokslut --unit alingsas/ks --year 2023 --through 2023-08',
].map((line) => line.split(' '));

/** Labels and values of a view, row by row, as decimal strings. */
async function shown(view: readonly string[]): Promise<string[][]> {
  const { columns, rows } = JSON.parse((await liggaren('view', ...view, '--json')).out) as View;
  return rows.map(({ path, cells }) => [
    path.at(-1) ?? '',
    ...columns.map(({ id }) => cells.find(({ column }) => column === id)?.value ?? ''),
  ]);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liggaren-export-'));
  const imported = await liggaren('import', PUBLISHED);
  if (imported.code !== 0) throw new Error(imported.err);
}, patient(60_000));

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe.each(VIEWS)('an exported %s', (...view) => {
  it('has the values of the view as numbers of a workbook', async () => {
    const file = join(folder, 'view.xlsx');
    expect(await liggaren('export', ...view, '--out', file)).toMatchObject({ code: 0, out: '' });
    const sheet = Object.values(read(await readFile(file)).Sheets)[0];
    if (sheet === undefined) throw new Error('no sheet');
    const lines = utils.sheet_to_json<unknown[]>(sheet, { header: 1, defval: '', raw: true });
    const expected = await shown(view);
    const body = lines.slice(4, 4 + expected.length);
    const width = expected[0]?.length ?? 0;
    expect(body.map((line) => line.slice(0, width).map(String))).toEqual(expected);
    expect(body.some((line) => typeof line[1] === 'number')).toBe(true);
  });

  it('has the values of the view in a CSV with semicolons and decimal commas', async () => {
    const file = join(folder, 'view.csv');
    expect(await liggaren('export', ...view, '--out', file)).toMatchObject({ code: 0 });
    const text = await readFile(file, 'utf8');
    expect(text.startsWith('\ufeff')).toBe(true);
    const lines = parse(text, {
      bom: true,
      delimiter: ';',
      relax_column_count: true,
      skip_empty_lines: true,
    });
    const expected = await shown(view);
    const head = lines.findIndex(([first]) => first === 'Rad');
    const body = lines.slice(head + 1, head + 1 + expected.length);
    expect(
      body.map(([row = '', ...rest]) => [
        row.split(' > ').at(-1),
        ...rest.slice(0, -1).map((value) => value.replace(',', '.')),
      ]),
    ).toEqual(expected);
  });
});

describe('an export', () => {
  const [view = []] = VIEWS;

  it('into a form that is not known, or a folder that is not there, says so', async () => {
    const unknown = await liggaren('export', ...view, '--out', join(folder, 'view.pdf'));
    expect(unknown).toMatchObject({ code: 2 });
    expect(unknown.err).toContain('.xlsx or .csv');
    const nowhere = await liggaren('export', ...view, '--out', join(folder, 'none', 'view.csv'));
    expect(nowhere.code).toBe(2);
    expect(nowhere.err).toContain('cannot be written');
  });
});

describe('the package of a ledger', () => {
  const inLedger = async (name: string, ...argv: string[]): Promise<Ran> =>
    liggaren('--ledger', join(folder, name), ...argv);

  it('gives the same figures, cells and findings in an empty ledger, and nothing new in its own', async () => {
    const out = join(folder, 'package');
    const exported = await liggaren('export', 'package', '--out', out);
    expect(exported).toMatchObject({ code: 0, out: '' });
    expect(exported.err).not.toContain('not in the package');
    expect(await inLedger('other', 'import', out)).toMatchObject({ code: 0 });
    for (const asked of [
      ['cells', '--csv'],
      ['check', '--json', '--all'],
      ...VIEWS.map((view) => ['view', ...view, '--csv']),
    ]) {
      const here = await liggaren(...asked);
      expect(here.out.length).toBeGreaterThan(100);
      expect((await inLedger('other', ...asked)).out).toBe(here.out);
    }
    expect((await liggaren('import', out)).out).toContain('nothing new');
  }, 1_200_000);

  it('goes into an empty folder, and is of now', async () => {
    expect((await liggaren('export', 'package', '--out', folder)).err).toContain('not empty');
    const then = await liggaren('export', 'package', '--out', join(folder, 'then'), '--as-of', '2024-01-01');
    expect(then).toMatchObject({ code: 2 });
  });
});
