// `npm start`: builds where that is needed, loads the published figures into a ledger that is new, and serves.
// What follows `npm start --` is given to `liggaren serve`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const liggaren = join(root, 'dist/apps/cli/main.js');
const args = process.argv.slice(2);
/** As a shell tells of a process that SIGTERM has ended. */
const STOPPED = 143;

/** The folder of the ledger, found as the command line finds it. */
function ledgerFolder() {
  const joined = args.find((arg) => arg.startsWith('--ledger='));
  if (joined !== undefined) return resolve(joined.slice('--ledger='.length));
  const at = args.indexOf('--ledger');
  return resolve((at === -1 ? undefined : args[at + 1]) ?? process.env.LIGGAREN_LEDGER ?? 'ledger');
}

/** Loads data/ into a ledger without a log; a load that was cut off is taken up where it stood. */
async function loadPublishedFigures() {
  const folder = ledgerFolder();
  const loading = join(folder, '.loading');
  const isNew = !existsSync(folder) || readdirSync(folder).length === 0;
  if (!isNew && !existsSync(loading)) return 0;
  console.log(
    `${isNew ? 'New ledger' : 'Taking up the load of the ledger'} in ${folder}: the published figures of data/`,
  );
  mkdirSync(folder, { recursive: true });
  writeFileSync(loading, '');
  const command = [liggaren, '--ledger', folder, 'import', join(root, 'data')];
  const status = await run(command);
  if (status === 0) rmSync(loading);
  return status;
}

/**
 * Runs Node; answers the exit code. Whoever stops this process stops that one: the first process of a container is not
 * ended by a signal that it does not handle, and elsewhere the load would go on alone.
 */
async function run(command) {
  const child = spawn(process.execPath, command, { stdio: 'inherit' });
  // A terminal sends SIGINT to both.
  const handlers = { SIGTERM: () => child.kill('SIGTERM'), SIGINT: () => undefined };
  for (const [signal, handler] of Object.entries(handlers)) process.on(signal, handler);
  const [status] = await once(child, 'close');
  for (const [signal, handler] of Object.entries(handlers)) process.off(signal, handler);
  return status ?? STOPPED;
}

async function start() {
  // A container has no sources and no compiler.
  if (existsSync(join(root, 'tsconfig.build.json'))) {
    const { build, isStale } = await import('./build.mjs');
    if (isStale()) {
      console.log('Building (well under a minute, once) …');
      const status = await build();
      if (status !== 0) return status;
    }
  }
  // A log on a server is shared: what is in it is nobody's guess from here.
  if (!process.env.LIGGAREN_LOG) {
    const status = await loadPublishedFigures();
    if (status !== 0) return status;
  }
  // In this process, so that a signal to `npm start` reaches the server itself.
  process.argv.splice(1, process.argv.length, liggaren, 'serve', ...args);
  await import(new URL('../dist/apps/cli/main.js', import.meta.url).href);
  return null;
}

const status = await start();
if (status !== null) process.exitCode = status;
