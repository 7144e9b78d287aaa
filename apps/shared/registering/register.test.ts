import { describe, expect, it } from '@jest/globals';
import type { Answers, Command } from '#domain';
import { ConflictError, type EventStore, type RecordedEvent } from '#event-store';
import { register, type RegisterAnswer } from './register.js';

const STREAM = 'unit-a';

function conflictAfter(events: number, expected: number): Promise<RegisterAnswer> {
  const stored = Array.from(
    { length: events },
    (_, revision) =>
      ({
        id: `event-${revision}`,
        type: 'UnitDefined',
        schemaVersion: 1,
        stream: STREAM,
        data: {},
        metadata: {},
        revision,
        position: `mem1:${revision + 1}`,
        recordedAt: '2026-01-01T00:00:00.000Z',
      }) as unknown as RecordedEvent,
  );
  async function* readStream(): AsyncGenerator<RecordedEvent> {
    yield* stored;
  }
  return register(
    { command: { type: 'DefineUnit', data: {} } as unknown as Command, actor: 'a' },
    {
      store: { readStream } as unknown as EventStore,
      answers: { answers: async () => ({}) as Answers },
      record: () => Promise.reject(new ConflictError(STREAM, expected, events - 1)),
    },
  );
}

describe('a conflict', () => {
  it('tells what was recorded since, and how much of it is left out', async () => {
    const few = await conflictAfter(5, 1);
    expect(few).toMatchObject({ kind: 'conflict', revision: 4, sinceLeftOut: 0 });
    expect(few).toMatchObject({ since: [2, 3, 4].map((revision) => ({ revision })) });
    const many = await conflictAfter(5_000, -1);
    expect(many).toMatchObject({ kind: 'conflict', revision: 4_999, sinceLeftOut: 4_980 });
    expect(many).toMatchObject({ message: expect.stringContaining('5000 events') });
    if (many.kind === 'conflict') expect(many.since.map(({ revision }) => revision)[0]).toBe(4_980);
  });
});
