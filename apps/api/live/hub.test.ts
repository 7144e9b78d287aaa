import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LedgerError } from '#amount';
import { memoryLive, type MemoryLive } from '../../../test/support/live-memory.js';
import { LiveReader } from '../../../test/support/live-reader.js';
import { makeSchema } from '../schema.js';
import { followable } from './followable.js';
import { Hub } from './hub.js';
import { GATHER_MS } from './limits.js';
import { Operation, Operations, type Followed } from './operations.js';

const EVENTS = 'subscription($after: String) { eventRecorded(after: $after) { cursor } }';
const FIGURE = `subscription($after: String) { figureChanged(after: $after,
  reading: { unit: "u", area: "o", line: ["Stab"], measure: "cost", period: "2021", basis: budget, edition: "1" }) {
  cursor initial after } }`;

const schema = followable(await makeSchema());
const operations = new Operations(() => schema);

function followed(query: string, after?: string): Followed {
  const operation = operations.of({ query });
  if (!(operation instanceof Operation)) throw new Error(String(operation[0]));
  const found = operation.follow(after === undefined ? {} : { after });
  if (!('operation' in found)) throw new Error(String(found[0]));
  return found;
}

type Got = Record<string, unknown>;

/** Keeps what the field that is followed answers. */
class Reader extends LiveReader<Got> {
  constructor() {
    super((payload) => Object.values((JSON.parse(payload) as { data: Record<string, Got> }).data)[0] ?? {});
  }
}

let hub: Hub;
afterEach(() => hub.close());

/** @param room that each message takes besides: of large ones a page goes out in several pieces */
function over(memory: MemoryLive, room = 0): Hub {
  hub = new Hub({
    live: memory.live,
    serialise: (result) => JSON.stringify(result) + ' '.repeat(room),
    show: async (messages) => {
      await memory.slowly();
      return messages.map((message) => ({ message, root: message }));
    },
  });
  return hub;
}

const settled = async (): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve, 5 * GATHER_MS));
  for (let n = 0; n < 400; n++) await new Promise((resolve) => setImmediate(resolve));
};

