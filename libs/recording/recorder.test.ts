import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Test } from '@nestjs/testing';
import { CommandBus } from '@nestjs/cqrs';
import { LedgerError } from '#amount';
import type { BudgetChanged, ChangeLine, Command, EditionDeclared } from '#domain';
import { ConflictError, openSqliteEventStore, type EventStore, type RecordedEvent } from '#event-store';
import { answersOfLog } from '../../test/support/answers-of-log.js';
import { RecordCommand, Recorder, RecordingModule, type Recorded, type RecordRequest } from './index.js';

const frame = {
  unit: 'boras/ks/slk',
  area: 'operations',
  basis: 'budget',
  period: '2021',
  edition: '2021:2',
} as const;
const declaration: EditionDeclared = {
  ...frame,
  label: 'Budget 2021:2',
  order: [2021, 2],
  extent: 'amending',
  status: 'adopted',
  known: true,
  open: true,
};
const line = (amount: string): ChangeLine => ({
  line: ['Kommunledning'],
  measure: 'cost',
  amount,
  unitOfMeasure: 'tkr',
});
const change: BudgetChanged = {
  ...frame,
  cause: { kind: 'efficiency', words: 'Effektivisering' },
  lines: [line('1300')],
};
const changing = (amount = '1300'): Command => ({
  type: 'ChangeBudget',
  data: { ...change, lines: [line(amount)] },
});
const declaring: Command = { type: 'DeclareEdition', data: declaration };
const budgetStream = 'budget-boras/ks/slk|2021';

let folder: string;
let store: EventStore;
let recorder: Recorder;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recording-'));
  store = await openSqliteEventStore({ path: join(folder, 'log.sqlite') });
  let n = 0;
  const newId = (): string => `00000000-0000-4000-8000-${String(++n).padStart(12, '0')}`;
  const answers = async () => answersOfLog(store);
  recorder = new Recorder({ store, answers: { answers }, newId });
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const record = (command: Command, more: Partial<RecordRequest> = {}): Promise<Recorded> =>
  recorder.record({ command, actor: 'ekonom-1', ...more });

async function eventsOf(stream: string): Promise<RecordedEvent[]> {
  return [...(await store.readStreamPage(stream))];
}

describe('recording a command', () => {
  it('appends what the domain decides, with who asked', async () => {
    await record(declaring);
    const recorded = await record(changing(), { correlationId: 'request-1', causationId: 'mail-7' });
    expect(recorded).toMatchObject({ outcome: 'recorded', stream: budgetStream, revision: 0 });
    const [event] = await eventsOf(budgetStream);
    expect(event).toMatchObject({
      id: recorded.events[0]?.id,
      type: 'BudgetChanged',
      schemaVersion: 1,
      data: change,
      metadata: { actor: 'ekonom-1', correlationId: 'request-1', causationId: 'mail-7' },
    });
    expect(Object.keys(event?.metadata ?? {}).sort()).toEqual(['actor', 'causationId', 'correlationId']);
  });

  it('records nothing where the domain refuses', async () => {
    await expect(record(changing())).rejects.toMatchObject({ code: 'EDITION_NOT_OPEN' });
    expect(await store.head()).toBeUndefined();
  });

  it('records nothing where what is asked for holds already', async () => {
    await record(declaring);
    expect(await record(declaring)).toMatchObject({ outcome: 'nothingToRecord', events: [] });
  });

  it('knows what was acknowledged a moment ago', async () => {
    await record(declaring);
    await record({ type: 'CloseEdition', data: frame });
    await expect(record(changing())).rejects.toMatchObject({ code: 'EDITION_NOT_OPEN' });
    await record({ type: 'OpenEdition', data: frame });
    expect(await record(changing())).toMatchObject({ outcome: 'recorded' });
  });
});

