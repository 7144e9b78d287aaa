import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { planDocuments, readProfile, type PlannedDocument } from '#ingest';
import { ImportRunner } from '#recording';
import type { View } from '#projections';
import type { Ledger } from '../../apps/shared/ledger.js';
import { openLedger } from '../support/engine.js';

const PROFILE = `
profile: sjovik
version: 1
municipality: { id: sjovik, name: Sjövik kommun }
recognisedBy: [Sjövik]
boards: [{ id: ks, name: Kommunstyrelsen }]
sie: { unit: ks, lines: 21 }
`;

let folder: string;
let ledger: Ledger;
let planned: PlannedDocument;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'liggaren-'));
  ledger = await openLedger({ folder, mode: 'write' });
  await ledger.caughtUp;
  const bytes = readFileSync('libs/ingest/sie/fixtures/sjovik.se');
  const [document] = await planDocuments(
    [{ fileName: 'sjovik.se', bytes }],
    [readProfile('sjovik.yaml', PROFILE)],
  );
  if (document?.kind !== 'planned') throw new Error(JSON.stringify(document));
  planned = document;
  await run();
});

afterAll(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true });
});

async function run(): Promise<number> {
  const runner = new ImportRunner(ledger);
  const { position, alreadyStored } = await runner.run({ ...planned.plan, actor: 'test' });
  await ledger.waitFor(position);
  return alreadyStored;
}

function row(view: View, path: string): Record<string, string | null> {
  const found = view.rows.find((r) => r.path.join(' > ') === path);
  if (found === undefined)
    throw new Error(`no row ${path} among ${view.rows.map((r) => r.path.join(' > ')).join('; ')}`);
  return Object.fromEntries(found.cells.map((cell) => [cell.column, cell.value]));
}

describe('a SIE file in the ledger', () => {
  it('is the outcome of a delårsbokslut, with its budget and the year before', () => {
    const view = ledger.reader.view({
      view: 'delarsbokslut',
      unit: 'sjovik/ks',
      year: '2023',
      through: '2023-03',
    });
    // As the file has it: in kronor, debit plus.
    expect(view.unitOfMeasure).toBe('kr');
    expect(row(view, 'Parker och torg > Intäkter')).toMatchObject({ budget: '-168000', outcome: '-45000.5' });
    expect(
      row(view, 'Kommunledning > Kostnader > Kostnader för arbetskraft > 5010 Löner, arbetad tid'),
    ).toMatchObject({
      budget: '2400000',
      outcome: '600500',
      outcomePreviousYear: '190000',
      difference: '410500',
    });
    expect(row(view, 'Totalt > Kostnader')).toMatchObject({ outcome: '1300590.5' });
    expect(view.rows.flatMap((r) => r.cells).filter((cell) => cell.discrepancy !== null)).toEqual([]);
    expect(
      view.rows.flatMap((r) =>
        r.cells.filter((c) => c.column === 'outcome' && c.value === null).map(() => r.path),
      ),
    ).toEqual(view.rows.filter((r) => r.kind === 'group').map((r) => r.path));
  });

  it('has the outcome through each month', () => {
    const outcome = (through: string): string | null | undefined =>
      row(
        ledger.reader.view({ view: 'delarsbokslut', unit: 'sjovik/ks', year: '2023', through }),
        'Totalt > Nettokostnad',
      ).outcome;
    expect([outcome('2023-01'), outcome('2023-02'), outcome('2023-03')]).toEqual([
      '417300',
      '792039.75',
      '1205590',
    ]);
  });

  it('has each month of each account among its cells, once', () => {
    const cells = [...ledger.reader.cells({ document: 'sjovik.se' })];
    const months = cells.filter(({ table }) => table.endsWith('utfall-manad'));
    expect(months).toHaveLength(31);
    expect(months[0]).toMatchObject({
      document: 'sjovik.se',
      row: 'Kommunledning > Intäkter > Verksamhetens intäkter > 3510 Statsbidrag',
      column: '#PSALDO 2023-01',
      printed: '0,00',
      value: '0',
      unitOfMeasure: 'kr',
      kind: 'figure',
    });
    const places = cells.map(({ table, row: of, column }) => `${table} ${of} ${column}`);
    expect(new Set(places).size).toBe(places.length);
  });

  it('stores nothing when it is imported again', async () => {
    const { streams } = planned.plan;
    expect(await run()).toBe(streams.reduce((sum, { events }) => sum + events.length, 0));
  });
});
