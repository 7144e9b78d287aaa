import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DOUBLE_PLANS, NETWORK_PLANS } from './fault-plans.js';
import type { Double } from '../esdb-double/start-double.js';
import { startFaultyDouble } from './faulty-server.js';
import { runFaults } from './run.js';

/*
 * A short run of each fault; `npm run test:faults` makes ten thousand operations of each. On a real server only the
 * network can be made to misbehave, on the double the network is one more fault.
 */

const OPERATIONS = 200;
const SEED = process.env.LIGGAREN_SEED === 'random' ? Date.now() % 2 ** 32 : 7;
const SPARSE = 4;

const server = process.env.LIGGAREN_TEST_ESDB;
const plans =
  server === undefined
    ? [...DOUBLE_PLANS, ...NETWORK_PLANS.filter(({ name }) => name.endsWith('mixed'))]
    : NETWORK_PLANS;

let folder: string;
let double: Double;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liggaren-faults-'));
  if (server === undefined) double = await startFaultyDouble(folder);
});
afterAll(async () => {
  if (server === undefined) await double.stop();
  await rm(folder, { recursive: true, force: true });
});

describe(`random operations, seed ${SEED}`, () => {
  it.each(plans)(
    '$name: nothing acknowledged is lost or doubled, and the state is that of the embedded engine',
    async (plan) => {
      const { lost, doubled, wrong, acknowledged, injected } = await runFaults({
        // What happens every so many operations happens in a short run too.
        plan: {
          ...plan,
          killEvery: plan.killEvery && OPERATIONS / 2,
          leadEvery: plan.leadEvery && plan.leadEvery / SPARSE,
          networkEvery: plan.networkEvery && plan.networkEvery / SPARSE,
        },
        seed: SEED,
        operations: OPERATIONS,
        server: server ?? double,
        prefix: `faults.${Date.now()}.${process.pid}`,
      });
      expect({ lost, doubled, wrong }).toEqual({ lost: 0, doubled: 0, wrong: [] });
      expect(acknowledged).toBeGreaterThan(OPERATIONS / 2);
      expect(Object.keys(injected)).not.toEqual([]);
    },
    120_000,
  );
});
