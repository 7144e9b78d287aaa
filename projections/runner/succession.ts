import { LedgerError } from '#amount';
import { takeApplierLock, type ApplierLock } from './applier-lock.js';

/** How often a process that reads what another one applies looks whether that one is gone. */
const LOOK_MS = 250;

/**
 * Takes the right to apply events as soon as it is free: the process that had it may have ended, and without another one
 * no answer would come further.
 *
 * @param taken is called once, with the right
 * @returns how to stop waiting for it
 */
export function succeed(folder: string, taken: (lock: ApplierLock) => void): () => void {
  const timer = setInterval(() => {
    const lock = lockIfFree(folder);
    if (lock === null) return;
    clearInterval(timer);
    taken(lock);
  }, LOOK_MS);
  // A command that has its answer is not kept for it.
  timer.unref();
  return () => clearInterval(timer);
}

/** Null too where this process may only read: then it goes on reading. */
function lockIfFree(folder: string): ApplierLock | null {
  try {
    return takeApplierLock(folder);
  } catch (error) {
    if (error instanceof LedgerError) return null;
    throw error;
  }
}
