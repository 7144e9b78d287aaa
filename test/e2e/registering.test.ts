import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { registerCommands } from '../../apps/shared/registering/commands.js';
import type { Ledger } from '../../apps/shared/ledger.js';
import { openLedger } from '../support/engine.js';
import { BY_HAND, EDITIONS, STAB } from '../support/commands-by-hand.js';
import { RegisterClient } from '../support/register-client.js';

/* Registering over GraphQL: a server that listens, and a ledger on disk. */

interface Served {
  readonly folder: string;
  readonly ledger: Ledger;
  readonly client: RegisterClient;
}

async function served(): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), 'liggaren-registering-'));
  const ledger = await openLedger({ folder, mode: 'write' });
  await ledger.caughtUp;
  return { folder, ledger, client: await RegisterClient.over(ledger) };
}

async function close({ folder, ledger, client }: Served): Promise<void> {
  await client.close();
  await ledger.close();
  await rm(folder, { recursive: true, force: true });
}

describe('every command that is registered by hand', () => {
  let at: Served;
  const entries = new Map<string, string>();
  const inputOf = (input: object | ((known: typeof entries) => object)): object =>
    typeof input === 'function' ? (input as (known: typeof entries) => object)(entries) : input;

  beforeAll(async () => {
    at = await served();
    for (const input of EDITIONS) await at.client.registered('DeclareEdition', input);
  });
  afterAll(async () => close(at));

  it('is tried here', () => {
    expect(BY_HAND.map(({ command }) => command).sort()).toEqual(
      registerCommands()
        .map(({ name }) => name)
        .sort(),
    );
  });

  it.each(BY_HAND)('$command is recorded, and refused where it breaks a rule', async (given) => {
    const { command, input, broken, as, asEvent } = given;
    if (command === 'ExplainDiscrepancy') {
      const { discrepancies } = await at.client.data<{
        discrepancies: { edges: { node: { id: string; stated: string; computed: string } }[] };
      }>('{ discrepancies { edges { node { id stated computed } } } }');
      expect(discrepancies.edges.map(({ node }) => [node.stated, node.computed])).toEqual([['-151', '-150']]);
      entries.set('discrepancy', discrepancies.edges[0]?.node.id ?? '');
    }
    const answer = await at.client.register(command, inputOf(input));
    expect(answer).toMatchObject({ __typename: 'Registered', outcome: 'recorded' });
    const [event] = answer.events ?? [];
    if (as !== undefined) entries.set(as, event?.entries[0] ?? '');
    if (asEvent !== undefined) entries.set(asEvent, event?.id ?? '');

    const head = await at.ledger.store.head();
    expect(answer.position).toBe(head);
    const refused = await at.client.register(command, inputOf(broken.input));
    expect(refused).toMatchObject({
      __typename: 'Refused',
      code: broken.code,
      place: { field: broken.field },
    });
    expect(refused.place?.rule).toBeTruthy();
    expect(refused.hint).toMatch(/\w/);
    expect(await at.ledger.store.head()).toBe(head);

    const stored = await at.client.data<{ events: { edges: { node: { id: string; actor: string } }[] } }>(
      `{ events(stream: "${answer.stream ?? ''}", waitFor: "${answer.position ?? ''}", first: 500) { edges { node { id actor } } } }`,
    );
    expect(stored.events.edges.at(-1)?.node).toEqual({ id: event?.id, actor: 'ekonom-1' });
  });
});

