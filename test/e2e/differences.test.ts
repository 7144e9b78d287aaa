import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importInputs } from '../../apps/cli/import/import-inputs.js';
import { planInputs } from '../../apps/cli/import/planned-input.js';
import { run } from '../../apps/cli/run.js';
import type { Ledger } from '../../apps/shared/ledger.js';
import { memoryIo } from '../support/memory-io.js';
import { LOADING_MS, publishedLedger, type PublishedLedger } from '../support/published-ledger.js';
import { RegisterClient } from '../support/register-client.js';

/*
 * Differences between editions, points in time, or both, and what was believed of a figure: over GraphQL and on the
 * command line, over the published figures and what somebody registers after them.
 */

let published: PublishedLedger;
let client: RegisterClient;
let imported: string;

beforeAll(async () => {
  published = await publishedLedger();
  client = await RegisterClient.over(published.ledger, 'ekonom-1');
  imported = (await published.ledger.reader.status()).readModel.checkpoint;
}, LOADING_MS);

afterAll(async () => {
  await client.close();
  await published.remove();
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function liggaren(...argv: readonly string[]): Promise<Ran> {
  const io = memoryIo({ env: { LIGGAREN_LEDGER: published.folder } });
  // The ledger is open for writing here already: it is read as it stands.
  const openLedger = async (): Promise<Ledger> => ({ ...published.ledger, close: async () => undefined });
  const code = await run(argv, { io, openLedger, planInputs, importInputs });
  return { code, ...io.written };
}

async function json<T>(...argv: readonly string[]): Promise<T> {
  const { code, out, err } = await liggaren(...argv, '--json');
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as T;
}

interface Difference {
  readonly difference: string | null;
  readonly changed: string;
  readonly begun: string;
  readonly ended: string;
  readonly unexplained: string;
  readonly learned: string;
  readonly from: { readonly value: string | null };
  readonly to: { readonly value: string | null };
  readonly steps: readonly { readonly moved: string; readonly published: string | null }[];
}

const DIFFERENCE = `difference changed begun ended unexplained learned marks position undatedLeftOut
  changes { cause kind amount event actor recordedAt position sale }
  from { value label reading { basis edition } terms { coefficient value reading { basis edition } } position publishedBy undatedLeftOut }
  to { value label terms { coefficient value reading { basis edition } } position asOf }
  steps { by moved before after actor recordedAt position published type
    why { kind words actor recordedAt position type correction { nature reason actor } change { amount } entry { value } } }
  earlier { moved upTo }
  parts { coefficient label difference changed begun ended unexplained from { edition } to { edition } }`;

async function difference(from: object, to: object): Promise<Difference> {
  const { answer } = await client.data<{ answer: Difference }>(
    `query ($from: ExplainSideInput!, $to: ExplainSideInput!) { answer: difference(from: $from, to: $to) { ${DIFFERENCE} } }`,
    { from, to },
  );
  requireSum(answer);
  return answer;
}

function requireSum(d: Difference): void {
  const told = [d.changed, d.begun, d.ended, d.unexplained, d.learned].reduce((sum, t) => sum + Number(t), 0);
  if (d.difference !== null) expect(told).toBe(Number(d.difference));
  expect(told).toBe(Number(d.to.value ?? 0) - Number(d.from.value ?? 0));
  expect(d.steps.reduce((sum, step) => sum + Number(step.moved), 0)).toBe(Number(d.learned));
}

const NKI = 'Företagsklimat enl. ÖJ (Insikt) - Totalt, NKI';

const ROAD = {
  unit: 'boras/ks',
  area: 'investment',
  basis: 'budget',
  period: '2023',
  line: ['Investeringar årliga anslag', 'Viared Västra, åtgärder för gator'],
  measure: 'outlay',
} as const;

const { line, measure, ...ROAD_FRAME } = ROAD;
const road = (edition: string) => ({ reading: { ...ROAD, edition } });
const outlay = (amount: string) => ({ line, measure, amount, unitOfMeasure: 'tkr' });

describe('the budget of 2023 as planned in 2021, decided in 2022, believed in April, and now', () => {
  let april: string;

  beforeAll(async () => {
    await client.registered('DeclareEdition', {
      ...ROAD_FRAME,
      edition: '2023',
      label: 'Budget 2023',
      order: { year: 2023, number: 0 },
      extent: 'amending',
      status: 'adopted',
      known: true,
    });
    const { entry, position } = await client.registered('AdoptBudget', {
      ...ROAD_FRAME,
      edition: '2023',
      decision: { body: 'Kommunfullmäktige', date: '2022-11-24', paragraph: '§ 251' },
      lines: [outlay('-7500')],
    });
    april = position;
    await client.registered('CorrectEntry', {
      corrects: entry,
      is: { amount: '-7000' },
      nature: 'misread',
      reason: 'Avläst på fel rad',
    });
    await client.registered('ExplainChange', {
      ...ROAD_FRAME,
      edition: '2023',
      cause: { kind: 'indexation', words: 'Dyrare gatuarbeten' },
      decision: { body: 'Kommunfullmäktige', date: '2022-11-24', paragraph: '§ 251' },
      lines: [{ ...outlay('-800'), from: { edition: 'plan@2021' } }],
    });
  });

  it('planned against now: what is explained of it, and what is not', async () => {
    expect(await difference(road('plan@2021'), road('2023'))).toMatchObject({
      difference: '-1000',
      changed: '-800',
      unexplained: '-200',
      learned: '0',
      changes: [{ cause: 'Dyrare gatuarbeten', actor: 'ekonom-1', recordedAt: expect.stringMatching(/Z$/) }],
      from: { value: '-6000' },
      to: { value: '-7000' },
    });
  });

  it('believed in April against now: what was learned meanwhile, by whom and why', async () => {
    const learned = {
      difference: '500',
      changed: '0',
      unexplained: '0',
      learned: '500',
      steps: [
        {
          by: 'recorded',
          before: '-7500',
          after: '-7000',
          actor: 'ekonom-1',
          why: [{ kind: 'correction', words: 'Avläst på fel rad', correction: { nature: 'misread' } }],
        },
      ],
    };
    expect(await difference({ ...road('2023'), asOf: april }, road('2023'))).toMatchObject(learned);
    const asked = await json<Difference>(...reading('2023'), '--against-as-of', april);
    expect(asked).toMatchObject({ kind: 'difference', ...learned });
  });

  it('planned as now known against decided as believed in April: both at once, exactly', async () => {
    const both = { difference: '-1500', changed: '-800', unexplained: '-200', learned: '-500' };
    expect(await difference(road('plan@2021'), { ...road('2023'), asOf: april })).toMatchObject(both);
    const words = (edition: string): string =>
      `reading --unit boras/ks --area investment --year 2023 --basis budget --measure outlay --line "${line.join(' > ')}" --edition ${edition}`;
    const asked = await json<Difference>(
      'difference',
      words('plan@2021'),
      `${words('2023')} --as-of ${april}`,
    );
    expect(asked).toMatchObject(both);
    requireSum(asked);
    const { out } = await liggaren('difference', words('plan@2021'), `${words('2023')} --as-of ${april}`);
    expect(out).toMatch(/-800 {2}Dyrare gatuarbeten/);
    expect(out).toMatch(/ny kunskap mellan tidpunkterna: -500 tkr\n +-500 {2}rättelse \(felläst\)/);
  });

  it('what had been decided by the end of November 2022 is another question', async () => {
    const answer = await difference({ ...road('2023'), publishedBy: '2022-11-23' }, road('2023'));
    // The plan of 2021 has no date either: before the decision nothing dated is known.
    expect(answer).toMatchObject({
      difference: null,
      from: { value: null, publishedBy: '2022-11-23' },
      learned: '-7000',
      steps: [{ by: 'published', published: '2022-11-24', after: '-7000' }],
    });
  });

  it('what was believed of it, step by step, with who recorded each and why', async () => {
    const { beliefs } = await client.data<{ beliefs: { edges: { cursor: string; node: object }[] } }>(
      `query ($of: ExplainedInput!) { beliefs(of: $of, first: 10) {
        edges { cursor node { position before after moved actor recordedAt type marks status
          why { kind words entry { decision { paragraph } } } } }
        pageInfo { hasNextPage } } }`,
      { of: road('2023') },
    );
    expect(beliefs.edges.map(({ node }) => node)).toMatchObject([
      { before: null, after: '-6000', marks: ['carried', 'proposed'], type: 'EditionDeclared' },
      { before: '-6000', after: '-7500', actor: 'ekonom-1', position: april, why: [{ kind: 'statement' }] },
      { before: '-7500', after: '-7000', type: 'EntryCorrected', why: [{ kind: 'correction' }] },
    ]);
    const { steps } = await json<{ steps: { after: string }[] }>(
      'beliefs',
      ...reading('2023').slice(1),
      '--newest-first',
    );
    expect(steps.map(({ after }) => after)).toEqual(['-7000', '-7500', '-6000']);
    const { out } = await liggaren('beliefs', ...reading('2023').slice(1));
    expect(out).toMatch(
      /-7 500 {2}→ +-7 000 .*rättelse \(felläst\).*Avläst på fel rad; registrerad .* av ekonom-1/,
    );
    const { err } = await liggaren('beliefs', ...reading('2023').slice(1), '--first', '2');
    expect(err).toContain(`more: --after ${april}`);
  });
});

function reading(edition: string): string[] {
  return [
    ...'explain reading --unit boras/ks --area investment --year 2023 --basis budget --measure outlay'.split(
      ' ',
    ),
    '--line',
    line.join(' > '),
    '--edition',
    edition,
  ];
}

describe('over the published figures alone', () => {
  const GRANT = {
    unit: 'alingsas/ks/exkl-exploatering',
    area: 'operations',
    line: [],
    measure: 'grant',
    basis: 'budget',
  };
  const grant = (period: string, edition: string) => ({ reading: { ...GRANT, period, edition } });

  it('causes entered between two years are read, of the pair and of the later figure', async () => {
    expect(await difference(grant('2024', '2024@2025'), grant('2025', '2025'))).toMatchObject({
      difference: '4227',
      changed: '5200',
      unexplained: '-973',
      changes: [{ amount: '5000' }, { amount: '200' }],
    });
    const { figure } = await client.data<{ figure: object }>(
      `query ($reading: ReadingInput!) { figure(reading: $reading) { value position undatedLeftOut
        named { from { period edition } fromValue difference changed unexplained changes { cause amount actor } } } }`,
      grant('2025', '2025'),
    );
    expect(figure).toMatchObject({
      value: '118535',
      position: expect.stringContaining(':'),
      undatedLeftOut: 0,
      named: [
        {
          from: { period: '2024', edition: '2024@2025' },
          difference: '4227',
          changed: '5200',
          unexplained: '-973',
        },
      ],
    });
    const { out } = await liggaren(
      ...'explain budget-diff --unit alingsas/ks/exkl-exploatering --year 2025 --from plan@2025 --to 2025'
        .split(' ')
        .slice(0, 1),
      ...'reading --unit alingsas/ks/exkl-exploatering --year 2025 --basis budget --edition 2025 --measure grant'.split(
        ' ',
      ),
    );
    expect(out).toMatch(/jämfört med .*2024@2025, 114 308 tkr: 4 227 tkr/);
  });

  it('what had been published by a day, which is never what was recorded by it', async () => {
    const day = await difference(
      { ...grant('2025', '2025'), publishedBy: '2024-12-15' },
      grant('2025', '2025'),
    );
    expect(day).toMatchObject({
      from: { value: null },
      to: { value: '118535' },
      learned: '118535',
      steps: [{ by: 'published', published: '2024-12-16', position: null }],
    });
    const undated = await difference(
      { ...grant('2023', '2023@2023-08'), publishedBy: '2024-12-31' },
      grant('2023', '2023@2023-08'),
    );
    expect(undated).toMatchObject({
      from: { value: null, undatedLeftOut: expect.any(Number) },
      steps: [{ by: 'published', published: null }],
    });
    const { figure } = await client.data<{ figure: { value: null; undatedLeftOut: number } }>(
      `query ($reading: ReadingInput!) { figure(reading: $reading, publishedBy: "2024-12-31") { value undatedLeftOut } }`,
      grant('2023', '2023@2023-08'),
    );
    expect(figure.value).toBeNull();
    expect(figure.undatedLeftOut).toBeGreaterThan(0);
  });

  it('a column that is a difference against another: term by term, by their coefficients', async () => {
    const cell = (column: string) => ({
      cell: {
        view: 'delarsbokslut',
        unit: 'alingsas/ks',
        year: '2023',
        through: '2023-08',
        row: 'Exploateringsenheten > Verksamhetens intäkter',
        column,
      },
    });
    // −1 582 = 7 949 − 9 531; −30 041 = −172 − 29 869.
    expect(await difference(cell('difference'), cell('deviation'))).toMatchObject({
      difference: '28459',
      unexplained: '28459',
      parts: [
        { coefficient: 1, difference: '8121', from: { edition: '2023-08' }, to: { edition: 'T2' } },
        {
          coefficient: -1,
          difference: '-20338',
          from: { edition: '2022-08' },
          to: { edition: '2023@2023-08' },
        },
      ],
    });
    // The forecast is the first term of the deviation; the second one only the deviation has.
    expect(await difference(cell('forecast'), cell('deviation'))).toMatchObject({
      difference: '-9531',
      begun: '-9531',
      parts: [
        { coefficient: 1, difference: '0' },
        { coefficient: -1, begun: '9531' },
      ],
    });
    const against = await json<{ difference: string }>(
      ...'explain delarsbokslut --unit alingsas/ks --year 2023 --through 2023-08 --column deviation --against difference'.split(
        ' ',
      ),
      '--row',
      'Exploateringsenheten > Verksamhetens intäkter',
    );
    expect(against.difference).toBe('28459');
  });

  it('cells of different views, and never of what is measured in different things', async () => {
    const budget = {
      cell: {
        view: 'life',
        unit: 'alingsas/ks/exploatering',
        year: '2023',
        area: 'land',
        measure: 'revenue',
        row: 'Totalt > Intäkter',
        column: 'budget-2023@2023-08',
      },
    };
    const accounts = {
      cell: {
        view: 'delarsbokslut',
        unit: 'alingsas/ks',
        year: '2023',
        through: '2023-08',
        row: 'Exploateringsenheten > Verksamhetens intäkter',
        column: 'forecast',
      },
    };
    expect(await difference(budget, accounts)).toMatchObject({
      difference: '-1582',
      changed: '-1712',
      unexplained: '130',
    });
    const index = { cell: { view: 'goals', unit: 'alingsas/ks', row: NKI, column: 'outcome2023' } };
    const { errors } = await client.ask(
      `query ($from: ExplainSideInput!, $to: ExplainSideInput!) { difference(from: $from, to: $to) { difference } }`,
      { from: index, to: accounts },
    );
    expect(errors[0]).toMatchObject({
      message: expect.stringContaining('one side is measured in'),
      extensions: { code: 'WRONG_USAGE' },
    });
  });

  it('what remains of an approval is a sum of two cells, and nothing unexplained', async () => {
    const cell = await json<{
      kind: string;
      value: string;
      formula: string;
      parts: { coefficient: number; value: string }[];
    }>(
      ...'explain land --unit boras/ks --year 2025 --column remaining'.split(' '),
      '--row',
      'Utbyggnad av industriområde Viared Västra > Utgift',
    );
    expect(cell).toMatchObject({
      kind: 'cell',
      value: '-22269',
      parts: [
        { coefficient: 1, value: '-444700' },
        { coefficient: -1, value: '-422431' },
      ],
    });
    expect(cell.formula).toMatch(/^Godkänd utgift med utökning − /);
  });

  it('a page of it tells from where each side is seen, and cites documents by sha-256', async () => {
    const { out } = await liggaren(
      ...'explain reading --unit alingsas/ks/exploatering --area land --year 2023 --basis forecast --edition T2 --measure revenue'.split(
        ' ',
      ),
      ...'--against-basis budget --against-edition 2023@2023-08 --markdown'.split(' '),
    );
    expect(out).toMatch(/\| Position i liggaren \| `[\w:-]+` /);
    expect(out).toMatch(/- från .*läst vid `[\w:-]+`: 9 531 tkr/);
    expect(out).toMatch(/registrerad \d{4}-\d\d-\d\dT[\d:.]+Z av test, position/);
    expect(out).toMatch(/\| Delårsbokslut 2023 .* \| `[0-9a-f]{64}` \|/);
  });

  it('the example of the page is answered', async () => {
    const page = await readFile('docs/api.md', 'utf8');
    const [, query = ''] = /```graphql\n(\{\n {2}difference\([\s\S]*?)```/.exec(page) ?? [];
    const { difference: answer } = await client.data<{ difference: Difference }>(
      query.replace('"2024-04-30"', `"${imported}"`),
    );
    expect(answer).toMatchObject({ difference: '0', learned: '0' });
  });

  it('what is asked wrongly is told with what to write', async () => {
    const { errors } = await client.ask(
      `query ($from: ExplainSideInput!) { difference(from: $from, to: $from) { difference } }`,
      { from: { asOf: imported } },
    );
    expect(errors[0]?.extensions).toMatchObject({ code: 'INPUT_INVALID', place: { field: 'from' } });
    const { code, err } = await liggaren('difference', 'reading --unit k', 'nothing');
    expect(code).toBe(2);
    expect(err).toContain('Write it as: reading');
  });
});

describe('the revenue of land development 2023, −172 = 986 − 1 158', () => {
  const LAND = {
    unit: 'alingsas/ks/exploatering',
    area: 'land',
    basis: 'outcome',
    period: '2023',
    edition: '2023-08',
  };
  const revenue = { reading: { ...LAND, line: [], measure: 'revenue' } };

  interface Steps {
    readonly value: string;
    readonly editions: readonly {
      readonly edition: string;
      readonly unexplained: string;
      readonly changes: readonly {
        readonly amount: string;
        readonly entry: string;
        readonly sale: string | null;
      }[];
    }[];
  }

  async function steps(asOf: string): Promise<Steps> {
    const { figure } = await client.data<{ figure: Steps }>(
      `query ($reading: ReadingInput!, $asOf: String) { figure(reading: $reading, asOf: $asOf) { value
        editions { edition unexplained changes { amount kind cause entry sale actor position } } } }`,
      { ...revenue, asOf },
    );
    const { editions, value } = await json<Steps>(
      ...'explain reading --unit alingsas/ks/exploatering --area land --year 2023 --basis outcome --edition 2023-08 --measure revenue'.split(
        ' ',
      ),
      '--as-of',
      asOf,
    );
    expect({ value, editions }).toMatchObject(figure);
    return figure;
  }

  it('is the same figure before and after each cause was recorded; the rescinded sale is its own event', async () => {
    const first = await steps(imported);
    expect(first).toMatchObject({
      value: '-172',
      editions: [
        { edition: 'start' },
        {
          edition: '2023-08',
          unexplained: '0',
          changes: [
            { amount: '-1158', kind: 'rescission', sale: 'alingsas-2023-havd-forsaljning' },
            { amount: '986', sale: null },
          ],
        },
      ],
    });
    // Both causes are withdrawn, and registered again one after the other.
    let position = imported;
    for (const { entry } of first.editions[1]?.changes ?? []) {
      ({ position } = await client.registered('WithdrawEntry', {
        corrects: entry,
        reason: 'Registreras för hand',
      }));
    }
    const none = position;
    const move = (amount: string) => ({
      line: [],
      measure: 'revenue',
      from: { edition: 'start' },
      amount,
      unitOfMeasure: 'tkr',
    });
    const { position: rescinded } = await client.registered('RescindLandSale', {
      unit: LAND.unit,
      sale: 'havd-2023',
      unseen: { words: 'En tomt som såldes före 2023', price: null },
      repaid: '1158',
      unitOfMeasure: 'tkr',
      date: '2023',
      reason: 'Köpet fullföljdes inte',
      moves: [{ ...LAND, lines: [move('-1158')] }],
    });
    const { position: explained } = await client.registered('ExplainChange', {
      ...LAND,
      cause: { kind: 'rent', words: 'Hyror och arrenden' },
      lines: [move('986')],
    });
    const told = async (asOf: string) => {
      const { value, editions } = await steps(asOf);
      const { unexplained, changes = [] } = editions[1] ?? {};
      return [value, unexplained, ...changes.map(({ amount, sale }) => [amount, sale])];
    };
    expect(await told(none)).toEqual(['-172', '-172']);
    expect(await told(rescinded)).toEqual(['-172', '986', ['-1158', 'havd-2023']]);
    expect(await told(explained)).toEqual(['-172', '0', ['-1158', 'havd-2023'], ['986', null]]);
    expect(await told(imported)).toEqual([
      '-172',
      '0',
      ['-1158', 'alingsas-2023-havd-forsaljning'],
      ['986', null],
    ]);
    const { land } = await client.data<{ land: { sales: { sale: string }[] } }>(
      '{ land(unit: "alingsas/ks", year: "2023") { sales { sale state steps { step moved { amount } } } } }',
    );
    expect(land.sales).toContainEqual(
      expect.objectContaining({
        sale: 'havd-2023',
        state: 'rescinded',
        steps: [{ step: 'rescinded', moved: [{ amount: '-1158' }] }],
      }),
    );
    // The causes moved no figure: nothing was learned of its value.
    expect(await difference({ ...revenue, asOf: imported }, revenue)).toMatchObject({
      difference: '0',
      learned: '0',
      steps: [],
    });
    expect(await difference({ reading: { ...revenue.reading, edition: 'start' } }, revenue)).toMatchObject({
      difference: '-172',
      changed: '-172',
      unexplained: '0',
    });
  });
});
