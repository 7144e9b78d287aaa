import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Command } from '#domain';
import type { DiscrepancyItem, ReadOptions } from '#projections';
import { Recorder } from '#recording';
import { importInputs } from '../../apps/cli/import/import-inputs.js';
import { planInputs } from '../../apps/cli/import/planned-input.js';
import { run } from '../../apps/cli/run.js';
import type { Ledger } from '../../apps/shared/ledger.js';
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
  const io = memoryIo({ env: { LIGGAREN_LEDGER: folder } });
  const code = await run(argv, { io, openLedger, planInputs, importInputs });
  return { code, ...io.written };
}

async function withLedger<T>(work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const ledger = await openLedger({ folder, mode: 'write' });
  try {
    await ledger.caughtUp;
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}

async function record(ledger: Ledger, command: Command): Promise<string> {
  const recorder = new Recorder({ store: ledger.store, answers: ledger.answers, newId: () => randomUUID() });
  const { position } = await recorder.record({ command, actor: 'test' });
  await ledger.waitFor(position ?? '');
  return position ?? '';
}

async function listOf({ reader }: Ledger, options: ReadOptions = {}): Promise<DiscrepancyItem[]> {
  const page = await reader.discrepancies({}, { first: 500 }, options);
  return page.items.map(({ item }) => item);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liggaren-check-'));
  const imported = await liggaren('import', PUBLISHED);
  if (imported.code !== 0) throw new Error(imported.err);
}, patient(60_000));

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('check', () => {
  it('lists what is new with exit code 1, names both places, and no rounding', async () => {
    const { code, out } = await liggaren('check');
    expect(code).toBe(1);
    expect(out).toContain('samma uppgift på två ställen: -137 053 mot 137 053 tkr; skillnad -274 106');
    expect(out).toContain('kgv-sammandrag · Summa kostnader · Bokslut 2023');
    expect(out).toContain('kgv-verksamhet · Totalt > Kostnad · Bokslut 2023');
    expect(out).not.toContain('avrundning');
    expect((await liggaren('check', '--all')).out).toContain('avrundning');
  });

  it('is JSON as scripts know it', async () => {
    const { code, out } = await liggaren('check', '--kind', 'sum', '--json');
    expect(code).toBe(1);
    const list = JSON.parse(out) as DiscrepancyItem[];
    expect(list.map(({ row, column }) => [row, column])).toEqual([
      ['Anpassningsinvesteringar', 'Plan 2028'],
      ['Anpassningsinvesteringar', 'Plan 2029'],
    ]);
    const fields =
      'id kind class status document table row column stated computed difference tolerance places followOns';
    expect(Object.keys(list[0] ?? {})).toEqual(fields.split(' '));
    expect(list[0]).toMatchObject({
      kind: 'sum',
      class: 'discrepancy',
      status: 'new',
      document: '002_9f157569a4d25656.txt',
      stated: '10000',
      computed: '7000',
      difference: '3000',
      tolerance: '1.5',
      followOns: [{ row: 'Totala utgifter', class: 'discrepancy', difference: '3000', followOns: [] }],
    });
    expect(Object.keys(list[0]?.places[0] ?? {})).toEqual(['document', 'table', 'row', 'column', 'printed']);
  });

  it('is CSV with a line for what follows too', async () => {
    const { out } = await liggaren('check', '--unit', 'alingsas', '--kind', 'sum', '--csv');
    const lines = out.trimEnd().split('\r\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatch(/^id,root,kind,class,status,unit,document,table,row,column,/);
    const rows = lines.slice(1).map((line) => line.split(',').slice(1, 4));
    expect(rows.map(([root, , is]) => [root === '', is])).toEqual([
      [true, 'discrepancy'],
      [false, 'discrepancy'],
      [true, 'discrepancy'],
      [false, 'discrepancy'],
    ]);
  });

  it('asks of one unit, one document, another time, what had been published', async () => {
    const list = async (...argv: string[]): Promise<DiscrepancyItem[]> =>
      JSON.parse((await liggaren('check', '--json', ...argv)).out) as DiscrepancyItem[];
    const all = await list();
    const document = '001_97c3289e6685eeda.txt';
    expect(await list('--document', document)).toEqual(all.filter((item) => item.document === document));
    expect(await list('--unit', 'boras')).toEqual(await list('--document', document));
    expect((await list('--published-by', '2024-06-30')).map((item) => item.document)).toEqual(
      all.flatMap((item) => (item.document === document ? [document] : [])),
    );
    expect(await list('--published-by', '2020-01-01')).toEqual([]);
    expect(await liggaren('check', '--as-of', '2020-01-01')).toEqual({ code: 0, out: '', err: '' });
  });

  it('refuses a unit, a document and a kind that there is not, instead of saying that all is well', async () => {
    expect((await liggaren('check', '--unit', 'boras/kss')).code).toBe(2);
    expect((await liggaren('check', '--document', 'none.txt')).code).toBe(2);
    expect((await liggaren('check', '--kind', 'sums')).code).toBe(2);
  });
});

describe('a discrepancy', () => {
  it('has the same id in the list, in the view and in its explanation', async () => {
    await withLedger(async (ledger) => {
      const all = await listOf(ledger);
      const request = {
        view: 'delarsbokslut',
        unit: 'alingsas/ks',
        year: '2023',
        through: '2023-08',
      } as const;
      const marked = ledger.reader
        .view(request)
        .rows.flatMap(({ cells }) => cells.filter((cell) => cell.discrepancyClass === 'discrepancy'));
      expect(marked).toEqual([]);
      const plan = all.find(({ column }) => column === 'Plan 2028');
      const explained = ledger.reader.figure({
        unit: 'alingsas/ks',
        area: 'investment',
        line: ['Anpassningsinvestering'],
        measure: 'outlay',
        period: '2028',
        basis: 'budget',
        edition: 'plan@2025',
      });
      expect(explained.discrepancies.map(({ id, class: is }) => [id, is])).toEqual([
        [plan?.id, 'discrepancy'],
      ]);
    });
  });

  it('is explained and accepted as its numbers are, and new again with others', async () => {
    await withLedger(async (ledger) => {
      const [first, ...others] = await listOf(ledger);
      const id = first?.id ?? '';
      const before = ledger.reader.positionOf(new Date(Date.now() + 1000).toISOString());
      await record(ledger, {
        type: 'ExplainDiscrepancy',
        data: { discrepancy: id, explanation: 'En rad saknas i planen' },
      });
      expect((await listOf(ledger))[0]).toMatchObject({
        id,
        status: 'explained',
        followOns: [{ status: 'explained' }],
      });
      expect((await listOf(ledger, { asOf: before }))[0]).toMatchObject({ id, status: 'new' });
      await expect(
        record(ledger, {
          type: 'AcceptDiscrepancy',
          data: { discrepancy: id, reason: 'Nej', stated: '1', computed: '2' },
        }),
      ).rejects.toMatchObject({ code: 'DISCREPANCY_CHANGED' });
      for (const { id: discrepancy } of [first, ...others].filter((item) => item !== undefined)) {
        await record(ledger, { type: 'AcceptDiscrepancy', data: { discrepancy, reason: 'Tryckfel' } });
      }
      expect(new Set((await listOf(ledger)).map(({ status }) => status))).toEqual(new Set(['accepted']));
    });
    expect(await liggaren('check')).toEqual({ code: 0, out: '', err: '' });
    expect((await liggaren('check', '--all')).out).toContain('godtagen');

    await withLedger(async (ledger) => {
      const [first] = await listOf(ledger);
      const part = first?.places.find(({ printed }) => printed === '2 000');
      const page = ledger.reader.entries(
        { unit: 'alingsas/ks', period: '2028', line: ['Anpassningsinvestering', 'Lokalanpassningar'] },
        { first: 10 },
      );
      const entry = page.items.find(({ item }) => item.source?.column === part?.column)?.item;
      const since = await record(ledger, {
        type: 'CorrectEntry',
        data: {
          corrects: entry?.id ?? '',
          nature: 'misread',
          reason: 'Felläst',
          is: {
            kind: 'statement',
            reading: {
              unit: 'alingsas/ks',
              area: 'investment',
              basis: 'budget',
              period: '2028',
              edition: 'plan@2025',
              line: entry?.reading.line ?? [],
              measure: 'outlay',
            },
            amount: '-2100',
            unitOfMeasure: 'tkr',
          },
        },
      });
      const now = (await listOf(ledger)).filter(({ status }) => status === 'new');
      expect(now).toMatchObject([{ id: first?.id, stated: '10000', computed: '7100' }]);
      expect(ledger.reader.positionOf(since)).toBe(since);
    });
    expect((await liggaren('check')).code).toBe(1);
  });

  it('is the same after a rebuild, and to another process that reads beside', async () => {
    await withLedger(async (ledger) => {
      const kept = await listOf(ledger);
      const beside = await openLedger({ folder, mode: 'read' });
      await beside.caughtUp;
      expect(await listOf(beside)).toEqual(kept);
      await ledger.rebuild();
      expect(await listOf(beside)).toEqual(kept);
      expect(await listOf(ledger)).toEqual(kept);
      await beside.close();
    });
  });

  it('that appeared, changed or went away is told since a position', async () => {
    await withLedger(async (ledger) => {
      const position = ledger.reader.positionOf(new Date(Date.now() + 1000).toISOString());
      expect(await ledger.reader.discrepancyDeltas(position)).toEqual([]);
      const all = await listOf(ledger);
      const deltas = await ledger.reader.discrepancyDeltas(`${position.split(':')[0]}:0`);
      const ids = deltas.flatMap(({ after }) => (after?.class === 'discrepancy' ? [after.id] : []));
      expect(ids.sort()).toEqual(all.map(({ id }) => id).sort());
    });
  });
});
