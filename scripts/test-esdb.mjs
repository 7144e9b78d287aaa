// `npm run test:esdb`: the conformance suite, the acceptance tests and those of API, command line and subscriptions, with
// every ledger on the server that LIGGAREN_TEST_ESDB names. At the end it reads on the server, with the client by hand,
// what each test file wrote there: one that wrote nothing did not run on it, and fails. Arguments choose among the files
// (`npm run test:esdb -- sie`).
// `npm run test:copy`: 200 000 events copied there and back (without a server: to the double).
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const COPIED_EVENTS = '200000';

/** For a test that names no time of its own: a server answers later than a file, and a cluster later than one server. */
const TEST_MS = 180_000;

/** What is asked on a server, with everything below. */
const SUITES = [
  'test/conformance',
  'test/esdb-double',
  'test/engines',
  'test/e2e',
  'test/acceptance',
  'test/live/clients.test.ts',
  'apps/api/live/published.test.ts',
];

/** What takes the server away: asked when nothing else is on it any more. */
const ALONE = 'test/engines/lost-server.test.ts';

/** What of that is not, and why; a folder ends with a slash. */
const NO_LEDGER = 'reads documents and opens no ledger';
const DOUBLE = 'tells the double what to do wrong, which no real server can be told';
const LEFT_OUT = {
  'test/conformance/sqlite.test.ts': 'is the same suite on the embedded log',
  'test/conformance/eventstoredb-faults.test.ts': DOUBLE,
  'test/engines/on-server/': 'is what `npm test` runs of these on the double',
  'test/engines/secured-server.test.ts':
    'wants a server with TLS and users: LIGGAREN_TEST_ESDB_SECURED=… npm run jest -- test/engines/secured-server',
  ...(process.env.LIGGAREN_TEST_ESDB_AWAY && process.env.LIGGAREN_TEST_ESDB_BACK
    ? {}
    : {
        [ALONE]:
          'wants shell commands that take the server away and bring it back: LIGGAREN_TEST_ESDB_AWAY, LIGGAREN_TEST_ESDB_BACK',
      }),
  'test/acceptance/changed-texts.test.ts': NO_LEDGER,
  'test/acceptance/damaged-documents.test.ts': NO_LEDGER,
  'test/acceptance/document-tables.test.ts': NO_LEDGER,
  'test/acceptance/hostile-texts.test.ts': NO_LEDGER,
  'test/acceptance/no-sentences.test.ts': NO_LEDGER,
  'test/acceptance/published-content.test.ts': NO_LEDGER,
  'test/acceptance/published-documents.test.ts': NO_LEDGER,
  'test/acceptance/published-plan.test.ts': NO_LEDGER,
  'test/acceptance/published-sentences.test.ts': NO_LEDGER,
  'test/acceptance/random-documents.test.ts': NO_LEDGER,
  'test/acceptance/varied-documents.test.ts': NO_LEDGER,
};

const root = fileURLToPath(new URL('..', import.meta.url));

function jest(tests, env) {
  const runner = fileURLToPath(new URL('../node_modules/jest/bin/jest.js', import.meta.url));
  const flags = ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning'];
  const { status } = spawnSync(process.execPath, [...flags, runner, ...tests], {
    stdio: 'inherit',
    cwd: root,
    env: { ...process.env, ...env },
  });
  return status ?? 1;
}

