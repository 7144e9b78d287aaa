import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { LedgerError } from '#amount';
import { DESCRIPTOR } from '#ingest';

/** Reads files of the package's own folder and of no other, whatever its descriptor names. */
export function readerOf(folder: string): (name: string) => string | null {
  return (name) => {
    const path = join(folder, name);
    const within = relative(folder, path);
    if (within.startsWith(`..${sep}`) || within === '..') {
      throw new LedgerError('FILE_OUTSIDE_PACKAGE', `${name} is not in the folder of the package`, {
        place: { file: DESCRIPTOR },
        hint: 'A package is one folder: put the file into it.',
      });
    }
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') return null;
      throw new LedgerError(
        'FILE_UNREADABLE',
        `${name} cannot be read: ${code === 'EISDIR' ? 'it is a folder' : String(code)}`,
        {
          place: { file: name },
          hint: 'Check what it is, and who may read it.',
          cause: error,
        },
      );
    }
  };
}
