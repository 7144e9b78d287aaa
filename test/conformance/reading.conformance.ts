import { describe, expect, test } from '@jest/globals';
import { canonicalJson, comparePositions, parsePosition, type Position } from '#event-store';
import { anEvent, collect, idsOf, someEvents, type Subject } from './fresh-log.js';

export function describeReading({ store, restart, another }: Subject): void {
  /** Events of three streams, in the order in which they were stored. */
  const filled = async (
    count: number,
  ): Promise<readonly { readonly id: string; readonly stream: string }[]> => {
    const appended = await Promise.all(
      someEvents(count).map(async (event, n) => {
        const stream = `budget-${n % 3}`;
        const { position } = await store().append(stream, [event], 'any');
        return { id: event.id, stream, position };
      }),
    );
    return appended.toSorted((a, b) => comparePositions(a.position, b.position));
  };
  const fill = async (count: number): Promise<string[]> => (await filled(count)).map(({ id }) => id);

  describe('reading a stream', () => {
    test('one that does not exist is empty', async () => {
      expect(await collect(store().readStream('nothing'))).toEqual([]);
      expect(await collect(store().readStream('nothing', { direction: 'backwards' }))).toEqual([]);
      expect(await store().streamHead('nothing')).toBeUndefined();
    });

    test('has its own events, in order, with revisions from 0', async () => {
      const all = await filled(30);
      const read = await collect(store().readStream('budget-1'));
      expect(idsOf(read)).toEqual(all.filter(({ stream }) => stream === 'budget-1').map(({ id }) => id));
      expect(read.map((event) => event.revision)).toEqual(Array.from({ length: 10 }, (_, n) => n));
      const last = read.at(-1);
      expect(await store().streamHead('budget-1')).toEqual({ revision: 9, position: last?.position });
    });

    test('from any revision, in both directions, in pages of any size', async () => {
      const count = 700;
      const events = someEvents(count);
      // Another stream between, so that neighbours in the stream are no neighbours in the log.
      for (let n = 0; n < count; n += 50) {
        await store().append('long', events.slice(n, n + 50), n === 0 ? 'mustNotExist' : n - 1);
        await store().append('other', someEvents(7), 'any');
      }
      const ids = idsOf(events);
      for (const [from, maxCount] of [
        [0, 1],
        [0, 700],
        [1, 128],
        [127, 2],
        [128, 300],
        [255, 129],
        [640, 500],
        [699, 5],
      ] as const) {
        const forwards = await store().readStreamPage('long', { from, maxCount });
        expect(idsOf(forwards)).toEqual(ids.slice(from, from + maxCount));
        const backwards = await store().readStreamPage('long', { direction: 'backwards', from, maxCount });
        expect(idsOf(backwards)).toEqual(ids.slice(Math.max(0, from - maxCount + 1), from + 1).toReversed());
      }
      expect(idsOf(await collect(store().readStream('long')))).toEqual(ids);
      expect(idsOf(await collect(store().readStream('long', { direction: 'backwards' })))).toEqual(
        ids.toReversed(),
      );
      expect(idsOf(await collect(store().readStream('long', { from: 650, maxCount: 20 })))).toEqual(
        ids.slice(650, 670),
      );
    });

    test('from beyond its end: nothing forwards, from the end backwards', async () => {
      await fill(9);
      expect(await collect(store().readStream('budget-0', { from: 3 }))).toEqual([]);
      const backwards = await collect(store().readStream('budget-0', { direction: 'backwards', from: 77 }));
      expect(backwards.map((event) => event.revision)).toEqual([2, 1, 0]);
    });

    test.each([{ from: -1 }, { from: 0.5 }, { maxCount: 0 }, { maxCount: -3 }])(
      '%p is refused',
      async (options) => {
        await expect(store().readStreamPage('budget-0', options)).rejects.toMatchObject({
          code: 'WRONG_USAGE',
        });
      },
    );
  });

  describe('reading all', () => {
    test('an empty log is empty', async () => {
      expect(await store().head()).toBeUndefined();
      expect(await collect(store().readAll())).toEqual([]);
      expect(await collect(store().readAll({ direction: 'backwards' }))).toEqual([]);
      expect(await store().readRawPage()).toEqual([]);
    });

    test('has every event once, in the order of the positions that were acknowledged, both ways', async () => {
      const ids = await fill(1234);
      expect(idsOf(await collect(store().readAll()))).toEqual(ids);
      expect(idsOf(await collect(store().readAll({ direction: 'backwards' })))).toEqual(ids.toReversed());
    });

    test('positions rise strictly, and the last one is the head', async () => {
      await fill(40);
      const positions = (await collect(store().readAll())).map((event) => event.position);
      for (let i = 1; i < positions.length; i++) {
        expect(comparePositions(positions[i - 1] as Position, positions[i] as Position)).toBeLessThan(0);
      }
      expect(await store().head()).toBe(positions.at(-1));
    });

    test('goes on after any position, and before it backwards', async () => {
      const ids = await fill(25);
      const all = await collect(store().readAll());
      for (const n of [0, 7, 24]) {
        const from = all[n]?.position as Position;
        expect(idsOf(await collect(store().readAll({ from })))).toEqual(ids.slice(n + 1));
        expect(idsOf(await collect(store().readAll({ from, direction: 'backwards' })))).toEqual(
          ids.slice(0, n).toReversed(),
        );
        expect(idsOf(await store().readAllPage({ from, maxCount: 3 }))).toEqual(ids.slice(n + 1, n + 4));
      }
      expect(await store().readAllPage({ from: 'end' })).toEqual([]);
      expect(await store().readAllPage({ from: 'start', direction: 'backwards' })).toEqual([]);
      expect(idsOf(await collect(store().readAll({ maxCount: 6 })))).toEqual(ids.slice(0, 6));
    });

    test('what was acknowledged is read at once', async () => {
      for (let n = 0; n < 50; n++) {
        const { position } = await store().append('budget-a', [anEvent()], 'any');
        expect(await store().head()).toBe(position);
      }
    });

    test('the raw text is the canonical envelope', async () => {
      await fill(5);
      const all = await collect(store().readAll());
      const raw = await store().readRawPage();
      expect(raw.map((event) => event.position)).toEqual(all.map((event) => event.position));
      raw.forEach((event, n) => {
        const { revision, position, ...envelope } = all[n]!;
        expect(event.text).toBe(canonicalJson(envelope));
        expect([event.revision, event.position]).toEqual([revision, position]);
      });
    });
  });

  describe('positions', () => {
    test('begin with the id of their log, and are the same after a restart', async () => {
      const { position } = await store().append('budget-a', [anEvent()], 'any');
      expect(position.startsWith(`${store().logId}:`)).toBe(true);
      expect(store().position(position)).toBe(position);
      const { logId } = store();
      await restart();
      expect(store().logId).toBe(logId);
      expect(await store().head()).toBe(position);
    });

    test('of another log are refused', async () => {
      await store().append('budget-a', [anEvent()], 'any');
      const { position } = await (await another()).append('budget-a', [anEvent()], 'any');
      const refused = { code: 'POSITION_OF_OTHER_LOG' };
      await expect(store().readAllPage({ from: position })).rejects.toMatchObject(refused);
      await expect(collect(store().follow({ from: position }))).rejects.toMatchObject(refused);
      expect(() => store().position(position)).toThrow(expect.objectContaining(refused));
    });

    test.each(['', '7', 'k3f9', 'k3f9:', 'k3f9:-1', 'k3f9:1.5', 'k3f9:01', 'K3F9:1', 'k3f9:1;'])(
      '%j is none',
      (text) => {
        expect(() => parsePosition(text)).toThrow(expect.objectContaining({ code: 'POSITION_UNREADABLE' }));
        expect(() => store().position(text)).toThrow(
          expect.objectContaining({ code: 'POSITION_UNREADABLE' }),
        );
      },
    );

    test('that the log has not reached are refused: they come from a newer copy', async () => {
      const { position } = await store().append('budget-a', [anEvent()], 'any');
      const beyond = parsePosition(`${position}999`);
      await expect(store().readAllPage({ from: beyond })).rejects.toMatchObject({
        code: 'POSITION_NOT_REACHED',
      });
      await expect(collect(store().follow({ from: beyond }))).rejects.toMatchObject({
        code: 'POSITION_NOT_REACHED',
      });
    });
  });
}
