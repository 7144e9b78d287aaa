/**
 * The shortest chain of pairs from one edition to a later one, over single steps and over pairs with changes of their
 * own; of two equally short ones that with the earliest first step, and so on along the chain.
 *
 * @param direct whether a pair that is longer than a single step has changes of its own
 * @returns the editions reached, in order: `last` comes last, `first` is left out
 */
export function shortestChain(
  first: number,
  last: number,
  direct: (from: number, to: number) => boolean,
): number[] {
  const ends = (from: number): number[] => {
    const found: number[] = [];
    for (let to = from + 1; to <= last; to++) if (to === from + 1 || direct(from, to)) found.push(to);
    return found;
  };
  // Fewest pairs to the end, counted backwards; going forwards the earliest step that keeps to it is taken.
  const fewest = new Map<number, number>([[last, 0]]);
  const next = new Map<number, number>();
  for (let from = last - 1; from >= first; from--) {
    let best = Infinity;
    for (const to of ends(from)) {
      const pairs = 1 + (fewest.get(to) ?? Infinity);
      if (pairs >= best) continue;
      best = pairs;
      next.set(from, to);
    }
    fewest.set(from, best);
  }
  const chain: number[] = [];
  for (let at = next.get(first); at !== undefined; at = next.get(at)) chain.push(at);
  return chain;
}
