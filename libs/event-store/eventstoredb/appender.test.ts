import { expect, it } from '@jest/globals';
import { Appender, type AppenderOptions } from './appender.js';
import { NoAnswer, WrongVersion } from './faults.js';

/*
 * The server refuses an append because of another that is ahead of it, and shows that other one only when it is
 * replicated. The double stores at once, so that here the calls are made up.
 */

const event = (id: string) =>
  ({ id, type: 'A', schemaVersion: 1, data: '{}', metadata: '{}' }) as unknown as Parameters<
    Appender['append']
  >[1][number]['event'];

it.each([
  ['of fewer events than its own', 1],
  ['of as many', 2],
])('a conflict with a winner %s is told when the winner can be read', async (_, winners) => {
  const winner = Array.from({ length: winners }, (__, n) => ({ id: `winner-${n}`, revision: 1 + n }));
  let reads = 0;
  const appender = new Appender({
    calls: { append: () => Promise.reject(new WrongVersion(winners)) },
    reader: { prefix: 'p:', streamPage: () => Promise.resolve(++reads < 3 ? [] : winner) },
    patience: {
      giveUpMs: 1_000,
      where: 'here',
      health: { answered: () => undefined, failed: () => undefined },
      closing: new AbortController().signal,
    },
    logId: 'k3f9',
  } as unknown as AppenderOptions);
  const recordedAt = '2031-01-01T00:00:00.000Z';
  const own = ['one', 'two'].map((id) => ({ event: event(id), recordedAt }));
  await expect(appender.append('s', own, 0)).rejects.toMatchObject({
    code: 'CONFLICT',
    stream: 's',
    expected: 0,
    actual: winners,
  });
  expect(reads).toBe(3);
});

it('an append that is being tried again when the log is closed says that it was closed', async () => {
  const closing = new AbortController();
  const appender = new Appender({
    calls: { append: () => Promise.reject(new NoAnswer('an append', 5)) },
    reader: { prefix: 'p:' },
    patience: {
      giveUpMs: 60_000,
      where: 'here',
      health: { answered: () => undefined, failed: () => closing.abort() },
      closing: closing.signal,
    },
    logId: 'k3f9',
  } as unknown as AppenderOptions);
  const own = [{ event: event('one'), recordedAt: '2031-01-01T00:00:00.000Z' }];
  await expect(appender.append('s', own, 0)).rejects.toMatchObject({ code: 'CLOSED' });
});
