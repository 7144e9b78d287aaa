import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import type { LiveMessage, LiveRequest, LiveTopic } from '../live-contract.js';
import { allOf } from '../testing/live.js';
import { liveModel, LOG_ID } from '../testing/live-model.js';
import { contradictingHistories, histories, READINGS, type TestEvent } from '../testing/random-history.js';

/** Followed is a read model that another process writes: it comes further at any moment, also while something is told. */

const REQUESTS: readonly LiveRequest[] = [
  { kind: 'eventRecorded', filter: {} },
  { kind: 'eventRecorded', filter: { line: ['a'] } },
  { kind: 'eventRecorded', filter: { measure: 'revenue' } },
  { kind: 'eventRecorded', filter: { type: 'ImportCompleted' } },
  { kind: 'discrepancyChanged', filter: {} },
  ...READINGS.slice(0, 3).map((reading): LiveRequest => ({ kind: 'figureChanged', reading })),
];

const START = `${LOG_ID}:0`;

async function readAgain(events: readonly TestEvent[], request: LiveRequest): Promise<LiveMessage[]> {
  const model = liveModel(events);
  model.apply(events.length);
  return allOf(await model.live.open(request, START));
}

/** Takes from a topic whenever it is told that there may be more, in the very turn in which it is told. */
class Taker {
  readonly told: LiveMessage[] = [];
  readonly request: LiveRequest;
  readonly topic: LiveTopic;
  #behind = true;
  #works = false;
  #working: Promise<void> = Promise.resolve();

  constructor(request: LiveRequest, topic: LiveTopic) {
    this.request = request;
    this.topic = topic;
  }

  wake(): void {
    this.#behind = true;
    if (!this.#works) this.#working = this.#work();
  }

  async idle(): Promise<void> {
    while (this.#works) await this.#working;
  }

  async #work(): Promise<void> {
    this.#works = true;
    while (this.#behind) {
      this.#behind = false;
      const messages = await this.topic.take(3);
      this.told.push(...messages);
      if (messages.length > 0) this.#behind = true;
    }
    // In the same turn: whoever wakes it from here on begins anew.
    this.#works = false;
  }
}

describe('what is followed while another process goes on', () => {
  it('is told whole, however far that comes while others are told', async () => {
    let told = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(histories, contradictingHistories),
        fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 40 }),
        async (events, steps) => {
          let looks = 0;
          let committed = 0;
          let commits = false;
          const model = liveModel(events, () => {
            if (!commits || committed >= events.length) return;
            const step = steps[looks++ % steps.length] ?? 0;
            if (step === 0) return;
            committed += step;
            model.commit(committed);
          });
          model.apply((committed = Math.ceil(events.length / 3)));
          const takers: Taker[] = [];
          for (const request of REQUESTS) {
            // What nothing is recorded of yet is refused.
            const topic = await model.live.open(request, START).catch(() => null);
            if (topic !== null) takers.push(new Taker(request, topic));
          }
          model.live.onAdvance((concerned) => {
            for (const taker of takers) if (concerned === null || concerned.has(taker.topic)) taker.wake();
          });
          const idle = async (): Promise<void> => {
            for (const taker of takers) await taker.idle();
          };
          for (const taker of takers) taker.wake();
          await idle();
          commits = true;
          for (let turn = 0; turn < 2 * events.length && committed < events.length; turn++) {
            for (const taker of takers) taker.wake();
            await idle();
          }
          model.apply(events.length);
          await idle();
          for (const taker of takers) {
            const all = await readAgain(events, taker.request);
            expect([taker.request, taker.told]).toEqual([taker.request, all]);
            told += all.length;
          }
        },
      ),
      { numRuns: 40 },
    );
    expect(told).toBeGreaterThan(100);
  }, 60_000);
});
