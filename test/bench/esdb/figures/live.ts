import { endOfAll, appendByHand, followByHand } from '../by-hand.js';
import { callersAppends, timed } from '../appends.js';
import type { EsdbBench, EsdbFigure } from '../figure.js';
import { worked, type Worked } from '../worked.js';
import { percentile } from '../../measure.js';

const APPENDS = 200;
const EVENTS_EACH = 100;
const SINGLES = 1_000;

/** What one caller appends in batches of a hundred, and all of it received. */
export const followLive: EsdbFigure = {
  name: 'append in batches of 100 and follow live, until all has arrived',
  unit: 'events/s',
  referenceName: 'appendToStream and subscribeToAll by prefix, by hand',
  aim: { atLeast: 0.8 },

  async run(round, bench) {
    const events = APPENDS * EVENTS_EACH;
    const measured = await both(round, bench, 'live', APPENDS, EVENTS_EACH);
    const { ours, byHand } = measured;
    return {
      ours: (events * 1000) / ours.milliseconds,
      byHand: (events * 1000) / byHand.milliseconds,
      processor: { ours: ours.processor / EVENTS_EACH, byHand: byHand.processor / EVENTS_EACH },
    };
  },
};

/** From the beginning of an append until its event has arrived, one after the other. */
export const followOne: EsdbFigure = {
  name: 'from an append until its event has arrived',
  unit: 'ms',
  referenceName: 'appendToStream and subscribeToAll by prefix, by hand',
  aim: { atMost: 1.25 },

  async run(round, bench) {
    const { ours, byHand } = await both(round, bench, 'arrival', SINGLES, 1);
    return {
      ours: percentile(ours.times, 0.5),
      byHand: percentile(byHand.times, 0.5),
      p50: percentile(ours.times, 0.5),
      p99: percentile(ours.times, 0.99),
      byHandP50: percentile(byHand.times, 0.5),
      byHandP99: percentile(byHand.times, 0.99),
      processor: { ours: ours.processor, byHand: byHand.processor },
    };
  },
};

/** With the processor for each append. */
interface Side extends Worked {
  readonly times: readonly number[];
}

async function both(
  round: number,
  { store, client, run }: EsdbBench,
  key: string,
  count: number,
  eventsEach: number,
): Promise<{ readonly ours: Side; readonly byHand: Side }> {
  const appends = callersAppends(`${key}-${round}`, 1, count, eventsEach);
  const prefix = `${run}-hand-${key}-`;
  const ours = await side(count, eventsEach, appends, {
    append: async ({ stream, events, expected }) => {
      await store.append(stream, events, expected < 0 ? 'mustNotExist' : expected);
    },
    follow: (onEvent) => {
      const following = store.follow({ from: 'end' });
      return (async () => {
        for await (const _event of following) if (onEvent()) break;
      })();
    },
  });
  const after = await endOfAll(client);
  const byHand = await side(count, eventsEach, appends, {
    append: (append) => appendByHand(client, `${run}-hand-`, append),
    follow: (onEvent) => followByHand(client, prefix, after, onEvent),
  });
  return { ours, byHand };
}

interface Way {
  append(append: ReturnType<typeof callersAppends>[number][number]): Promise<void>;
  /** Calls with each event, until it is told that this was the last. */
  follow(onEvent: () => boolean): Promise<unknown>;
}

/** Batches come as fast as they are acknowledged; single events wait for the one before to arrive. */
async function side(
  count: number,
  eventsEach: number,
  appends: ReturnType<typeof callersAppends>,
  way: Way,
): Promise<Side> {
  let arrived = 0;
  let wake: (() => void) | undefined;
  const following = way.follow(() => {
    arrived++;
    wake?.();
    return arrived === count * eventsEach;
  });
  // The subscription is there when the clock begins.
  await new Promise((resolve) => setTimeout(resolve, 300));
  let sent = 0;
  let times: readonly number[] = [];
  const whole = await worked(count, async () => {
    times = await timed(appends, async (append) => {
      const here = new Promise<void>((resolve) => {
        const wanted = sent + 1;
        wake = () => {
          if (arrived >= wanted) resolve();
        };
      });
      sent++;
      await way.append(append);
      if (eventsEach === 1) await here;
    });
    await following;
  });
  return { ...whole, times };
}
