import { describe, expect, it } from '@jest/globals';
import { soak } from './soak/soak.js';

/** For so long things go wrong; beginning and ending take as long again on a machine with little to spare. */
const SECONDS = 60;

describe('whoever follows a ledger whose server is killed, whose connections are cut and whose read model is rebuilt', () => {
  it('is told what its filter lets through, once and in order', async () => {
    const seed = Number(process.env.LIGGAREN_SEED ?? 7);
    const lines: string[] = [];
    const { wrong, ...summary } = await soak({ seed, seconds: SECONDS, log: (line) => lines.push(line) });
    const what = `LIGGAREN_SEED=${seed}`;
    expect([what, ...wrong]).toEqual([what]);
    const { happenings, subscribers, messages, imports } = summary;
    for (const happening of ['cut', 'kill', 'stop', 'rebuild', 'forget', 'import', 'leave'] as const)
      expect([happening, happenings[happening] > 0]).toEqual([happening, true]);
    expect(Object.keys(subscribers).sort()).toEqual([
      'graphql-ws',
      'sse',
      'watch a folder',
      'watch a server',
    ]);
    expect(messages).toBeGreaterThan(500);
    expect(imports).toBeGreaterThan(1);
  }, 400_000);
});
