import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type ApiServer } from '../../apps/api/index.js';
import type { View } from '../../projections/contract.js';
import { LOADING_MS, publishedLedger, type PublishedLedger } from '../support/published-ledger.js';

let published: PublishedLedger;
let server: ApiServer;

interface Failure {
  readonly message: string;
  readonly extensions: { readonly code: string; readonly hint?: string; readonly place?: object };
}

async function answer<T>(query: string, variables?: object): Promise<{ data: T | null; errors: Failure[] }> {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data?: T | null; errors?: Failure[] };
  return { data: data ?? null, errors: errors ?? [] };
}

async function data<T>(query: string, variables?: object): Promise<T> {
  const { data: got, errors } = await answer<T>(query, variables);
  expect(errors).toEqual([]);
  if (got === null) throw new Error('no data');
  return got;
}

interface Connection<T> {
  readonly edges: readonly { readonly cursor: string; readonly node: T }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const FRAME = 'boras/ks/stadsledningskansliet';
const DIFF = `unit: "${FRAME}", year: "2021", from: "2021:1", to: "2021:2"`;
const VIEW = `view unit unitOfMeasure asOf position undatedLeftOut columns { id label }
  comparability { kind what from to since judgedBy restatable rows columns source { document table row column printed } }
  rows { path kind cells { column value marks discrepancy discrepancyClass disagreement { kind stated computed } stated { printed value document table row column } } }`;

beforeAll(async () => {
  published = await publishedLedger();
  server = await createServer({ access: published.ledger, caughtUp: published.ledger.caughtUp });
}, LOADING_MS);

afterAll(async () => {
  await server.close();
  await published.remove();
});

describe('views', () => {
  it('budgetDiff answers with the View of the contract, as the read side gives it', async () => {
    const { budgetDiff } = await data<{ budgetDiff: View }>(`{ budgetDiff(${DIFF}) { ${VIEW} } }`);
    const own = published.ledger.reader.view({
      view: 'budget-diff',
      unit: FRAME,
      year: '2021',
      from: '2021:1',
      to: '2021:2',
    });
    expect(budgetDiff).toEqual(JSON.parse(JSON.stringify(own)));
    expect(budgetDiff.columns.map(({ id }) => id)).toEqual(['from', 'to', 'change']);
    const row = budgetDiff.rows.find(({ path }) => path.join(' > ') === 'Kommunledning > Kostnad');
    expect(row?.cells.map(({ value }) => value)).toEqual(['-185419', '-184169', '1250']);
  });

  it('tertialForecast and delarsbokslut', async () => {
    const { tertialForecast, delarsbokslut } = await data<{ tertialForecast: View; delarsbokslut: View }>(
      `{ tertialForecast(unit: "alingsas/ks", year: "2023") { ${VIEW} }
         delarsbokslut(unit: "alingsas/ks", year: "2023", through: "2023-08", area: "investment") { ${VIEW} } }`,
    );
    expect(tertialForecast.view).toBe('tertial-forecast');
    expect(tertialForecast.rows.flatMap(({ cells }) => cells.flatMap(({ marks }) => marks))).toContain(
      'inferred',
    );
    expect(delarsbokslut.columns.map(({ id }) => id)).toEqual([
      'budget',
      'forecast',
      'deviation',
      'outcome',
      'outcomePreviousYear',
      'difference',
    ]);
    const row = delarsbokslut.rows.find(({ path }) => path.at(-1) === 'Norra Stadsskogen');
    expect(row?.cells.find(({ column }) => column === 'budget')?.value).toBe('17000');
  });

  it('are answered as of an earlier position, and by what had been published', async () => {
    const { events } = await data<{ events: Connection<{ position: string; recordedAt: string }> }>(
      '{ events(first: 1) { edges { node { position recordedAt } } } }',
    );
    const first = events.edges[0]?.node;
    const early = await answer(`{ budgetDiff(${DIFF}, asOf: "${first?.position ?? ''}") { position } }`);
    expect(early.errors[0]?.extensions.code).toMatch(/^UNKNOWN_/);
    const { budgetDiff } = await data<{ budgetDiff: View }>(
      `{ budgetDiff(${DIFF}, publishedBy: "2020-01-01") { undatedLeftOut rows { cells { value } } } }`,
    );
    expect(budgetDiff.undatedLeftOut).toBeGreaterThan(0);
  });
});

describe('explanations', () => {
  it('of a change: its causes and what nobody has explained', async () => {
    const { explain } = await data<{ explain: Record<string, unknown> & { changes: { amount: string }[] } }>(
      `{ explain(view: "budget-diff", ${DIFF}, row: "Kommunledning > Kostnad", column: "change") {
        __typename
        ... on DifferenceExplanation {
          fromValue toValue difference changed begun ended unexplained precision marks unitOfMeasure
          from { edition } to { edition }
          changes { cause kind amount precision event decision { body } source { document table row column printed } }
          parts { label difference unexplained coefficient }
        }
      } }`,
    );
    expect(explain).toMatchObject({
      __typename: 'DifferenceExplanation',
      from: { edition: '2021:1' },
      to: { edition: '2021:2' },
      fromValue: '-185419',
      toValue: '-184169',
      difference: '1250',
      changed: '1300',
      unexplained: '-50',
      marks: ['withinPrecision'],
    });
    expect(explain.changes).toHaveLength(3);
  });

  it('of a cell: its parts, down several levels, and the statement that stands', async () => {
    const { explain } = await data<{
      explain: { __typename: string; value: string; parts: { value: string; coefficient: number }[] };
    }>(
      `{ explain(view: "budget-diff", ${DIFF}, row: "Totalt > Kostnad", column: "to") {
        __typename
        ... on CellExplanation {
          value printed marks formula status label
          parts { coefficient label value parts { label value } standing { event source { row } } }
          editions { edition value unexplained opening changes { amount } }
          assertions { id printed } corrections { nature } discrepancies { id }
        }
      } }`,
    );
    expect(explain).toMatchObject({ __typename: 'CellExplanation', value: '-222409' });
    const sum = explain.parts.reduce(
      (total, part) => total + BigInt(part.coefficient) * BigInt(part.value),
      0n,
    );
    expect(sum).toBe(-222_409n);
  });

  it('of a row that is not there: which there are', async () => {
    const { data: got, errors } = await answer(
      `{ explain(view: "budget-diff", ${DIFF}, row: "Kommunledning > Kostnader", column: "to") { __typename } }`,
    );
    expect(got).toEqual({ explain: null });
    expect(errors[0]?.extensions.code).toBe('UNKNOWN_ROW');
    expect(errors[0]?.extensions.hint).toContain('Kommunledning > Kostnad');
  });

  it('figure: one reading by its address', async () => {
    const { figure } = await data<{ figure: { value: string } }>(
      `query($reading: ReadingInput!) { figure(reading: $reading) { value printed reading { line } standing { id } } }`,
      {
        reading: {
          unit: FRAME,
          area: 'operations',
          line: ['Kommunledning'],
          measure: 'cost',
          period: '2021',
          basis: 'budget',
          edition: '2021:2',
        },
      },
    );
    expect(figure.value).toBe('-184169');
  });
});

describe('lists', () => {
  it('units, documents and editions', async () => {
    const { units, documents, editions } = await data<{
      units: Connection<{ unit: string; name: string }>;
      documents: Connection<{ title: string; importState: string }>;
      editions: Connection<{ edition: string }>;
    }>(
      `{ units { edges { node { unit name kind parent } } }
         documents { edges { node { sha256 title file dnr body date status statusJudgedBy importState replaces } } }
         editions(unit: "${FRAME}", year: "2021") { edges { node { edition basis label extent status known open } } } }`,
    );
    expect(units.edges.map(({ node }) => node.unit)).toContain(FRAME);
    expect(documents.edges.map(({ node }) => node.importState)).toEqual([
      'complete',
      'complete',
      'complete',
      'complete',
    ]);
    expect(editions.edges.map(({ node }) => node.edition)).toEqual(
      expect.arrayContaining(['2021:1', '2021:2']),
    );
  });

  it('entries and events, page by page to the end, each once', async () => {
    const walk = async (list: string, fields: string): Promise<string[]> => {
      const ids: string[] = [];
      for (let after = ''; ;) {
        const page = await data<Record<string, Connection<{ id: string }>>>(
          `{ ${list}(first: 200 ${after} ${fields}) { edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }`,
        );
        const got = page[list];
        ids.push(...(got?.edges ?? []).map(({ node }) => node.id));
        if (got?.pageInfo.hasNextPage !== true) return ids;
        after = `after: "${got.pageInfo.endCursor ?? ''}"`;
      }
    };
    const { log, entries } = await published.ledger.reader.status();
    const events = await walk('events', '');
    expect(new Set(events).size).toBe(log.events);
    expect(events).toHaveLength(log.events);
    const all = await walk('entries', '');
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBe(entries);
    const some = await walk(
      'entries',
      `unit: "${FRAME}" measure: "cost" basis: budget edition: "2021:2" line: ["Kommunledning"]`,
    );
    expect(some.length).toBeGreaterThan(0);
  });

  it('events of one type, of one stream, as of a position', async () => {
    const fields =
      'edges { node { position type stream revision recordedAt actor importId data } } pageInfo { hasNextPage }';
    const { imports } = await data<{
      imports: Connection<{ type: string; stream: string; position: string; actor: string }>;
    }>(`{ imports: events(type: "ImportStarted") { ${fields} } }`);
    expect(imports.edges.length).toBeGreaterThan(0);
    expect(new Set(imports.edges.map(({ node }) => node.type))).toEqual(new Set(['ImportStarted']));
    const stream = imports.edges[0]?.node.stream ?? '';
    const { own, early } = await data<Record<'own' | 'early', Connection<{ stream: string }>>>(
      `query($stream: String, $at: String) {
        own: events(stream: $stream) { ${fields} } early: events(asOf: $at) { ${fields} } }`,
      { stream, at: imports.edges[0]?.node.position },
    );
    expect(new Set(own.edges.map(({ node }) => node.stream))).toEqual(new Set([stream]));
    expect(early.edges).toHaveLength(1);
  });

  it('a cursor of another log is refused', async () => {
    const { errors } = await answer('{ events(after: "zzzz:1") { edges { cursor } } }');
    expect(errors[0]?.extensions.code).toBe('POSITION_OF_OTHER_LOG');
  });
});
