import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isLedgerError } from '#amount';
import type { LiveMessage } from '#projections';
import { allOf } from '../../../projections/testing/live.js';
import { liveModel, LOG_ID, type LiveModel } from '../../../projections/testing/live-model.js';
import {
  contradictingHistories,
  histories,
  type TestEvent,
} from '../../../projections/testing/random-history.js';
import { LiveReader } from '../../../test/support/live-reader.js';
import { makeSchema } from '../schema.js';
import { followable } from './followable.js';
import { Hub } from './hub.js';
import { Operation, Operations, type Followed } from './operations.js';

/*
 * All of it together, over random histories: followers who come, go, are slow and come back, and a read model that comes
 * further by itself or by another process, at any moment, and is built anew.
 */

const STEP = 'cursor position event initial';
const FIGURE = (line: string, edition: string): string => `figureChanged(after: $after, reading: {
  unit: "k/n/r", area: "operations", line: [${line}], measure: "cost", period: "2021", basis: budget, edition: "${edition}"
}) { ${STEP} before after: after marks why { kind } }`;
const NUMBERS = 'id status class stated computed';
const FIELDS: readonly string[] = [
  `eventRecorded(after: $after) { ${STEP} entries { id value } }`,
  `eventRecorded(line: ["a"], after: $after) { ${STEP} entries { id } }`,
  `eventRecorded(measure: "revenue", after: $after) { ${STEP} entries { id } }`,
  `eventRecorded(type: "ImportCompleted", after: $after) { ${STEP} }`,
  `discrepancyChanged(after: $after) { ${STEP} before { ${NUMBERS} } after { ${NUMBERS} } }`,
  `discrepancyChanged(class: [rounding, followOn], after: $after) { ${STEP} before { ${NUMBERS} } after { ${NUMBERS} } }`,
  FIGURE('', '1'),
  FIGURE('"a"', '2'),
  `viewChanged(view: "budget-diff", unit: "k/n/r", year: "2021", from: "1", to: "2", after: $after) {
    ${STEP} shape { rows { path } } cells { path column before after } }`,
];

const schema = followable(await makeSchema());
const operations = new Operations(() => schema);

function followed(field: string, after?: string): Followed {
  const operation = operations.of({ query: `subscription ($after: String) { ${field} }` });
  if (!(operation instanceof Operation)) throw new Error(String(operation[0]));
  const found = operation.follow(after === undefined ? {} : { after });
  if (!('operation' in found)) throw new Error(String(found[0]));
  return found;
}

interface Got {
  readonly cursor: string;
  readonly initial: boolean;
}

function toldIn(text: string): Got {
  const { data, errors } = JSON.parse(text) as { data?: Record<string, Got>; errors?: unknown };
  const told = Object.values(data ?? {})[0];
  if (told === undefined) throw new Error(JSON.stringify(errors));
  return told;
}

function asTold(field: string, messages: readonly LiveMessage[]): Got[] {
  const { operation, scope } = followed(field);
  return messages.map((message) =>
    toldIn(JSON.stringify(operation.over({ [scope.field]: message }, { after: null }))),
  );
}

function modelOf(events: readonly TestEvent[], to = events.length): LiveModel {
  const model = liveModel(events);
  model.apply(to);
  return model;
}

async function replayed(events: readonly TestEvent[], field: string, after: string): Promise<Got[]> {
  const topic = await modelOf(events).live.open(followed(field).scope.request, after);
  return asTold(field, await allOf(topic));
}

/** What there is as of a position. */
async function thereAt(events: readonly TestEvent[], field: string, position: string): Promise<Got[]> {
  const topic = await modelOf(events, Number(position.split(':')[1])).live.open(
    followed(field).scope.request,
  );
  return asTold(field, await topic.initial());
}

interface Follower {
  readonly field: string;
  readonly from: string | undefined;
  readonly reader: LiveReader<Got>;
  stop: () => void;
}

const step = fc.record({
  act: fc.constantFrom(
    ...(['apply', 'apply', 'apply', 'commit', 'rebuild', 'lag', 'join', 'join', 'resume', 'resume'] as const),
    ...(['leave', 'full', 'room', 'pause', 'turn'] as const),
  ),
  n: fc.nat(1_000),
});

