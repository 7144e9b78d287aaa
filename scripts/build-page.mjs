// Bundles the page of `/graphiql` into dist/graphiql/: GraphiQL with all it needs, so that nothing is fetched from
// elsewhere when it runs.
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Builds; answers the exit code. */
export async function buildPage() {
  const { build } = await import('esbuild');
  const outdir = `${root}dist/graphiql`;
  rmSync(outdir, { recursive: true, force: true });
  // The editor is a dependency of GraphiQL's, at the version that it was made for.
  const { resolve } = createRequire(createRequire(import.meta.url).resolve('@graphiql/react'));
  const common = {
    absWorkingDir: root,
    outdir,
    bundle: true,
    minify: true,
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  };
  try {
    const page = await build({
      ...common,
      entryPoints: ['apps/graphiql/page.ts'],
      format: 'esm',
      // What is loaded when it is needed, such as the formatter, stays apart.
      splitting: true,
      chunkNames: '[name]-[hash]',
      assetNames: '[name]-[hash]',
      loader: { '.ttf': 'file' },
    });
    const workers = await build({
      ...common,
      entryPoints: {
        'editor.worker': resolve('monaco-editor/esm/vs/editor/editor.worker.js'),
        'graphql.worker': resolve('monaco-graphql/esm/graphql.worker.js'),
        'json.worker': resolve('monaco-editor/esm/vs/language/json/json.worker.js'),
      },
      format: 'iife',
    });
    const inputs = [...Object.keys(page.metafile.inputs), ...Object.keys(workers.metafile.inputs)];
    writeFileSync(join(outdir, 'LICENSES.txt'), licences(inputs));
    return 0;
  } catch {
    // esbuild has said what is wrong.
    return 1;
  }
}

/** The licence of each package that is in the bundle, as it asks for. */
function licences(inputs) {
  const folders = inputs.map((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]);
  return [...new Set(folders.filter((folder) => folder !== undefined))]
    .toSorted()
    .map((folder) => {
      const path = join(root, folder);
      const { name, version, license } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
      const file = readdirSync(path).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
      const text = file === undefined ? '' : readFileSync(join(path, file), 'utf8').trim();
      return `${name} ${version}, ${license}\n\n${text}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}
