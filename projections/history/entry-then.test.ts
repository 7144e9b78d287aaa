import { expect, it } from '@jest/globals';
import type { LedgerRecord, Statement } from '#ledger';
import { standpointAt } from '../answers/surroundings.js';
import { LOG_ID, liveModel } from '../testing/live-model.js';
import { idOf, type TestEvent } from '../testing/random-history.js';
import { entriesFound } from './history.js';

const said = (id: string, date: string): Statement => ({
  kind: 'statement',
  id,
  reading: {
    unit: 'k/n/r',
    area: 'operations',
    basis: 'budget',
    period: '2021',
    edition: '1',
    line: ['a'],
    measure: 'cost',
  },
  says: { kind: 'amount', amount: 1_000_000_000n },
  published: { date },
  rank: { authority: 0, table: 0, date: null, place: '' },
});

const eventOf = (
  seq: number,
  type: string,
  records: readonly LedgerRecord[],
  importId?: string,
): TestEvent => {
  const time = new Date(Date.UTC(2026, 0, 1, 0, 0, seq)).toISOString();
  const metadata: Record<string, string> = importId !== undefined && type === 'Test' ? { importId } : {};
  const envelope = {
    id: idOf(seq),
    type,
    schemaVersion: 1,
    stream: 'test-1',
    data: type === 'Test' ? {} : { importId },
    metadata,
    recordedAt: time,
  };
  return { envelope, logged: { seq, eventId: idOf(seq), time, records } };
};

const correction: LedgerRecord = {
  kind: 'correction',
  id: `${idOf(1)}/0`,
  corrects: `${idOf(2)}/0`,
  nature: 'misread',
  reason: 'Fel',
  replacement: said(`${idOf(1)}/0`, '2021-06-01'),
};

/** When what the correction puts in was published, as of each position, asked when all is recorded. */
const published = (events: readonly TestEvent[]): (string | null)[] => {
  const model = liveModel(events);
  model.apply(events.length);
  return events.map((_event, i) => {
    const page = entriesFound(standpointAt(model.cache(), LOG_ID, i + 1), LOG_ID, {}, { first: 10 });
    return page.items.find(({ item }) => item.id === correction.id)?.item.published ?? null;
  });
};

it('an entry is dated by what it corrects once that is in the ledger, and as of then it stays as it was', () => {
  expect(
    published([
      eventOf(1, 'Test', [correction]),
      eventOf(2, 'Test', [said(`${idOf(2)}/0`, '2021-01-01')]),
      eventOf(3, 'Test', []),
    ]),
  ).toEqual(['2021-06-01', '2021-01-01', '2021-01-01']);
});

it('what an import brings is in the ledger when the import is completed', () => {
  expect(
    published([
      eventOf(1, 'Test', [correction]),
      eventOf(2, 'Test', [said(`${idOf(2)}/0`, '2021-01-01')], 'i'),
      eventOf(3, 'ImportCompleted', [], 'i'),
    ]),
  ).toEqual(['2021-06-01', '2021-06-01', '2021-01-01']);
});
