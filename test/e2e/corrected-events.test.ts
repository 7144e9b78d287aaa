import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isLedgerError } from '#amount';
import { everyItem } from '#projections';
import type { RegisterCommandName } from '../../apps/shared/registering/commands.js';
import type { Ledger } from '../../apps/shared/ledger.js';
import { openLedger } from '../support/engine.js';
import { CommandLine } from '../support/command-line.js';
import { PARK, STAB } from '../support/commands-by-hand.js';
import { RegisterClient } from '../support/register-client.js';
import { patient } from '../support/patience.js';

/* What is no entry, corrected and withdrawn: over GraphQL in every view that tells it, and on the command line. */

let folder: string;
let ledger: Ledger;
let client: RegisterClient;
let defined: { readonly id: string; readonly position: string };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liggaren-corrected-'));
  ledger = await openLedger({ folder, mode: 'write' });
  await ledger.caughtUp;
  client = await RegisterClient.over(ledger);
  defined = await registered('DefineUnit', { unit: STAB, name: 'Staaben', kind: 'frame' });
}, patient(60_000));
afterAll(async () => {
  await client.close();
  await ledger.close();
  await rm(folder, { recursive: true, force: true });
});

/** The id of what was registered, once every answer has it; and where it stands. */
async function registered(
  command: RegisterCommandName,
  input: object,
): Promise<{ id: string; position: string; types: string[] }> {
  const answer = await client.register(command, input);
  expect({ command, ...answer }).toMatchObject({ command, __typename: 'Registered' });
  const position = answer.position ?? '';
  await ledger.waitFor(position);
  return { id: answer.events?.[0]?.id ?? '', position, types: (answer.events ?? []).map(({ type }) => type) };
}
const correct = (corrects: string, is: object, more: object = {}) =>
  registered('CorrectEvent', { corrects, is, nature: 'misread', reason: 'Fel avläst', ...more });
const withdraw = (corrects: string) => registered('WithdrawEvent', { corrects, reason: 'Dubblett' });

const NOTE = 'correction { id corrects is nature reason actor date }';
const control = { unit: STAB, period: '2031', control: 'k-1' };
const CONTROL = `query ($asOf: String, $publishedBy: String) {
  internalControl(unit: "${STAB}", year: "2031", asOf: $asOf, publishedBy: $publishedBy) {
    controls { outcome result through steps { event type ${NOTE} } }
  }
}`;
interface Controls {
  readonly internalControl: {
    readonly controls: readonly { readonly outcome: string; readonly steps: readonly object[] }[];
  };
}
const controls = async (variables: object = {}) =>
  (await client.data<Controls>(CONTROL, variables)).internalControl.controls;