describe('whoever comes, goes, is slow and comes back', () => {
  it('gets every message once and in order', async () => {
    const step = fc.record({
      act: fc.constantFrom('record', 'record', 'burst', 'join', 'resume', 'leave', 'full', 'room', 'pause'),
      who: fc.nat(5),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 60 }),
        fc.infiniteStream(fc.nat(3)),
        fc.constantFrom(0, 3_000),
        async (steps, waits, room) => {
          const memory = memoryLive();
          memory.slowly = async () => {
            for (let n = Number(waits.next().value ?? 0); n > 0; n--)
              await new Promise((resolve) => setImmediate(resolve));
          };
          over(memory, room);
          const people = Array.from({ length: 6 }, () => ({
            reader: new Reader(),
            seen: [] as Record<string, unknown>[],
            stop: undefined as (() => void) | undefined,
            last: undefined as string | undefined,
            from: '',
          }));
          let events = 0;
          const begin = async (who: number, after?: string): Promise<void> => {
            const person = people[who];
            if (person === undefined || person.stop !== undefined) return;
            person.reader = new Reader();
            person.stop = () => undefined;
            const following = await hub.follow(followed(EVENTS, after), person.reader);
            person.stop = () => following.stop();
            following.start();
          };
          for (const { act, who } of steps) {
            const person = people[who];
            if (person === undefined) continue;
            if (act === 'record') {
              events++;
              memory.record({ type: 'A' });
            } else if (act === 'burst') {
              events++;
              memory.record({ type: 'A', count: 50 });
            } else if (act === 'join' && person.last === undefined && person.stop === undefined) {
              person.last = memory.live.cursor();
              person.from = person.last;
              await begin(who);
            } else if (act === 'resume' && person.last !== undefined) await begin(who, person.last);
            else if (act === 'leave' && person.stop !== undefined) {
              person.stop();
              person.stop = undefined;
              person.seen.push(...person.reader.got.splice(0));
              person.last = (person.seen.at(-1)?.cursor as string | undefined) ?? person.last;
            } else if (act === 'full') person.reader.setFull(true);
            else if (act === 'room') person.reader.setFull(false);
            else if (act === 'pause') await new Promise((resolve) => setImmediate(resolve));
          }
          for (const [who, person] of people.entries()) {
            person.reader.setFull(false);
            if (person.last !== undefined) await begin(who, person.last);
          }
          await settled();
          const all = await everything(memory);
          expect(events).toBe(Number(memory.live.cursor().split(':')[1]));
          for (const { seen, reader, last, from, stop } of people) {
            stop?.();
            if (last === undefined) continue;
            const cursors = [...seen, ...reader.got].map(({ cursor }) => cursor as string);
            expect(cursors).toEqual(all.filter((cursor) => memory.live.compare(cursor, from) > 0));
          }
          expect(hub.topics).toBe(0);
          expect(memory.topics.size).toBe(0);
          hub.close();
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);

  it('of a figure it gets what is now first, as what follows has it', async () => {
    const memory = memoryLive();
    memory.slowly = () => new Promise((resolve) => setImmediate(resolve));
    over(memory);
    const readers: Reader[] = [];
    for (let n = 1; n <= 60; n++) {
      memory.record({ type: 'A', values: { Stab: String(n) } });
      const reader = new Reader();
      readers.push(reader);
      void hub.follow(followed(FIGURE), reader).then((following) => following.start());
      if (n % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await settled();
    for (const { got } of readers) {
      expect(got[0]?.initial).toBe(true);
      const values = got.map(({ after }) => Number(after));
      expect(values).toEqual(values.map((_, n) => (values[0] ?? 0) + n));
      expect(values.at(-1)).toBe(60);
    }
  });

  it('and where its queue is full it gets that when there is room, and then what came meanwhile', async () => {
    const memory = memoryLive();
    over(memory);
    memory.record({ type: 'A', values: { Stab: '1' } });
    const [full, other] = [new Reader(), new Reader()];
    full.setFull(true);
    for (const reader of [full, other]) (await hub.follow(followed(FIGURE), reader)).start();
    await settled();
    memory.record({ type: 'A', values: { Stab: '2' } });
    await settled();
    expect([full.got.length, other.got.length]).toEqual([0, 2]);
    full.setFull(false);
    await settled();
    memory.record({ type: 'A', values: { Stab: '3' } });
    await settled();
    expect(full.got.map(({ after, initial }) => [after, initial])).toEqual([
      ['1', true],
      ['2', false],
      ['3', false],
    ]);
    expect(other.got).toEqual(full.got);
  });

  it('and who was full for a moment, and has read on by itself, is not given the rest of that page again', async () => {
    const memory = memoryLive();
    over(memory, 3_000);
    const slow = new Reader();
    const readers = [slow, ...Array.from({ length: 60 }, () => new Reader())];
    for (const reader of readers) (await hub.follow(followed(EVENTS), reader)).start();
    await settled();
    slow.setFull(true);
    memory.record({ type: 'A', count: 50 });
    while (readers[5]?.got.length === 0) await new Promise((resolve) => setImmediate(resolve));
    slow.setFull(false);
    await settled();
    const all = await everything(memory);
    expect(all).toHaveLength(50);
    for (const { got } of readers) expect(got.map(({ cursor }) => cursor)).toEqual(all);
  });

  it('is told of a failure, and the next who comes is not', async () => {
    const memory = memoryLive();
    over(memory);
    const reader = new Reader();
    (await hub.follow(followed(EVENTS), reader)).start();
    await settled();
    memory.failWith(new Error('broken'));
    memory.record({ type: 'A' });
    await settled();
    expect(reader.failure).toEqual(new Error('broken'));
    const again = memory.reopened();
    over(again);
    const next = new Reader();
    (await hub.follow(followed(EVENTS, 'mem1:0'), next)).start();
    await settled();
    expect(next.got).toEqual([{ cursor: 'mem1:1/0' }]);
  });

  it('is told of a failure also where it was accepted before that, and begins after', async () => {
    const memory = memoryLive();
    over(memory);
    const reader = new Reader();
    (await hub.follow(followed(FIGURE), reader)).start();
    await settled();
    const late = new Reader();
    const accepted = await hub.follow(followed(FIGURE), late);
    memory.failWith(new Error('broken'));
    memory.record({ type: 'A', values: { Stab: '1' } });
    await settled();
    expect(reader.failure).toEqual(new Error('broken'));
    accepted.start();
    await settled();
    expect(late.failure).toEqual(new Error('broken'));
  });

  it('is refused what is no more, and whoever follows that already goes on', async () => {
    const memory = memoryLive();
    over(memory);
    const reader = new Reader();
    (await hub.follow(followed(FIGURE), reader)).start();
    await settled();
    memory.record({ type: 'A', values: { Stab: '1' } });
    await settled();
    const { open } = memory.live;
    memory.live.open = async () => {
      throw new LedgerError('UNKNOWN_LINE', 'there is no such line');
    };
    const late = new Reader();
    (await hub.follow(followed(FIGURE), late)).start();
    await settled();
    expect(late.failure).toMatchObject({ code: 'UNKNOWN_LINE' });
    memory.live.open = open;
    memory.record({ type: 'A', values: { Stab: '2' } });
    await settled();
    expect(reader.failure).toBeUndefined();
    expect(reader.got.map(({ after }) => after)).toEqual([null, '1', '2']);
  });
});

async function everything(memory: MemoryLive): Promise<string[]> {
  const topic = await memory.reopened().live.open({ kind: 'eventRecorded', filter: {} }, 'mem1:0');
  const taken = await topic.take(1_000_000);
  topic.close();
  return taken.map(({ cursor }) => cursor);
}
