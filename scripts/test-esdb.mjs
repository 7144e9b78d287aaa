// `npm run test:esdb`: the conformance suite, the acceptance tests and those of API, command line and subscriptions, with
// every ledger on the server that LIGGAREN_TEST_ESDB names. At the end it reads on the server, with the client by hand,
// what each test file wrote there: one that wrote nothing did not run on it, and fails. It tells the tests, the time and
// the writes of each file, what was left out, and why. Arguments choose among the files (`npm run test:esdb -- sie`).
// `npm run test:copy`: 200 000 events copied there and back (without a server: to the double).
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const COPIED_EVENTS = '200000';

/** For a test that names no time of its own: a server answers later than a file, and a cluster later than one server. */
const TEST_MS = 600_000;

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

/** As test/support/documents.ts finds the published documents, which are not in the repository. */
const DOCUMENTS = resolve(process.env.LIGGAREN_DOCUMENTS ?? '../shared/documents');
const hasDocuments = existsSync(DOCUMENTS) && readdirSync(DOCUMENTS).some((name) => name.endsWith('.txt'));

/** What of that is not, and why; a folder ends with a slash. */
const READING =
  'opens no ledger: it is about documents as they are read, before anything of them is recorded';
const TEXTS = 'opens no ledger: it compares the texts of the repository with the published documents';
const LEFT_OUT = {
  'test/conformance/sqlite.test.ts': 'is the conformance suite on the embedded log',
  'test/conformance/eventstoredb-faults.test.ts':
    'starts the double itself and tells it what to do wrong, which no real server can be told (`npm run test:faults` does to one what a network can)',
  'test/engines/on-server/':
    'runs a file of test/e2e, which runs here by itself, on the double: that is what `npm test` has of them',
  'test/engines/secured-server.test.ts':
    'wants a server with TLS and users: LIGGAREN_TEST_ESDB_SECURED=… npm run jest -- test/engines/secured-server',
  ...(process.env.LIGGAREN_TEST_ESDB_AWAY && process.env.LIGGAREN_TEST_ESDB_BACK
    ? {}
    : {
        [ALONE]:
          'wants shell commands that take the server away and bring it back: LIGGAREN_TEST_ESDB_AWAY, LIGGAREN_TEST_ESDB_BACK',
      }),
  'test/acceptance/changed-texts.test.ts': READING,
  'test/acceptance/damaged-documents.test.ts': READING,
  'test/acceptance/document-tables.test.ts': READING,
  'test/acceptance/hostile-texts.test.ts': READING,
  'test/acceptance/no-sentences.test.ts': TEXTS,
  'test/acceptance/published-content.test.ts': READING,
  'test/acceptance/published-documents.test.ts': READING,
  'test/acceptance/published-plan.test.ts':
    'opens no ledger: it is about the events of the published figures before they are recorded',
  'test/acceptance/published-sentences.test.ts': TEXTS,
  'test/acceptance/random-documents.test.ts': 'imports with --dry-run alone, which records nothing',
  ...(hasDocuments
    ? {}
    : {
        'test/acceptance/varied-documents.test.ts': `imports the published documents, which are not in ${DOCUMENTS} (LIGGAREN_DOCUMENTS)`,
      }),
};

const root = fileURLToPath(new URL('..', import.meta.url));