const turn = async (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const pause = async (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** How many histories are tried; more where somebody asks for it. */
const RUNS = Number(process.env['LIVE_RUNS'] ?? 30);

describe('followers of a read model', () => {
  it('are told what a replay tells, whatever happens meanwhile', async () => {
    let told = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(histories, contradictingHistories),
        fc.array(step, { minLength: 10, maxLength: 80 }),
        fc.infiniteStream(fc.nat(3)),
        async (events, steps, numbers) => {
          const next = (): number => Number(numbers.next().value ?? 0);
          let committed = 0;
          let commits = false;
          const model = liveModel(events, () => {
            if (!commits || next() !== 0) return;
            committed = Math.min(events.length, committed + next());
            model.commit(committed);
          });
          const hub = new Hub({
            live: model.live,
            serialise: (result) => JSON.stringify(result),
            show: async (messages) => {
              for (let n = next(); n > 0; n--) await turn();
              return messages.map((message) => ({ message, root: message }));
            },
          });
          const followers: Follower[] = [];
          const gone: Follower[] = [];
          const join = async (field: string, from: string | undefined): Promise<void> => {
            const reader = new LiveReader(toldIn);
            const following = await hub.follow(followed(field, from), reader).catch((error: unknown) => {
              if (!isLedgerError(error)) throw error;
              return null;
            });
            if (following === null) return;
            followers.push({
              field,
              from: following.from,
              reader,
              stop: () => following.stop(),
            });
            following.start();
          };
          model.apply((committed = Math.ceil(events.length / 4)));
          commits = true;
          const joining: Promise<void>[] = [];
          for (const { act, n } of steps) {
            const one = followers[n % Math.max(1, followers.length)];
            switch (act) {
              case 'apply':
                model.apply((committed = Math.min(events.length, committed + 1 + (n % 3))));
                break;
              case 'commit':
                model.commit((committed = Math.min(events.length, committed + (n % 3))));
                break;
              case 'rebuild':
                model.rebuild();
                break;
              case 'lag':
                model.rebuild((committed = Math.max(0, committed - (n % 4))));
                break;
              case 'join':
                joining.push(join(FIELDS[n % FIELDS.length] ?? '', undefined));
                break;
              case 'resume': {
                const all = [...followers, ...gone].flatMap(({ reader }) => reader.got);
                const { cursor } = all[n % Math.max(1, all.length)] ?? { cursor: `${LOG_ID}:0` };
                if (cursor.includes('start')) break;
                joining.push(join(FIELDS[(n >> 3) % FIELDS.length] ?? '', cursor));
                break;
              }
              case 'leave':
                if (one === undefined) break;
                one.stop();
                gone.push(...followers.splice(followers.indexOf(one), 1));
                break;
              case 'full':
                one?.reader.setFull(true);
                break;
              case 'room':
                one?.reader.setFull(false);
                break;
              case 'pause':
                await pause(8);
                break;
              case 'turn':
                await turn();
            }
            if (n % 2 === 0) await turn();
          }
          commits = false;
          model.apply((committed = events.length));
          await Promise.all(joining);
          for (const { reader } of followers) reader.setFull(false);
          for (const { field, from, reader } of [...followers, ...gone]) {
            const isHere = followers.some((one) => one.reader === reader);
            const over = performance.now() + 20_000;
            const expected = async (): Promise<Got[]> => {
              if (from !== undefined) return replayed(events, field, from);
              const first = reader.got.findIndex(({ initial }) => !initial);
              const initials = first < 0 ? reader.got : reader.got.slice(0, first);
              const position = initials[0]?.cursor.split('/')[0] ?? '';
              // Of discrepancies there may be none: then nothing tells where it began.
              if (position === '') return reader.got;
              return [
                ...(await thereAt(events, field, position)),
                ...(await replayed(events, field, position)),
              ];
            };
            let all = await expected();
            while (reader.got.length < all.length && performance.now() < over) {
              if (!isHere || reader.failure !== undefined) break;
              await pause(5);
              all = await expected();
            }
            const key = [field, from];
            expect([...key, reader.failure]).toEqual([...key, undefined]);
            expect([...key, reader.got]).toEqual([...key, isHere ? all : all.slice(0, reader.got.length)]);
            told += reader.got.length;
          }
          await pause(15);
          for (const { reader, stop } of followers) {
            const { length } = reader.got;
            stop();
            await turn();
            expect(reader.got.length).toBe(length);
          }
          expect(hub.subscriptions).toBe(0);
          hub.close();
        },
      ),
      { numRuns: RUNS },
    );
    expect(told).toBeGreaterThan(RUNS);
  }, 600_000);
});
