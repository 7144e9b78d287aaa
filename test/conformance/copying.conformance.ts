import { describe, expect, test } from '@jest/globals';
import { parseEnvelope, type RawEvent } from '#event-store';
import { anEvent, someEvents, type Subject } from './fresh-log.js';

/** What a copy of a log needs: events of another one, stored as they stand there. */
export function describeCopying({ store, restart, another }: Subject): void {
  /** A log with events of several streams in between each other, as raw events. */
  async function source(): Promise<readonly RawEvent[]> {
    const log = await another();
    await log.append('budget-a', someEvents(2), 'mustNotExist');
    await log.append('räksmörgås 🏛️', [anEvent({ text: 'NBSP \u00a0, nul \u0000, U+2028 \u2028' })], 'any');
    await log.append('budget-a', someEvents(3), 1);
    await log.append('budget-b', someEvents(1), 'any');
    await log.append('räksmörgås 🏛️', [{ ...anEvent(), metadata: { actor: 'ä', importId: '' } }], 0);
    return log.readRawPage();
  }

  const refusal = async (copied: Promise<unknown>): Promise<string> =>
    copied.then(
      () => 'stored',
      (error: unknown) => (error as { code: string }).code,
    );

  const bare = (events: readonly RawEvent[]): { revision: number; text: string }[] =>
    events.map(({ revision, text }) => ({ revision, text }));

  describe('copying', () => {
    test('keeps bytes, ids, times, revisions and order', async () => {
      const events = await source();
      expect(await store().appendRaw(events)).toEqual({ appended: 8, alreadyStored: 0 });
      await restart();
      expect(bare(await store().readRawPage())).toEqual(bare(events));
      const { recordedAt, id } = parseEnvelope(events[0]?.text ?? '');
      expect(await store().readStreamPage('budget-a', { maxCount: 1 })).toMatchObject([{ recordedAt, id }]);
    });

    test('can be done again, and goes on where it was interrupted', async () => {
      const events = await source();
      await store().appendRaw(events.slice(0, 3));
      expect(await store().appendRaw(events.slice(1, 6))).toEqual({ appended: 3, alreadyStored: 2 });
      await restart();
      expect(await store().appendRaw(events)).toEqual({ appended: 2, alreadyStored: 6 });
      expect(await store().appendRaw(events)).toEqual({ appended: 0, alreadyStored: 8 });
      expect(await store().appendRaw([])).toEqual({ appended: 0, alreadyStored: 0 });
      expect(bare(await store().readRawPage())).toEqual(bare(events));
    });

    test('events that were copied are written on after, and their repetition is recognised', async () => {
      const events = await source();
      await store().appendRaw(events);
      const { id, type, schemaVersion, data } = parseEnvelope(events.at(-1)?.text ?? '');
      const again = await store().append('räksmörgås 🏛️', [{ id, type, schemaVersion, data }], 0);
      expect(again).toMatchObject({ outcome: 'alreadyStored', revision: 1 });
      expect(await store().append('budget-a', [anEvent()], 4)).toMatchObject({ revision: 5 });
    });

    test('a stream that is elsewhere is a conflict', async () => {
      const [first, second, ...rest] = await source();
      if (first === undefined || second === undefined) throw new Error('the source is empty');
      await expect(store().appendRaw([second])).rejects.toMatchObject({
        code: 'CONFLICT',
        actual: 'noStream',
      });
      await store().append('budget-a', [anEvent()], 'mustNotExist');
      await expect(store().appendRaw([first, second, ...rest])).rejects.toMatchObject({ code: 'CONFLICT' });
      expect(await store().readRawPage()).toHaveLength(1);
    });

    test('the same event with another time is other content', async () => {
      const [first] = await source();
      if (first === undefined) throw new Error('the source is empty');
      await store().appendRaw([first]);
      const text = first.text.replace(/"recordedAt":"\d{4}/, '"recordedAt":"2001');
      await expect(store().appendRaw([{ ...first, text }])).rejects.toMatchObject({
        code: 'SAME_ID_OTHER_CONTENT',
      });
    });

    test.each<[string, (text: string) => string]>([
      ['no JSON', () => 'x'],
      ['no envelope', () => '{}'],
      ['null', () => 'null'],
      ['not canonical', (text) => text.replace('{"data"', '{ "data"')],
      ['with a field of its own', (text) => text.replace(/}$/, ',"x":1}')],
      ['without a time', (text) => text.replace(/"recordedAt":"[^"]*"/, '"recordedAt":""')],
      ['in a stream that is kept', (text) => text.replace('"stream":"', '"stream":"$')],
    ])('a text that no log wrote is refused: %s', async (_, change) => {
      const [first] = await source();
      if (first === undefined) throw new Error('the source is empty');
      const wrong = { revision: 0, text: change(first.text) };
      expect(['EVENT_INVALID', 'STREAM_NAME_INVALID']).toContain(await refusal(store().appendRaw([wrong])));
      expect(await store().head()).toBeUndefined();
    });
  });
}
