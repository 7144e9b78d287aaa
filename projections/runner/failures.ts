import { LedgerError } from '#amount';
import { comparePositions, isSqliteError, type EventStore, type Position } from '#event-store';

export function building(): LedgerError {
  return new LedgerError('READ_MODEL_BUILDING', 'the read model is being built from the log', {
    hint: 'Ask again in a moment.',
  });
}

/** What was never recorded is waited for in vain. A log that cannot be asked says nothing of it: the wait goes on. */
export async function refuseAhead(
  store: EventStore,
  position: Position,
  reject: (error: unknown) => void,
): Promise<void> {
  try {
    const head = (await store.head()) ?? (`${store.logId}:0` as Position);
    if (comparePositions(position, head) > 0) reject(notReached(position, head));
  } catch {
    // It ends by itself.
  }
}

function notReached(position: Position, head: Position): LedgerError {
  return new LedgerError(
    'POSITION_NOT_REACHED',
    `the position ${position} lies ahead of the log's end, ${head}`,
    {
      hint: 'Give a position that this ledger answered. Was the log put back from a copy?',
    },
  );
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
