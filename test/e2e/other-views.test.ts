import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type ApiServer } from '../../apps/api/index.js';
import { importInputs } from '../../apps/cli/import/import-inputs.js';
import { planInputs } from '../../apps/cli/import/planned-input.js';
import { run } from '../../apps/cli/run.js';
import type { Ledger } from '../../apps/shared/ledger.js';
import { memoryIo } from '../support/memory-io.js';
import { LOADING_MS, publishedLedger, type PublishedLedger } from '../support/published-ledger.js';

let published: PublishedLedger;
let server: ApiServer;

beforeAll(async () => {
  published = await publishedLedger();
  server = await createServer({ access: published.ledger, caughtUp: published.ledger.caughtUp });
}, LOADING_MS);

afterAll(async () => {
  await server.close();
  await published.remove();
});

async function data(query: string): Promise<Record<string, unknown>> {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { data: got, errors } = (await response.json()) as {
    data: Record<string, unknown>;
    errors?: unknown;
  };
  expect(errors).toBeUndefined();
  return got;
}

const TABLE = 'view unit position columns { id label } rows { path cells { column value marks } }';
const STEP = 'event type recordedAt decision { body } source { document table row printed }';

describe('over GraphQL', () => {
  it('land has only the projects asked for, and the matrix of risks their names', async () => {
    const got = (await data(`{
      all: land(unit: "boras/ks", year: "2025") { projects { project status { code } } }
      control: internalControl(unit: "alingsas/ks", year: "2025") { matrix { risks names } risks { risk line } }
    }`)) as {
      all: { projects: { project: string; status: { code: string } | null }[] };
      control: { matrix: { risks: string[]; names: string[] }[]; risks: { risk: string; line: string[] }[] };
    };
    const { projects } = got.all;
    const one = projects.find(({ status }) => status !== null);
    const some = (await data(`{
      one: land(unit: "boras/ks", year: "2025", project: "${one?.project ?? ''}") { projects { project } }
      of: land(unit: "boras/ks", year: "2025", projectStatus: "${one?.status?.code ?? ''}") { projects { project } }
    }`)) as Record<'one' | 'of', { projects: { project: string }[] }>;
    expect(some.one.projects).toEqual([{ project: one?.project }]);
    expect(some.of.projects.map(({ project }) => project)).toEqual(
      projects.filter(({ status }) => status?.code === one?.status?.code).map(({ project }) => project),
    );
    expect(some.of.projects.length).toBeLessThan(projects.length);
    const names = new Map(got.control.risks.map(({ risk, line }) => [risk, line.at(-1)]));
    for (const square of got.control.matrix)
      expect(square.names).toEqual(square.risks.map((risk) => names.get(risk)));
  });

  it('an indicator has what other editions say of the same period', async () => {
    const { goals } = (await data(`{
      goals(unit: "boras/ks", row: "Antal gästnätter i Borås") {
        indicators { others { column edition value preliminary source { printed } } }
      }
    }`)) as { goals: { indicators: { others: object[] }[] } };
    expect(goals.indicators[0]?.others).toContainEqual(
      expect.objectContaining({
        column: 'outcome2020',
        edition: '2020-12p',
        value: '145694',
        preliminary: true,
      }),
    );
  });

  it('land, internal control, goals and the life of a figure have a table and what is no figure beside it', async () => {
    const got = await data(`{
      land(unit: "boras/ks", year: "2021") { ${TABLE}
        projects { project name line approved extended spent remaining sold contribution
          status { code meaning scale asAt ${STEP} } statuses { code } }
        purchases { purchase price moved { amount } } }
      sales: land(unit: "alingsas/ks", year: "2023") {
        sales { sale state price repaid reason unseen steps { step date amount ${STEP}
          moved { amount reading { edition measure } from { edition } } } } }
      internalControl(unit: "alingsas/ks", year: "2025") { ${TABLE} withoutAssessment
        matrix { likelihood materiality value likelihoodLabel materialityLabel risks }
        risks { risk line likelihood materiality value printed discrepancy before movement judgedBy ${STEP} }
        controls { control year risk what responsible outcome assessed through steps { ${STEP} } } }
      goals(unit: "alingsas/ks") { ${TABLE}
        indicators { path unitOfMeasure goal fromChart preliminary }
        goals { goal label words parentWords state expected through assessments { state through ${STEP} } } }
      life(unit: "alingsas/ks/exploatering", year: "2023", area: "land", measure: "revenue") { ${TABLE} line measure
        steps { column basis edition value marks from difference changed begun ended unexplained
          source { printed } changes { cause amount decision { date } } } }
    }`);
    expect(got).toMatchObject({
      land: {
        view: 'land',
        projects: expect.arrayContaining([expect.objectContaining({ remaining: '-4641' })]),
      },
      sales: {
        sales: [
          { state: 'rescinded', repaid: '1158', steps: [{ step: 'rescinded', type: 'LandSaleRescinded' }] },
        ],
      },
      internalControl: {
        view: 'internal-control',
        withoutAssessment: Array.from({ length: 7 }, () => expect.any(String)),
      },
      goals: { view: 'goals', goals: Array.from({ length: 7 }, () => expect.anything()) },
      life: { view: 'life', line: [], steps: Array.from({ length: 4 }, () => expect.anything()) },
    });
    const { internalControl } = got as {
      internalControl: { matrix: unknown[]; controls: { outcome: unknown }[] };
    };
    expect(internalControl.matrix).toHaveLength(16);
    expect(internalControl.controls.map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: 7 }, () => null),
    );
  });

  it('what GraphQL answers is what the read side does', async () => {
    const got = await data(
      `{ goals(unit: "boras/ks", year: "2021") { ${TABLE} unitOfMeasure undatedLeftOut } }`,
    );
    const { view, unit, rows, columns } = published.ledger.reader.goals('boras/ks', '2021');
    const plain = rows.map(({ path, cells }) => ({
      path,
      cells: cells.map(({ column, value, marks }) => ({ column, value, marks })),
    }));
    expect(got).toMatchObject({ goals: { view, unit, columns, rows: plain } });
  });

  it('assignments come page by page, with how many there are of each status', async () => {
    const page = (args: string): Promise<Record<string, unknown>> =>
      data(`{ assignments(unit: "alingsas"${args}) { counts { status count } pageInfo { hasNextPage endCursor }
        edges { node { assignment words status through steps { event } reports { status ${STEP} } } } } }`);
    interface Listed {
      readonly assignments: {
        readonly counts: readonly { readonly status: string; readonly count: number }[];
        readonly edges: readonly {
          readonly node: { readonly assignment: string; readonly status: string };
        }[];
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
      };
    }
    const seen: string[] = [];
    for (let after = ''; ;) {
      const { assignments } = (await page(`, first: 9${after}`)) as unknown as Listed;
      expect(assignments.counts.map(({ count }) => count)).toEqual([14, 1, 6, 1]);
      seen.push(...assignments.edges.map(({ node }) => node.assignment));
      if (!assignments.pageInfo.hasNextPage) break;
      after = `, after: "${assignments.pageInfo.endCursor}"`;
    }
    expect([seen.length, new Set(seen).size]).toEqual([22, 22]);
    const { assignments } = (await page(', status: started, year: "2023"')) as unknown as Listed;
    expect(assignments.edges.map(({ node }) => node.status)).toEqual(
      Array.from({ length: 6 }, () => 'started'),
    );
  });

  it('explains a cell of each of them', async () => {
    const got = await data(`{
      land: explain(view: "land", unit: "boras/ks", year: "2025"
        row: "Utbyggnad av industriområde Viared Västra > Utgift", column: "extended") {
        ... on DifferenceExplanation { difference changed unexplained changes { cause } } }
      risk: explain(view: "internal-control", unit: "alingsas/ks", year: "2025", row: "Cyberhot", column: "value") {
        ... on CellExplanation { value formula parts { label value } } }
      goal: explain(view: "goals", unit: "alingsas/ks"
        row: "Företagsklimat enl. ÖJ (Insikt) - Totalt, NKI", column: "outcome2023") {
        ... on CellExplanation { value marks standing { source { table } } } }
      life: explain(view: "life", unit: "alingsas/ks/exploatering", year: "2023", area: "land", line: [], measure: "revenue"
        row: "Totalt > Intäkter", column: "forecast-T2", against: "budget-2023@2023-08") {
        ... on DifferenceExplanation { difference changed unexplained } }
    }`);
    expect(got).toMatchObject({
      land: { difference: '-10000', changed: '-10000', unexplained: '0' },
      risk: { value: '8', formula: 'Sannolikhet × Väsentlighet', parts: [{ value: '2' }, { value: '4' }] },
      goal: { value: '72', marks: ['preliminary', 'forInformation'] },
      life: { difference: '-1582', changed: '-1712', unexplained: '130' },
    });
  });

  it('a failure is that of the field', async () => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: `{ life(unit: "boras/ks", year: "1999", area: "land", measure: "sale") { unit } goals(unit: "alingsas/ks") { unit } }`,
      }),
    });
    expect(await response.json()).toMatchObject({
      data: { life: null, goals: { unit: 'alingsas/ks' } },
      errors: [{ path: ['life'], extensions: { code: 'UNKNOWN_YEAR' } }],
    });
  });
});

