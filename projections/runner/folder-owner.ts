import { LedgerError } from '#amount';
import { Sqlite } from '#event-store';
import { modelFiles, readMeta, type ModelFile } from './files.js';

/** The ids of the logs that the read models in a folder were read from. */
export function logsReadIn(folder: string): string[] {
  return modelFiles(folder).flatMap((file) => logOfFile(file) ?? []);
}

/**
 * A folder belongs to one log: what was read of another is not thrown away for it, since somebody may follow it there.
 *
 * @param logId null for a log that is yet to be made
 * @throws LedgerError READ_MODEL_OF_OTHER_LOG
 */
export function requireFolderOfLog(folder: string, logId: string | null): void {
  const other = logsReadIn(folder).find((id) => id !== logId);
  if (other === undefined) return;
  throw new LedgerError(
    'READ_MODEL_OF_OTHER_LOG',
    `the folder holds what was read of the log ${other}, ${logId === null ? 'and that log is not in it' : `not of ${logId}`}`,
    {
      place: { file: folder },
      hint: 'A folder belongs to one log. Is LIGGAREN_LOG set as it was? Else name another folder; or remove read-model.* from this one, if the other log is no longer followed here: it is built anew.',
    },
  );
}

/** Undefined where it cannot be read: such a file is built anew by whoever applies events. */
function logOfFile(file: ModelFile): string | undefined {
  try {
    const database = new Sqlite(file.path, { readonly: true, fileMustExist: true });
    try {
      return readMeta(database).logId;
    } finally {
      database.close();
    }
  } catch {
    return undefined;
  }
}
