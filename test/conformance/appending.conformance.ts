import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  ConflictError,
  appendMissing,
  comparePositions,
  type ExpectedRevision,
  type NewEvent,
  type Position,
} from '#event-store';
import { anEvent, collect, idsOf, outcome, someEvents, type Subject } from './fresh-log.js';

/** A name as a test title can show it. */
const short = (name: string): string => JSON.stringify(name.length > 60 ? `${name.slice(0, 20)}…` : name);

export function describeAppending({ store, restart }: Subject): void {
  const revisionsOf = async (stream: string): Promise<number[]> =>
    (await collect(store().readStream(stream))).map((event) => event.revision);

  describe('expected revision', () => {
    test.each<[ExpectedRevision, string]>([
      ['mustNotExist', 'appended'],
      ['mustExist', 'CONFLICT'],
      ['any', 'appended'],
      [0, 'CONFLICT'],
    ])('of a stream that does not exist: %s → %s', async (expected, result) => {
      expect(await outcome(store().append('budget-a', [anEvent()], expected))).toBe(result);
    });

    test.each<[ExpectedRevision, string]>([
      ['mustNotExist', 'CONFLICT'],
      ['mustExist', 'appended'],
      ['any', 'appended'],
      [0, 'CONFLICT'],
      [1, 'appended'],
      [2, 'CONFLICT'],
    ])('of a stream at revision 1: %s → %s', async (expected, result) => {
      await store().append('budget-a', someEvents(2), 'mustNotExist');
      expect(await outcome(store().append('budget-a', [anEvent()], expected))).toBe(result);
    });

    test('a conflict tells what was expected and what is', async () => {
      const onNothing = store().append('budget-a', [anEvent()], 3);
      await expect(onNothing).rejects.toBeInstanceOf(ConflictError);
      await expect(onNothing).rejects.toMatchObject({ stream: 'budget-a', expected: 3, actual: 'noStream' });
      await store().append('budget-a', someEvents(5), 'mustNotExist');
      await expect(store().append('budget-a', [anEvent()], 'mustNotExist')).rejects.toMatchObject({
        code: 'CONFLICT',
        expected: 'mustNotExist',
        actual: 4,
      });
    });

    test('a conflict stores nothing', async () => {
      await store().append('budget-a', [anEvent()], 'mustNotExist');
      await outcome(store().append('budget-a', someEvents(3), 7));
      expect(await revisionsOf('budget-a')).toEqual([0]);
      expect(await collect(store().readAll())).toHaveLength(1);
    });

    test.each([-1, 0.5, Number.NaN, 2 ** 60])('%p is no revision', async (expected) => {
      expect(await outcome(store().append('budget-a', [anEvent()], expected))).toBe('WRONG_USAGE');
    });
  });

  describe('concurrency', () => {
    test('a thousand appends to different streams all succeed', async () => {
      const appends = Array.from({ length: 1000 }, (_, n) =>
        store().append(`budget-${n}`, [anEvent({ n })], 'mustNotExist'),
      );
      const results = await Promise.all(appends);
      expect(new Set(results.map((result) => result.position)).size).toBe(1000);
      expect(results.every((result) => result.outcome === 'appended' && result.revision === 0)).toBe(true);
      expect(await collect(store().readAll())).toHaveLength(1000);
    });

    test('of twelve that expect no stream one wins, every time', async () => {
      for (let race = 0; race < 25; race++) {
        const results = await Promise.all(
          Array.from({ length: 12 }, () =>
            outcome(store().append(`race-${race}`, [anEvent()], 'mustNotExist')),
          ),
        );
        expect(results.toSorted()).toEqual(['CONFLICT'.repeat(11).match(/CONFLICT/g), 'appended'].flat());
        expect(await revisionsOf(`race-${race}`)).toEqual([0]);
      }
    });

    test('of many that expect the same revision one wins, and the losers do not fail the others', async () => {
      await store().append('budget-a', [anEvent()], 'mustNotExist');
      const racing = Array.from({ length: 20 }, () => outcome(store().append('budget-a', [anEvent()], 0)));
      const beside = Array.from({ length: 20 }, (_, n) =>
        outcome(store().append(`other-${n}`, [anEvent()], 'any')),
      );
      const results = await Promise.all(racing);
      expect(results.filter((result) => result === 'appended')).toHaveLength(1);
      expect(results.filter((result) => result === 'CONFLICT')).toHaveLength(19);
      expect(new Set(await Promise.all(beside))).toEqual(new Set(['appended']));
      expect(await revisionsOf('budget-a')).toEqual([0, 1]);
    });

    test('writers that reload and try again all get through', async () => {
      const write = async (): Promise<void> => {
        for (;;) {
          const head = await store().streamHead('budget-a');
          if (
            (await outcome(store().append('budget-a', [anEvent()], head?.revision ?? 'mustNotExist'))) ===
            'appended'
          )
            return;
        }
      };
      await Promise.all(Array.from({ length: 15 }, write));
      expect(await revisionsOf('budget-a')).toEqual(Array.from({ length: 15 }, (_, n) => n));
    });

    test('appends to one stream that expect nothing all succeed, where they were acknowledged', async () => {
      const events = someEvents(300);
      const appended = await Promise.all(events.map((event) => store().append('budget-a', [event], 'any')));
      const ids: string[] = [];
      for (const [n, { revision }] of appended.entries()) ids[revision] = events[n]?.id ?? '';
      expect(idsOf(await collect(store().readStream('budget-a')))).toEqual(ids);
      expect(ids).toHaveLength(300);
    });

    test('what is appended after something was acknowledged stands behind it', async () => {
      let last: Position | undefined;
      const acknowledged: Position[] = [];
      const write = async (stream: string): Promise<void> => {
        for (let n = 0; n < 12; n++) {
          const before = last;
          const { position } = await store().append(stream, [anEvent({ n })], 'any');
          if (before !== undefined) expect(comparePositions(position, before)).toBeGreaterThan(0);
          if (last === undefined || comparePositions(position, last) > 0) last = position;
          acknowledged.push(position);
        }
      };
      await Promise.all(Array.from({ length: 8 }, (_, n) => write(`s-${n}`)));
      const stored = (await collect(store().readAll())).map((event) => event.position);
      expect(stored).toEqual(acknowledged.toSorted(comparePositions));
    });
  });

  describe('repetition', () => {
    const repeated = async (
      first: NewEvent[],
      second: NewEvent[],
      expected: ExpectedRevision = 'mustNotExist',
      later: NewEvent[] = [],
    ): Promise<string> => {
      await store().append('budget-a', first, expected);
      if (later.length > 0) await store().append('budget-a', later, 'mustExist');
      return outcome(store().append('budget-a', second, expected));
    };

    test('the same events are already stored, with the revision and position they have', async () => {
      const events = someEvents(3);
      const first = await store().append('budget-a', events, 'mustNotExist');
      const again = await store().append('budget-a', events, 'mustNotExist');
      expect(again).toEqual({ ...first, outcome: 'alreadyStored' });
      expect(await revisionsOf('budget-a')).toEqual([0, 1, 2]);
    });

    test('also after others have written', async () => {
      const events = someEvents(3);
      expect(await repeated(events, events, 'mustNotExist', someEvents(4))).toBe('alreadyStored');
    });

    test('also with an exact revision, and after a restart', async () => {
      await store().append('budget-a', someEvents(300), 'mustNotExist');
      const events = someEvents(3);
      const first = await store().append('budget-a', events, 299);
      await store().append('budget-a', someEvents(300), 302);
      await restart();
      expect(await store().append('budget-a', events, 299)).toEqual({ ...first, outcome: 'alreadyStored' });
    });

    test('in the same breath', async () => {
      const events = someEvents(2);
      const results = await Promise.all(
        [1, 2, 3].map(() => outcome(store().append('budget-a', events, 'mustNotExist'))),
      );
      expect(results).toEqual(['appended', 'alreadyStored', 'alreadyStored']);
    });

    test('with other metadata it is the same fact, and with its fields in another order', async () => {
      const event = anEvent({ amount: '1', line: 'a' });
      const again = { ...event, data: { line: 'a', amount: '1' }, metadata: { actor: 'somebody else' } };
      expect(await repeated([event], [again])).toBe('alreadyStored');
    });

    test.each<[string, (event: NewEvent) => NewEvent]>([
      ['data', (event) => ({ ...event, data: { amount: '2' } })],
      ['type', (event) => ({ ...event, type: 'BudgetAdopted' })],
      ['version', (event) => ({ ...event, schemaVersion: 2 })],
    ])('the same id with another %s is an error', async (_, change) => {
      const event = anEvent({ amount: '1' });
      expect(await repeated([event], [change(event)])).toBe('SAME_ID_OTHER_CONTENT');
      expect(await revisionsOf('budget-a')).toEqual([0]);
    });

    test('one of several with other content is that error too', async () => {
      const [a, b] = someEvents(2) as [NewEvent, NewEvent];
      expect(await repeated([a, b], [a, { ...b, data: { n: 99 } }])).toBe('SAME_ID_OTHER_CONTENT');
    });

    test('some ids old and some new is a conflict', async () => {
      const [a, b] = someEvents(2) as [NewEvent, NewEvent];
      expect(await repeated([a, b], [a, anEvent()])).toBe('CONFLICT');
    });

    test('more than was stored is a conflict, less is already stored', async () => {
      const events = someEvents(3);
      expect(await repeated(events, [...events, anEvent()])).toBe('CONFLICT');
      expect(await outcome(store().append('budget-a', events.slice(0, 2), 'mustNotExist'))).toBe(
        'alreadyStored',
      );
    });

    test('the same events in another order are a conflict', async () => {
      const events = someEvents(3);
      expect(await repeated(events, events.toReversed())).toBe('CONFLICT');
    });

    test('at another revision it is no repetition', async () => {
      const event = anEvent();
      await store().append('budget-a', [event], 'mustNotExist');
      expect(await outcome(store().append('budget-a', [event], 5))).toBe('CONFLICT');
    });

    test('the share of a wider work can be stored again and again', async () => {
      await store().append('budget-a', someEvents(2), 'mustNotExist');
      const events = someEvents(10);
      const [first] = events as [NewEvent];
      await store().append('budget-a', [first], 1);
      expect(await appendMissing(store(), 'budget-a', events)).toEqual({ appended: 9, alreadyStored: 1 });
      expect(await appendMissing(store(), 'budget-a', events)).toEqual({ appended: 0, alreadyStored: 10 });
      expect(idsOf(await collect(store().readStream('budget-a', { from: 2 })))).toEqual(idsOf(events));
      const changed = events.map((event) => ({ ...event, data: { other: true } }));
      await expect(appendMissing(store(), 'budget-a', changed)).rejects.toMatchObject({
        code: 'SAME_ID_OTHER_CONTENT',
      });
    });
  });

  describe('size', () => {
    /** An event whose envelope is a little larger than this. */
    const ofSize = (bytes: number): NewEvent => anEvent({ text: 'å'.repeat(Math.floor(bytes / 2)) });

    test('an event just below the limit is stored and read as it was', async () => {
      const event = ofSize(store().appendBytesMax - 1000);
      await store().append('budget-a', [event], 'mustNotExist');
      await restart();
      const [read] = await collect(store().readStream('budget-a'));
      expect(read?.data).toEqual(event.data);
    });

    test('an append over the limit is refused, whether by one event or by many, and stores nothing', async () => {
      const max = store().appendBytesMax;
      expect(await outcome(store().append('budget-a', [ofSize(max)], 'any'))).toBe('TOO_LARGE');
      const quarters = [1, 2, 3, 4].map(() => ofSize(max / 4));
      expect(await outcome(store().append('budget-a', quarters, 'any'))).toBe('TOO_LARGE');
      expect(await store().head()).toBeUndefined();
    });

    test('one that is refused does not fail those beside it', async () => {
      const results = await Promise.all([
        outcome(store().append('a', [anEvent()], 'any')),
        outcome(store().append('b', [ofSize(store().appendBytesMax + 10)], 'any')),
        outcome(store().append('c', [anEvent()], 'any')),
      ]);
      expect(results).toEqual(['appended', 'TOO_LARGE', 'appended']);
    });

    test('many large events are read whole, by pages that stay small', async () => {
      const count = 24;
      for (let n = 0; n < count; n++)
        await store().append('budget-a', [ofSize(store().appendBytesMax - 1000)], 'any');
      expect(await collect(store().readAll())).toHaveLength(count);
      expect(await revisionsOf('budget-a')).toHaveLength(count);
      expect(
        (await collect(store().readAll({ direction: 'backwards' }))).map((event) => event.revision),
      ).toEqual(Array.from({ length: count }, (_, n) => count - 1 - n));
    });

    test('a thousand small events are one append', async () => {
      const { revision } = await store().append('budget-a', someEvents(1000), 'mustNotExist');
      expect(revision).toBe(999);
    });

    test('work larger than an append is divided', async () => {
      const events = [1, 2, 3].map(() => ofSize(store().appendBytesMax * 0.7));
      expect(await appendMissing(store(), 'budget-a', events)).toEqual({ appended: 3, alreadyStored: 0 });
    });
  });

  describe('names and content', () => {
    test.each(
      [
        'budget-boras/ks/stadsledningskansliet|2021',
        'Exploatering > Norra Stadsskogen',
        'räksmörgås',
        'ra\u0308ksmo\u0308rga\u030as',
        'with  two spaces ',
        '🏛️-🇸🇪',
        'quote\'s "and" \\backslash',
        '../../etc/passwd',
        '%00 ; DROP TABLE events; --',
        'a$',
        '-',
        'constructor',
        '__proto__',
        'long-'.padEnd(1024, 'x'),
      ].map((name) => [short(name), name] as const),
    )('a stream may be called %s', async (_, name) => {
      const event = anEvent();
      await store().append(name, [event], 'mustNotExist');
      await store().append(`${name.slice(0, 1000)}2`, [anEvent()], 'mustNotExist');
      await restart();
      const read = await collect(store().readStream(name));
      expect(idsOf(read)).toEqual([event.id]);
      expect(read[0]?.stream).toBe(name);
      expect(await outcome(store().append(name, [anEvent()], 'mustNotExist'))).toBe('CONFLICT');
    });

    test.each([
      ['empty', ''],
      ['kept for the log', '$all'],
      ['a control character', 'a\u0000b'],
      ['a line break', 'a\nb'],
      ['half a character', 'a\ud800'],
      ['too long', 'x'.repeat(1025)],
      ['too long in bytes', 'å'.repeat(513)],
    ])('but no name that is refused: %s', async (_, name) => {
      expect(await outcome(store().append(name, [anEvent()], 'any'))).toBe('STREAM_NAME_INVALID');
      await expect(store().readStreamPage(name)).rejects.toMatchObject({ code: 'STREAM_NAME_INVALID' });
    });

    test('data comes back as it was sent', async () => {
      const data = {
        text: 'nul \u0000, bell \u0007, quote ", backslash \\, line\r\n, emoji 🏛️, U+2028 \u2028, NBSP \u00a0, minus −',
        numbers: [0, -1, 9007199254740991, -9007199254740991],
        nothing: null,
        truths: [true, false],
        nested: { a: { b: [[], {}, [{ c: '' }]] } },
        'å key with "quotes"': 'value',
        '': 'empty key',
      };
      const event = { ...anEvent(data), metadata: { actor: 'ä\u0000🏛️', importId: '' } };
      await store().append('budget-a', [event], 'mustNotExist');
      await restart();
      const [read] = await collect(store().readStream('budget-a'));
      expect(read).toMatchObject({ ...event, stream: 'budget-a', revision: 0 });
      expect(read?.data).toEqual(data);
    });

    test.each<[string, object, string]>([
      ['undefined', { lines: [{ amount: undefined }] }, 'events[1].data.lines[0].amount'],
      ['a BigInt', { amount: 1250n }, 'events[1].data.amount'],
      ['NaN', { amount: Number.NaN }, 'events[1].data.amount'],
      ['a fraction', { amount: 0.1 }, 'events[1].data.amount'],
      ['a number that is not exact', { amount: 2 ** 53 }, 'events[1].data.amount'],
      ['a date', { on: new Date(0) }, 'events[1].data.on'],
      ['half a character', { 'a b': '\ud83c' }, 'events[1].data["a b"]'],
    ])('%s is refused before anything is stored, and its place is named', async (_, data, field) => {
      const append = store().append('budget-a', [anEvent(), anEvent(data)], 'any');
      await expect(append).rejects.toMatchObject({ code: 'VALUE_NOT_STORABLE', place: { field } });
      expect(await store().head()).toBeUndefined();
    });

    test.each<[string, Partial<NewEvent>]>([
      ['an id that is no UUID', { id: 'one' }],
      ['an id in upper case', { id: randomUUID().toUpperCase() }],
      ['an empty type', { type: '' }],
      ['a version that is no number from 1', { schemaVersion: 0 }],
      ['data that is a list', { data: [] }],
      ['metadata that is not flat', { metadata: { a: 1 } as unknown as Record<string, string> }],
    ])('%s is refused', async (_, change) => {
      expect(await outcome(store().append('budget-a', [{ ...anEvent(), ...change }], 'any'))).toBe(
        'EVENT_INVALID',
      );
    });

    test('an append of nothing is refused, and one with the same id twice', async () => {
      const event = anEvent();
      expect(await outcome(store().append('budget-a', [], 'any'))).toBe('WRONG_USAGE');
      expect(await outcome(store().append('budget-a', [event, event], 'any'))).toBe('EVENT_INVALID');
    });

    test('the writer tells the time', async () => {
      const before = new Date().toISOString();
      await store().append('budget-a', [anEvent()], 'any');
      const [read] = await collect(store().readAll());
      const recordedAt = read?.recordedAt ?? '';
      expect(before <= recordedAt && recordedAt <= new Date().toISOString()).toBe(true);
    });
  });
}
