import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { derivedEventId, eventOf } from '#domain';
import type { ComparisonAnswer } from '../belief-answers.js';
import type { ReadingAddress } from '../contract.js';
import { smallHistory, type SmallHistory } from '../testing/small-history.js';

let history: SmallHistory;

beforeEach(async () => {
  history = await smallHistory();
});

afterEach(() => history.close());

const frame = { unit: 'k/ks', area: 'operations', basis: 'budget', period: '2033' } as const;

const reading = (edition: string, line: readonly string[] = ['Stab'], measure = 'cost'): ReadingAddress => ({
  ...frame,
  edition,
  line,
  measure,
});

const cost = (amount: string) => ({ line: ['Stab'], measure: 'cost', amount, unitOfMeasure: 'tkr' }) as const;

/** A misread of the first edition, in the stream of the budget. */
async function correct(corrects: string, was: string, is: string): Promise<string> {
  const entry = (amount: string) =>
    ({ kind: 'statement', reading: reading('2033:1'), amount, unitOfMeasure: 'tkr' }) as const;
  const { store, ledger } = history.opened;
  const event = eventOf('EntryCorrected', {
    corrects,
    nature: 'misread',
    reason: 'Fel siffra.',
    was: entry(was),
    is: entry(is),
  });
  const id = derivedEventId(['correction', corrects]);
  const { position } = await store.append(
    'budget-k/ks|2033',
    [{ ...event, id, metadata: { actor: 'd' } }],
    'any',
  );
  await ledger.runner.waitFor(position);
  return position;
}

function sumOf({ changed, begun, ended, unexplained, learned }: ComparisonAnswer): number {
  return [changed, begun, ended, unexplained, learned].reduce((sum, term) => sum + Number(term), 0);
}

describe('a difference between standpoints', () => {
  it('is the difference at the later one and what was learned meanwhile, with who, when and why', async () => {
    const { edition, record, reader } = history;
    await edition({ ...frame, edition: '2033:1', label: '2033:1', order: [2033, 1, 0] });
    await edition({ ...frame, edition: '2033:2', label: '2033:2', order: [2033, 2, 0] });
    const first = await record(
      'BudgetAdopted',
      { ...frame, edition: '2033:1', lines: [cost('-100')] },
      { actor: 'a' },
    );
    await record('BudgetAdopted', { ...frame, edition: '2033:2', lines: [cost('-90')] }, { actor: 'b' });
    const before = reader.positionOf(new Date(Date.now() + 1e6).toISOString());
    await record(
      'ChangeExplained',
      {
        ...frame,
        edition: '2033:2',
        cause: { kind: 'saving', words: 'Sparbeting.' },
        lines: [{ ...cost('8'), from: { edition: '2033:1' } }],
      },
      { actor: 'c' },
    );
    const { standing } = reader.figure(reading('2033:1'));
    await correct(standing?.id ?? '', '-100', '-103');
    const now = reader.difference({ reading: reading('2033:1') }, { reading: reading('2033:2') });
    expect(now).toMatchObject({ difference: '13', changed: '8', unexplained: '5', learned: '0', steps: [] });
    const learned = reader.difference(
      { reading: reading('2033:1'), asOf: before },
      { reading: reading('2033:2') },
    );
    expect(learned).toMatchObject({ difference: '10', changed: '8', unexplained: '5', learned: '-3' });
    expect(learned.steps).toMatchObject([
      {
        by: 'recorded',
        before: '-100',
        after: '-103',
        moved: '-3',
        actor: 'd',
        type: 'EntryCorrected',
        why: [{ kind: 'correction', words: 'Fel siffra.', actor: 'd', correction: { nature: 'misread' } }],
      },
    ]);
    expect(learned.changes).toMatchObject([{ actor: 'c', position: expect.stringContaining(':') }]);
    expect(sumOf(learned)).toBe(10);
    const back = reader.difference(
      { reading: reading('2033:2') },
      { reading: reading('2033:1'), asOf: before },
    );
    expect(back).toMatchObject({ difference: '-10', learned: '3' });
    expect(sumOf(back)).toBe(-10);
    const beliefs = reader.beliefs({ reading: reading('2033:1') }, { first: 10 });
    expect(beliefs.items.map(({ item: { before: b, after, actor } }) => [b, after, actor])).toEqual([
      [null, '-100', 'a'],
      ['-100', '-103', 'd'],
    ]);
    expect(beliefs.items[0]?.cursor).toBe(first);
    expect(
      reader
        .beliefs(
          { reading: reading('2033:1') },
          { first: 1, newestFirst: true, after: beliefs.items[1]?.cursor ?? '' },
        )
        .items.map(({ item }) => item.after),
    ).toEqual(['-100']);
  });
});