describe('two people', () => {
  let at: Served;
  beforeAll(async () => {
    at = await served();
    await twoEditions(at.client);
  });
  afterAll(async () => close(at));

  it('at the same figure: the second is told what changed, and nothing is lost', async () => {
    const { client } = at;
    const seen = (await view(client)).position;
    const first = await client.register('ChangeBudget', change('Kansli', '20', 'Ny tjänst'), { seen });
    expect(first).toMatchObject({ __typename: 'Registered', outcome: 'recorded' });
    const second = await client.register('ChangeBudget', change('Kansli', '30', 'Ny lokal'), { seen });
    expect(second).toMatchObject({
      __typename: 'Conflict',
      stream: first.stream,
      revision: first.revision,
      since: [
        {
          event: first.events?.[0]?.id,
          type: 'BudgetChanged',
          actor: 'ekonom-1',
          recordedAt: expect.stringMatching(/^\d{4}-/),
          entries: [{ was: null, is: '20', cause: 'Ny tjänst', reading: { line: ['Kansli'] } }],
        },
      ],
    });
    // Another figure is not in the way, and whoever has looked again goes on.
    await client.registered('ChangeBudget', change('Kommunledning', '5', 'Mässa'), { seen });
    const after = await view(client);
    expect(after.values).toEqual({ Kommunledning: '5', Kansli: '20', Totalt: '25' });
    await client.registered('ChangeBudget', change('Kansli', '30', 'Ny lokal'), { seen: after.position });
    expect((await view(client)).values).toEqual({ Kommunledning: '5', Kansli: '50', Totalt: '55' });
  });

  it('with the revision that they saw', async () => {
    const { client } = at;
    const { revision } = await client.registered('ChangeBudget', change('Kansli', '1', 'A'));
    await client.registered('ChangeBudget', change('Kansli', '2', 'B'), { expectedRevision: revision });
    const late = await client.register('ChangeBudget', change('Kansli', '3', 'C'), {
      expectedRevision: revision,
    });
    expect(late).toMatchObject({ __typename: 'Conflict', revision: revision + 1 });
    expect(late.since?.flatMap(({ entries }) => entries.map(({ cause }) => cause))).toEqual(['B']);
    const none = await client.register('ChangeBudget', change('Kansli', '3', 'C'), { expectedRevision: -1 });
    expect(none.since).toHaveLength(revision + 2);
  });

  it('correcting one entry: the second is told by whom it was corrected, and what stands', async () => {
    const { client } = at;
    const { entry } = await client.registered('ChangeBudget', change('Kansli', '7', 'Sparbeting'));
    const correct = (corrects: string, amount: string) =>
      client.register('CorrectEntry', { corrects, is: { amount }, nature: 'misread', reason: 'Fel avläst' });
    const answers = await Promise.all([correct(entry, '8'), correct(entry, '9')]);
    const [won, lost] = ['Registered', 'Conflict'].map((of) => answers.find((a) => a.__typename === of));
    const standing = won?.events?.[0]?.entries[0] ?? '';
    expect(lost).toMatchObject({
      hint: expect.stringContaining(standing),
      since: [{ type: 'EntryCorrected', reason: 'Fel avläst', entries: [{ id: standing, was: '7' }] }],
    });
    // A correction is corrected, and withdrawn; the entry that was taken out first tells of all of it.
    const again = await correct(standing, '10');
    const last = again.events?.[0]?.entries[0] ?? '';
    await client.registered('WithdrawEntry', { corrects: last, reason: 'Gäller inte' });
    const story = (await correct(entry, '11')).since ?? [];
    expect(story.map(({ type, entries }) => [type, entries[0]?.was, entries[0]?.is])).toEqual([
      ['EntryCorrected', '7', expect.stringMatching(/^[89]$/)],
      ['EntryCorrected', expect.stringMatching(/^[89]$/), '10'],
      ['EntryWithdrawn', '10', null],
    ]);
  });
});

it('a change that is explained afterwards leaves the remainder, and moves no figure', async () => {
  const at = await served();
  try {
    const { client } = at;
    await twoEditions(client);
    const stated = { line: ['Kansli'], measure: 'cost', amount: '-44', unitOfMeasure: 'tkr' };
    const { position } = await client.registered('AdoptBudget', {
      ...BUDGET,
      edition: '2031:2',
      lines: [stated],
    });
    const why = async (more: string) => {
      const { explain } = await client.data<{
        explain: { difference: string; unexplained: string; changed: string };
      }>(
        `{ explain(view: "budget-diff", unit: "${STAB}", year: "2031", from: "2031:1", to: "2031:2", row: "Kansli", column: "change", ${more}) {
          ... on DifferenceExplanation { difference changed unexplained }
        } }`,
      );
      return explain;
    };
    expect(await why(`waitFor: "${position}"`)).toEqual({ difference: '6', changed: '0', unexplained: '6' });
    const explained = await client.registered('ExplainChange', {
      ...BUDGET,
      edition: '2031:2',
      cause: { kind: 'saving', words: 'Vakans' },
      lines: [{ ...stated, amount: '5', from: { edition: '2031:1' } }],
    });
    const { values } = await view(client, explained.position);
    expect(values['Kansli']).toBe('6');
    expect(await why('publishedBy: null')).toEqual({ difference: '6', changed: '5', unexplained: '1' });
    expect(await why(`asOf: "${position}"`)).toEqual({ difference: '6', changed: '0', unexplained: '6' });
  } finally {
    await close(at);
  }
});

