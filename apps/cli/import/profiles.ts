import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LedgerError } from '#amount';
import { readProfile, type Profile } from '#ingest';

/** Where a ledger, and the program, keep theirs. */
const FOLDER = 'profiles';

/**
 * The profiles that documents are read with, in the order of their authority: those named, those of the ledger, those
 * that come with the program.
 *
 * @throws LedgerError PROFILE_UNREADABLE, MISSING_FILE
 */
export function profilesOf(named: readonly string[], ledger: string | undefined): Profile[] {
  const folders = [...(ledger === undefined ? [] : [join(ledger, FOLDER)]), join(programFolder(), FOLDER)];
  const files = [...named, ...folders.flatMap(filesIn)];
  return files.map((file) => readProfile(file, textOf(file)));
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/i.test(name))
    .sort((a, b) => (a < b ? -1 : 1))
    .map((name) => join(folder, name));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new LedgerError('MISSING_FILE', `the profile ${file} cannot be read`, {
      place: { file },
      hint: 'Name the file of a profile; profiles/README.md describes it.',
      cause: error,
    });
  }
}

/** The folder of the package.json above this file, both in the sources and in what is built from them. */
function programFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) || folder === dirname(folder)) return folder;
  }
}
