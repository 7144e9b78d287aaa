import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DOUBLE_PLANS, NETWORK_PLANS } from './fault-plans.js';
import { startFaultyDouble } from './faulty-server.js';
import { runFaults } from './run.js';

/*
 * `npm run test:faults`: each fault for ten thousand operations, on the double of the protocol, or what a network does on
 * the server that LIGGAREN_TEST_ESDB names. LIGGAREN_SEED=… lets the same be asked again.
 *
 *     -- --operations 10000   of each fault
 *     -- --only TEXT          the faults with this in their name
 */

const OPERATIONS = '10000';
/** Of what is wrong, so much is printed. */
const SHOWN = 10;

const { values } = parseArgs({
  options: { operations: { type: 'string', default: OPERATIONS }, only: { type: 'string', default: '' } },
});
const seed = Number(process.env.LIGGAREN_SEED ?? Date.now() % 2 ** 32);
const server = process.env.LIGGAREN_TEST_ESDB;
const plans = server === undefined ? [...DOUBLE_PLANS, ...NETWORK_PLANS] : NETWORK_PLANS;
const folder = await mkdtemp(join(tmpdir(), 'liggaren-faults-'));
console.log(`LIGGAREN_SEED=${seed}, ${server === undefined ? 'on the double' : 'on a server'}`);
const double = server === undefined ? await startFaultyDouble(folder) : undefined;
let failed = 0;
try {
  for (const [n, plan] of plans.entries()) {
    if (!plan.name.includes(values.only)) continue;
    const { wrong, ...figures } = await runFaults({
      plan,
      seed: seed + n,
      operations: Number(values.operations),
      server: server ?? double ?? '',
      prefix: `faults.${seed}.${process.pid}.${n}`,
    });
    const { operations, appends, reads, acknowledged, lost, doubled, followed, resumed, injected, seconds } =
      figures;
    console.log(
      `${plan.name}: ${operations} operations (${appends} appends, ${reads} reads), ` +
        `acknowledged ${acknowledged} events, lost ${lost}, doubled ${doubled}, ` +
        `followed ${followed} (resumed ${resumed} times), wrong ${wrong.length}, ${seconds.toFixed(0)} s; ` +
        `injected ${JSON.stringify(injected)}`,
    );
    for (const one of wrong.slice(0, SHOWN)) console.error(`  ${one}`);
    if (lost + doubled + wrong.length > 0) failed++;
  }
} finally {
  await double?.stop();
  await rm(folder, { recursive: true, force: true });
}
console.log(failed === 0 ? 'nothing lost, nothing doubled, order kept' : `${failed} faults failed`);
process.exitCode = failed === 0 ? 0 : 1;
