import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { View } from './contract.js';
import { importPublished, openLedger, type TestLedger } from './testing/published-ledger.js';

describe('views of the published figures', () => {
  let folder: string;
  let opened: TestLedger;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'liggaren-'));
    opened = await openLedger(folder);
    await importPublished(opened);
  });

  afterAll(async () => {
    await opened.close();
    rmSync(folder, { recursive: true });
  });

  const text = (view: View): string =>
    [
      ['', ...view.columns.map((c) => `${c.id}:${c.label}`)].join('|'),
      ...view.rows.map((row) =>
        [
          row.path.join(' > '),
          ...row.cells.map(
            (c) => `${c.value ?? ''}${c.marks.length ? ` (${c.marks.join(',')})` : ''}${c.stated ? ` [${c.stated.printed}]` : ''}${c.discrepancy ? ' !' : ''}`,
          ),
        ].join('|'),
      ),
    ].join('\n');

  it('prints', () => {
    const { reader } = opened.ledger;
    for (const unit of ['boras/ks/stadsledningskansliet', 'boras/ks']) {
      console.log(text(reader.view({ view: 'budget-diff', unit, year: '2021', from: '2021:1', to: '2021:2' })));
    }
    console.log(text(reader.view({ view: 'delarsbokslut', unit: 'alingsas/ks', year: '2023', through: '2023-08' })));
    console.log(text(reader.view({ view: 'tertial-forecast', unit: 'alingsas/ks', year: '2023' })));
    console.log(JSON.stringify(reader.explain({ view: 'budget-diff', unit: 'boras/ks/stadsledningskansliet', year: '2021', from: '2021:1', to: '2021:2' }, 'Kommunledning > Kostnad', 'change'), null, 1).slice(0, 3000));
    expect(1).toBe(1);
  });
});