describe('a command of an import', () => {
  const sha256 = 'cd'.repeat(32);
  const importId = 'budget-2021';
  const start: Command = { type: 'StartImport', data: { importId, documents: [sha256] } };
  const stream = `source-document-${sha256.slice(0, 16)}`;

  it('needs an import that is running', async () => {
    const command = { ...changing(), importId };
    await expect(record(command)).rejects.toMatchObject({ code: 'IMPORT_NOT_RUNNING' });
    await record(start);
    await record(command);
    expect((await eventsOf(budgetStream))[0]?.metadata).toMatchObject({ importId });
    await record({ type: 'CompleteImport', data: { importId, events: 1 } }, { stream });
    await expect(record(command)).rejects.toMatchObject({ code: 'IMPORT_NOT_RUNNING' });
  });

  it('does not stand before the import is complete, and cannot be corrected until then', async () => {
    await record(start);
    const { events } = await record({ ...changing(), importId });
    const withdrawing: Command = {
      type: 'WithdrawEntry',
      data: { corrects: `${events[0]?.id}/0`, reason: 'Dubblett' },
    };
    await expect(record(withdrawing)).rejects.toMatchObject({ code: 'ENTRY_NOT_EFFECTIVE' });
    await record({ type: 'CompleteImport', data: { importId, events: 1 } }, { stream });
    expect(await record(withdrawing)).toMatchObject({ outcome: 'recorded' });
  });
});

