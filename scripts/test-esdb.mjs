// `npm run test:esdb`: the conformance suite and the acceptance tests, with every ledger on the server that
// LIGGAREN_TEST_ESDB names. `npm run test:copy`: 200 000 events copied there and back (without a server: to the double).
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const COPIED_EVENTS = '200000';

const isCopy = process.argv[2] === 'copy';
const server = process.env.LIGGAREN_TEST_ESDB;
if (!server && !isCopy) {
  console.error("Name a server: LIGGAREN_TEST_ESDB='esdb://127.0.0.1:2113?tls=false' npm run test:esdb");
  process.exit(2);
}

// What the published figures say, asked in every way; and what only a server has.
const tests = isCopy
  ? ['test/engines/copy.test']
  : [
      'test/conformance/eventstoredb',
      'test/engines/[a-z]+\\.test',
      'test/e2e/',
      'test/acceptance/published-',
    ];
const env = isCopy
  ? { LIGGAREN_TEST_COPY_EVENTS: process.env.LIGGAREN_TEST_COPY_EVENTS ?? COPIED_EVENTS }
  : { LIGGAREN_TEST_ENGINE: 'eventstoredb' };
const jest = fileURLToPath(new URL('../node_modules/jest/bin/jest.js', import.meta.url));
const flags = ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning'];
const { status } = spawnSync(process.execPath, [...flags, jest, ...tests], {
  stdio: 'inherit',
  env: { ...process.env, ...env },
});
process.exitCode = status ?? 1;
