// Compares the GraphQL schema that the code makes with the committed schema.graphql; `--write` takes it over.
// A change that breaks a program which asks the API today is refused in both cases, unless `--breaking` is given.
import { readFile, writeFile } from 'node:fs/promises';
import { buildSchema, findBreakingChanges } from 'graphql';

const committedFile = new URL('../schema.graphql', import.meta.url);
const flags = new Set(process.argv.slice(2));

async function main() {
  const { schemaText } = await import(new URL('../dist/apps/api/schema.js', import.meta.url).href);
  const made = `${(await schemaText()).trimEnd()}\n`;
  const committed = await readFile(committedFile, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  if (made === committed) return 0;

  const breaking = committed === '' ? [] : findBreakingChanges(buildSchema(committed), buildSchema(made));
  for (const change of breaking) console.error(`breaking: ${change.description}`);
  if (breaking.length > 0 && !flags.has('--breaking')) {
    console.error(
      'schema.graphql: programs written against it would fail. If it must be: npm run schema -- --breaking',
    );
    return 1;
  }
  if (flags.has('--write')) {
    await writeFile(committedFile, made);
    console.log('schema.graphql written');
    return 0;
  }
  console.error('schema.graphql differs from the code: run `npm run schema` and commit it.');
  return 1;
}

process.exitCode = await main();
