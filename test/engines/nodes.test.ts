import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type ApiServer } from '../../apps/api/index.js';
import { importInputs } from '../../apps/cli/import/import-inputs.js';
import { planInputs } from '../../apps/cli/import/planned-input.js';
import { run } from '../../apps/cli/run.js';
import type { Ledger } from '../../apps/shared/ledger.js';
import { openLedger } from '../../apps/shared/open-ledger.js';
import type { LiveMessage } from '../../projections/index.js';
import { startDouble, type Double } from '../esdb-double/start-double.js';
import { addressOn } from '../support/engine.js';
import { memoryIo } from '../support/memory-io.js';
import { PUBLISHED } from '../support/published-ledger.js';
import { patient } from '../support/patience.js';

let folder: string;
let double: Double | undefined;
let address: string;
const nodes: Ledger[] = [];
const servers: ApiServer[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liggaren-nodes-'));
  const connection = process.env.LIGGAREN_TEST_ESDB;
  if (connection === undefined) double = await startDouble();
  address = addressOn(connection ?? double?.connection ?? '', folder);
  for (const name of ['one', 'two']) {
    const node = await openLedger({ folder: join(folder, name), address, mode: 'write' });
    await node.caughtUp;
    nodes.push(node);
    servers.push(await createServer({ access: node, caughtUp: node.caughtUp }));
  }
}, patient(60_000));

afterAll(async () => {
  for (const server of servers) await server.close();
  for (const node of nodes) await node.close();
  await double?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function liggaren(env: Record<string, string>, ...argv: readonly string[]) {
  const io = memoryIo({ env });
  const code = await run(argv, { io, openLedger, planInputs, importInputs });
  return { code, ...io.written };
}

const node = (n: 0 | 1): Ledger => nodes[n] as Ledger;
const onServer = (name: string): Record<string, string> => ({
  LIGGAREN_LOG: address,
  LIGGAREN_LEDGER: join(folder, name),
});
const VIEW = {
  view: 'budget-diff',
  unit: 'boras/ks/stadsledningskansliet',
  year: '2021',
  from: '2021:1',
  to: '2021:2',
} as const;

describe('several nodes on one log', () => {
  it('an import goes on beside them, and each of them shows it', async () => {
    const topic = await node(1).live.open({ kind: 'eventRecorded', filter: {} });
    // In a folder of its own, and in that of a node that is running.
    expect(await liggaren(onServer('three'), 'import', PUBLISHED)).toMatchObject({ code: 0 });
    const again = await liggaren(onServer('one'), 'import', PUBLISHED);
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('nothing new')]);
    const head = (await node(0).store.head()) ?? '';
    await Promise.all([node(0).waitFor(head), node(1).waitFor(head)]);
    const messages: LiveMessage[] = [];
    for (let page = await topic.take(500); page.length > 0; page = await topic.take(500))
      messages.push(...page);
    topic.close();
    expect(node(0).reader.view(VIEW)).toEqual(node(1).reader.view(VIEW));
    expect(new Set(messages.map(({ cursor }) => cursor)).size).toBe(messages.length);
    expect(messages.length).toBeGreaterThan(900);
  }, 1_200_000);

  it('what one registers is read at the other with its position, which is a text', async () => {
    const status = await liggaren(onServer('two'), 'status', '--json');
    expect(JSON.parse(status.out)).toMatchObject({
      log: { engine: 'eventstoredb', id: node(0).store.logId },
      readModel: { behind: 0 },
    });
    const registered = await liggaren(
      onServer('four'),
      ...'register define-unit --set unit=ny --set name=Ny --set kind=municipality --json'.split(' '),
    );
    expect({ code: registered.code, err: registered.err }).toMatchObject({ code: 0 });
    const { position } = JSON.parse(registered.out) as { position: string };
    expect(position).toMatch(/^[a-z0-9]+:\d+-\d+$/);
    const query = `{ units(waitFor: "${position}", asOf: "${position}") { edges { node { unit } } } }`;
    for (const { url } of servers) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      expect(await response.text()).toContain('"unit":"ny"');
    }
    // Before that position it is not there, however positions are spaced.
    const [last] = await node(0).store.readAllPage({
      direction: 'backwards',
      maxCount: 1,
      from: node(0).store.position(position),
    });
    const { items } = node(1).reader.unitsPage({ first: 1_000 }, { asOf: last?.position });
    expect(items.map(({ item }) => item.unit)).not.toContain('ny');
  });

  it('health and metrics tell how the log is doing', async () => {
    const [{ url }] = servers as [ApiServer];
    const ready = await fetch(`${url}/health/ready`);
    expect(await ready.json()).toEqual({ status: 'ready', log: { state: 'live' } });
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain('liggaren_log_state{engine="eventstoredb",state="live"} 1');
    expect(metrics).toContain('liggaren_log_state{engine="eventstoredb",state="lost"} 0');
    expect(metrics).toContain('liggaren_read_model_behind_events 0');
  });
});

describe('a folder belongs to one log', () => {
  it('that of another log is refused, and so is an embedded ledger; nothing is thrown away', async () => {
    const other = { ...onServer('two'), LIGGAREN_LOG: `${address}.other` };
    for (const env of [other, { LIGGAREN_LEDGER: join(folder, 'two') }]) {
      const refused = await liggaren(env, 'import', PUBLISHED);
      expect([refused.code, refused.err]).toEqual([5, expect.stringContaining('READ_MODEL_OF_OTHER_LOG')]);
    }
    const embedded = { LIGGAREN_LEDGER: join(folder, 'embedded') };
    expect(await liggaren(embedded, 'import', PUBLISHED)).toMatchObject({ code: 0 });
    const refused = await liggaren({ ...embedded, LIGGAREN_LOG: address }, 'status');
    expect([refused.code, refused.err]).toEqual([5, expect.stringContaining('liggaren copy')]);
    expect(await liggaren(embedded, 'status')).toMatchObject({ code: 0 });
    expect(await liggaren(onServer('two'), 'status')).toMatchObject({ code: 0 });
  }, 1_200_000);

  it('a ledger that is not there is not made by reading', async () => {
    const nowhere = { ...onServer('nowhere'), LIGGAREN_LOG: `${address}.nowhere` };
    for (let time = 0; time < 2; time++)
      expect((await liggaren(nowhere, 'status')).err).toContain('[LOG_MISSING]');
  });
});

describe('credentials', () => {
  it('are never printed', async () => {
    const secret = 'hemligt';
    for (const log of [
      `esdb://admin:${secret}@127.0.0.1:1?tls=false&prefix=x`,
      `esdb://admin:${secret}@127.0.0.1:1?tls=perhaps`,
      `http://admin:${secret}@127.0.0.1`,
      `esdb://admin:${secret}@`,
    ]) {
      const env = { LIGGAREN_LOG: log, LIGGAREN_LEDGER: join(folder, 'credentials') };
      const { code, out, err } = await liggaren(env, 'status');
      expect([2, 5]).toContain(code);
      expect(out + err).not.toContain(secret);
    }
  }, 1_200_000);
});
