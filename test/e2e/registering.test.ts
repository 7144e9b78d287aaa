import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { registerCommands } from '../../apps/shared/registering/commands.js';
import type { Ledger } from '../../apps/shared/ledger.js';
import { openLedger } from '../../apps/shared/open-ledger.js';
import { BY_HAND, EDITIONS } from '../support/commands-by-hand.js';
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
    const { command, input, broken, as } = given;
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
