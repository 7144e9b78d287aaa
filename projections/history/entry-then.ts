import type { PlainEntry } from '#ledger';
import { importStateOf } from '../answers/lists.js';
import type { Standpoint } from '../answers/surroundings.js';

/**
 * An entry as the ledger had it then. A misread is dated by what it corrects, and that may be recorded later: until it is
 * in the ledger the correction has no effect, and is dated by what it says of itself.
 */
export function entryThen(at: Standpoint, seq: number, n: number): PlainEntry {
  return at.cache.model.entry(seq, n, (of) => isInEffect(at, of));
}

/** Whether an event counted by then: it was recorded, and the import it belongs to was completed. */
function isInEffect(at: Standpoint, seq: number): boolean {
  if (seq > at.seq) return false;
  const importId = at.cache.model.told(seq).metadata['importId'];
  return importId === undefined || importStateOf(at, importId) === 'completed';
}
