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
}, patient(60_000));

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

  const LAND = ['land', '--unit', 'boras/ks'];
  const VIARED = [
    'explain',
    ...LAND,
    '--year',
    '2025',
    '--column',
    'remaining',
    '--row',
    'Utbyggnad av industriområde Viared Västra > Netto',
  ];

  it('cites the cell of every figure of a sum, of what is carried over the one that it began with', async () => {
    interface Part {
      readonly value: string | null;
      readonly parts: readonly Part[];
      readonly standing: { readonly source: object | null } | null;
      readonly editions: readonly { readonly stated: { readonly source: object | null } | null }[];
    }
    const whole = JSON.parse((await liggaren(...VIARED, '--json')).out) as Part;
    const figures = (part: Part): Part[] => (part.parts.length === 0 ? [part] : part.parts.flatMap(figures));
    const found = figures(whole);
    expect(found.length).toBeGreaterThan(4);
    const cited = ({ standing, editions }: Part): boolean =>
      [standing, ...editions.map(({ stated }) => stated)].some((entry) => (entry?.source ?? null) !== null);
    expect(found.filter((part) => !cited(part))).toEqual([]);
    const [text, page] = [(await liggaren(...VIARED)).out, (await liggaren(...VIARED, '--markdown')).out];
    for (const form of [text, page]) {
      expect(form).toContain('Godkänd utgift: "');
      expect(form).toContain('Utgift tom juni 2024: "-368 385"');
    }
  });

  it('tells what the table shows where its sign is the other one', async () => {
    const sales = ['--row', 'Exploateringsprojekt: Försäljning > Summa', '--column', 'plan2023'];
    const asked = ['explain', ...LAND, '--year', '2021', ...sales];
    const { out } = await liggaren(...asked);
    expect(out).toContain(
      '105 000 tkr\n  tecken: belopp som påverkan på resultatet; tabellen visar -105 000\n',
    );
    expect(out).toMatch(/även angivet: 105 000 tkr \(.*: "-105 000"\)/);
    const page = (await liggaren(...asked, '--markdown')).out;
    expect(page).toContain('det som förbättrar resultatet är positivt; tabellen visar -105 000.');
    expect(page).toContain('- även angivet: 105 000 tkr; händelse');
    expect((await liggaren(...CELL)).out).not.toContain('tecken:');
  });

  it('of a cell that does not agree with another is told below the table by what it is held against', async () => {
    const { out } = await liggaren('view', ...LAND, '--year', '2025');
    expect(out).toContain('Utgift tom juni 2024: utgift över godkänd, tryckt -54 046 mot -52 000 (');
  });

  it('tells the values of a correction, not what is printed both times', async () => {
    const cell = CELL.map((word) => (word === 'change' ? 'to' : word));
    const { standing } = JSON.parse((await liggaren(...cell, '--json')).out) as { standing: { id: string } };
    let entry = standing.id;
    for (const amount of ['-184119', '-184100']) {
      const words = [
        'register',
        'correct-entry',
        '--entry',
        entry,
        '--amount',
        amount,
        '--reason',
        'Fel avläst',
      ];
      expect(await liggaren(...words)).toMatchObject({ code: 0, err: '' });
      entry = (JSON.parse((await liggaren(...cell, '--json')).out) as { standing: { id: string } }).standing
        .id;
    }
    const text = (await liggaren(...cell)).out;
    expect(text).toContain('rättelse (felläst): -184 169 tkr → -184 119 tkr (tryckt "-184 169")');
    expect(text).toContain('rättelse (felläst): -184 119 tkr (tryckt "-184 169") → -184 100 tkr');
    const page = (await liggaren(...cell, '--markdown')).out;
    expect(page).toContain('-184 169 tkr blev -184 119 tkr (tryckt "-184 169")');
  });
});
