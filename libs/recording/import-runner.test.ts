import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { derivedEventId, eventOf, streamOf, type LineEntry } from '#domain';
import { openSqliteEventStore, type EventStore, type RecordedEvent } from '#event-store';
import { answersOfLog } from '../../test/support/answers-of-log.js';
import { ImportRunner, type ImportedEvent, type ImportRequest } from './index.js';

const sha256 = 'ab'.repeat(32);
const frame = { unit: 'alingsas/ks', area: 'operations', basis: 'budget', edition: '2023' } as const;

const line = (amount: string): LineEntry => ({
  line: ['Personalkostnader'],
  measure: 'cost',
  amount,
  unitOfMeasure: 'tkr',
  source: {
    document: sha256,
    table: 'Drift',
    row: 'Personalkostnader',
    column: 'Budget 2023',
    printed: amount,
  },
});
const adopted = (period: string, amount: string): ImportedEvent => ({
  ...eventOf('BudgetAdopted', { ...frame, period, lines: [line(amount)] }),
  id: derivedEventId([sha256, period]),
});

function requestOf(events: readonly ImportedEvent[], importId = 'delarsbokslut-2023'): ImportRequest {
  const streams = new Map<string, ImportedEvent[]>();
  for (const event of events) {
    const stream = streamOf(event);
    streams.set(stream, [...(streams.get(stream) ?? []), event]);
  }
  return {
    importId,
    documents: [sha256],
    streams: [...streams].map(([stream, of]) => ({ stream, events: of })),
    actor: 'local',
  };
}

const years = ['2021', '2022', '2023', '2024', '2025'];
const request = requestOf(years.map((year) => adopted(year, `-${year}`)));

let folder: string;
let store: EventStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-'));
  store = await openSqliteEventStore({ path: join(folder, 'log.sqlite') });
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const runner = (on: EventStore = store): ImportRunner =>
  new ImportRunner({ store: on, answers: { answers: () => answersOfLog(store) } });

async function log(): Promise<RecordedEvent[]> {
  return [...(await store.readAllPage())];
}

/** A log that fails once so many appends have succeeded. */
function failingAfter(appends: number): EventStore {
  let left = appends;
  return new Proxy(store, {
    get: (target, name) => {
      const own: unknown = Reflect.get(target, name, target);
      if (typeof own !== 'function') return own;
      if (name !== 'append') return own.bind(target) as unknown;
      return (...args: Parameters<EventStore['append']>) => {
        if (left-- <= 0) throw new Error('the power went out');
        return target.append(...args);
      };
    },
  });
}

describe('an import', () => {
  it('is stored between its start and its completion, and every event says that it is of it', async () => {
    const progress: number[] = [];
    const imported = await runner().run({ ...request, onProgress: ({ done }) => progress.push(done) });
    expect(imported).toMatchObject({
      outcome: 'imported',
      importId: 'delarsbokslut-2023',
      appended: 5,
      alreadyStored: 0,
    });
    const events = await log();
    expect(events.map(({ type }) => type)).toEqual([
      'ImportStarted',
      ...years.map(() => 'BudgetAdopted'),
      'ImportCompleted',
    ]);
    expect(events.every(({ metadata }) => metadata['importId'] === 'delarsbokslut-2023')).toBe(true);
    expect(events.at(-1)?.position).toBe(imported.position);
    expect(events.at(-1)?.data).toEqual({ importId: 'delarsbokslut-2023', events: 5 });
    expect(progress.at(-1)).toBe(5);
  });

  it('twice stores once', async () => {
    const first = await runner().run(request);
    const again = await runner().run(request);
    expect(again).toEqual({ ...first, outcome: 'alreadyImported', appended: 0, alreadyStored: 5 });
    expect(await log()).toHaveLength(7);
  });

  it('at the same time stores once', async () => {
    await Promise.all([runner().run(request), runner().run(request)]);
    expect(await log()).toHaveLength(7);
  });

  it.each([0, 1, 3, 5, 6])('goes on where it was, after a crash with %s appends done', async (appends) => {
    await expect(runner(failingAfter(appends)).run(request)).rejects.toThrow('the power went out');
    expect((await log()).some(({ type }) => type === 'ImportCompleted')).toBe(false);
    await runner().run(request);
    const events = await log();
    expect(new Set(events.map(({ id }) => id)).size).toBe(7);
    expect(events).toHaveLength(7);
    expect(events.at(-1)?.type).toBe('ImportCompleted');
  });

  it('can be stopped and resumed', async () => {
    const stopping = new AbortController();
    const stop = { ...request, signal: stopping.signal, onProgress: () => stopping.abort() };
    await expect(runner().run(stop)).rejects.toMatchObject({ code: 'STOPPED' });
    expect(await runner().run(request)).toMatchObject({ outcome: 'imported' });
  });
});

