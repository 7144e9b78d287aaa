import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema, type GraphQLSchema, parse, validate } from 'graphql';
import { chromium, type Browser, type Page } from 'playwright-core';
import { createServer, type ApiServer } from '../../apps/api/index.js';
import { diffsIn, type EditionOfLedger, type Example, examplesOf } from '../../apps/graphiql/examples.js';
import { everyItem } from '#projections';
import type { Ledger } from '../../apps/shared/ledger.js';
import { openLedger } from '../support/engine.js';
import { chromiumPath, NO_CHROMIUM } from '../support/chromium.js';
import { LOADING_MS, publishedLedger, type PublishedLedger } from '../support/published-ledger.js';

let published: PublishedLedger;
let server: ApiServer;
let schema: GraphQLSchema;

beforeAll(async () => {
  published = await publishedLedger();
  server = await createServer({ access: published.ledger, caughtUp: published.ledger.caughtUp });
  schema = buildSchema(await (await fetch(`${server.url}/schema.graphql`)).text());
}, LOADING_MS);

afterAll(async () => {
  await server.close();
  await published.remove();
});

async function answerOf(url: string, query: string): Promise<{ data?: object; errors?: object[] }> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as { data?: object; errors?: object[] };
}

function editionsOf({ reader }: Ledger, unit?: string): readonly EditionOfLedger[] {
  return [...everyItem((page) => reader.editionsPage({ unit }, page))];
}

function queries(examples: readonly Example[]): readonly Example[] {
  return examples.filter(({ kind }) => kind === 'query');
}

describe('the examples of the page', () => {
  it('are of what the ledger holds, and each is answered', async () => {
    const editions = editionsOf(published.ledger);
    const diff = diffsIn(editions)[0] ?? null;
    const examples = examplesOf({ editions, diff, row: 'Kommunledning > Kostnad' });
    expect(examples.map(({ name }) => name)).toEqual([
      'BudgetDiff',
      'Explain',
      'Delarsbokslut',
      'TertialForecast',
      'History',
      'Discrepancies',
      'WhatThereIs',
      'Register',
      'FollowEvents',
      'FollowView',
    ]);
    for (const { operation } of examples) expect(validate(schema, parse(operation))).toEqual([]);
    for (const { name, operation } of queries(examples).filter((example) => example.name !== 'Explain')) {
      expect({ name, errors: (await answerOf(server.url, operation)).errors }).toEqual({ name });
    }
  });

  it('of a ledger without a budget in two editions leave that out', async () => {
    const editions = editionsOf(published.ledger, 'alingsas');
    expect(diffsIn(editions)).toEqual([]);
    const names = examplesOf({ editions, diff: null, row: null }).map(({ name }) => name);
    expect(names).toContain('Delarsbokslut');
    expect(names).not.toContain('BudgetDiff');
  });

  it('of an empty ledger ask what there is, and practise there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'liggaren-'));
    const ledger = await openLedger({ folder, mode: 'write' });
    await ledger.caughtUp;
    const own = await createServer({ access: ledger, caughtUp: ledger.caughtUp });
    try {
      const examples = examplesOf({ editions: editionsOf(ledger), diff: null, row: null });
      expect(examples.map(({ name }) => name)).toEqual(['WhatThereIs', 'Register', 'FollowEvents']);
      const register = examples.find(({ name }) => name === 'Register')?.operation ?? '';
      for (const changes of ['50', '100']) {
        const { data } = await answerOf(own.url, register);
        expect(data).toMatchObject({ changed: { __typename: 'Registered' } });
        const { changed } = data as { changed: { position: string } };
        await ledger.waitFor(changed.position);
        const [diff] = diffsIn(editionsOf(ledger));
        expect(diff).toMatchObject({ unit: 'ovning/ks/prov', from: '2031:1', to: '2031:2' });
        if (diff === undefined) continue;
        const rows = ledger.reader.view({ view: 'budget-diff', ...diff }).rows;
        const kansli = rows.find(({ path }) => path.join(' > ') === 'Kansli > Kostnad');
        expect(kansli?.cells.at(-1)?.value).toBe(changes);
      }
    } finally {
      await own.close();
      await ledger.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});

const executablePath = chromiumPath();

if (executablePath === undefined) {
  describe('the page in a browser', () => {
    it(NO_CHROMIUM, () => {
      process.stderr.write(`${NO_CHROMIUM}\n`);
    });
  });
} else {
  describe('the page in a browser', () => {
    let browser: Browser;
    let page: Page;
    const complaints: string[] = [];
    const asked = new Set<string>();

    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
      page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('requestfailed', (request) => complaints.push(request.url()));
      page.on('request', (request) => asked.add(new URL(request.url()).origin));
      page.on('websocket', (socket) => asked.add(new URL(socket.url()).origin.replace(/^ws/, 'http')));
    }, 1_200_000);
    afterAll(async () => {
      await browser.close();
    });

    const answered = async (text: string): Promise<void> => {
      await page.locator('.result-window', { hasText: text }).waitFor({ timeout: 20_000 });
    };
    const choose = async (title: string): Promise<void> => {
      await page.getByRole('button', { name: title }).first().click();
    };

    it('opens with an example that is answered', async () => {
      await page.goto(`${server.url}/graphiql`);
      await answered('"budgetDiff"');
    });

    it('runs a query that is chosen', async () => {
      await choose('Förklaring');
      await answered('"difference"');
    });

    it('registers when it is told to, and not before', async () => {
      const before = (await published.ledger.reader.status()).log.events;
      await choose('Registrera (övning)');
      await page.getByRole('tab', { name: 'Register' }).waitFor();
      expect((await published.ledger.reader.status()).log.events).toBe(before);
      await page.locator('.graphiql-execute-button').click();
      await answered('"Registered"');
      expect((await published.ledger.reader.status()).log.events).toBe(before + 5);
    });

    it('follows a view from what it is', async () => {
      await choose('Följ en vy');
      await answered('"initial": true');
    });

    it('follows events instead, live, with those before in sight, until it is stopped', async () => {
      await choose('Följ händelser');
      await page.locator('.graphiql-execute-button[aria-label^="Stop"]').waitFor();
      const register = examplesOf({ editions: [], diff: null, row: null }).find(
        ({ kind }) => kind === 'mutation',
      );
      // The first that comes shows that it is followed by now.
      const changes = setInterval(() => void answerOf(server.url, register?.operation ?? ''), 300);
      await answered('"earlier"').finally(() => clearInterval(changes));
      await answered('"BudgetChanged"');
      await page.locator('.graphiql-execute-button').click();
      await page.locator('.graphiql-execute-button[aria-label^="Execute"]').waitFor();
    });

    it('shows the Swedish term of what is looked up', async () => {
      await page.getByRole('button', { name: /documentation/i }).click();
      await page.locator('.graphiql-doc-explorer input').fill('budgetDiff');
      await page.getByRole('option', { name: 'budgetDiff' }).click();
      await page.locator('.graphiql-doc-explorer', { hasText: 'budgetjämförelse' }).waitFor();
      await page.getByRole('button', { name: /exempel/i }).click();
    });

    it('asks nobody else, and breaks no policy', () => {
      expect([...asked]).toEqual([server.url]);
      expect(complaints).toEqual([]);
    });
  });
}
