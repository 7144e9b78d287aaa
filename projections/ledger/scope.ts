import type { Basis, EditionLine } from '#ledger';

/** The inverse of the kernel's `editionLineKey`. */
export function editionLineOfKey(key: string): EditionLine {
  const [unit, area, basis, period] = key.split('\u001f') as [string, string, Basis, string];
  return { unit, area, basis, period };
}
