import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from 'graphql-ws';
import { liveClient, receive, until } from '../../../test/support/live-clients.js';
import { LOADING_MS, publishedLedger, type PublishedLedger } from '../../../test/support/published-ledger.js';
import { RegisterClient } from '../../../test/support/register-client.js';

/** The subscriptions over a log with the published figures: a mutation here, the message there. */

const UNIT = 'boras/ks/stadsledningskansliet';

let published: PublishedLedger;
let registering: RegisterClient;
let client: Client;

beforeAll(async () => {
  published = await publishedLedger();
  registering = await RegisterClient.over(published.ledger);
  client = liveClient(registering.server);
}, LOADING_MS);

afterAll(async () => {
  await client.dispose();
  await registering.close();
  await published.remove();
});

const READING = `reading: { unit: "${UNIT}", area: "operations", line: ["Kommunledning"], measure: "cost", period: "2021", basis: budget, edition: "2021:2" }`;

describe('subscriptions over the published figures', () => {
  it('begin with what is now, and tell what a mutation changes, and why', async () => {
    const view = receive(
      client,
      `subscription { viewChanged(view: "budget-diff", unit: "${UNIT}", year: "2021", from: "2021:1", to: "2021:2") {
        cursor initial unitOfMeasure shape { columns { id } rows { path kind } }
        cells { path rowKind column before after row cell { value marks } why { kind change { cause amount decision { body } } entry { value } } whyLeftOut }
      } }`,
    );
    const figure = receive(
      client,
      `subscription { figureChanged(${READING}) {
        cursor initial before after marks why { kind }
      } }`,
    );
    const discrepancies = receive(
      client,
      `subscription { discrepancyChanged(unit: "boras") { cursor initial id before { id } after { id unit stated computed } } }`,
    );
    const events = receive(
      client,
      `subscription { eventRecorded { cursor position event recorded { id type data } entries { id value reading { line } } } }`,
    );
    await until(
      () => view.results.length === 1 && figure.results.length === 1 && discrepancies.results.length > 0,
    );
    const first = view.results[0]?.data?.viewChanged as {
      initial: boolean;
      shape: { rows: unknown[] };
      cells: unknown[];
    };
    expect(first.initial).toBe(true);
    expect(first.shape.rows.length).toBeGreaterThan(10);
    expect(first.cells.length).toBeGreaterThan(20);
    expect(figure.results[0]?.data?.figureChanged).toMatchObject({
      initial: true,
      after: expect.any(String),
    });

    const asked = await registering.data<{ figure: { standing: { id: string } } }>(
      `{ figure(${READING}) { standing { id } } }`,
    );
    const before = discrepancies.results.length;
    const { position } = await registering.registered('CorrectEntry', {
      corrects: asked.figure.standing.id,
      is: { amount: '-99999' },
      nature: 'misread',
      reason: 'Prov',
    });
    await until(
      () => events.results.length === 1 && figure.results.length === 2 && view.results.length === 2,
    );
    await until(() => discrepancies.results.length > before);
    expect(events.results[0]?.data?.eventRecorded).toMatchObject({
      cursor: `${position}/0`,
      position,
      recorded: { type: 'EntryCorrected' },
    });
    expect(figure.results[1]?.data?.figureChanged).toMatchObject({
      cursor: `${position}/0`,
      initial: false,
      before: figure.results[0]?.data?.figureChanged?.after,
      after: '-99999',
      why: [{ kind: 'correction' }, { kind: 'statement' }],
    });
    const changed = view.results[1]?.data?.viewChanged as { cells: { path: string[]; why: unknown[] }[] };
    expect(changed.cells.length).toBeGreaterThan(0);
    expect(changed.cells.length).toBeLessThan(first.cells.length);

    const cursor = figure.results[0]?.data?.figureChanged?.cursor as string;
    const again = receive(
      client,
      `subscription { figureChanged(after: "${cursor}", ${READING}) {
        cursor initial before after marks why { kind }
      } }`,
    );
    await until(() => again.results.length === 1);
    expect(again.results).toEqual(figure.results.slice(1));
    for (const { failure } of [view, figure, discrepancies, events, again]) expect(failure()).toBeUndefined();
  }, 1_200_000);
});
