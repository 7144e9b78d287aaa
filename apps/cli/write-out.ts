import { writeFile } from 'node:fs/promises';
import { LedgerError } from '#amount';

/**
 * Writes a file that was asked for.
 * @throws LedgerError WRONG_USAGE where it cannot be
 */
export async function writeOut(out: string, content: Buffer | string): Promise<void> {
  try {
    await writeFile(out, content);
  } catch (error) {
    throw new LedgerError(
      'WRONG_USAGE',
      `${out} cannot be written: ${String((error as NodeJS.ErrnoException).code)}`,
      {
        place: { file: out },
        hint: 'Name a file in a folder that is there and may be written to.',
        cause: error,
      },
    );
  }
}
