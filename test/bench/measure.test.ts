import { describe, expect, test } from '@jest/globals';
import { STREAMS, benchEvent, benchStream } from './bench-events.js';
import type { Bench, Figure } from './figure.js';
import { ROUNDS, measureFigure, median, percentile } from './measure.js';
import { benchTable } from './table.js';

const bench = (quick: boolean): Bench => ({
  quick,
  folder: '',
  millionEvents: () => Promise.reject(new Error('not in this test')),
});

const figure = (ours: readonly number[]): Figure & { ended: number } => ({
  name: 'a figure',
  unit: 'events/s',
  referenceName: 'the raw way',
  aim: { atLeast: 0.4 },
  run: (round) => Promise.resolve({ ours: ours[round] ?? 0, reference: 1000 * (round + 1), p99: round }),
  end() {
    this.ended++;
    return Promise.resolve();
  },
  ended: 0,
});

describe('the benchmark', () => {
  test('takes the median of five rounds, and the ratio round by round', async () => {
    const measured = figure([500, 1000, 1500, 2000, 5000]);
    expect(await measureFigure(measured, bench(false), () => undefined)).toEqual({
      name: 'a figure',
      unit: 'events/s',
      ours: 1500,
      reference: 3000,
      referenceName: 'the raw way',
      ratio: 0.5,
      rounds: ROUNDS,
      p99: 2,
    });
    expect(measured.ended).toBe(1);
  });

  test('does one round when it is to be quick', async () => {
    const result = await measureFigure(figure([300]), bench(true), () => undefined);
    expect(result).toMatchObject({ ours: 300, ratio: 0.3, rounds: 1 });
    expect(benchTable([result], [figure([])])).toMatch(/a figure +300 events\/s +1 000 +0\.30 +≥ 0\.40 no/);
  });

  test('knows medians and percentiles', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([7])]).toEqual([2, 2.5, 7]);
    const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);
    expect([percentile(hundred, 0.5), percentile(hundred, 0.99), percentile([5], 0.99)]).toEqual([50, 99, 5]);
  });

  test('spreads events of 627 bytes over ten thousand streams', () => {
    const streams = new Set(Array.from({ length: STREAMS }, (_, n) => benchStream(n)));
    expect(streams.size).toBe(STREAMS);
    let bytes = 0;
    const events = 10_000;
    for (let n = 0; n < events; n++) {
      const envelope = { ...benchEvent(n), stream: benchStream(n), recordedAt: '2026-01-01T00:00:00.000Z' };
      bytes += Buffer.byteLength(JSON.stringify(envelope));
    }
    expect(Math.abs(bytes / events - 627)).toBeLessThan(5);
    expect(new Set(Array.from({ length: events }, (_, n) => benchEvent(n).id)).size).toBe(events);
  });
});
