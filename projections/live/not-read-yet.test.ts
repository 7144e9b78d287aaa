import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LedgerError } from '#amount';
import type { LiveRequest } from '../live-contract.js';
import { allOf } from '../testing/live.js';
import { liveModel, LOG_ID } from '../testing/live-model.js';
import { contradictingHistories } from '../testing/random-history.js';

const EVENTS: LiveRequest = { kind: 'eventRecorded', filter: {} };
const DISCREPANCIES: LiveRequest = { kind: 'discrepancyChanged', filter: {} };
const [events = []] = fc.sample(contradictingHistories, { numRuns: 1, seed: 7 });
const at = (seq: number): string => `${LOG_ID}:${seq}`;

const soon = async (): Promise<string> => new Promise((resolve) => setTimeout(() => resolve('waits'), 30));

describe('where there is nothing to read yet', () => {
  it('a read model that is being built is waited for', async () => {
    let built = false;
    const model = liveModel(events, () => {
      if (!built) throw new LedgerError('READ_MODEL_BUILDING', 'it is being built');
    });
    model.commit(8);
    const waiting = [
      model.live.whenRead(),
      model.live.open(EVENTS).then(({ standing }) => standing),
      model.live.open(EVENTS, at(0)).then(({ standing }) => standing),
      model.live.open(DISCREPANCIES, at(5)).then(({ standing }) => standing),
    ];
    expect(() => model.live.cursor()).toThrow('it is being built');
    expect(await Promise.race([...waiting, soon()])).toBe('waits');
    built = true;
    model.apply(8);
    expect(await Promise.all(waiting)).toEqual([at(8), at(8), at(0), at(5)]);
  });

  it('so is one that was built anew, from a log that has not come as far', async () => {
    const model = liveModel(events);
    model.apply(8);
    const before = await model.live.open(EVENTS, at(0));
    const heard = [...(await before.take(3))];
    const discrepancies = await model.live.open(DISCREPANCIES);
    model.rebuild(4);
    const opened = model.live.open(EVENTS).then(({ standing }) => standing);
    const there = discrepancies.initial();
    expect(await before.take(100)).toEqual([]);
    expect(model.live.cursor()).toBe(at(8));
    expect(await Promise.race([opened, there.then(() => 'there'), soon()])).toBe('waits');
    model.apply(7);
    expect(await Promise.race([opened, there.then(() => 'there'), soon()])).toBe('waits');
    model.apply(12);
    expect(await opened).toBe(at(12));
    expect((await there).every(({ position }) => position === at(8))).toBe(true);
    heard.push(...(await allOf(before)));
    expect(heard).toEqual(await allOf(await model.live.open(EVENTS, at(0))));
  });

  it('who comes back to what was read asks nothing of the log, and who comes back to more waits while it is lost', async () => {
    let asked = 0;
    const model = liveModel(events, undefined, async () => {
      asked++;
      throw new LedgerError('LOG_UNREACHABLE', 'the log is gone');
    });
    model.apply(8);
    expect((await model.live.open(EVENTS, at(6))).standing).toBe(at(6));
    expect(asked).toBe(0);
    const more = model.live.open(EVENTS, at(9)).then(({ standing }) => standing);
    expect(await Promise.race([more, soon()])).toBe('waits');
    model.apply(10);
    expect(await more).toBe(at(9));
    expect(asked).toBe(1);
  });

  it('nothing is passed over that could not be looked at', async () => {
    const model = liveModel(events);
    model.apply(5);
    const topic = await model.live.open(EVENTS);
    await allOf(topic);
    const heard: string[] = [];
    model.live.onAdvance((concerned) => heard.push(concerned?.has(topic) === true ? 'told' : 'not told'));
    const { records } = model.cache().model;
    model.cache().model.records = () => {
      throw new Error('it cannot be read just now');
    };
    expect(() => model.apply(6)).toThrow('just now');
    model.cache().model.records = records.bind(model.cache().model);
    expect(model.live.cursor()).toBe(at(6));
    expect(heard).toEqual(['told']);
    expect((await allOf(topic)).map(({ position }) => position)).toEqual(
      (await allOf(await model.live.open(EVENTS, at(5)))).map(({ position }) => position),
    );
  });
});
