import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importInputs } from '../../apps/cli/import/import-inputs.js';
import { planInputs } from '../../apps/cli/import/planned-input.js';
import { kebab } from '../../apps/cli/register-text.js';
import { run } from '../../apps/cli/run.js';
import type { Ledger } from '../../apps/shared/ledger.js';
import { openLedger } from '../support/engine.js';
import { CommandLine, type Answer } from '../support/command-line.js';
import { BY_HAND, EDITIONS, STAB } from '../support/commands-by-hand.js';
import { memoryIo } from '../support/memory-io.js';
import { RegisterClient } from '../support/register-client.js';

/* What is refused is told on the command line as over GraphQL (registering.test.ts), and stores nothing. */

describe('a rule of each command, broken on the command line', () => {
  let line: CommandLine;
  const entries = new Map<string, string>();
  beforeAll(async () => {
    line = await CommandLine.inNewFolder();
    for (const input of EDITIONS) {
      const { code, err } = await piped('DeclareEdition', input);
      if (code !== 0) throw new Error(err);
    }
  }, 1_200_000);
  afterAll(async () => line.remove());

  const piped = async (command: string, input: object): Promise<Answer> => {
    const text = JSON.stringify(asEvents(input));
    const io = memoryIo({ env: { LIGGAREN_LEDGER: join(line.folder, 'ledger') }, readIn: async () => text });
    const argv = ['register', kebab(command), '-'];
    const code = await run(argv, { io, openLedger, planInputs, importInputs });
    return { code, ...io.written };
  };
  const inputOf = (input: object | ((known: typeof entries) => object)): object =>
    typeof input === 'function' ? (input as (known: typeof entries) => object)(entries) : input;
  const stored = async (): Promise<number> => {
    const { out } = await line.liggaren('ledger', 'status', '--json');
    return (JSON.parse(out) as { log: { events: number } }).log.events;
  };

  it('tells which, where, and what to do; nothing is stored', async () => {
    for (const { command, input, broken, as, asEvent } of BY_HAND) {
      if (command === 'ExplainDiscrepancy') {
        const [found] = JSON.parse((await line.liggaren('ledger', 'check', '--json')).out) as {
          id: string;
        }[];
        entries.set('discrepancy', found?.id ?? '');
      }
      const recorded = await piped(command, inputOf(input));
      expect({ command, ...recorded }).toMatchObject({ command, code: 0 });
      if (as !== undefined) entries.set(as, /entry (\S+)/.exec(recorded.out)?.[1] ?? '');
      if (asEvent !== undefined) entries.set(asEvent, /^registered: \w+ (\S+)/.exec(recorded.out)?.[1] ?? '');
      const refused = await piped(command, inputOf(broken.input));
      expect({ command, ...refused }).toMatchObject({ command, code: 3, out: '' });
      expect(refused.err).toContain(`[${broken.code}]`);
      expect(refused.err).toContain(`at field "${broken.field}"`);
      // The message, the place, and what to do.
      expect(refused.err.trimEnd().split('\n').length).toBeGreaterThanOrEqual(3);
    }
    expect(await stored()).toBe(EDITIONS.length + BY_HAND.length);
  }, 1_200_000);
});

/** As the data of events have it: GraphQL has no lists of mixed values, and no keys of one's own. */
function asEvents(value: unknown, field = ''): unknown {
  if (Array.isArray(value)) {
    if (field === 'signs')
      return Object.fromEntries(
        (value as { measure: string; sign: number }[]).map((s) => [s.measure, s.sign]),
      );
    return (value as unknown[]).map((item) => asEvents(item));
  }
  if (typeof value !== 'object' || value === null) return value;
  if (field === 'order') {
    const { year, number } = value as { readonly year: number; readonly number: number };
    return [year, number];
  }
  return Object.fromEntries(
    Object.entries(value)
      // What GraphQL sends as null because there is nothing to say is not said in JSON.
      .filter(([name, of]) => of !== null || name === 'amount' || name === 'price' || name === 'repaid')
      .map(([name, of]) => [name, asEvents(of, name)]),
  );
}

describe('two people at the same figure in different streams', () => {
  let folder: string;
  let ledger: Ledger;
  let client: RegisterClient;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'liggaren-streams-'));
    ledger = await openLedger({ folder, mode: 'write' });
    await ledger.caughtUp;
    client = await RegisterClient.over(ledger);
    for (const input of EDITIONS) await client.registered('DeclareEdition', input);
  });
  afterAll(async () => {
    await client.close();
    await ledger.close();
    await rm(folder, { recursive: true, force: true });
  });

  const frame = { unit: STAB, area: 'operations', period: '2031' };
  const stated = (line: string, amount: string) => ({
    ...frame,
    edition: '2031:1',
    basis: 'budget',
    lines: [{ line: [line], measure: 'cost', amount, unitOfMeasure: 'tkr' }],
  });

  it('the second is told what was recorded elsewhere, and has it seen then', async () => {
    const seen = (await ledger.store.head()) ?? '';
    const first = await client.register('StateTotal', stated('Kansli', '-50'), { seen });
    expect(first).toMatchObject({ __typename: 'Registered', stream: `assertion-${STAB}|2031` });
    // Another figure is not in the way.
    await client.registered('AdoptBudget', stated('Kommunledning', '-100'), { seen });
    const second = await client.register('AdoptBudget', stated('Kansli', '-51'), { seen });
    expect(second).toMatchObject({
      __typename: 'Conflict',
      stream: `budget-${STAB}|2031`,
      since: expect.arrayContaining([
        expect.objectContaining({
          event: first.events?.[0]?.id,
          type: 'TotalStated',
          entries: [expect.objectContaining({ is: '-50', was: null })],
        }),
      ]),
    });
    expect(second.hint).toContain('having seen it');
    await client.registered('AdoptBudget', stated('Kansli', '-51'), { seen: first.position ?? '' });
  });

  it('also a correction there, under another name of the line', async () => {
    const { entry } = await client.registered('StateTotal', stated('Lokaler', '-7'));
    await client.registered('NameLine', {
      unit: STAB,
      area: 'operations',
      line: ['Hyror'],
      is: { kind: 'alias', of: ['Lokaler'] },
    });
    const seen = (await ledger.store.head()) ?? '';
    await client.registered('WithdrawEntry', { corrects: entry, reason: 'Fel år' });
    const second = await client.register('AdoptBudget', stated('Hyror', '-8'), { seen });
    expect(second).toMatchObject({
      __typename: 'Conflict',
      since: [expect.objectContaining({ type: 'EntryWithdrawn', reason: 'Fel år' })],
    });
  });
});
