import { describe, expect, it } from '@jest/globals';
import { edited, planOf, sjovik } from '../testing/sjovik.js';
import { printsApart } from './prints-apart.js';

const files = sjovik();
const plan = planOf(files);

describe('a plan with prints of one document', () => {
  it('is one import where nothing replaces anything', () => {
    expect(printsApart(plan)).toEqual([plan]);
  });

  it('is two where one replaces another, the older first, and every event is in one of them', () => {
    const both = planOf(edited(files, 'documents.csv', 'judged,fixture,,', 'judged,fixture,budget-2030,'));
    const parts = printsApart(both);
    expect(parts.map(({ documents }) => documents)).toEqual([['b'.repeat(64)], ['c'.repeat(64)]]);
    const idsOf = ({ streams }: (typeof parts)[number]): string[] =>
      streams.flatMap(({ events }) => events.map(({ id }) => id));
    expect(parts.flatMap(idsOf).sort()).toEqual(idsOf(both).sort());
    expect(new Set([...parts, both].map(({ importId }) => importId)).size).toBe(3);
  });
});