describe('a correction', () => {
  let at: Served;
  beforeAll(async () => {
    at = await served();
    await twoEditions(at.client);
  });
  afterAll(async () => close(at));

  const NOTE = 'id corrects is nature date reason actor recordedAt';
  const explained = (client: RegisterClient, asOf?: string) =>
    client.data<{
      explain: { changes: { entry: string; amount: string; causeId: string; correction: object | null }[] };
    }>(
      `query ($asOf: String) {
        explain(view: "budget-diff", unit: "${STAB}", year: "2031", from: "2031:1", to: "2031:2", row: "Kansli", column: "change", asOf: $asOf) {
          ... on DifferenceExplanation { changes { entry amount causeId correction { ${NOTE} } } }
        }
      }`,
      { asOf },
    );

  it('of a change keeps its cause, is found from both ends, and leaves earlier answers as they were', async () => {
    const { client } = at;
    const change1 = await client.registered('ChangeBudget', change('Kansli', '7', 'Sparbeting'));
    const input = { corrects: change1.entry, is: { amount: '9' }, nature: 'misread', reason: 'Fel avläst' };
    const correction = await client.registered('CorrectEntry', input);
    const again = { corrects: correction.entry, is: { amount: '8' }, nature: 'erratum', date: '2031-05-02' };
    const second = await client.registered('CorrectEntry', { ...again, reason: 'Rättelseblad' });

    const causeId = change1.entry.slice(0, -2);
    const note = (id: string, corrects: string, is: string | null, more: object) => ({
      id,
      corrects,
      is,
      nature: 'misread',
      date: null,
      reason: 'Fel avläst',
      actor: 'ekonom-1',
      recordedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      ...more,
    });
    const first = note(correction.entry, change1.entry, correction.entry, {});
    const erratum = { nature: 'erratum', date: '2031-05-02', reason: 'Rättelseblad' };
    const last = note(second.entry, correction.entry, second.entry, erratum);
    expect((await explained(client, second.position)).explain.changes).toEqual([
      { entry: second.entry, amount: '8', causeId, correction: last },
    ]);
    expect((await explained(client, correction.position)).explain.changes).toEqual([
      { entry: correction.entry, amount: '9', causeId, correction: first },
    ]);
    expect((await explained(client, change1.position)).explain.changes).toEqual([
      { entry: change1.entry, amount: '7', causeId, correction: null },
    ]);

    const { entries } = await client.data<{
      entries: { edges: { node: { id: string; correction: object | null; takenOut: object | null } }[] };
    }>(
      `{ entries(unit: "${STAB}", edition: "2031:2", waitFor: "${second.position}") { edges { node { id correction { ${NOTE} } takenOut { ${NOTE} } } } } }`,
    );
    expect(entries.edges.map(({ node }) => node)).toEqual([
      { id: change1.entry, correction: null, takenOut: first },
      { id: correction.entry, correction: first, takenOut: last },
      { id: second.entry, correction: last, takenOut: null },
    ]);
  });

  it('of a statement tells what was and what is; a withdrawal what was', async () => {
    const { client } = at;
    const { entry } = await client.registered('AdoptBudget', {
      ...BUDGET,
      edition: '2031:1',
      lines: [{ line: ['Stab'], measure: 'cost', amount: '-12', unitOfMeasure: 'tkr' }],
    });
    const is = { amount: '-21' };
    const put = await client.registered('CorrectEntry', {
      corrects: entry,
      is,
      nature: 'misread',
      reason: 'Omkastat',
    });
    const corrections = async (waitFor: string) => {
      const { figure } = await client.data<{ figure: { value: string | null; corrections: object[] } }>(
        `query ($waitFor: String) {
          figure(waitFor: $waitFor, reading: { unit: "${STAB}", area: "operations", basis: budget, period: "2031", edition: "2031:1", line: ["Stab"], measure: "cost" }) {
            value corrections { entry { id value takenOut { reason actor } } is { id value correction { corrects } } nature }
          }
        }`,
        { waitFor },
      );
      return figure;
    };
    const first = {
      entry: { id: entry, value: '-12', takenOut: { reason: 'Omkastat', actor: 'ekonom-1' } },
      is: { id: put.entry, value: '-21', correction: { corrects: entry } },
      nature: 'misread',
    };
    expect(await corrections(put.position)).toEqual({ value: '-21', corrections: [first] });
    const gone = await client.registered('WithdrawEntry', { corrects: put.entry, reason: 'Hör inte hit' });
    const after = await corrections(gone.position);
    expect(after.value).toBeNull();
    expect(after.corrections).toHaveLength(2);
    expect(after.corrections).toContainEqual({
      entry: { id: put.entry, value: '-21', takenOut: { reason: 'Hör inte hit', actor: 'ekonom-1' } },
      is: null,
      nature: 'withdrawal',
    });
  });
});

