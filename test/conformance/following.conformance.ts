import { describe, expect, test } from '@jest/globals';
import type { Appended, Position, RecordedEvent } from '#event-store';
import { anEvent, collect, idsOf, outcome, someEvents, take, type Subject } from './fresh-log.js';

export function describeFollowing({ store, restart }: Subject): void {
  describe('following', () => {
    test('gives what is there, then each new event as it comes', async () => {
      const events = someEvents(20);
      await store().append('budget-a', events.slice(0, 10), 'any');
      const following = take(store().follow(), 20);
      for (const event of events.slice(10)) await store().append('budget-b', [event], 'any');
      expect(idsOf(await following)).toEqual(idsOf(events));
    });

    test('from the end gives only what comes after the call', async () => {
      await store().append('budget-a', someEvents(5), 'any');
      const events = someEvents(5);
      const following = take(store().follow({ from: 'end' }), 5);
      await store().append('budget-a', events, 'any');
      expect(idsOf(await following)).toEqual(idsOf(events));
    });

    test('misses and doubles nothing while others write, however slowly it reads', async () => {
      const total = 600;
      const write = async (): Promise<string[]> => {
        const ids: string[] = [];
        for (let n = 0; n < total; n += 3) {
          const events = someEvents(3);
          await store().append(`budget-${n % 7}`, events, 'any');
          ids.push(...idsOf(events));
        }
        return ids;
      };
      const slowly = async (): Promise<string[]> => {
        const ids: string[] = [];
        for await (const page of store().followPages({ maxCount: 7 })) {
          expect(page.length).toBeGreaterThan(0);
          expect(page.length).toBeLessThanOrEqual(7);
          ids.push(...idsOf(page));
          if (ids.length >= total) break;
          if (ids.length % 5 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
        }
        return ids;
      };
      const [written, fast, slow] = await Promise.all([write(), take(store().follow(), total), slowly()]);
      expect(idsOf(fast)).toEqual(written);
      expect(slow).toEqual(written);
    });

    test('goes on across restarts from the last position that was handled', async () => {
      const handled: string[] = [];
      const written: string[] = [];
      let last: Position | undefined;
      for (let round = 0; round < 4; round++) {
        const events = someEvents(10);
        const follower = (async () => {
          for await (const event of store().follow({ from: last })) {
            handled.push(event.id);
            last = event.position;
            // Stops in the middle of what it was given, as a process does.
            if (handled.length === 10 * round + 6) break;
          }
        })();
        await store().append('budget-a', events, 'any');
        written.push(...idsOf(events));
        await follower;
        await restart();
      }
      handled.push(...idsOf(await collect(store().readAll({ from: last }))));
      expect(handled).toEqual(written);
    });

    test('ends quietly when it is told to, also while it waits', async () => {
      await store().append('budget-a', someEvents(2), 'any');
      const stop = new AbortController();
      const given: RecordedEvent[] = [];
      for await (const event of store().follow({ signal: stop.signal })) {
        given.push(event);
        if (given.length === 2) setTimeout(() => stop.abort(), 20);
      }
      expect(given).toHaveLength(2);
      expect(await collect(store().follow({ signal: stop.signal }))).toEqual([]);
    });

    test('many followers each get everything', async () => {
      const followers = Array.from({ length: 20 }, () => take(store().follow(), 30));
      const events = someEvents(30);
      for (const event of events) await store().append('budget-a', [event], 'any');
      for (const got of await Promise.all(followers)) expect(idsOf(got)).toEqual(idsOf(events));
    });

    test('a follower may write to the log that it follows', async () => {
      await store().append('question', [anEvent()], 'any');
      const seen: string[] = [];
      for await (const event of store().follow()) {
        seen.push(event.stream);
        if (event.stream === 'question') await store().append('answer', [anEvent()], 'mustNotExist');
        else break;
      }
      expect(seen).toEqual(['question', 'answer']);
    });
  });

  describe('closing', () => {
    test('in the middle of appends: each settles, and what was acknowledged is there', async () => {
      const appends: Promise<string>[] = [];
      const acknowledged: string[] = [];
      const push = (n: number): void => {
        const event = anEvent({ n });
        const append: Promise<Appended> = store().append(`budget-${n}`, [event], 'mustNotExist');
        appends.push(
          outcome(append).then((result) => {
            if (result === 'appended') acknowledged.push(event.id);
            return result;
          }),
        );
      };
      for (let n = 0; n < 600; n++) push(n);
      const closing = store().close();
      for (let n = 600; n < 620; n++) push(n);
      await closing;
      const results = await Promise.all(appends);
      expect(new Set(results.slice(600))).toEqual(new Set(['CLOSED']));
      expect(results.every((result) => result === 'appended' || result === 'CLOSED')).toBe(true);
      await restart();
      const stored = new Set(idsOf(await collect(store().readAll())));
      for (const id of acknowledged) expect(stored.has(id)).toBe(true);
    });

    test('ends those who follow, with an error, so that nobody takes it for the end of the log', async () => {
      await store().append('budget-a', [anEvent()], 'any');
      const close = async (): Promise<void> => {
        await new Promise((resolve) => setTimeout(resolve, 10));
        await store().close();
      };
      await Promise.all([
        expect(collect(store().follow())).rejects.toMatchObject({ code: 'CLOSED' }),
        close(),
      ]);
    });

    test('everything after it says so, and closing twice is nothing', async () => {
      const closed = store();
      await closed.close();
      await closed.close();
      const refused = { code: 'CLOSED' };
      await expect(closed.append('a', [anEvent()], 'any')).rejects.toMatchObject(refused);
      await expect(closed.readAllPage()).rejects.toMatchObject(refused);
      await expect(closed.readRawPage()).rejects.toMatchObject(refused);
      await expect(closed.readStreamPage('a')).rejects.toMatchObject(refused);
      await expect(closed.streamHead('a')).rejects.toMatchObject(refused);
      await expect(closed.head()).rejects.toMatchObject(refused);
      await expect(collect(closed.follow())).rejects.toMatchObject(refused);
      await expect(collect(closed.follow({ from: 'end' }))).rejects.toMatchObject(refused);
    });
  });
}