describe('a command with an idempotency key', () => {
  beforeEach(async () => {
    await record(declaring);
  });

  it('is recorded once, however often it is sent', async () => {
    const first = await record(changing(), { idempotencyKey: 'form-1' });
    await record(changing('500'));
    const again = await record(changing(), { idempotencyKey: 'form-1' });
    expect(again).toMatchObject({
      outcome: 'alreadyRecorded',
      events: first.events,
      position: first.position,
    });
    expect(await eventsOf(budgetStream)).toHaveLength(2);
  });

  it('is recognised also when the rules would refuse it by now', async () => {
    await record(changing(), { idempotencyKey: 'form-1' });
    await record({ type: 'CloseEdition', data: frame });
    expect(await record(changing(), { idempotencyKey: 'form-1' })).toMatchObject({
      outcome: 'alreadyRecorded',
    });
  });

  it('is recorded once when it is sent twice at the same time', async () => {
    const both = await Promise.all([1, 2].map(() => record(changing(), { idempotencyKey: 'form-1' })));
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(['alreadyRecorded', 'recorded']);
    expect(await eventsOf(budgetStream)).toHaveLength(1);
  });

  it('is refused by its key when another command comes with it at the same time', async () => {
    const both = await Promise.allSettled(
      ['1300', '500'].map((amount) => record(changing(amount), { idempotencyKey: 'form-1' })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = both.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(refused.reason).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(String(refused.reason)).toContain('form-1');
    expect(await eventsOf(budgetStream)).toHaveLength(1);
  });

  it('is refused when the key recorded another command', async () => {
    await record(changing(), { idempotencyKey: 'form-1' });
    await expect(record(changing('500'), { idempotencyKey: 'form-1' })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });
});

describe('commands at the same time', () => {
  beforeEach(async () => {
    await record(declaring);
  });

  it('are decided again on what the other one left', async () => {
    const all = await Promise.all([1, 2, 3].map((n) => record(changing(String(n)), { retries: 5 })));
    expect(all.map(({ outcome }) => outcome)).toEqual(['recorded', 'recorded', 'recorded']);
    expect(await eventsOf(budgetStream)).toHaveLength(3);
    expect(all.map(({ revision }) => revision)).toEqual([0, 1, 2]);
  });

  it('are stored in one piece where they came while others were, each with its own place', async () => {
    const appends: number[] = [];
    const { append } = store;
    store.append = async (stream, events, expected) => {
      appends.push(events.length);
      return append.call(store, stream, events, expected);
    };
    const all = await Promise.all(Array.from({ length: 50 }, (_, n) => record(changing(String(n + 1)))));
    expect(appends).toEqual([1, 32, 17]);
    const stored = await eventsOf(budgetStream);
    expect(all.map(({ revision, position }) => ({ revision, position }))).toEqual(
      stored.map(({ revision, position }) => ({ revision, position })),
    );
    expect(all.map(({ events }) => events[0]?.id)).toEqual(stored.map(({ id }) => id));
  });

  it('are recorded though one among them is refused, or does not fit into the log', async () => {
    const long = { kind: 'efficiency', words: 'x'.repeat(9_000_000) } as const;
    const tooLong: Command = { type: 'ChangeBudget', data: { ...change, cause: long } };
    const wrong: Command = { type: 'ChangeBudget', data: { ...change, edition: '2021:9', lines: [] } };
    const [first, second, ...others] = await Promise.allSettled([
      record(changing('1')),
      record(wrong),
      record(changing('2')),
      record(changing('3'), { idempotencyKey: 'form-1' }),
      record(changing('3'), { idempotencyKey: 'form-1' }),
      record(tooLong),
      record(changing('4')),
    ]);
    expect(first).toMatchObject({ status: 'fulfilled', value: { revision: 0 } });
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'EVENT_INVALID' } });
    expect(others).toMatchObject([
      { status: 'fulfilled', value: { revision: 1 } },
      { status: 'fulfilled', value: { revision: 2, outcome: 'recorded' } },
      { status: 'fulfilled', value: { revision: 2, outcome: 'alreadyRecorded' } },
      { status: 'rejected' },
      { status: 'fulfilled', value: { revision: 3 } },
    ]);
    expect(await eventsOf(budgetStream)).toHaveLength(4);
  });

  it('that the log refuses together are recorded one by one', async () => {
    const { append } = store;
    store.append = async (stream, events, expected) => {
      if (events.length > 1) throw new LedgerError('TOO_LARGE', 'too much');
      return append.call(store, stream, events, expected);
    };
    const all = await Promise.all([1, 2, 3].map((n) => record(changing(String(n)))));
    expect(all.map(({ revision }) => revision)).toEqual([0, 1, 2]);
  });

  it('conflict where no retry is wanted, though they were decided with others that are decided again', async () => {
    await record(changing('1'));
    const { append } = store;
    let hasLost = false;
    store.append = async (stream, events, expected) => {
      if (events.length === 1 || hasLost) return append.call(store, stream, events, expected);
      hasLost = true;
      throw new ConflictError(stream, expected, 2);
    };
    const [, kept, given] = await Promise.allSettled([
      record(changing('2')),
      record(changing('3')),
      record(changing('4'), { retries: 0 }),
    ]);
    expect(kept).toMatchObject({ status: 'fulfilled', value: { revision: 2 } });
    expect(given).toMatchObject({ status: 'rejected', reason: { code: 'CONFLICT' } });
  });

  it('are all told that it is not known where the log is lost while they are stored, and the next are recorded', async () => {
    const { append } = store;
    store.append = async (stream, events, expected) => {
      if (events.length === 1) return append.call(store, stream, events, expected);
      throw new LedgerError('LOG_UNREACHABLE', 'it is away');
    };
    const [first, ...others] = await Promise.allSettled([1, 2, 3].map((n) => record(changing(String(n)))));
    expect(first).toMatchObject({ status: 'fulfilled' });
    for (const one of others) expect(one).toMatchObject({ reason: { code: 'LOG_UNREACHABLE' } });
    expect(await record(changing('4'))).toMatchObject({ outcome: 'recorded', revision: 1 });
  });

  it('one of which cannot be written out at all is refused alone', async () => {
    const odd = changing('2');
    const circular: Record<string, unknown> = { ...odd.data };
    circular['lines'] = circular;
    const all = await Promise.allSettled([
      record(changing('1')),
      record({ type: 'ChangeBudget', data: circular as never }, { stream: budgetStream }),
      record(changing('3')),
    ]);
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await record(changing('4'))).toMatchObject({ outcome: 'recorded', revision: 2 });
  });

  it('conflict where no retry is wanted, and somebody else writes to the log', async () => {
    const answers = { answers: async () => answersOfLog(store) };
    const other = new Recorder({ store, answers, newId: () => '00000000-0000-4000-9000-000000000001' });
    const all = await Promise.allSettled([
      record(changing('1'), { retries: 0 }),
      other.record({ command: changing('2'), actor: 'ekonom-2', retries: 0 }),
    ]);
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(all.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'CONFLICT' } });
  });

  it('conflict where the stream is not at the revision that the caller saw', async () => {
    await record(changing('1'));
    await record(changing('2'), { expectedRevision: 0 });
    await expect(record(changing('3'), { expectedRevision: 0 })).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await eventsOf(budgetStream)).toHaveLength(2);
  });

  it('conflict where somebody has moved the figure since it was seen, and only there', async () => {
    const { position } = await record(changing('1'));
    const other = { ...line('5'), line: ['Kansli'] };
    await record({ type: 'ChangeBudget', data: { ...change, lines: [other] } });
    expect(await record(changing('2'), { seen: position })).toMatchObject({ outcome: 'recorded' });
    await expect(record(changing('3'), { seen: position })).rejects.toMatchObject({
      code: 'CONFLICT',
      expected: 0,
      actual: 2,
    });
    expect(await eventsOf(budgetStream)).toHaveLength(3);
  });

  it('go on one after the other where many lose the race', async () => {
    const all = await Promise.all(Array.from({ length: 50 }, (_, n) => record(changing(String(n)))));
    expect(all.every(({ outcome }) => outcome === 'recorded')).toBe(true);
    expect(await eventsOf(budgetStream)).toHaveLength(50);
  });

  it('know of a stream that nobody has written to', async () => {
    expect(await record(changing('1'), { expectedRevision: -1 })).toMatchObject({ revision: 0 });
    await expect(record(changing('2'), { expectedRevision: -1 })).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('correct an entry once: the second correction names the first and stores nothing', async () => {
    const { events } = await record(changing());
    const corrects = `${events[0]?.id}/0`;
    const correcting = (amount: string): Command => ({
      type: 'CorrectEntry',
      data: {
        corrects,
        is: {
          kind: 'change',
          reading: { ...frame, line: ['Kommunledning'], measure: 'cost' },
          amount,
          unitOfMeasure: 'tkr',
          cause: { id: 'effektivisering', kind: 'efficiency', words: 'Effektivisering' },
        },
        nature: 'misread',
        reason: 'Felskrivning',
      },
    });
    const both = await Promise.allSettled([record(correcting('1200')), record(correcting('1100'))]);
    const stored = await eventsOf(budgetStream);
    expect(stored.map(({ type }) => type)).toEqual(['BudgetChanged', 'EntryCorrected']);
    const refused = both.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(refused.reason).toMatchObject({ code: 'CONFLICT' });
    expect(String(refused.reason)).toContain(`${stored[1]?.id}/0`);
  });
});

