import { describe, expect, it } from '@jest/globals';
import type { ImportDiscrepancy, ImportOutcome } from '../shared/import-outcome.js';
import { outcomeText } from './import-text.js';

const DRY: ImportOutcome = {
  name: 'budget.txt',
  kind: 'document',
  documents: 1,
  profile: 'sjovik 1',
  takenFor: null,
  replaces: null,
  replacedBy: null,
  streams: 2,
  events: 3,
  alreadyStored: 0,
  counts: { new: 7, recorded: 0, corrected: 0, withdrawn: 0, kept: 0 },
  changed: [],
  notUnderstood: [],
  discrepancies: null,
  leftOut: [],
  hiddenDigits: [],
  cells: null,
  skipped: 0,
  refused: null,
  dryRun: true,
  position: null,
};

function discrepancy(kind: string): ImportDiscrepancy {
  const place = { document: 'budget.txt', table: 'b/projekt', row: 'Hamnen', column: 'Utgift' };
  return { id: 'x/0', kind, ...place, stated: '-54046', computed: '-52000.5', difference: '-2045.5' };
}

describe('what a dry run says', () => {
  it('has the numbers of what does not add up as Swedish tables print them', () => {
    const text = outcomeText({ ...DRY, discrepancies: [discrepancy('sum'), discrepancy('limit')] });
    expect(text.split('\n').slice(-4, -1)).toEqual([
      '  does not add up: 2 places',
      '    budget.txt, b/projekt, Hamnen, Utgift: -54 046 is stated, -52 000,5 follows (sum, -2 045,5)',
      '    budget.txt, b/projekt, Hamnen, Utgift: -54 046 is stated, -52 000,5 is approved (limit, -2 045,5)',
    ]);
  });
});
