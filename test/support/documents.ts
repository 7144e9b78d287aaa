import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { it } from '@jest/globals';

/**
 * The published documents, which are not in the repository. Tests on them run where `LIGGAREN_DOCUMENTS` names a folder
 * that has them (default: `../shared/documents` beside the checkout).
 */
const FOLDER = resolve(process.env['LIGGAREN_DOCUMENTS'] ?? '../shared/documents');

export interface DocumentFile {
  readonly name: string;
  readonly bytes: Buffer;
}

export function hasDocuments(): boolean {
  return existsSync(FOLDER) && readdirSync(FOLDER).some((name) => name.endsWith('.txt'));
}

/** All of them, by name. */
export function documentFiles(): DocumentFile[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => ({ name, bytes: readFileSync(join(FOLDER, name)) }));
}

/** A test on the documents; where they are absent, its name says that it did not run. */
export function itWithDocuments(name: string, test: () => void | Promise<void>, timeoutMs?: number): void {
  if (hasDocuments()) it(name, test, timeoutMs);
  else it(`NOT RUN, no documents in ${FOLDER} (LIGGAREN_DOCUMENTS): ${name}`, () => undefined);
}