function testsOf(suite) {
  if (suite.endsWith('.test.ts')) return [suite];
  return readdirSync(`${root}/${suite}`, { recursive: true })
    .map((file) => `${suite}/${String(file).replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.test.ts'))
    .sort();
}

function whyLeftOut(file) {
  return Object.entries(LEFT_OUT).find(([path]) =>
    path.endsWith('/') ? file.startsWith(path) : file === path,
  )?.[1];
}

/** As prefixOf of test/support/engine.ts names the ledgers of a test file. */
function prefixOf(run, file) {
  const name = file.replace(/^test\/|\.test\.ts$/g, '').replaceAll(/[^A-Za-z0-9]+/g, '_');
  return `test.${run}.${name.slice(-34)}.`;
}

/** The streams under the prefixes of this run, each with its number of events, read by the client as it comes. */
async function streamsOf(server, run) {
  const { EventStoreDBClient, streamNameFilter } = await import('@eventstore/db-client');
  const client = EventStoreDBClient.connectionString(server);
  const streams = new Map();
  const subscription = client.subscribeToAll({ filter: streamNameFilter({ prefixes: [`test.${run}.`] }) });
  await new Promise((resolve, reject) => {
    subscription.on('error', reject);
    subscription.on('caughtUp', resolve);
    subscription.on('data', ({ event }) => {
      const stream = event?.streamId ?? '';
      streams.set(stream, (streams.get(stream) ?? 0) + 1);
    });
  });
  subscription.on('error', () => undefined);
  await subscription.unsubscribe();
  await client.dispose();
  return streams;
}

/** Prints what each test file wrote; answers those that wrote nothing. */
async function written(server, run, files) {
  const streams = await streamsOf(server, run);
  const rows = files.map((file) => {
    const prefix = prefixOf(run, file);
    const own = [...streams].filter(([stream]) => stream.startsWith(prefix));
    const ledgers = new Set(own.map(([stream]) => stream.slice(0, stream.indexOf(':'))));
    return {
      file,
      ledgers: ledgers.size,
      streams: own.length,
      events: own.reduce((sum, [, n]) => sum + n, 0),
    };
  });
  console.log('\nWritten on the server:\n\n  ledgers  streams   events');
  for (const { file, ledgers, streams: of, events } of rows)
    console.log(
      `  ${String(ledgers).padStart(7)}  ${String(of).padStart(7)}  ${String(events).padStart(7)}  ${file}`,
    );
  const sum = (key) => String(rows.reduce((all, row) => all + row[key], 0)).padStart(7);
  console.log(`  ${sum('ledgers')}  ${sum('streams')}  ${sum('events')}  in all, under test.${run}.`);
  return rows.filter(({ events }) => events === 0).map(({ file }) => file);
}

async function onServer(server, chosen) {
  const all = SUITES.flatMap(testsOf);
  const files = all.filter(
    (file) =>
      whyLeftOut(file) === undefined && (chosen.length === 0 || chosen.some((part) => file.includes(part))),
  );
  console.log('Left out:');
  for (const file of all) if (whyLeftOut(file)) console.log(`  ${file}: ${whyLeftOut(file)}`);
  const run = randomBytes(4).toString('hex');
  const begun = performance.now();
  const apart = [files.filter((file) => file !== ALONE), files.filter((file) => file === ALONE)];
  const statuses = apart
    .filter((some) => some.length > 0)
    .map((some) =>
      jest(['--testTimeout', String(TEST_MS), '--runTestsByPath', ...some], {
        LIGGAREN_TEST_ENGINE: 'eventstoredb',
        LIGGAREN_TEST_RUN: run,
      }),
    );
  const minutes = (performance.now() - begun) / 60_000;
  const silent = await written(server, run, files);
  for (const file of silent) console.error(`${file} wrote nothing on the server: it did not run there`);
  console.log(`${files.length} test files, ${minutes.toFixed(1)} minutes`);
  return silent.length > 0 || statuses.length === 0 ? 1 : Math.max(...statuses);
}

const [first, ...rest] = process.argv.slice(2);
const server = process.env.LIGGAREN_TEST_ESDB;
if (first === 'copy') {
  const events = process.env.LIGGAREN_TEST_COPY_EVENTS ?? COPIED_EVENTS;
  process.exitCode = jest(['test/engines/copy.test'], { LIGGAREN_TEST_COPY_EVENTS: events });
} else if (server) {
  process.exitCode = await onServer(server, first === undefined ? [] : [first, ...rest]);
} else {
  console.error("Name a server: LIGGAREN_TEST_ESDB='esdb://127.0.0.1:2113?tls=false' npm run test:esdb");
  process.exitCode = 2;
}
