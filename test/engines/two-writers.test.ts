import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChangeLine, Command } from '#domain';
import { openEventStoreDb, type NewEvent } from '#event-store';
import { startDouble, type Double } from '../esdb-double/start-double.js';
import { event } from '../faults/operations.js';
import { Random } from '../live/soak/random.js';
import { addressOn } from '../support/engine.js';
import type { Order } from './racer.js';
import { patient } from '../support/patience.js';

/*
 * Two processes, each with a ledger on the same log, write at the same moment: one wins, and the other is told what
 * happened. On the embedded engine there is one writing process, and the other is told which (test/crash/log.test.ts).
 */

const SEED = process.env.LIGGAREN_SEED === 'random' ? Date.now() % 2 ** 32 : 11;
/** In `npm test`; on a real server there are a few hundred. */
const TIMES = process.env.LIGGAREN_TEST_ESDB === undefined ? 1 : 4;
const APPEND_ROUNDS = 120 * TIMES;
const APPENDS_AT_ONCE = 6;
const REGISTER_ROUNDS = 60 * TIMES;

let folder: string;
let double: Double | undefined;
let log: string;
let ledger: string;
const racers: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liggaren-two-writers-'));
  const connection = process.env.LIGGAREN_TEST_ESDB;
  if (connection === undefined) double = await startDouble();
  const server = connection ?? double?.connection ?? '';
  log = addressOn(server, `${folder}/log`);
  ledger = addressOn(server, `${folder}/ledger`);
  for (const name of ['one', 'two']) {
    const racer = fork('test/engines/racer.ts', [log, ledger, join(folder, name)], {
      execArgv: ['--conditions=source', '--import', './test/support/typescript.mjs'],
      serialization: 'advanced',
    });
    racers.push(racer);
    await once(racer, 'message');
  }
}, patient(60_000));

afterAll(async () => {
  for (const racer of racers) {
    const ended = once(racer, 'exit');
    racer.disconnect();
    await ended;
  }
  await double?.stop();
  await rm(folder, { recursive: true, force: true });
});

type Answers = Record<string, unknown>[];

let races = 0;

/** Both are told at the same moment, in turns the one or the other first; what each was answered to its orders. */
async function race(one: readonly Order[], other: readonly Order[]): Promise<[Answers, Answers]> {
  const answers = racers.map((racer) => once(racer, 'message'));
  const told = [one, other].map((orders, n) => () => racers[n]?.send(orders));
  if (races++ % 2 === 1) told.reverse();
  for (const tell of told) tell();
  const [[first], [second]] = (await Promise.all(answers)) as [[Answers], [Answers]];
  return [first, second];
}

describe('two processes that append with the same expected revision', () => {
  type Kind = 'others' | 'same' | 'otherContent' | 'half';

  it(`one wins each time, and the other is told the revision or its own event (seed ${SEED})`, async () => {
    const random = new Random(SEED);
    const store = await openEventStoreDb({ connection: log });
    const standing = new Map<string, NewEvent[]>();
    const wins = [0, 0];
    for (let round = 0; round < APPEND_ROUNDS; round += APPENDS_AT_ONCE) {
      const held = Array.from({ length: APPENDS_AT_ONCE }, (_, n) => {
        const stream = `race-${n}${random.chance(0.2) ? `-${round}` : ''}`;
        const revision = (standing.get(stream)?.length ?? 0) - 1;
        const kind: Kind = random.weighted({ others: 4, same: 3, otherContent: 3, half: 2 });
        const one = Array.from({ length: random.between(2, 5) }, () => event(random));
        return { stream, revision, kind, one, other: against(kind, one, random) };
      });
      const orders = (side: 'one' | 'other'): Order[] =>
        held.map(({ stream, revision, ...events }) => ({
          kind: 'append',
          stream,
          events: events[side],
          expected: revision < 0 ? 'mustNotExist' : revision,
        }));
      const [first, second] = await race(orders('one'), orders('other'));
      for (const [n, { stream, revision, kind, one, other }] of held.entries()) {
        const answers = [first[n], second[n]];
        const winner = answers.findIndex((answer) => answer?.['outcome'] === 'appended');
        const [won, lost] = winner === 0 ? [answers[0], answers[1]] : [answers[1], answers[0]];
        const written = winner === 0 ? one : other;
        const last = revision + written.length;
        // Both are shown where there is no winner.
        expect([won, lost]).toMatchObject([{ outcome: 'appended', revision: last }, {}]);
        const expected = revision < 0 ? 'mustNotExist' : revision;
        if (kind === 'same') expect(lost).toEqual({ ...won, outcome: 'alreadyStored' });
        else if (kind === 'otherContent')
          expect(lost).toEqual({
            code: 'SAME_ID_OTHER_CONTENT',
            message: expect.stringContaining(written[0]?.id ?? '?'),
          });
        else expect(lost).toMatchObject({ code: 'CONFLICT', stream, expected, actual: last });
        standing.set(stream, [...(standing.get(stream) ?? []), ...written]);
        wins[winner]!++;
      }
    }
    for (const [stream, events] of standing) {
      const stored: unknown[] = [];
      for await (const { id, data } of store.readStream(stream)) stored.push({ id, data });
      expect(stored).toEqual(events.map(({ id, data }) => ({ id, data })));
    }
    await store.close();
    // It was a race.
    expect(Math.min(...wins)).toBeGreaterThan(0);
  }, 1_200_000);

  function against(kind: Kind, one: readonly NewEvent[], random: Random): readonly NewEvent[] {
    switch (kind) {
      case 'others':
        return Array.from({ length: random.between(1, 4) }, () => event(random));
      case 'same':
        return one;
      case 'otherContent':
        return one.map((old) => ({ ...old, data: { other: true } }));
      case 'half':
        return [...one.slice(0, -1), event(random)];
    }
  }
});

