import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { importInputs } from '../../apps/cli/import/import-inputs.js';
import { planInputs } from '../../apps/cli/import/planned-input.js';
import { run } from '../../apps/cli/run.js';
import { registerCommands } from '../../apps/shared/registering/commands.js';
import { isOnServer, openLedger } from '../support/engine.js';
import { CommandLine, type Answer } from '../support/command-line.js';
import { memoryIo } from '../support/memory-io.js';

/* `liggaren register`, from what is typed to what is stored. */

let line: CommandLine;
const register = async (...argv: readonly string[]): Promise<Answer> =>
  line.liggaren('ledger', 'register', ...argv);
const piped = async (text: string, ...argv: readonly string[]): Promise<Answer> => {
  const io = memoryIo({ env: { LIGGAREN_LEDGER: join(line.folder, 'ledger') }, readIn: async () => text });
  const code = await run(['register', ...argv], { io, openLedger, planInputs, importInputs });
  return { code, ...io.written };
};
const entryOf = ({ out }: Answer): string => /entry (\S+)/.exec(out)?.[1] ?? '';

const STAB = ['--unit', 'sjovik/ks/stab', '--year', '2031'];
const KANSLI = ['--line', 'Kansli', '--measure', 'cost'];
const CHANGE = [
  'change-budget',
  ...STAB,
  '--edition',
  '2031:2',
  ...KANSLI,
  '--kind',
  'saving',
  '--cause',
  'Sparbeting',
];
const declaring = (edition: string, basis: string, number: number, more: object = {}): string =>
  JSON.stringify({
    unit: 'sjovik/ks/stab',
    area: 'operations',
    basis,
    period: '2031',
    edition,
    label: edition,
    order: [2031, number],
    extent: 'full',
    status: 'adopted',
    known: true,
    ...more,
  });

beforeAll(async () => {
  line = await CommandLine.inNewFolder();
  for (const edition of [
    declaring('2031:1', 'budget', 1),
    declaring('2031:2', 'budget', 2, { extent: 'amending', open: true }),
    declaring('2031-08', 'outcome', 8),
  ]) {
    const { code, err } = await piped(edition, 'declare-edition', '-');
    if (code !== 0) throw new Error(err);
  }
});
afterAll(async () => line.remove());

