import { LedgerError } from '#amount';
import { profileTemplate, readDocument } from '#ingest';
import { inputsOf } from './inputs.js';

/**
 * A profile made from one document.
 *
 * @throws LedgerError WRONG_USAGE where the path is no document, and what reading it throws
 */
export async function templateOf(path: string): Promise<string> {
  const [input, another] = inputsOf([path]);
  if (input?.kind !== 'document' || another !== undefined) {
    throw new LedgerError('WRONG_USAGE', `${path} is not one document`, {
      place: { file: path },
      hint: 'Name one document of the municipality, as its latest budget.',
    });
  }
  return profileTemplate(await readDocument(input.file.bytes, input.file.fileName));
}