describe('the outcome of a control that was wrong', () => {
  it('is corrected, corrected again and withdrawn; every earlier answer stays what it was', async () => {
    await registered('PlanControl', { ...control, what: 'Stickprov' });
    const first = await registered('RecordControlOutcome', {
      ...control,
      outcome: 'withoutRemark',
      through: '2031-08',
    });
    const second = await correct(first.id, {
      outcome: 'withRemark',
      result: 'Två saknade attest',
      through: null,
    });
    expect(second.types).toEqual(['EventCorrected']);
    const [now] = await controls();
    expect(now).toMatchObject({ outcome: 'withRemark', result: 'Två saknade attest', through: null });
    expect(now?.steps[1]).toEqual({
      event: second.id,
      type: 'ControlOutcomeRecorded',
      correction: {
        id: second.id,
        corrects: first.id,
        is: second.id,
        nature: 'misread',
        reason: 'Fel avläst',
        actor: 'ekonom-1',
        date: null,
      },
    });

    // Somebody else has the old one before them.
    const late = await client.register('CorrectEvent', {
      corrects: first.id,
      is: { outcome: 'notAssessed' },
      nature: 'misread',
      reason: 'Fel',
    });
    expect(late).toMatchObject({
      __typename: 'Conflict',
      hint: `Correct ${second.id}, which stands now.`,
      since: [
        { event: second.id, type: 'EventCorrected', actor: 'ekonom-1', reason: 'Fel avläst', entries: [] },
      ],
    });

    const third = await correct(second.id, { outcome: 'remarkNearTarget' });
    const fourth = await withdraw(third.id);
    expect(fourth.types).toEqual(['EventWithdrawn']);
    const outcomes = [];
    for (const { position } of [first, second, third, fourth])
      outcomes.push((await controls({ asOf: position }))[0]?.outcome);
    expect(outcomes).toEqual(['withoutRemark', 'withRemark', 'remarkNearTarget', null]);

    // Both ways: what each event corrects, and what took it out.
    const { events } = await client.data<{ events: { edges: { node: object }[] } }>(
      `query ($stream: String) { events(first: 20, stream: $stream) {
        edges { node { id type correction { corrects is nature } takenOut { id is reason } } }
      } }`,
      { stream: `control-${STAB}|2031` },
    );
    expect(events.edges.slice(1).map(({ node }) => node)).toEqual([
      {
        id: first.id,
        type: 'ControlOutcomeRecorded',
        correction: null,
        takenOut: { id: second.id, is: second.id, reason: 'Fel avläst' },
      },
      {
        id: second.id,
        type: 'EventCorrected',
        correction: { corrects: first.id, is: second.id, nature: 'misread' },
        takenOut: { id: third.id, is: third.id, reason: 'Fel avläst' },
      },
      {
        id: third.id,
        type: 'EventCorrected',
        correction: { corrects: second.id, is: third.id, nature: 'misread' },
        takenOut: { id: fourth.id, is: null, reason: 'Dubblett' },
      },
      {
        id: fourth.id,
        type: 'EventWithdrawn',
        correction: { corrects: third.id, is: null, nature: 'withdrawal' },
        takenOut: null,
      },
    ]);

    // The history finds a correction by what it took out and by what it put in.
    const found = async (filter: object) => ledger.reader.history(filter, { first: 20 }).items.length;
    expect(await found({ type: 'EventCorrected', unit: STAB, period: '2031' })).toBe(2);
    expect(await found({ text: '"saknade attest"' })).toBe(3);
  });

  it('of an erratum is dated by itself, and a misread as what it corrects', async () => {
    const decision = { body: 'Kommunstyrelsen', date: '2031-02-01' };
    const given = await registered('GiveAssignment', {
      unit: STAB,
      assignment: 'u-1',
      words: 'Utred',
      decision,
    });
    const misread = await correct(given.id, { words: 'Utreda lokaler' });
    await correct(misread.id, { words: 'Utreda alla lokaler' }, { nature: 'erratum', date: '2031-05-25' });
    const words = (publishedBy?: string) =>
      ledger.reader
        .assignments({ unit: STAB }, publishedBy === undefined ? {} : { publishedBy })
        .assignments.map((assignment) => assignment.words);
    expect(words()).toEqual(['Utreda alla lokaler']);
    expect(words('2031-05-25')).toEqual(['Utreda alla lokaler']);
    expect(words('2031-05-24')).toEqual(['Utreda lokaler']);
    expect(words('2031-01-31')).toEqual([]);
  });
});

it('plans, goals, assessments, reports, units and scales are answered as they stand', async () => {
  const goal = await registered('SetGoal', { unit: STAB, goal: 'g-1', period: '2031', words: 'Trivs' });
  const assessed = await registered('AssessGoal', {
    unit: STAB,
    goal: 'g-1',
    period: '2031',
    state: 'fullyFulfilled',
  });
  await correct(goal.id, { words: 'Näringslivet trivs' });
  await correct(assessed.id, { state: 'partlyFulfilled' });
  expect(ledger.reader.goals(STAB, '2031').goals).toMatchObject([
    {
      words: 'Näringslivet trivs',
      state: 'partlyFulfilled',
      assessments: [{ correction: { corrects: assessed.id } }],
    },
  ]);

  const report = await registered('ReportAssignment', { unit: STAB, assignment: 'u-1', status: 'finished' });
  await withdraw(report.id);
  expect(ledger.reader.assignments({ unit: STAB }).assignments).toMatchObject([
    { status: null, reports: [] },
  ]);

  const named = await correct(defined.id, { name: 'Staben' });
  const name = (asOf?: string) =>
    [...everyItem((page) => ledger.reader.unitsPage(page, { asOf }))].find(({ unit }) => unit === STAB)?.name;
  expect(name()).toBe('Staben');
  expect(name(defined.position)).toBe('Staaben');
  await withdraw(named.id);
  expect(name()).not.toBe('Staben');
});

