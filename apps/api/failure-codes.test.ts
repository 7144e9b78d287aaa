import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { FAILURE_CODES } from './failure-codes.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The codes that the sources of a folder refuse with. */
function codesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && file.name.endsWith('.ts') && !file.name.endsWith('.test.ts'))
    .flatMap((file) => {
      const text = readFileSync(join(file.parentPath, file.name), 'utf8');
      return [...text.matchAll(/(?:LedgerError|refused|refusal)\(\s*'([A-Z_]+)'/g)].map(
        ([, code]) => code ?? '',
      );
    });
}

/** What only opening a ledger and moving one refuse: no server that answers tells it. */
const BEFORE_SERVING: ReadonlySet<string> = new Set(['READ_MODEL_OF_OTHER_LOG', 'COPY_TARGET_DIFFERS']);

describe('failure codes', () => {
  it.each(['projections', 'apps/api', 'apps/shared'])(
    'every code of %s is documented in the schema',
    (folder) => {
      const codes = codesIn(folder).filter((code) => code !== '' && !BEFORE_SERVING.has(code));
      expect(codes.filter((code) => !(code in FAILURE_CODES))).toEqual([]);
    },
  );

  it('reads sources at all', () => {
    expect(codesIn('projections')).toContain('UNKNOWN_UNIT');
  });
});