describe('what is registered where no layout is', () => {
  let at: Served;
  beforeAll(async () => {
    at = await served();
    await twoEditions(at.client, false);
  });
  afterAll(async () => close(at));

  it('stands line by line, with what it comes to, as of each position', async () => {
    const before = await view(at.client);
    expect(before.values).toEqual({ Kansli: '0', Kommunledning: '0', Totalt: '0' });
    const first = await at.client.registered('ChangeBudget', change('Kansli', '20', 'Ny tjänst'));
    expect((await view(at.client, first.position)).values).toEqual({
      Kansli: '20',
      Kommunledning: '0',
      Totalt: '20',
    });
    const second = await at.client.registered('ChangeBudget', change('Reception', '-5', 'Ny lokal'));
    expect((await view(at.client, second.position)).values).toEqual({
      Kansli: '20',
      Kommunledning: '0',
      Reception: '-5',
      Totalt: '15',
    });
    const { explain } = await at.client.data<{ explain: { changed: string } }>(
      `{ explain(view: "budget-diff", unit: "${STAB}", year: "2031", from: "2031:1", to: "2031:2", row: "Reception", column: "change") { ... on DifferenceExplanation { changed } } }`,
    );
    expect(explain.changed).toBe('-5');
    const income = { line: ['Kansli'], measure: 'revenue', unitOfMeasure: 'tkr', amount: '7' };
    const third = await at.client.registered('ChangeBudget', {
      ...change('Kansli', '7', 'Avgifter'),
      lines: [income],
    });
    const { values } = await view(at.client, third.position, ' > ');
    expect(Object.keys(values)).toEqual([
      'Kansli > Intäkter',
      'Totalt > Intäkter',
      'Kansli > Kostnader',
      'Kommunledning > Kostnader',
      'Reception > Kostnader',
      'Totalt > Kostnader',
    ]);
    expect((await view(at.client, undefined, undefined, before.position)).values).toEqual(before.values);
  });
});

describe('a query', () => {
  let at: Served;
  beforeAll(async () => {
    at = await served();
    await twoEditions(at.client);
  });
  afterAll(async () => close(at));

  it('waits for the position that a mutation answered with', async () => {
    for (let round = 1; round <= 20; round++) {
      const { position } = await at.client.registered(
        'ChangeBudget',
        change('Kansli', '1', `Nummer ${round}`),
      );
      expect((await view(at.client, position)).values['Kansli']).toBe(String(round));
    }
  });

  it('says at once where the log ends when a position lies ahead of that', async () => {
    const head = (await at.ledger.store.head()) ?? '';
    const beyond = head.replace(/(?<=:.*)\d+/g, (digits) => `9${digits}`);
    const { status, data, errors } = await at.client.ask(
      `{ units(waitFor: "${beyond}") { edges { cursor } } }`,
    );
    expect([status, data]).toEqual([200, { units: null }]);
    expect(errors[0]?.extensions).toMatchObject({
      code: 'POSITION_NOT_REACHED',
      place: { field: 'waitFor' },
    });
    expect(errors[0]?.message).toContain(head);
  });

  it('refuses a position of another log', async () => {
    const { errors } = await at.client.ask('{ units(waitFor: "zzzz:1") { edges { cursor } } }');
    expect(errors[0]?.extensions).toMatchObject({
      code: 'POSITION_OF_OTHER_LOG',
      place: { field: 'waitFor' },
      hint: 'Give the position that a mutation of this ledger answered, or leave waitFor out.',
    });
  });
});

