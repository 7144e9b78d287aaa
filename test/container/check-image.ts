// `npm run check:image`: does by hand what a container engine would do with the Dockerfile and docker-compose.yml, as far
// as that goes on a Linux machine without one, as root. With LIGGAREN_TEST_ESDB, the second half is on that server.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSqliteEventStore } from '#event-store';
import { startDouble } from '../esdb-double/start-double.js';
import { startContainer, type Container } from './container.js';
import { buildByHand, newVolume, type Image } from './image.js';

const VOLUME = '/var/lib/liggaren';
const HEALTHY_WITHIN_MS = 120_000;
/** What docker-compose.yml gives a container to stop in, stop_grace_period. */
const STOP_WITHIN_MS = 30_000;
const DIFF =
  '{ budgetDiff(unit: "boras/ks/stadsledningskansliet", year: "2021", from: "2021:1", to: "2021:2") { rows { path cells { value } } } }';

const NOT_CHECKED = [
  'the base images: whether their tags can be pulled, and what is in them',
  'installing python3, make and g++ from the distribution of the base image',
  'that the engine applies what the compose file says: init, tmpfs, restart, published ports, depends_on, seccomp',
  'the image of EventStoreDB',
];

function say(line: string): void {
  console.log(line);
}

function must(holds: boolean, what: string, seen?: string): void {
  if (!holds) throw new Error(`not so: ${what}${seen === undefined ? '' : `\n${seen}`}`);
  say(`  ✓ ${what}`);
}

async function onEmbeddedLog(image: Image, folder: string, hidden: readonly string[]): Promise<string> {
  say('\nThe embedded log, on a volume');
  const volume = newVolume(image, VOLUME, join(folder, 'ledger'));
  const start = (): Container => startContainer(image, { volume, isAlone: true, hidden });

  const cut = start();
  await sleep(3_000);
  cut.signal('SIGTERM');
  const cutAt = performance.now();
  await cut.ended;
  must(readdirSync(volume).includes('.loading'), `stopped while it loads, it ends (${since(cutAt)})`);

  const first = start();
  const ms = await first.healthy(HEALTHY_WITHIN_MS);
  must(true, `it takes up the load and is healthy after ${(ms / 1000).toFixed(1)} s`);
  await confinement(first);
  const answer = await rowsOf(first);
  const status = await first.exec('liggaren', 'status');
  must(status.status === 0, 'liggaren status beside the server', status.output);
  const view = await first.exec('liggaren', 'units');
  must(view.status === 0, 'liggaren units beside the server', view.output);
  await stops(first);
  await isWhole(volume);

  const second = start();
  const again = await second.healthy(HEALTHY_WITHIN_MS);
  must(
    (await rowsOf(second)) === answer,
    `started again (${(again / 1000).toFixed(1)} s), it answers the same`,
  );
  await stops(second);
  await isWhole(volume);
  return answer;
}

async function onServer(
  image: Image,
  folder: string,
  hidden: readonly string[],
  expected: string,
): Promise<void> {
  const double = process.env.LIGGAREN_TEST_ESDB === undefined ? await startDouble() : undefined;
  const server = process.env.LIGGAREN_TEST_ESDB ?? double?.connection ?? '';
  say(`\nThe log on EventStoreDB (${double === undefined ? 'a real server' : 'the double of its protocol'})`);
  try {
    const environment = {
      LIGGAREN_LOG: `${server}${server.includes('?') ? '&' : '?'}prefix=image.${randomUUID().slice(0, 8)}`,
      // It has the network of this machine here, since the server is there.
      LIGGAREN_HOST: '127.0.0.1',
      LIGGAREN_PORT: String(await freePort()),
    };
    const start = (name: string): Container => {
      const volume = newVolume(image, VOLUME, join(folder, name));
      return startContainer(image, { volume, environment, isAlone: false, hidden });
    };
    const first = start('read-model');
    await first.healthy(HEALTHY_WITHIN_MS);
    const imported = await first.exec('liggaren', 'import', 'data');
    must(imported.status === 0, 'liggaren import data beside the server', imported.output);
    must((await rowsOf(first)) === expected, 'the same answer as from the embedded log');
    await stops(first);

    const second = start('read-model-anew');
    const ms = await second.healthy(HEALTHY_WITHIN_MS);
    const seconds = (ms / 1000).toFixed(1);
    must((await rowsOf(second)) === expected, `with an empty volume it reads the log again (${seconds} s)`);
    await stops(second);
  } finally {
    await double?.stop();
  }
}

/** Who it is, and what it may not. */
async function confinement(container: Container): Promise<void> {
  const { output } = await container.exec('cat', '/proc/1/status');
  const field = (name: string): string => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(output)?.[1] ?? '';
  must(
    /^(\d+)(\s+\1){3}$/.test(field('Uid')) && !field('Uid').startsWith('0'),
    'it is not root',
    field('Uid'),
  );
  must(field('Name') === 'node', 'it is the first process, which no signal ends that it does not handle');
  must(
    ['CapPrm', 'CapEff', 'CapBnd'].every((name) => /^0+$/.test(field(name))),
    'it has no capability',
  );
  must(field('NoNewPrivs') === '1', 'it can gain none');
  for (const path of ['/app/x', '/x', '/usr/local/x']) {
    const { status } = await container.exec('touch', path);
    must(status !== 0, `it cannot write ${path}`);
  }
}

async function rowsOf(container: Container): Promise<string> {
  // As the browser names what is published on another port.
  const answer = (await container.ask(DIFF, '127.0.0.1:4001')) as {
    data?: { budgetDiff?: { rows: unknown[] } };
  };
  const rows = answer.data?.budgetDiff?.rows ?? [];
  if (rows.length === 0) throw new Error(`no answer: ${JSON.stringify(answer)}`);
  return JSON.stringify(rows);
}

async function stops(container: Container): Promise<void> {
  const began = performance.now();
  container.signal('SIGTERM');
  const { status, output } = await container.ended;
  must(status === 0, `told to stop, it ends with 0 (${since(began)})`, `${status}\n${output}`);
  must(performance.now() - began < STOP_WITHIN_MS, 'within the time that it is given');
}

async function isWhole(volume: string): Promise<void> {
  const store = await openSqliteEventStore({ path: join(volume, 'log.sqlite'), mode: 'read' });
  const { events, problems } = store.verify();
  await store.close();
  must(problems.length === 0 && events > 0, `the log is whole: ${events} events, every hash recomputed`);
}

function since(began: number): string {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function main(): Promise<number> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    console.error('check:image builds root file systems of its own: run it on Linux, as root.');
    return 2;
  }
  const folder = mkdtempSync(join(tmpdir(), 'liggaren-image-'));
  try {
    say('The Dockerfile by hand');
    const image = await buildByHand(process.cwd(), folder, (line) => say(`  ${line}`));
    const hidden = [process.cwd(), '/root'];
    const answer = await onEmbeddedLog(image, folder, hidden);
    await onServer(image, folder, hidden, answer);
    say(
      `\nNot checked, since it needs a container engine:\n${NOT_CHECKED.map((what) => `  - ${what}`).join('\n')}`,
    );
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main();
