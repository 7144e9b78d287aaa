import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { EventStore, ExpectedRevision, NewEvent } from '#event-store';
import { patient } from '../support/patience.js';
import { anEvent, collect, idsOf, outcome, type FreshLog, type LogFactory } from './fresh-log.js';

/** The port in a few lines: what any engine must agree with, command by command. */
class Model {
  readonly all: { stream: string; event: NewEvent }[] = [];

  stream(name: string): NewEvent[] {
    return this.all.filter(({ stream }) => stream === name).map(({ event }) => event);
  }

  append(stream: string, events: NewEvent[], expected: ExpectedRevision): string {
    const stored = this.stream(stream);
    const actual = stored.length - 1;
    const wanted = expected === 'mustNotExist' ? -1 : expected;
    const agrees = wanted === 'any' || (wanted === 'mustExist' ? actual >= 0 : wanted === actual);
    if (!agrees) return typeof wanted === 'number' ? this.repetition(stored, events, wanted) : 'CONFLICT';
    for (const event of events) this.all.push({ stream, event });
    return 'appended';
  }

  private repetition(stored: NewEvent[], events: NewEvent[], wanted: number): string {
    const standing = stored.slice(wanted + 1, wanted + 1 + events.length);
    const same = (a: NewEvent | undefined, b: NewEvent): boolean => a?.id === b.id;
    if (standing.length < events.length || !events.every((event, n) => same(standing[n], event)))
      return 'CONFLICT';
    const equal = events.every(
      (event, n) => JSON.stringify(standing[n]?.data) === JSON.stringify(event.data),
    );
    return equal ? 'alreadyStored' : 'SAME_ID_OTHER_CONTENT';
  }
}

interface World {
  log: FreshLog;
  store: EventStore;
  /** Appends made so far, to be repeated. */
  made: { stream: string; events: NewEvent[]; expected: ExpectedRevision }[];
}

type Command = fc.AsyncCommand<Model, World>;

const expectedIn = (model: Model, stream: string, choice: number): ExpectedRevision => {
  const actual = model.stream(stream).length - 1;
  const exact = actual < 0 ? 'mustNotExist' : actual;
  return (
    [exact, exact, exact, 'any', 'mustExist', 'mustNotExist', 0, actual + 1, Math.max(0, actual - 1)] as const
  )[choice]!;
};

const appends = (stream: string, size: number, choice: number): Command => ({
  check: () => true,
  run: async (model, world) => {
    const events = Array.from({ length: size }, (_, n) => anEvent({ n }, randomUUID()));
    const expected = expectedIn(model, stream, choice);
    world.made.push({ stream, events, expected });
    expect(await outcome(world.store.append(stream, events, expected))).toBe(
      model.append(stream, events, expected),
    );
  },
  toString: () => `append(${stream}, ${size} events, choice ${choice})`,
});

const repeats = (pick: number, isChanged: boolean): Command => ({
  check: () => true,
  run: async (model, world) => {
    const old = world.made[pick % Math.max(1, world.made.length)];
    if (old === undefined) return;
    const events = isChanged
      ? old.events.map((event) => ({ ...event, data: { changed: true } }))
      : old.events;
    expect(await outcome(world.store.append(old.stream, events, old.expected))).toBe(
      model.append(old.stream, events, old.expected),
    );
  },
  toString: () => `repeat(${pick}, ${isChanged ? 'changed' : 'the same'})`,
});

const reads = (stream: string, from: number, maxCount: number, isForwards: boolean): Command => ({
  check: () => true,
  run: async (model, { store }) => {
    const ids = idsOf(model.stream(stream));
    const direction = isForwards ? 'forwards' : 'backwards';
    const wanted = isForwards
      ? ids.slice(from, from + maxCount)
      : ids
          .slice(0, from + 1)
          .toReversed()
          .slice(0, maxCount);
    expect(idsOf(await collect(store.readStream(stream, { from, maxCount, direction })))).toEqual(wanted);
  },
  toString: () => `read(${stream}, ${from}, ${maxCount}, ${isForwards})`,
});

const readsAll = (): Command => ({
  check: () => true,
  run: async (model, { store }) => {
    const all = await collect(store.readAll());
    expect(all.map(({ stream, id }) => [stream, id])).toEqual(
      model.all.map(({ stream, event }) => [stream, event.id]),
    );
  },
  toString: () => 'readAll()',
});

const restarts = (): Command => ({
  check: () => true,
  run: async (_, world) => {
    await world.store.close();
    world.store = await world.log.open();
  },
  toString: () => 'restart()',
});

/** Some hundred appends and openings, each awaited: on a cluster that shares its machine with others they take a while. */
const MODEL_MS = patient(180_000);

export function describeModel(makeLog: LogFactory): void {
  describe('as a model of streams', () => {
    test(
      'agrees with it, whatever is done in whatever order',
      async () => {
        const stream = fc.constantFrom('a', 'b', 'c');
        const commands = fc.commands<Model, World, false>(
          [
            fc.tuple(stream, fc.integer({ min: 1, max: 40 }), fc.nat(8)).map((args) => appends(...args)),
            fc.tuple(fc.nat(20), fc.boolean()).map((args) => repeats(...args)),
            fc
              .tuple(stream, fc.nat(150), fc.integer({ min: 1, max: 200 }), fc.boolean())
              .map((args) => reads(...args)),
            fc.constant(readsAll()),
            fc.constant(restarts()),
          ],
          { maxCommands: 60, size: 'max' },
        );
        await fc.assert(
          fc.asyncProperty(commands, async (list) => {
            const log = await makeLog();
            try {
              const world: World = { log, store: await log.open(), made: [] };
              await fc.asyncModelRun(() => ({ model: new Model(), real: world }), list);
            } finally {
              await log.destroy();
            }
          }),
          { numRuns: 15 },
        );
      },
      MODEL_MS,
    );
  });
}