describe('a circle', () => {
  const forecast = { ...frame, basis: 'forecast', extent: 'full' } as const;
  const relative = (edition: string, other: string, difference: string): Command => ({
    type: 'ReviseForecast',
    data: {
      ...frame,
      basis: 'forecast',
      edition,
      lines: [
        {
          line: [],
          measure: 'result',
          unitOfMeasure: 'tkr',
          relative: { terms: [{ coefficient: 1, of: { edition: other } }], difference },
        },
      ],
    },
  });

  beforeEach(async () => {
    for (const n of [1, 2, 3])
      await record({
        type: 'DeclareEdition',
        data: { ...declaration, ...forecast, edition: `T${n}`, order: [2021, n] },
      });
  });

  it('is refused, also through what was recorded before', async () => {
    await record(relative('T1', 'T2', '-418'));
    await expect(record(relative('T2', 'T1', '418'))).rejects.toMatchObject({ code: 'CIRCLE' });
    await expect(record(relative('T1', 'T1', '5'))).rejects.toMatchObject({ code: 'CIRCLE' });
  });

  it('is refused where what closes it came while the rest was being recorded', async () => {
    const [first, second, third, last] = await Promise.allSettled([
      record(relative('T3', 'T1', '1')),
      record(relative('T1', 'T2', '-418')),
      record(relative('T2', 'T1', '418')),
      record(relative('T2', 'T2', '5')),
    ]);
    for (const one of [first, second]) expect(one).toMatchObject({ status: 'fulfilled' });
    for (const one of [third, last])
      expect(one).toMatchObject({ status: 'rejected', reason: { code: 'CIRCLE' } });
  });
});

it('is reached over the command bus of Nest', async () => {
  const answers = { answers: () => answersOfLog(store) };
  const module = await Test.createTestingModule({
    imports: [RecordingModule.forRoot({ store, answers })],
  }).compile();
  await module.init();
  const recorded = await module
    .get(CommandBus)
    .execute(new RecordCommand({ command: declaring, actor: 'local' }));
  expect(recorded).toMatchObject({
    outcome: 'recorded',
    stream: 'edition-boras/ks/slk|operations|budget|2021',
  });
  await module.close();
});