it('sales, purchases and statuses too, and with them the figures that they moved', async () => {
  const deal = { unit: PARK, property: 'Sjövik 1:1', unitOfMeasure: 'tkr', date: '2031-03' };
  const sold = await registered('CompleteLandSale', { ...deal, sale: 's-1', price: '1158' });
  const bought = await registered('AcquireLand', { ...deal, purchase: 'p-1', price: '90' });
  const twice = await registered('AcquireLand', { ...deal, purchase: 'p-2', price: '90' });
  await correct(sold.id, { price: '986', property: 'Sjövik 1:2' });
  await correct(bought.id, { price: null });
  await withdraw(twice.id);
  const { sales, purchases } = ledger.reader.land(PARK, '2031');
  expect(sales).toMatchObject([{ sale: 's-1', price: '986', property: 'Sjövik 1:2' }]);
  expect(purchases).toMatchObject([{ purchase: 'p-1', price: null, correction: { corrects: bought.id } }]);
  expect(ledger.reader.land(PARK, '2031', { asOf: twice.position }).purchases).toMatchObject([
    { price: '90', correction: null },
    { price: '90' },
  ]);

  const edition = { unit: PARK, area: 'land', basis: 'approved', period: 'lifetime', edition: '2031' };
  await registered('DeclareEdition', {
    ...edition,
    label: '2031',
    order: { year: 2031, number: 1 },
    extent: 'full',
    status: 'adopted',
    known: true,
  });
  const printed = (text: string) => ({ text, decimals: 0, sign: 1 });
  const { unit: _, ...at } = { ...edition, line: ['Norra'] };
  const status = await registered('ChangeProjectStatus', {
    unit: PARK,
    project: 'norra',
    scale: 'status',
    code: '2',
    at,
    printed: printed('2'),
  });
  const corrected = await correct(status.id, { code: '3', printed: printed('3') });
  expect(corrected.types).toEqual(['EventCorrected', 'EntryCorrected']);
  const figure = { ...edition, line: ['Norra'], measure: 'status', basis: 'approved' } as const;
  expect(ledger.reader.figure(figure)).toMatchObject({
    value: '3',
    corrections: [{ entry: { value: '2' }, is: { value: '3' }, reason: 'Fel avläst' }],
  });
  expect(ledger.reader.land(PARK, '2031').projects).toMatchObject([{ status: { code: '3' } }]);
});