describe('two processes that register', () => {
  const frame = {
    unit: 'boras/ks/slk',
    area: 'operations',
    basis: 'budget',
    period: '2021',
    edition: '2021:2',
  } as const;
  const stream = 'budget-boras/ks/slk|2021';
  const line = (amount: number): ChangeLine => ({
    line: ['Kommunledning'],
    measure: 'cost',
    amount: String(amount),
    unitOfMeasure: 'tkr',
  });
  const changing = (amount: number): Command => ({
    type: 'ChangeBudget',
    data: { ...frame, cause: { kind: 'efficiency', words: 'Effektivisering' }, lines: [line(amount)] },
  });

  type Kind = 'expecting' | 'seen' | 'sameKey' | 'otherUnderKey' | 'nothing';

  it(`one wins each time, and the other is told what changed, or of its key (seed ${SEED})`, async () => {
    const random = new Random(SEED);
    const declared = await race(
      [
        {
          kind: 'register',
          request: {
            actor: 'one',
            command: {
              type: 'DeclareEdition',
              data: {
                ...frame,
                label: 'Budget 2021:2',
                order: [2021, 2],
                extent: 'amending',
                status: 'adopted',
                known: true,
                open: true,
              },
            },
          },
        },
      ],
      [],
    );
    expect(declared[0][0]).toMatchObject({ kind: 'registered', outcome: 'recorded' });
    let revision = -1;
    let position = String(declared[0][0]?.['position']);
    const wins = [0, 0];
    for (let round = 0; round < REGISTER_ROUNDS; round++) {
      const kind: Kind = random.weighted({ expecting: 3, seen: 3, sameKey: 3, otherUnderKey: 3, nothing: 1 });
      const key = `form-${round}`;
      const order = (actor: string, amount: number): Order => ({
        kind: 'register',
        request: {
          actor,
          command: changing(amount),
          ...(kind === 'expecting' ? { expectedRevision: revision } : {}),
          ...(kind === 'seen' ? { seen: position } : {}),
          ...(kind === 'sameKey' || kind === 'otherUnderKey' ? { idempotencyKey: key } : {}),
        },
      });
      const amount = random.between(1, 9_999);
      const [[one], [two]] = await race(
        [order('one', amount)],
        [order('two', kind === 'sameKey' ? amount : amount + 1)],
      );
      const winner = one?.['outcome'] === 'recorded' ? 0 : 1;
      const [won, lost] = winner === 0 ? [one, two] : [two, one];
      // Both are shown where there is no winner.
      expect([won, lost]).toMatchObject([{ kind: 'registered', outcome: 'recorded', stream }, {}]);
      revision++;
      switch (kind) {
        case 'sameKey':
          expect(lost).toEqual({ ...won, outcome: 'alreadyRecorded' });
          break;
        case 'otherUnderKey':
          expect(lost).toMatchObject({ kind: 'refused', code: 'IDEMPOTENCY_KEY_REUSED' });
          expect(String(lost?.['message'])).toContain(key);
          break;
        case 'nothing':
          expect(lost).toMatchObject({ kind: 'registered', outcome: 'recorded' });
          revision++;
          break;
        default: {
          const events = won?.['events'] as { id: string }[] | undefined;
          expect(lost).toMatchObject({ kind: 'conflict', stream, revision });
          expect(lost?.['since']).toMatchObject([
            { event: events?.[0]?.id, type: 'BudgetChanged', actor: winner === 0 ? 'one' : 'two', revision },
          ]);
        }
      }
      // Where both recorded, either may have been the later one.
      const last = kind === 'nothing' && Number(lost?.['revision']) > Number(won?.['revision']) ? lost : won;
      expect(last?.['revision']).toBe(revision);
      position = String(last?.['position']);
      wins[winner]!++;
    }
    const store = await openEventStoreDb({ connection: ledger });
    const revisions: number[] = [];
    const ids = new Set<string>();
    for await (const event of store.readStream(stream)) {
      revisions.push(event.revision);
      ids.add(event.id);
    }
    await store.close();
    expect(revisions).toHaveLength(revision + 1);
    expect(ids.size).toBe(revision + 1);
    expect(Math.min(...wins)).toBeGreaterThan(0);
  }, 1_200_000);
});
