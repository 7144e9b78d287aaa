import { basename } from 'node:path';
import { isLedgerError, type LedgerError } from '#amount';
import {
  causesRowsIn,
  causesRowsOf,
  planDataPackage,
  printsApart,
  planDocuments,
  readDataPackage,
  readDocument,
  type CsvRow,
  type DocumentFacts,
  type DocumentFile,
  type ImportPlan,
  type PlannedDocument,
  type Profile,
} from '#ingest';
import type { ImportOptions, ImportProblem } from '../../shared/import-outcome.js';
import { inputsOf, type Input } from './inputs.js';
import { readerOf } from './package-files.js';
import { profilesOf } from './profiles.js';

/** What a path holds, read and checked as far as that goes without a ledger. */
export type PlannedInput =
  | { readonly kind: 'package'; readonly name: string; readonly plan: ImportPlan }
  | {
      readonly kind: 'document';
      readonly name: string;
      readonly plan: ImportPlan;
      readonly facts: DocumentFacts;
      readonly leftOut: PlannedDocument['leftOut'];
      readonly hiddenDigits: PlannedDocument['hiddenDigits'];
    }
  /** What figures a list of causes is about only the ledger knows. */
  | { readonly kind: 'causes'; readonly name: string; readonly rows: readonly CsvRow[] }
  | { readonly kind: 'refused'; readonly name: string; readonly problems: readonly ImportProblem[] };

/**
 * Reads what is to be imported: nothing is stored, and no ledger is needed.
 *
 * @throws LedgerError for a path or a profile that cannot be read, and for a data package with a mistake in it
 */
export async function planInputs(
  options: Pick<ImportOptions, 'paths' | 'profiles' | 'ledger' | 'onProgress'>,
): Promise<PlannedInput[]> {
  const inputs = inputsOf(options.paths);
  const needed = inputs.some(({ kind }) => kind === 'document');
  const named = options.profiles ?? [];
  const profiles = needed ? profilesOf(named, options.ledger) : [];
  // One that is named is for these files; of several, each file takes the one that knows it.
  const chosen = named.length === 1 ? profiles[0] : undefined;
  const planned: PlannedInput[] = [];
  for (const [n, input] of inputs.entries()) {
    options.onProgress?.('reading', n, inputs.length);
    if (input.kind === 'document') planned.push(await documentInput(input.file, profiles, chosen));
    else planned.push(...otherInputs(input));
  }
  return planned;
}

function otherInputs(input: Exclude<Input, { kind: 'document' }>): PlannedInput[] {
  if (input.kind === 'causes')
    return [{ kind: 'causes', name: basename(input.path), rows: causesRowsOf(input.file) }];
  const whole = planDataPackage(readDataPackage(readerOf(input.folder)));
  return printsApart(whole).map((plan) => ({ kind: 'package', name: plan.name, plan }));
}

async function documentInput(
  file: DocumentFile,
  profiles: readonly Profile[],
  chosen: Profile | undefined,
): Promise<PlannedInput> {
  const name = file.fileName;
  const causes = await causesOfWorkbook(file);
  if (causes !== null) return { kind: 'causes', name, rows: causes };
  const [document] = await planDocuments([file], profiles, chosen);
  if (document === undefined) throw new Error(`${name} is planned as nothing`);
  if (document.kind === 'planned') {
    const { plan, facts, leftOut, hiddenDigits } = document;
    return { kind: 'document', name, plan, facts, leftOut, hiddenDigits };
  }
  return { kind: 'refused', name, problems: document.notUnderstood };
}

/** A list of causes that was filled in as a workbook. */
async function causesOfWorkbook(file: DocumentFile): Promise<readonly CsvRow[] | null> {
  if (!/\.xlsx$/i.test(file.fileName)) return null;
  try {
    return causesRowsIn(await readDocument(file.bytes, file.fileName));
  } catch (error) {
    // What is the matter with the file is told once, by whoever reads it as a document.
    if (isLedgerError(error) && error.code !== 'MISSING_COLUMN') return null;
    throw error;
  }
}

export function problemOf({ code, place, message, hint }: LedgerError): ImportProblem {
  return { code, place: place ?? {}, message, hint: hint ?? '' };
}
