import { describe, expect, it } from '@jest/globals';
import type { EditionAnswer, ReadLedger, ViewRequest } from '#projections';
import { compareViews } from './compare-views.js';

/** Whatever `liggaren view` has. */
const VIEWS: Record<ViewRequest['view'] | 'assignments', true> = {
  'budget-diff': true,
  'tertial-forecast': true,
  delarsbokslut: true,
  land: true,
  'internal-control': true,
  goals: true,
  life: true,
  assignments: true,
};

const edition = (basis: string, name: string): EditionAnswer =>
  ({
    unit: 'sjovik/ks',
    area: 'operations',
    basis,
    period: '2031',
    edition: name,
  }) as unknown as EditionAnswer;

const EDITIONS = [edition('budget', '1'), edition('budget', '2'), edition('outcome', '2031-08')];

/** What is asked of one of the two ledgers, which answers each view with its name, and one of them otherwise. */
function side(otherwise = ''): { asked: string[]; reader: ReadLedger; asOf: string } {
  const asked: string[] = [];
  const answer = (view: string): string => {
    asked.push(view);
    return view === otherwise ? 'otherwise' : view;
  };
  const none = { items: [], hasNext: false };
  const reader = {
    editionsPage: () => ({ items: EDITIONS.map((item) => ({ cursor: item.edition, item })), hasNext: false }),
    unitsPage: () => none,
    documentsPage: () => none,
    discrepancies: () => Promise.resolve(none),
    view: ({ view }: ViewRequest) => answer(view),
    land: () => answer('land'),
    internalControl: () => answer('internal-control'),
    goals: () => answer('goals'),
    life: () => answer('life'),
    assignments: () => answer('assignments'),
  };
  return { asked, reader: reader as unknown as ReadLedger, asOf: 'k3f9:1' };
}

describe('the views of two ledgers', () => {
  it('are all asked of both', async () => {
    const [a, b] = [side(), side()];
    expect(await compareViews(a, b)).toBe(a.asked.length);
    expect([...new Set(a.asked)].toSorted()).toEqual(Object.keys(VIEWS).toSorted());
    expect(b.asked).toEqual(a.asked);
  });

  it.each(Object.keys(VIEWS))('that differ are told: %s', async (view) => {
    await expect(compareViews(side(), side(view))).rejects.toMatchObject({
      code: 'COPY_TARGET_DIFFERS',
      message: expect.stringContaining(view),
    });
  });
});