/** Resolves with its exit code. It does not stop this process: connections that nobody answers for are cut by a server. */
function jest(tests, env) {
  const runner = fileURLToPath(new URL('../node_modules/jest/bin/jest.js', import.meta.url));
  const flags = ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, runner, ...tests], {
    stdio: 'inherit',
    cwd: root,
    env: { ...process.env, ...env },
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** Begins a test that did nothing, as there are no documents. */
const NOT_RUN = 'NOT RUN';

/** Runs the files; answers how it ended, and of each file its tests and its seconds. */
async function tested(files, env) {
  const folder = mkdtempSync(join(tmpdir(), 'liggaren-test-esdb-'));
  const told = join(folder, 'results.json');
  const options = ['--testTimeout', String(TEST_MS), '--json', '--outputFile', told];
  const status = await jest([...options, '--runTestsByPath', ...files], env);
  const { testResults } = existsSync(told) ? JSON.parse(readFileSync(told, 'utf8')) : { testResults: [] };
  rmSync(folder, { recursive: true });
  const results = testResults.map(({ name, status: is, startTime, endTime, assertionResults: tests }) => ({
    file: relative(root, name).replaceAll('\\', '/'),
    isGreen: is === 'passed',
    seconds: Math.max(0, endTime - startTime) / 1_000,
    passed: tests.filter((test) => test.status === 'passed' && !test.title.startsWith(NOT_RUN)).length,
    failed: tests.filter((test) => test.status === 'failed').map(({ fullName }) => fullName),
    notRun: tests.filter((test) => test.title.startsWith(NOT_RUN)).length,
  }));
  return { status, results };
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

/** How often the server is read, where a read fails. */
const READS_MAX = 5;

/** Reads on the server with the client by hand; once more where a busy server or a new leader cuts the read. */
async function read(server, work) {
  const { EventStoreDBClient } = await import('@eventstore/db-client');
  for (let attempt = 1; ; attempt++) {
    const client = EventStoreDBClient.connectionString(server);
    try {
      return await work(client);
    } catch (error) {
      if (attempt === READS_MAX) throw error;
      await new Promise((resolve) => setTimeout(resolve, attempt * 1_000));
    } finally {
      await client.dispose();
    }
  }
}

/** Where the server's log ends now. */
function endOf(server) {
  return read(server, async (client) => {
    const last = client.readAll({ direction: 'backwards', fromPosition: 'end', maxCount: 1 });
    let end = 'start';
    for await (const { event } of last) end = event?.position ?? end;
    return end;
  });
}

/** The streams under the prefixes of this run, each with its number of events, read by the client as it comes. */
function streamsOf(server, run, begin) {
  return read(server, async (client) => {
    const streams = new Map();
    for await (const { event } of client.readAll({ fromPosition: begin })) {
      const stream = event?.streamId ?? '';
      if (stream.startsWith(`test.${run}.`)) streams.set(stream, (streams.get(stream) ?? 0) + 1);
    }
    return streams;
  });
}

const COLUMNS = ['tests', 'red', 'seconds', 'ledgers', 'streams', 'events'];
const rowOf = (cells) => `  ${cells.map((cell) => String(cell).padStart(7)).join('  ')}`;

/** Each file with its tests and with what it wrote on the server. */
function rowsOf(files, results, streams, run) {
  return files.map((file) => {
    const result = results.find((one) => one.file === file);
    const own = [...streams].filter(([stream]) => stream.startsWith(prefixOf(run, file)));
    return {
      file,
      isGreen: result?.isGreen ?? false,
      failed: result?.failed ?? [],
      tests: (result?.passed ?? 0) + (result?.failed.length ?? 0),
      red: result?.failed.length ?? 0,
      notRun: result?.notRun ?? 0,
      seconds: Math.round(result?.seconds ?? 0),
      ledgers: new Set(own.map(([stream]) => stream.slice(0, stream.search(/[:!]/)))).size,
      streams: own.length,
      events: own.reduce((sum, [, n]) => sum + n, 0),
    };
  });
}

/** The files that do not run, those with the same reason together. */
function tellLeftOut(left) {
  console.log('\nLeft out:\n');
  for (const why of new Set(left.map(([, reason]) => reason))) {
    for (const [file, reason] of left) if (reason === why) console.log(`  ${file}`);
    console.log(`      ${why}`);
  }
}

function report(rows, left, run, minutes) {
  console.log(`\nOn the server:\n\n${rowOf(COLUMNS)}`);
  for (const row of rows) console.log(`${rowOf(COLUMNS.map((column) => row[column]))}  ${row.file}`);
  const sum = (column) => rows.reduce((all, row) => all + row[column], 0);
  console.log(`${rowOf(COLUMNS.map(sum))}  in all, under test.${run}.`);
  tellLeftOut(left);
  const notRun = sum('notRun');
  if (notRun > 0) console.log(`  ${notRun} tests that want the published documents (LIGGAREN_DOCUMENTS)`);
  console.log('');
  for (const { file, isGreen, failed, events } of rows) {
    for (const name of failed) console.log(`RED  ${file}: ${name}`);
    if (!isGreen && failed.length === 0) console.log(`RED  ${file}: it did not run to its end`);
    if (events === 0) console.log(`RED  ${file}: it wrote nothing on the server, and so did not run there`);
  }
  const green = rows.filter(({ isGreen, events }) => isGreen && events > 0).length;
  console.log(
    `${rows.length} test files, ${green === rows.length ? 'all' : green} green; ${sum('tests')} tests, ${sum('red')} red; ` +
      `${minutes.toFixed(1)} minutes, with a load of ${loadavg()[2].toFixed(1)} on the machine in its last quarter of an hour`,
  );
  return green === rows.length;
}

async function onServer(server, chosen) {
  const all = SUITES.flatMap(testsOf);
  const left = all.map((file) => [file, whyLeftOut(file)]).filter(([, why]) => why !== undefined);
  const files = all.filter(
    (file) =>
      whyLeftOut(file) === undefined && (chosen.length === 0 || chosen.some((part) => file.includes(part))),
  );
  if (files.length === 0) {
    console.error('There is no test file of that name among those that run on a server.');
    tellLeftOut(left);
    return 2;
  }
  const run = randomBytes(4).toString('hex');
  const begin = await endOf(server);
  const begun = performance.now();
  const runs = [];
  for (const some of [files.filter((file) => file !== ALONE), files.filter((file) => file === ALONE)]) {
    const env = { LIGGAREN_TEST_ENGINE: 'eventstoredb', LIGGAREN_TEST_RUN: run };
    if (some.length > 0) runs.push(await tested(some, env));
  }
  const minutes = (performance.now() - begun) / 60_000;
  const results = runs.flatMap((one) => one.results);
  const rows = rowsOf(files, results, await streamsOf(server, run, begin), run);
  const isGreen = report(rows, left, run, minutes);
  return isGreen ? Math.max(...runs.map(({ status }) => status)) : 1;
}

const [first, ...rest] = process.argv.slice(2);
const server = process.env.LIGGAREN_TEST_ESDB;
if (first === 'copy') {
  const events = process.env.LIGGAREN_TEST_COPY_EVENTS ?? COPIED_EVENTS;
  process.exitCode = await jest(['test/engines/copy.test'], { LIGGAREN_TEST_COPY_EVENTS: events });
} else if (server) {
  process.exitCode = await onServer(server, first === undefined ? [] : [first, ...rest]);
} else {
  console.error("Name a server: LIGGAREN_TEST_ESDB='esdb://127.0.0.1:2113?tls=false' npm run test:esdb");
  process.exitCode = 2;
}
