import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { View, ViewRequest } from '../contract.js';
import type { LiveMessage, LiveRequest } from '../live-contract.js';
import { importPublished, openLedger, type TestLedger } from '../testing/published-ledger.js';
import { allOf, folded, tableOf } from '../testing/live.js';

const VIEWS: readonly ViewRequest[] = [
  { view: 'budget-diff', unit: 'boras/ks', year: '2021', from: '2021:1', to: '2021:2' },
];

describe('the published figures, followed', () => {
  let folder: string;
  let opened: TestLedger;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'liggaren-'));
    opened = await openLedger(folder);
    await importPublished(opened);
  }, 120_000);

  afterAll(async () => {
    await opened.close();
    rmSync(folder, { recursive: true });
  });

  const read = async (request: LiveRequest, after: string): Promise<LiveMessage[]> => {
    const topic = await opened.ledger.live.open(request, after);
    const messages = await allOf(topic);
    topic.close();
    return messages;
  };

  it.each(VIEWS)('as the view $view of $unit, from the start', async (request) => {
    const { reader, live } = opened.ledger;
    const start = `${live.cursor().split(':')[0]}:0`;
    const messages = await read({ kind: 'viewChanged', request }, start);
    expect(messages.length).toBeGreaterThan(0);
    expect(folded(messages)).toEqual(tableOf(reader.view(request) as View));
  });
});