it('names of lines and moves of units are taken back and mended', async () => {
  const frame = { unit: STAB, area: 'operations', basis: 'budget', period: '2031', edition: '2031:1' };
  await registered('DeclareEdition', {
    ...frame,
    label: '2031:1',
    order: { year: 2031, number: 1 },
    extent: 'full',
    status: 'adopted',
    known: true,
  });
  const amount = { measure: 'cost', amount: '-5', unitOfMeasure: 'tkr' };
  await registered('AdoptBudget', { ...frame, lines: [{ line: ['Kansli'], ...amount }] });
  const wrong = { unit: STAB, area: 'operations', line: ['Kansli'], is: { kind: 'alias', of: ['Ledning'] } };
  const named = await registered('NameLine', wrong);
  const mended = await correct(named.id, { is: { kind: 'alias', of: ['Stab'] } });
  const gone = await withdraw(mended.id);
  const entriesOf = (line: string, asOf: string): number => {
    try {
      return ledger.reader.entries({ unit: STAB, line: [line] }, { first: 5 }, { asOf }).items.length;
    } catch (error) {
      // As nothing is called so.
      if (isLedgerError(error, 'UNKNOWN_LINE')) return 0;
      throw error;
    }
  };
  const lines = ['Kansli', 'Ledning', 'Stab'];
  expect(lines.map((line) => entriesOf(line, named.position))).toEqual([1, 1, 0]);
  expect(lines.map((line) => entriesOf(line, mended.position))).toEqual([1, 0, 1]);
  expect(lines.map((line) => entriesOf(line, gone.position))).toEqual([1, 0, 0]);

  const moved = await registered('MoveUnit', { unit: STAB, to: PARK, since: '2031-07', words: 'Flyttad' });
  const later = await correct(moved.id, { since: '2032-01' });
  expect(later.types).toEqual(['EventCorrected']);
  const elsewhere = await client.register('CorrectEvent', {
    corrects: later.id,
    is: { words: 'Flyttad', toLine: ['Stab'] },
    nature: 'misread',
    reason: 'Fel',
  });
  expect(elsewhere).toMatchObject({ __typename: 'Registered' });
  expect((await withdraw(elsewhere.events?.[0]?.id ?? '')).types).toEqual(['EventWithdrawn']);
});

it('whoever follows what there is to be seen is told of a correction', async () => {
  const goal = await registered('SetGoal', { unit: STAB, goal: 'g-2', period: '2031', words: 'Grönt' });
  const topic = await ledger.live.open(
    { kind: 'eventRecorded', filter: { type: 'EventCorrected' } },
    goal.position,
  );
  await correct(goal.id, { words: 'Grönska' });
  const messages = await topic.take(10);
  topic.close();
  expect(messages).toMatchObject([{ kind: 'eventRecorded', hit: { correction: { corrects: goal.id } } }]);
});

describe('on the command line', () => {
  let line: CommandLine;
  beforeAll(async () => {
    line = await CommandLine.inNewFolder();
  });
  afterAll(async () => line.remove());

  it('an event is corrected by options and with --set, and a wrong field is told', async () => {
    const ran = async (...argv: string[]) => line.liggaren('ledger', 'register', ...argv);
    const given = await ran(
      'give-assignment',
      '--set',
      `unit=${STAB}`,
      '--set',
      'assignment=u-1',
      '--set',
      'words=Utred',
    );
    const id = /AssignmentGiven (\S+)/.exec(given.out)?.[1] ?? '';
    const done = await ran(
      'correct-event',
      '--event',
      id,
      '--set',
      'is.words=Utreda',
      '--reason',
      'Fel avläst',
    );
    expect(done).toMatchObject({ code: 0, err: '' });
    const again = await ran(
      'correct-event',
      '--event',
      id,
      '--set',
      'is.words=Utreder',
      '--reason',
      'Fel avläst',
    );
    expect(again.code).toBe(4);
    expect(again.err).toContain(`The event ${id} was corrected by`);
    const now = /EventCorrected (\S+)/.exec(done.out)?.[1] ?? '';
    const wrong = await ran('correct-event', '--event', now, '--set', 'is.code=3', '--reason', 'Fel avläst');
    expect(wrong).toMatchObject({ code: 3, out: '' });
    expect(wrong.err).toContain('at field "is.code"');
    expect(await ran('withdraw-event', '--event', now, '--reason', 'Dubblett')).toMatchObject({ code: 0 });
    const { out } = await line.liggaren('ledger', 'events');
    const gone = /EventWithdrawn (\S+)/.exec(out.replaceAll(/\s+\S+@\d+\s+/g, ' '))?.[1] ?? '';
    const told = out.split('\n').filter((text) => text.startsWith('    '));
    expect(told.map((text) => text.trim())).toEqual([
      'Utred',
      `corrected by ${now}`,
      'Fel avläst',
      `corrects AssignmentGiven ${id}`,
      'words: Utred → Utreda',
      `withdrawn by ${gone}`,
      'Dubblett',
      `withdraws AssignmentGiven ${now}`,
    ]);
  }, 1_200_000);
});