describe('liggaren register', () => {
  it('--list tells the commands; --template prints one with comments', async () => {
    const list = await register('--list');
    expect(list.code).toBe(0);
    expect(list.out).toMatch(
      /^change-budget +the budget in force was changed, because of a cause \(budgetändring\)\.$/m,
    );
    expect(list.out.trim().split('\n')).toHaveLength(registerCommands().length);
    expect(JSON.parse((await register('--list', '--json')).out)).toHaveLength(registerCommands().length);
    const template = await register('--template', 'ChangeBudget');
    expect(template.out).toContain('// "decision": {},');
    expect(template.out).toContain('"amount": "-1300",');
  });

  it('a template that was filled in', async () => {
    const { out } = await register('--template', 'change-budget');
    const file = await line.file(
      'change.json',
      out
        .replaceAll('boras/ks/stadsledningskansliet', 'sjovik/ks/stab')
        .replaceAll('2023', '2031')
        .replace('"Kommunledning"', '"Kansli"')
        .replace('-1300', '20'),
    );
    const answer = await register('change-budget', file);
    expect(answer).toMatchObject({ code: 0, err: '' });
    const asJson = await register('ChangeBudget', '--json', file, '--expect-revision', '0');
    expect(JSON.parse(asJson.out)).toMatchObject({ kind: 'registered', outcome: 'recorded', revision: 1 });
    expect(answer.out).toMatch(
      /^registered: BudgetChanged \S+\n {2}entry \S+\/0\n {2}at \S+, revision 0 of budget-sjovik/,
    );
  });

  it('options alone; the same key once; another actor', async () => {
    const keyed = [...CHANGE, '--amount', '7', '--key', 'blankett-1', '--actor', 'ekonom-7', '--json'];
    const first = JSON.parse((await register(...keyed)).out) as { outcome: string; position: string };
    const again = JSON.parse((await register(...keyed)).out) as { outcome: string; position: string };
    expect([first.outcome, again.outcome]).toEqual(['recorded', 'alreadyRecorded']);
    expect(again.position).toBe(first.position);
    const events = JSON.parse(
      (await line.liggaren('ledger', 'events', '--type', 'BudgetChanged', '--json')).out,
    ) as { actor: string; data: object }[];
    expect(events.map(({ actor }) => actor)).toEqual(['local', 'local', 'ekonom-7']);
    expect(events[2]?.data).toMatchObject({
      area: 'operations',
      basis: 'budget',
      cause: { kind: 'saving', words: 'Sparbeting' },
      lines: [{ line: ['Kansli'], measure: 'cost', amount: '7', unitOfMeasure: 'tkr' }],
    });
  });

  it('an outcome, a cause, a correction of it, one of that, and a withdrawal', async () => {
    const reported = await register(
      'report-outcome',
      ...STAB,
      '--through',
      '2031-08',
      ...KANSLI,
      '--amount',
      '-31',
    );
    expect(reported).toMatchObject({ code: 0, err: '' });
    const explained = await register(
      'explain-change',
      ...STAB,
      '--edition',
      '2031-08',
      '--basis',
      'outcome',
      '--from',
      'start',
      ...KANSLI,
      '--amount',
      '-31',
      '--kind',
      'volume',
      '--cause',
      'Fler ärenden',
    );
    expect(explained).toMatchObject({ code: 0, err: '' });
    const correcting = (entry: string, amount: string): Promise<Answer> =>
      register('correct-entry', '--entry', entry, '--amount', amount, '--reason', 'Fel avläst');
    const corrected = await correcting(entryOf(explained), '-30');
    expect(corrected).toMatchObject({ code: 0 });
    const again = await correcting(entryOf(corrected), '-29');
    expect(again).toMatchObject({ code: 0 });
    expect(
      await register('withdraw-entry', '--entry', entryOf(again), '--reason', 'Gäller inte'),
    ).toMatchObject({
      code: 0,
    });
    const late = await correcting(entryOf(explained), '-28');
    expect(late.code).toBe(4);
    expect(late.err).toMatch(
      /local: EntryCorrected \(revision \d+\): Fel avläst\n {4}Kansli, cost, outcome 2031-08: -31 → -30 tkr/,
    );
    expect(late.err).toMatch(/-29 tkr → withdrawn/);
    expect(late.err).toContain('[CONFLICT]');
  });

  it('a conflict tells what changed: by revision, and by what was seen', async () => {
    const seen = /at (\S+),/.exec((await register(...CHANGE, '--amount', '1')).out)?.[1] ?? '';
    expect(await register(...CHANGE, '--amount', '2')).toMatchObject({ code: 0 });
    for (const option of [
      ['--seen', seen],
      ['--expect-revision', '0'],
    ]) {
      const { code, err, out } = await register(...CHANGE, '--amount', '3', ...option);
      expect([code, out]).toEqual([4, '']);
      expect(err).toMatch(
        /local: BudgetChanged \(revision \d\)\n {4}Kansli, cost, budget 2031:2: 2 tkr \(Sparbeting\)/,
      );
      expect(err).toMatch(/expecting revision \d/);
    }
    const { code, out } = await register(...CHANGE, '--amount', '3', '--seen', seen, '--json');
    expect(code).toBe(4);
    expect(JSON.parse(out)).toMatchObject({ kind: 'conflict', since: [{ type: 'BudgetChanged' }] });
  });

  it.each([
    [
      ['change-budget', '-', '--set', 'lines[0].amount=1 300'],
      3,
      'field "lines[0].amount"',
      'AMOUNT_UNREADABLE',
    ],
    [
      ['withdraw-entry', '--entry', `${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}/0`, '--reason', 'x'],
      3,
      'field "corrects"',
      'ENTRY_UNKNOWN',
    ],
    [
      ['accept-discrepancy', '--discrepancy', 'sum:x', '--reason', 'x'],
      3,
      'field "discrepancy"',
      'DISCREPANCY_UNKNOWN',
    ],
    [
      ['explain-discrepancy', '--discrepancy', 'sum:x', '--reason', 'x'],
      3,
      'field "discrepancy"',
      'DISCREPANCY_UNKNOWN',
    ],
    [['change-budget', '--entry', 'x'], 2, 'field "--entry"', 'WRONG_USAGE'],
    [['change-budget'], 2, 'field "register"', 'WRONG_USAGE'],
    [['change-everything'], 2, 'field "register"', 'WRONG_USAGE'],
    [[], 2, 'field "register"', 'WRONG_USAGE'],
    [['change-budget', 'nowhere.json'], 2, 'file "nowhere.json"', 'WRONG_USAGE'],
    [['change-budget', '--amount', '1', '--seen', 'zzzz:1'], 2, 'field "seen"', 'POSITION_OF_OTHER_LOG'],
  ] as const)('%p is refused: exit %i at %s', async (argv, code, place, failure) => {
    const text = JSON.stringify({
      unit: 'sjovik/ks/stab',
      area: 'operations',
      basis: 'budget',
      period: '2031',
      edition: '2031:2',
      cause: { kind: 'saving', words: 'Sparbeting' },
      lines: [{ line: ['Kansli'], measure: 'cost', unitOfMeasure: 'tkr' }],
    });
    const answer = await piped(text, ...argv);
    expect(answer.err).toContain(`[${failure}]`);
    expect(answer.err).toContain(place);
    expect(answer).toMatchObject({ code, out: '' });
  });

  it('leaves a ledger that a server has open to that server; a log on EventStoreDB takes both', async () => {
    const ledger = await openLedger({ folder: join(line.folder, 'ledger'), mode: 'write' });
    try {
      const { code, err } = await register(...CHANGE, '--amount', '1');
      expect(code).toBe(isOnServer() ? 0 : 5);
      if (isOnServer()) return;
      expect(err).toContain('[LOG_LOCKED]');
      expect(err).toContain('sent to its mutations');
    } finally {
      await ledger.close();
    }
  });

  it('JSON that is none names the file', async () => {
    expect(await piped('{', 'change-budget', '-')).toMatchObject({ code: 3 });
  });
});