describe('a mutation', () => {
  let at: Served;
  beforeAll(async () => {
    at = await served();
    await twoEditions(at.client);
  });
  afterAll(async () => close(at));

  it('is recorded once under a key, and its words are kept', async () => {
    const keyed = { idempotencyKey: 'blankett-1', correlationId: 'ärende-7' };
    const first = await at.client.register('ChangeBudget', change('Kansli', '20', 'Ny tjänst'), keyed);
    const again = await at.client.register('ChangeBudget', change('Kansli', '20', 'Ny tjänst'), keyed);
    expect(again).toEqual({ ...first, outcome: 'alreadyRecorded' });
    expect(
      await at.client.register('ChangeBudget', change('Kansli', '21', 'Ny tjänst'), keyed),
    ).toMatchObject({
      __typename: 'Refused',
      code: 'IDEMPOTENCY_KEY_REUSED',
      place: { field: 'idempotencyKey' },
    });
    const [event] = await at.ledger.store.readStreamPage(first.stream ?? '', { from: first.revision ?? 0 });
    expect(event?.metadata).toMatchObject({ actor: 'ekonom-1', ...keyed });
  });

  it('that says what holds already records nothing', async () => {
    const unit = { unit: STAB, name: 'Staben', kind: 'frame' };
    await at.client.registered('DefineUnit', unit);
    const head = await at.ledger.store.head();
    expect(await at.client.register('DefineUnit', unit)).toMatchObject({
      outcome: 'nothingToRecord',
      events: [],
    });
    expect(await at.ledger.store.head()).toBe(head);
  });

  it('takes an amount as text and never as a JSON number; an input that is no input is no query', async () => {
    const { status, errors } = await at.client.ask(
      'mutation { withdrawEntry(input: { corrects: "x" }) { __typename } }',
    );
    expect([status, errors[0]?.extensions.code]).toEqual([400, 'QUERY_INVALID']);
    const line = { line: ['Kansli'], measure: 'cost', unitOfMeasure: 'tkr', amount: 20 };
    const number = await at.client.ask(
      'mutation ($input: ChangeBudgetInput!) { changeBudget(input: $input) { __typename } }',
      { input: { ...change('Kansli', '20', 'A'), lines: [line] } },
    );
    expect(number.status).toBe(400);
    expect(number.errors[0]?.message).toContain('never a JSON number');
  });

  it('does not say who registers', async () => {
    const { errors } = await at.client.ask(
      'mutation ($input: ChangeBudgetInput!) { changeBudget(input: $input, actor: "chefen") { __typename } }',
      { input: change('Kansli', '20', 'A') },
    );
    expect(errors[0]?.message).toContain('Unknown argument "actor"');
  });
});

