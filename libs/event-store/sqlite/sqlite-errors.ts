import { LedgerError } from '#amount';

/** By its code: the binding has one error class a process, whichever copy of the module loaded it first. */
export function isSqliteError(error: unknown): error is Error & { readonly code: string } {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.startsWith('SQLITE_')
  );
}

/** Says what an error of SQLite means for whoever uses the log; any other error is passed on as it is. */
export function translated(error: unknown, path: string): unknown {
  if (!isSqliteError(error)) return error;
  const { code, message } = error;
  const place = { file: path };
  if (code === 'SQLITE_NOTADB') {
    return new LedgerError('LOG_FOREIGN', 'the file is no SQLite database', {
      place,
      hint: 'Name the folder of a ledger, or take the file from a backup.',
      cause: error,
    });
  }
  if (code.startsWith('SQLITE_CORRUPT')) {
    return new LedgerError('LOG_DAMAGED', `the log file is damaged: ${message}`, {
      place,
      hint: 'Do not write to it. Keep it aside, and restore the last backup.',
      cause: error,
    });
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new LedgerError('LOG_LOCKED', 'another program holds the log file locked', {
      place,
      hint: 'Close what else has the file open for writing, such as a database browser.',
      cause: error,
    });
  }
  if (code.startsWith('SQLITE_READONLY')) {
    return new LedgerError('LOG_READ_ONLY', `the log file cannot be written: ${message}`, {
      place,
      hint: 'Check who owns the file and its folder.',
      cause: error,
    });
  }
  return new LedgerError('LOG_UNREACHABLE', `the log file cannot be used: ${message} (${code})`, {
    place,
    hint: 'Check the disk, then repeat: what was stored already is recognised.',
    cause: error,
  });
}

/** Runs something on the file, with errors in words. */
export function onFile<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translated(error, path);
  }
}
