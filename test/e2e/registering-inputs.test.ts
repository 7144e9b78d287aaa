import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Ledger } from '../../apps/shared/ledger.js';
import { openLedger } from '../support/engine.js';
import { PARK, STAB } from '../support/commands-by-hand.js';
import { RegisterClient, type RegisterOutput } from '../support/register-client.js';

/* What goes in by GraphQL comes to be the data of events as their schemas have it; and who may send it at all. */

let folder: string;
let ledger: Ledger;
let client: RegisterClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liggaren-inputs-'));
  ledger = await openLedger({ folder, mode: 'write' });
  await ledger.caughtUp;
  client = await RegisterClient.over(ledger);
});
afterAll(async () => {
  await client.close();
  await ledger.close();
  await rm(folder, { recursive: true, force: true });
});

async function stored({ stream, revision, ...answer }: RegisterOutput): Promise<unknown> {
  expect(answer).toMatchObject({ __typename: 'Registered' });
  const [event] = await ledger.store.readStreamPage(stream ?? '', { from: revision ?? 0 });
  return event?.data;
}

const sha256 = 'ab'.repeat(32);

describe('an input becomes the data of its event', () => {
  it('the order of an edition', async () => {
    const edition = {
      unit: STAB,
      area: 'operations',
      basis: 'budget',
      period: '2031',
      label: 'Budget 2031',
      extent: 'full',
      status: 'adopted',
      known: true,
    };
    const restated = {
      ...edition,
      edition: '2031@2033',
      order: { year: 2031, number: 0, restatement: '2033' },
    };
    expect(await stored(await client.register('DeclareEdition', restated))).toEqual({
      ...edition,
      edition: '2031@2033',
      order: [2031, 0, '2033'],
    });
  });

  it('signs, formulas and breakdowns of a layout', async () => {
    const layout = {
      unit: STAB,
      area: 'operations',
      basis: 'budget',
      period: '2031',
      edition: '2031@2033',
      table: 'drift',
      rank: 0,
      title: 'Drift',
      unitOfMeasure: 'tkr',
    };
    const terms = [
      { coefficient: 1, measure: 'revenue' },
      { coefficient: 1, measure: 'cost', basis: 'budget' },
    ];
    const rows = [
      { path: ['Stab'], kind: 'group', line: ['Stab'], measure: null },
      {
        path: ['Stab', 'Netto'],
        kind: 'net',
        line: ['Stab'],
        measure: 'net',
        formula: { operation: 'sum', terms },
      },
      { path: ['varav löner'], kind: 'leaf', line: ['Löner'], measure: 'cost' },
    ];
    const breakdown = { of: ['Stab'] };
    const input = {
      ...layout,
      signs: [
        { measure: 'cost', sign: -1 },
        { measure: 'revenue', sign: 1 },
      ],
      rows: rows.map((row, n) => (n === 2 ? { ...row, breakdown: { ...breakdown, role: 'darav' } } : row)),
      document: null,
    };
    // Also when the mutation has been compiled.
    for (let round = 0; round < 4; round++) {
      const title = `Drift ${round}`;
      expect(await stored(await client.register('StateLayout', { ...input, title }))).toEqual({
        ...layout,
        title,
        signs: { cost: -1, revenue: 1 },
        rows: rows.map((row, n) => (n === 2 ? { ...row, breakdown: { ...breakdown, role: 'därav' } } : row)),
      });
    }
  });

  it('the figures that a rescinded sale moved', async () => {
    const rescinded = {
      unit: PARK,
      sale: 'tomt-7',
      unseen: { words: 'Tomten vid sjön', price: '1158' },
      repaid: '1158',
      unitOfMeasure: 'tkr',
      date: '2031-05',
      reason: 'Köparen fullföljde inte',
      moves: [
        {
          unit: PARK,
          area: 'operations',
          basis: 'outcome',
          period: '2031',
          edition: '2031-08',
          lines: [
            {
              line: ['Verksamhetens intäkter'],
              measure: 'revenue',
              from: { edition: 'start' },
              amount: '-1158',
              unitOfMeasure: 'tkr',
            },
          ],
        },
      ],
    };
    const answer = await client.register('RescindLandSale', rescinded);
    expect(await stored(answer)).toEqual(rescinded);
    expect(answer.events?.[0]?.entries).toHaveLength(1);
  });

  it('a document, a split of a line, a source with how it was printed', async () => {
    const document = {
      sha256,
      title: 'Budget 2031',
      kind: 'budget',
      status: 'adopted',
      judgedBy: 'ekonom-1',
      reservations: [{ party: 'M', count: 3 }],
    };
    expect(await stored(await client.register('RegisterDocument', document))).toEqual(document);
    const split = {
      unit: STAB,
      area: 'operations',
      line: ['Ledning'],
      is: { kind: 'split', parts: [['Stab'], ['Kansli', 'Växel']] },
    };
    expect(await stored(await client.register('NameLine', split))).toEqual(split);
    const total = {
      unit: STAB,
      area: 'operations',
      basis: 'budget',
      period: '2031',
      edition: '2031@2033',
      rank: { authority: 1, table: 2, date: null, place: '2.1' },
      published: { date: '2033-01-20' },
      lines: [
        {
          line: [],
          measure: 'cost',
          amount: '-12.5',
          unitOfMeasure: 'mnkr',
          printed: { text: '12,5', decimals: 1, sign: -1 },
          source: { document: sha256, table: 'Drift', row: 'Totalt', column: 'Budget', printed: '12,5' },
        },
      ],
    };
    expect(await stored(await client.register('StateTotal', total))).toEqual(total);
  });
});

