import { lineKey, lineOfKey, startsWith, type Line, type LineNamed } from '#ledger';
import type { Standpoint } from '../answers/surroundings.js';

/** Names read for one question, and spellings of one line: beyond that the entries are looked at instead. */
const NAMES_MAX = 300;
const SPELLINGS_MAX = 100;

type Named = Pick<Standpoint, 'cache' | 'seq'>;

/**
 * Every spelling that may be of a line, in the units asked for or in all; whether it is one is decided entry by entry.
 * Null where too much is named for that.
 */
export function spellingsOf(at: Named, line: Line, unit: string | undefined): string[] | null {
  const aliases = aliasesOf(at, unit);
  if (aliases === null) return null;
  const found = new Set([lineKey(line)]);
  // What is added while it is gone through is gone through as well.
  for (const key of found) {
    const spelling = lineOfKey(key);
    for (const { line: from, is } of aliases) {
      if (is.kind !== 'alias') continue;
      if (startsWith(spelling, is.of)) found.add(lineKey([...from, ...spelling.slice(is.of.length)]));
      if (startsWith(spelling, from)) found.add(lineKey([...is.of, ...spelling.slice(from.length)]));
    }
    if (found.size > SPELLINGS_MAX) return null;
  }
  return [...found];
}

function aliasesOf({ cache: { model }, seq }: Named, unit: string | undefined): LineNamed[] | null {
  const ranges =
    unit === undefined
      ? [['', '\uffff'] as const]
      : [[`${unit}\u001f`, `${unit}\u0020`] as const, [`${unit}/`, `${unit}0`] as const];
  const aliases: LineNamed[] = [];
  for (const [from, below] of ranges) {
    const rows = model.notedSome('names', from, below, NAMES_MAX + 1);
    if (rows.length > NAMES_MAX) return null;
    for (const row of rows) {
      if (row.seq > seq) continue;
      const record = model.records(row.event)[row.n];
      if (record?.kind === 'name') aliases.push(record);
    }
  }
  return aliases;
}
