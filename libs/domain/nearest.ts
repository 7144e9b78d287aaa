/** Names shown beside one that is none. */
const NEAR_MAX = 5;

/**
 * Known names in the order of how near they are to one that is none: what was misspelled stands first, whatever its case
 * and its dots; of two equally near the one that begins as it does.
 */
export function nearest(asked: string, known: Iterable<string>, most = NEAR_MAX): string[] {
  const own = folded(asked);
  return [...new Set(known)]
    .map((name) => {
      const plain = folded(name);
      return { name, away: distance(own, plain), begins: commonBeginning(own, plain) };
    })
    .sort((a, b) => a.away - b.away || b.begins - a.begins || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);
}

/** In small letters, without dots and accents: `Borås` as `boras`. */
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function commonBeginning(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

/** Letters to add, leave out or exchange (Levenshtein); a part that is there costs half as much. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const exchanged = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(exchanged, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  const away = row.at(-1) ?? 0;
  return b.includes(a) || a.includes(b) ? away / 2 : away;
}
