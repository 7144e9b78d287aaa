// Builds dist/ with tsc and the page of /graphiql with esbuild, and removes from dist/ what no longer has a source.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildPage } from './build-page.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const stamp = join(dist, '.built');
const SOURCES = ['apps', 'libs', 'projections', 'test'];
/** Made by esbuild, whose files have no source of their name. */
const BUNDLED = join(dist, 'graphiql');
const SETTINGS = ['package.json', 'package-lock.json', 'tsconfig.base.json', 'tsconfig.build.json'];

/** Every file below a folder, as absolute paths; none where the folder is missing. */
function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Whether dist/ is missing or older than a source. An installation without sources (a container) is never stale. */
export function isStale() {
  const sources = SOURCES.flatMap((folder) => filesBelow(join(root, folder)));
  if (sources.length === 0) return false;
  if (!existsSync(stamp) || !existsSync(BUNDLED)) return true;
  const built = statSync(stamp).mtimeMs;
  const settings = SETTINGS.map((name) => join(root, name)).filter((path) => existsSync(path));
  return [...sources, ...settings].some((path) => statSync(path).mtimeMs > built);
}

/** A file of dist/ whose source was moved or removed would still be found by its old name. */
function removeOrphans() {
  for (const path of filesBelow(dist)) {
    if (path.startsWith(BUNDLED)) continue;
    const match = /^(.*)\.js(\.map)?$/.exec(relative(dist, path));
    if (match !== null && !existsSync(join(root, `${match[1]}.ts`))) rmSync(path);
  }
}

/** Builds; answers the exit code. */
export async function build() {
  const began = new Date();
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  // Without this tsc would trust its notes and leave out files that were removed from dist/ by hand.
  if (!existsSync(stamp)) rmSync(join(dist, '.tsbuildinfo'), { force: true });
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) return status ?? 1;
  removeOrphans();
  const bundled = await buildPage();
  if (bundled !== 0) return bundled;
  writeFileSync(stamp, `${began.toISOString()}\n`);
  return 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = await build();
