import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FIXTURES = 'libs/ingest/fixtures/documents';
const DAY_MS = 86_400_000;

/** The arguments of an import of the n-th print of a budget: what Stab costs is another number in each. */
export async function printToImport(folder: string, n: number): Promise<readonly string[]> {
  const [before = '', after = ''] = readFileSync(join(FIXTURES, 'budget-ks.md'), 'utf8').split('**Stab**');
  const date = new Date(Date.parse('2030-11-18') + n * DAY_MS).toISOString().slice(0, 10);
  const text = [
    before.replace('2030-11-18', date),
    after.replaceAll('-112', `-${112 + n}`).replaceAll('-100\t-100', `-100\t-${100 + n}`),
  ].join('**Stab**');
  const path = join(folder, `budget-${n}.md`);
  await writeFile(path, text);
  return ['import', path, '--profile', join(FIXTURES, 'sjovik.yaml')];
}
