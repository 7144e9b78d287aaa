import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore, type RecordedEvent } from '#event-store';
import { createServer, type ApiServer } from '../../apps/api/index.js';
import { copyLedger } from '../../apps/shared/copying/copy-ledger.js';
import type { Ledger } from '../../apps/shared/ledger.js';
import { openLedger } from '../../apps/shared/open-ledger.js';
import { benchTable, declarationsOf, ledgerEvent } from '../bench/ledger-events.js';
import { startDouble, type Double } from '../esdb-double/start-double.js';
import { addressOn } from '../support/engine.js';
import { liveClient } from '../support/live-clients.js';
import { patient } from '../support/patience.js';

/*
 * A ledger has been copied to a server and back, and clients come with what they cited of the first one. The command
 * line is asked in copy.test.ts.
 */

const EVENTS = 40;

let folder: string;
let double: Double | undefined;
const copies: Record<string, { ledger: Ledger; server: ApiServer }> = {};
/** The twentieth of the events, as the first log has it. */
let cited: RecordedEvent;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liggaren-cited-test-'));
  const named = process.env.LIGGAREN_TEST_ESDB;
  if (named === undefined) double = await startDouble();
  const address = addressOn(named ?? double?.connection ?? '', folder);
  const [first, back] = [join(folder, 'first'), join(folder, 'back')];
  for (const own of [first, join(folder, 'node')]) await mkdir(own);
  const store = await openSqliteEventStore({ path: join(first, 'log.sqlite') });
  const { unit, year, stream } = benchTable(0);
  await store.append(`edition-${unit}|${year}`, declarationsOf(0), 'mustNotExist');
  for (let n = 0; n < EVENTS; n++)
    await store.append(stream, [ledgerEvent(0, n)], n === 0 ? 'mustNotExist' : n - 1);
  cited = (await store.readStreamPage(stream, { from: 20, maxCount: 1 }))[0]!;
  await store.close();
  await copyLedger({ from: first, to: address, views: false });
  await copyLedger({ from: address, to: back, views: false });
  for (const [name, options] of [
    ['on a server', { folder: join(folder, 'node'), address, mode: 'write' }],
    ['embedded', { folder: back, mode: 'write' }],
  ] as const) {
    const ledger = await openLedger(options);
    await ledger.caughtUp;
    copies[name] = { ledger, server: await createServer({ access: ledger, caughtUp: ledger.caughtUp }) };
  }
}, patient(120_000));

afterAll(async () => {
  for (const { ledger, server } of Object.values(copies)) {
    await server.close();
    await ledger.close();
  }
  await double?.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Answer {
  readonly data?: Record<string, { edges: { cursor: string; node: { id: string } }[] } | null> | null;
  readonly errors?: readonly { readonly extensions: { readonly code: string; readonly hint?: string } }[];
}

describe.each(['on a server', 'embedded'])('of a copy %s', (name) => {
  const server = (): ApiServer => copies[name]!.server;
  const asked = async (query: string): Promise<Answer> => {
    const response = await fetch(`${server().url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    return (await response.json()) as Answer;
  };
  const asOf = (what: string): Promise<Answer> =>
    asked(`{ events(first: 500, asOf: "${what}") { edges { cursor node { id } } } }`);
  /** What a subscription tells first. */
  const followed = async (after: string): Promise<unknown> => {
    const client = liveClient(server());
    try {
      const messages = client.iterate({
        query: 'subscription($after: String) { eventRecorded(after: $after) { cursor event } }',
        variables: { after },
      });
      const next: IteratorResult<unknown, unknown> = await messages.next();
      await messages.return?.();
      return next.value;
    } catch (failure) {
      return { errors: failure };
    } finally {
      await client.dispose();
    }
  };

  it('a position of the first log is refused with what to cite instead', async () => {
    const { errors } = await asOf(cited.position);
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'POSITION_OF_OTHER_LOG',
      hint: expect.stringContaining('by its id, or the time'),
    });
    const page = await asked(`{ events(after: "${cited.position}") { edges { cursor } } }`);
    expect(page.errors?.[0]?.extensions.code).toBe('POSITION_OF_OTHER_LOG');
    for (const after of [cited.position, `${cited.position}/0`]) {
      expect(await followed(after)).toMatchObject({
        errors: [{ extensions: { code: 'POSITION_OF_OTHER_LOG' } }],
      });
    }
  });

  it('an event id and a time mean the same as before', async () => {
    const { data } = await asOf(cited.id);
    const edges = data?.['events']?.edges ?? [];
    const position = edges.find(({ node }) => node.id === cited.id)?.cursor ?? '';
    // Four declarations, and the events up to the one cited.
    expect(edges).toHaveLength(4 + 21);
    expect((await asOf(cited.recordedAt)).data?.['events']?.edges.map(({ node }) => node.id)).toContain(
      cited.id,
    );
    // Found again by its id, it has a position here: who followed goes on behind it.
    expect(await followed(position)).toMatchObject({
      data: { eventRecorded: { event: ledgerEvent(0, 21).id } },
    });
  });
});