describe('an import with something wrong in it', () => {
  it('stores nothing, and names the cell', async () => {
    const broken = requestOf([...years.map((year) => adopted(year, `-${year}`)), adopted('2026', '1 300')]);
    await expect(runner().run(broken)).rejects.toMatchObject({
      code: 'AMOUNT_UNREADABLE',
      place: {
        document: sha256,
        table: 'Drift',
        row: 'Personalkostnader',
        column: 'Budget 2023',
        field: 'lines[0].amount',
      },
    });
    expect(await log()).toEqual([]);
  });

  it('stores nothing where one event is there twice', async () => {
    await expect(
      runner().run(requestOf([adopted('2023', '-1'), adopted('2023', '-2')])),
    ).rejects.toMatchObject({
      code: 'EVENT_TWICE',
    });
    expect(await log()).toEqual([]);
  });

  it('stores nothing where the ledger has read the cell otherwise', async () => {
    await runner().run(request);
    const other = requestOf([adopted('2026', '-1'), adopted('2023', '-1')], 'delarsbokslut-2023-b');
    await expect(runner().run(other)).rejects.toMatchObject({
      code: 'SAME_ID_OTHER_CONTENT',
      place: { table: 'Drift', row: 'Personalkostnader' },
    });
    expect(await log()).toHaveLength(7);
  });

  it('stores nothing where a reading would rest on itself', async () => {
    const relative = (edition: string, of: string): ImportedEvent => ({
      ...eventOf('ForecastRevised', {
        ...frame,
        basis: 'forecast',
        period: '2023',
        edition,
        lines: [
          {
            line: [],
            measure: 'result',
            unitOfMeasure: 'tkr',
            relative: { terms: [{ coefficient: 1, of: { edition: of } }], difference: '1' },
          },
        ],
      }),
      id: derivedEventId([edition]),
    });
    await expect(runner().run(requestOf([relative('T1', 'T2'), relative('T2', 'T1')]))).rejects.toMatchObject(
      { code: 'CIRCLE' },
    );
    expect(await log()).toEqual([]);
  });
});

describe('another import of the same cells', () => {
  it('stores only what is new', async () => {
    await runner().run(request);
    const more = requestOf([adopted('2023', '-2023'), adopted('2026', '-2026')], 'delarsbokslut-2023-b');
    expect(await runner().run(more)).toMatchObject({ outcome: 'imported', appended: 1, alreadyStored: 1 });
  });

  it('waits for one that is not complete', async () => {
    await expect(runner(failingAfter(3)).run(request)).rejects.toThrow('the power went out');
    const other = requestOf([adopted('2021', '-2021')], 'delarsbokslut-2023-b');
    await expect(runner().run(other)).rejects.toMatchObject({ code: 'IMPORT_IN_PROGRESS' });
  });

  it('stores again what was abandoned, since that never counts', async () => {
    await expect(runner(failingAfter(3)).run(request)).rejects.toThrow('the power went out');
    await runner().abandon({ ...request, reason: 'Fel fil' });
    const again = await runner().run(request);
    expect(again).toMatchObject({ outcome: 'imported', importId: 'delarsbokslut-2023~2', appended: 5 });
    const counted = (await log()).filter(({ metadata }) => metadata['importId'] === 'delarsbokslut-2023~2');
    expect(counted).toHaveLength(7);
    expect(await runner().run(request)).toMatchObject({
      outcome: 'alreadyImported',
      importId: 'delarsbokslut-2023~2',
    });
  });

  it('abandoned is abandoned once, and never when it is complete', async () => {
    await runner().run(request);
    await expect(runner().abandon({ ...request, reason: 'Fel fil' })).rejects.toMatchObject({
      code: 'IMPORT_COMPLETED',
    });
  });
});
