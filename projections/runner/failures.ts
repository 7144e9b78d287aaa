import { LedgerError } from '#amount';
import { isSqliteError, type Position } from '#event-store';

export function building(): LedgerError {
  return new LedgerError('READ_MODEL_BUILDING', 'the read model is being built from the log', {
    hint: 'Ask again in a moment.',
  });
}

export function behind(position: Position, checkpoint: Position | null, timeoutMs: number): LedgerError {
  return new LedgerError(
    'READ_MODEL_BEHIND',
    `the answers are at ${checkpoint ?? 'the beginning'}, and have not come to ${position} in ${timeoutMs} ms`,
    {
      hint: 'What was recorded is stored; ask again in a moment.',
    },
  );
}

export function closed(): LedgerError {
  return new LedgerError('CLOSED', 'the ledger was closed');
}

/** What only a new build mends. */
export function isDamage(error: unknown): boolean {
  return isSqliteError(error) && (error.code.startsWith('SQLITE_CORRUPT') || error.code === 'SQLITE_NOTADB');
}