it('fifty writers that repeat what they are not sure of: nothing is lost, and nothing is there twice', async () => {
  const at = await served();
  try {
    await twoEditions(at.client);
    const random = randomNumbers(20_311);
    const lines = ['Kansli', 'Kommunledning'] as const;
    const sums = { Kansli: 0, Kommunledning: 0 };
    const writers = Array.from({ length: 50 }, (_, writer) =>
      Array.from({ length: 3 }, (_, n) => {
        const line = lines[random(2)] ?? 'Kansli';
        const amount = random(2_001) - 1_000;
        sums[line] += amount;
        return { line, amount: String(amount), key: `skrivare-${writer}-${n}`, times: 1 + random(3) };
      }),
    );
    await Promise.all(
      writers.map(async (commands) => {
        for (const { line, amount, key, times } of commands) {
          const send = () =>
            at.client.register('ChangeBudget', change(line, amount, key), { idempotencyKey: key });
          const answers = await Promise.all(Array.from({ length: times }, send));
          // Whoever lost every race sends it again, as a client does.
          while (!answers.some(({ __typename }) => __typename === 'Registered')) answers.push(await send());
          const events = answers.flatMap((answer) => answer.events ?? []);
          expect(new Set(events.map(({ id }) => id)).size).toBe(1);
        }
      }),
    );
    const stored = await at.ledger.store.readStreamPage(`budget-${STAB}|2031`, { maxCount: 500 });
    const keys = stored.flatMap(({ metadata }) => metadata['idempotencyKey'] ?? []);
    expect(keys.sort()).toEqual(
      writers
        .flat()
        .map(({ key }) => key)
        .sort(),
    );
    const position = (await at.ledger.store.head()) ?? '';
    expect((await view(at.client, position)).values).toEqual({
      Kansli: String(sums.Kansli),
      Kommunledning: String(sums.Kommunledning),
      Totalt: String(sums.Kansli + sums.Kommunledning),
    });
  } finally {
    await close(at);
  }
}, 1_200_000);

/** The same numbers for the same seed, from 0 to below a bound. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

const BUDGET = { unit: STAB, area: 'operations', basis: 'budget', period: '2031' } as const;

async function twoEditions(client: RegisterClient, isLaidOut = true): Promise<void> {
  const declared = { ...BUDGET, label: 'Budget', status: 'adopted', known: true };
  const cost = (...line: string[]) => ({ line, measure: 'cost', unitOfMeasure: 'tkr' });
  await client.registered('DeclareEdition', {
    ...declared,
    edition: '2031:1',
    order: { year: 2031, number: 1 },
    extent: 'full',
  });
  await client.registered('DeclareEdition', {
    ...declared,
    edition: '2031:2',
    order: { year: 2031, number: 2 },
    extent: 'amending',
    open: true,
  });
  const leaf = (line: string) => ({ path: [line], kind: 'leaf', line: [line], measure: 'cost' });
  if (isLaidOut)
    await client.registered('StateLayout', {
      ...BUDGET,
      edition: '2031:1',
      table: 'drift',
      rank: 0,
      title: 'Drift',
      unitOfMeasure: 'tkr',
      signs: [],
      rows: [
        leaf('Kommunledning'),
        leaf('Kansli'),
        {
          path: ['Totalt'],
          kind: 'total',
          line: [],
          measure: 'cost',
          parts: [['Kommunledning'], ['Kansli']],
        },
      ],
    });
  await client.registered('AdoptBudget', {
    ...BUDGET,
    edition: '2031:1',
    lines: [
      { ...cost('Kommunledning'), amount: '-100' },
      { ...cost('Kansli'), amount: '-50' },
    ],
  });
}

function change(line: string, amount: string, words: string): object {
  return {
    ...BUDGET,
    edition: '2031:2',
    cause: { kind: 'saving', words },
    lines: [{ line: [line], measure: 'cost', amount, unitOfMeasure: 'tkr' }],
  };
}

/** How much each line changed from the one edition to the other, and the position that answers it. */
async function view(
  client: RegisterClient,
  waitFor?: string,
  joined?: string,
  asOf?: string,
): Promise<{ position: string; values: Record<string, string | null> }> {
  const { budgetDiff } = await client.data<{
    budgetDiff: { position: string; rows: { path: string[]; cells: { value: string | null }[] }[] };
  }>(
    `query ($waitFor: String, $asOf: String) {
      budgetDiff(unit: "${STAB}", year: "2031", from: "2031:1", to: "2031:2", waitFor: $waitFor, asOf: $asOf) {
        position rows { path cells { value } }
      }
    }`,
    { waitFor, asOf },
  );
  return {
    position: budgetDiff.position,
    values: Object.fromEntries(
      budgetDiff.rows.map(({ path, cells }) => [
        (joined === undefined ? path.at(-1) : path.join(joined)) ?? '',
        cells.at(-1)?.value ?? null,
      ]),
    ),
  };
}
