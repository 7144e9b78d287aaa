import type { Basis, EditionLine } from '#ledger';

/** The inverse of the kernel's `editionLineKey`. */
export function editionLineOfKey(key: string): EditionLine {
  const [unit, area, basis, period] = key.split('\u001f') as [string, string, Basis, string];
  return { unit, area, basis, period };
}

/** Moves are noted and touched among the names, under each of their units and no area. */
export function movesKey(unit: string): string {
  return `${unit}\u001f`;
}

/** The keys that say whether the moves of a unit are still the same: its own and those of the units above it. */
export function movesKeys(unit: string): string[] {
  const keys: string[] = [];
  for (let of = unit; ; of = of.slice(0, of.lastIndexOf('/'))) {
    keys.push(movesKey(of));
    if (!of.includes('/')) return keys;
  }
}
