import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { workedMs } from './worked.js';

describe('what a process has worked', () => {
  it('grows by what it does, and not while it waits', async () => {
    const before = workedMs();
    await sleep(600);
    const waited = workedMs();
    expect(waited - before).toBeLessThan(300);
    while (workedMs() < waited + 20) JSON.stringify(process.memoryUsage());
    expect(workedMs()).toBeGreaterThanOrEqual(waited + 20);
  });
});
