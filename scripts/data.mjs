// Makes data/ again from the documents in LIGGAREN_DOCUMENTS (default ../shared/documents) with the profiles in
// profiles/, keeping what people entered. Without `--write` it only tells which files would differ.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { existsSync, readFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);
const data = new URL('data/', root);
const folder = process.env.LIGGAREN_DOCUMENTS ?? '../shared/documents';
const documents = new URL(`${folder.replace(/\/$/, '')}/`, root);

async function main() {
  if (!existsSync(documents)) {
    console.error(`There are no documents in ${folder}. Name their folder in LIGGAREN_DOCUMENTS.`);
    return 2;
  }
  const ingest = await import(new URL('dist/libs/ingest/index.js', root).href);
  const profiles = [];
  for (const name of (await readdir(new URL('profiles/', root))).sort()) {
    if (!name.endsWith('.yaml')) continue;
    profiles.push(ingest.readProfile(name, await readFile(new URL(`profiles/${name}`, root), 'utf8')));
  }
  const files = [];
  for (const fileName of (await readdir(documents)).sort()) {
    files.push({ fileName, bytes: await readFile(new URL(encodeURIComponent(fileName), documents)) });
  }
  const entered = ingest.readRecords((name) => {
    const file = new URL(name, data);
    return existsSync(file) ? readFileSync(file, 'utf8') : null;
  });
  const { records, notUnderstood } = await ingest.readPackage(files, profiles);
  for (const { message, hint } of notUnderstood) console.error(`${message}\n  ${hint}`);
  if (notUnderstood.length > 0) return 1;

  let differing = 0;
  for (const [name, rows] of Object.entries(ingest.regenerated(records, entered.records))) {
    const file = new URL(`${name}.csv`, data);
    const before = existsSync(file) ? await readFile(file, 'utf8') : '';
    const header = (before.split('\n')[0] ?? '').split(',').filter((column) => column !== '');
    const after = ingest.csvOf(name, rows, header);
    if (after === before) continue;
    differing += 1;
    console.log(`data/${name}.csv ${process.argv.includes('--write') ? 'written' : 'differs'}`);
    if (process.argv.includes('--write')) await writeFile(file, after);
  }
  if (differing === 0) console.log('data/ is what the documents are read as.');
  return differing === 0 || process.argv.includes('--write') ? 0 : 1;
}

process.exitCode = await main();
