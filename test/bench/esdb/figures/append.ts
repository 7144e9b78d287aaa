import { callersAppends, timed } from '../appends.js';
import { appendByHand } from '../by-hand.js';
import { bareAppends } from '../bare.js';
import type { EsdbFigure } from '../figure.js';
import { worked } from '../worked.js';
import { percentile } from '../../measure.js';

const REFERENCE = 'client.appendToStream(jsonEvent), by hand';
const AIM = { atLeast: 0.8 };

interface Size {
  readonly callers: number;
  readonly appendsEach: number;
  readonly eventsEach: number;
}

function appending(key: string, name: string, size: Size): EsdbFigure {
  const { callers, appendsEach, eventsEach } = size;
  const events = callers * appendsEach * eventsEach;
  return {
    name,
    unit: 'events/s',
    referenceName: REFERENCE,
    aim: AIM,

    async run(round, { store, client, connection, run }) {
      const appends = callersAppends(`${key}-${round}`, callers, appendsEach, eventsEach);
      let times: number[] = [];
      let handTimes: number[] = [];
      const ours = await worked(events, async () => {
        times = await timed(appends, async ({ stream, events: own, expected }) => {
          await store.append(stream, own, expected < 0 ? 'mustNotExist' : expected);
        });
      });
      const byHand = await worked(events, async () => {
        handTimes = await timed(appends, (append) => appendByHand(client, `${run}-hand-`, append));
      });
      const bare = (events * 1000) / (await bareAppends(connection, appends, `${run}-bare-`));
      return {
        ours: ours.rate,
        byHand: byHand.rate,
        bare,
        p50: percentile(times, 0.5),
        p99: percentile(times, 0.99),
        byHandP50: percentile(handTimes, 0.5),
        byHandP99: percentile(handTimes, 0.99),
        processor: { ours: ours.processor, byHand: byHand.processor },
      };
    },
  };
}

export const appendOneCaller = appending('one', 'append, one caller, one event, awaited', {
  callers: 1,
  appendsEach: 2_000,
  eventsEach: 1,
});

export const appendManyCallers = appending('many', 'append, 64 callers, one event each', {
  callers: 64,
  appendsEach: 250,
  eventsEach: 1,
});

export const appendBatches = appending('batches', 'append in batches of 500, one caller', {
  callers: 1,
  appendsEach: 60,
  eventsEach: 500,
});
