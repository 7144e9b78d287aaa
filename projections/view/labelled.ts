import { nearest } from './nearest.js';

/** Names shown beside one that is none. */
const NEAR_MAX = 5;

/**
 * The names nearest to one that is none, by themselves or by what lists call them, each beside the other:
 * `operations (drift)`.
 */
export function nearestLabelled(
  asked: string,
  names: Iterable<string>,
  labelOf: (name: string) => string | undefined,
): string[] {
  const shown = new Map<string, string>();
  for (const name of new Set(names)) {
    const label = labelOf(name);
    const text = label === undefined || label === name ? name : `${name} (${label})`;
    shown.set(name, text);
    if (label !== undefined && !shown.has(label)) shown.set(label, text);
  }
  const near = nearest(asked, shown.keys(), shown.size).map((name) => shown.get(name) ?? name);
  return [...new Set(near)].slice(0, NEAR_MAX);
}