describe('on the command line', () => {
  async function liggaren(...argv: string[]): Promise<string> {
    const io = memoryIo({ env: { LIGGAREN_LEDGER: published.folder } });
    // The ledger is open for writing here already: it is read as it stands.
    const openLedger = async (): Promise<Ledger> => ({ ...published.ledger, close: async () => undefined });
    const code = await run(argv, { io, openLedger, planInputs, importInputs });
    expect([code, io.written.err]).toEqual([0, '']);
    return io.written.out;
  }

  it('JSON is the View of the contract, and the lists beside it', async () => {
    const land = JSON.parse(
      await liggaren('view', 'land', '--unit', 'boras/ks', '--year', '2025', '--json'),
    ) as object;
    expect(Object.keys(land).sort()).toEqual(
      [
        'asOf',
        'columns',
        'comparability',
        'position',
        'rows',
        'undatedLeftOut',
        'unit',
        'unitOfMeasure',
        'view',
        'projects',
        'purchases',
        'sales',
      ].sort(),
    );
    const control = ['view', 'internal-control', '--unit', 'alingsas/ks', '--year', '2025'];
    const matrix = JSON.parse(await liggaren(...control, '--list', 'matrix', '--json')) as unknown[];
    expect(matrix).toHaveLength(16);
  });

  it('text has the table, then the lists', async () => {
    const text = await liggaren('view', 'internal-control', '--unit', 'alingsas/ks', '--year', '2025');
    expect(text).toMatch(/^Internkontroll · alingsas\/ks/);
    expect(text).toContain('3 Möjlig                     0          9          0            1');
    expect(text).toMatch(/Kontroll .*Ansvarig .*Utfall/);
    expect(text.match(/ej rapporterat/g)).toHaveLength(7);
    const followed = await liggaren('view', 'internal-control', '--unit', 'alingsas/ks', '--year', '2023');
    expect(followed.match(/ej angivet i källan/g)).toHaveLength(10);
    const purchases = ['view', 'land', '--unit', 'boras/ks', '--year', '2021', '--list', 'purchases'];
    expect(await liggaren(...purchases)).toBe('Förvärv: inga\n');
    const goals = await liggaren('view', 'goals', '--unit', 'boras/ks');
    expect(goals).toMatch(/Avläst ur diagram/);
    const life = await liggaren(
      'view',
      'life',
      '--unit',
      'alingsas/ks/exploatering',
      '--year',
      '2023',
      '--area',
      'land',
      '--measure',
      'revenue',
    );
    expect(life).toMatch(/outcome-2023-08 .* -172 .*outcome-start/);
    expect(life).toMatch(/outcome-2023-08: -1 158 /);
  });

  it('CSV has the table, or one list', async () => {
    const control = ['view', 'internal-control', '--unit', 'alingsas/ks', '--year', '2023', '--csv'];
    const table = await liggaren('view', 'land', '--unit', 'boras/ks', '--year', '2021', '--csv');
    expect(table.split('\r\n')[0]).toBe('row,kind,approved,spent,remaining,budget,plan2022,plan2023');
    const controls = (await liggaren(...control, '--list', 'controls')).trim().split('\r\n');
    expect(controls[0]).toBe('control,unit,risk,what,responsible,outcome,assessed,through');
    expect(controls.slice(1).filter((line) => line.includes(',notStated,false,2023-08'))).toHaveLength(10);
    const assignments = (await liggaren('view', 'assignments', '--unit', 'alingsas', '--csv'))
      .trim()
      .split('\r\n');
    expect(assignments).toHaveLength(23);
  });

  it('explain answers why', async () => {
    const why = await liggaren(
      'explain',
      'internal-control',
      '--unit',
      'alingsas/ks',
      '--year',
      '2025',
      '--row',
      'Cyberhot',
      '--column',
      'value',
    );
    expect(why).toMatch(/formel: Sannolikhet × Väsentlighet/);
  });
});