describe('who may register', () => {
  const query = `mutation { defineUnit(input: { unit: "sjovik", name: "Sjövik", kind: municipality }) { __typename } }`;
  const post = (headers: Record<string, string>, body: string): Promise<Response> =>
    fetch(`${client.server.url}/graphql`, { method: 'POST', headers, body });

  it.each([
    ['a page elsewhere', { 'content-type': 'application/json', origin: 'https://evil.example' }, 403],
    ['a form of a page elsewhere', { 'content-type': 'text/plain', origin: 'https://evil.example' }, 403],
    ['a page without an origin', { 'content-type': 'text/plain', origin: 'null' }, 403],
  ])('%s may not', async (_who, headers, status) => {
    const head = await ledger.store.head();
    expect((await post(headers, JSON.stringify({ query }))).status).toBe(status);
    expect(await ledger.store.head()).toBe(head);
  });

  it('nobody may by following a link', async () => {
    const head = await ledger.store.head();
    const answer = await fetch(`${client.server.url}/graphql?query=${encodeURIComponent(query)}`);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(await ledger.store.head()).toBe(head);
  });

  it('more than twenty at once are refused as a whole', async () => {
    const head = await ledger.store.head();
    const one = (n: number) =>
      `m${n}: closeEdition(input: { unit: "a", area: "b", basis: budget, period: "2031", edition: "${n}" }) { __typename }`;
    const { status, errors } = await client.ask(
      `mutation { ${Array.from({ length: 21 }, (_, n) => one(n)).join(' ')} }`,
    );
    expect([status, errors[0]?.extensions.code]).toEqual([400, 'COST_LIMIT']);
    expect(await ledger.store.head()).toBe(head);
  });

  it('several in one request are done in their order', async () => {
    const unit = (name: string) =>
      `defineUnit(input: { unit: "sjovik", name: "${name}", kind: municipality }) { ... on Registered { revision } }`;
    const data = await client.data<Record<string, { revision: number }>>(
      `mutation { a: ${unit('A')} b: ${unit('B')} c: ${unit('C')} }`,
    );
    expect([data['a']?.revision, data['b']?.revision, data['c']?.revision]).toEqual([0, 1, 2]);
  });
});
