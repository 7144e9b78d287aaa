import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ViewRequest } from '../contract.js';
import type { LiveMessage, LiveRequest } from '../live-contract.js';
import { importPublished, openLedger, type TestLedger } from '../testing/published-ledger.js';
import { allOf, folded, tableOf } from '../testing/live.js';

const VIEWS: readonly ViewRequest[] = [
  { view: 'budget-diff', unit: 'boras/ks', year: '2021', from: '2021:1', to: '2021:2' },
  { view: 'delarsbokslut', unit: 'alingsas/ks', year: '2023', through: '2023-08' },
  { view: 'tertial-forecast', unit: 'alingsas/ks', year: '2023' },
  { view: 'land', unit: 'alingsas/ks', year: '2023' },
  { view: 'internal-control', unit: 'alingsas/ks', year: '2025' },
  { view: 'goals', unit: 'alingsas' },
];

describe('the published figures, followed from the start', () => {
  let folder: string;
  let opened: TestLedger;
  let start: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'liggaren-'));
    opened = await openLedger(folder);
    start = `${opened.store.logId}:0`;
    await importPublished(opened);
  }, 120_000);

  afterAll(async () => {
    await opened.close();
    rmSync(folder, { recursive: true });
  });

  const read = async (request: LiveRequest, after: string): Promise<LiveMessage[]> => {
    const topic = await opened.ledger.live.open(request, after);
    const messages = await allOf(topic, 500);
    topic.close();
    return messages;
  };

  it.each(VIEWS)('the view $view of $unit', async (request) => {
    const { reader } = opened.ledger;
    const messages = await read({ kind: 'viewChanged', request }, start);
    expect(folded(messages)).toEqual(tableOf(reader.view(request)));
  });

  it('the discrepancies', async () => {
    const filter = { classes: ['discrepancy', 'followOn'] } as const;
    const messages = await read({ kind: 'discrepancyChanged', filter }, start);
    const listed = (await opened.ledger.reader.discrepancies(filter, { first: 1_000 })).items;
    expect(listed.length).toBeGreaterThan(0);
    const known = new Map(
      messages.map((m) => (m.kind === 'discrepancyChanged' ? [m.id, m.after] : ['', null])),
    );
    for (const [id, after] of known) if (after === null) known.delete(id);
    expect(known).toEqual(new Map(listed.map(({ item }) => [item.id, item])));
    // In the middle of what an import brought, and of what there was.
    const [, second] = messages;
    expect(await read({ kind: 'discrepancyChanged', filter }, second?.cursor ?? '')).toEqual(
      messages.slice(2),
    );
    const topic = await opened.ledger.live.open({ kind: 'discrepancyChanged', filter });
    const there = await topic.initial();
    topic.close();
    const { cursor = '' } = there[1] ?? {};
    expect(await read({ kind: 'discrepancyChanged', filter }, cursor)).toEqual(there.slice(2));
  });

  it('the events of an import, all of them once', async () => {
    const messages = await read({ kind: 'eventRecorded', filter: {} }, start);
    expect(messages.length).toBe(opened.ledger.runner.status().events);
    expect(new Set(messages.map(({ cursor }) => cursor)).size).toBe(messages.length);
    const middle = Math.floor(messages.length / 2);
    const rest = await read({ kind: 'eventRecorded', filter: {} }, messages[middle]?.cursor ?? '');
    expect(rest).toEqual(messages.slice(middle + 1));
  });
});
