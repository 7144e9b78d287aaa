import { compareText } from './entry.js';
import { lineKey, lineOfKey, startsWith, type Line } from './figure.js';
import type { NameTable } from './names.js';

/**
 * The table of one measure in one edition: which lines it has and how they add up (*uppställning*).
 *
 * It comes from the layout that states it, in an amending edition put into the table of the edition before; else from the
 * nearest edition that has one; else from the paths of the lines themselves. Which lines a known edition without a
 * layout has follows from its entries.
 */
export interface Table {
  /** Keys of the lines that the edition has, totals included. */
  readonly lines: ReadonlySet<string>;
  /** The breakdown that carries, by key of the total. */
  readonly parts: ReadonlyMap<string, readonly Line[]>;
  /** Lines of further breakdowns: figures that are never summed. */
  readonly memoranda: ReadonlySet<string>;
  /** By key of the remainder line: the total, and what is taken from it. */
  readonly remainders: ReadonlyMap<string, { readonly total: Line; readonly memoranda: readonly Line[] }>;
  /** Keys of totals that the table has as leaves: what is stated of one is not made up of what is recorded below it. */
  readonly opened: ReadonlySet<string>;
  /** Whether the edition is known, so that a line that is not here is absent. */
  readonly known: boolean;
}

/** A table while it is put together. */
export interface Draft {
  lines: Set<string>;
  parts: Map<string, Line[]>;
  memoranda: Set<string>;
  remainders: Map<string, { total: Line; memoranda: Line[] }>;
  opened: Set<string>;
}

export function emptyDraft(): Draft {
  return {
    lines: new Set(),
    parts: new Map(),
    memoranda: new Set(),
    remainders: new Map(),
    opened: new Set(),
  };
}

export function copyOf(table: Table): Draft {
  return {
    lines: new Set(table.lines),
    parts: new Map([...table.parts].map(([key, parts]) => [key, [...parts]])),
    memoranda: new Set(table.memoranda),
    remainders: new Map(
      [...table.remainders].map(([key, r]) => [key, { total: r.total, memoranda: [...r.memoranda] }]),
    ),
    opened: new Set(table.opened),
  };
}

/**
 * The table of an amending edition that states one itself: its own, and every line of the edition before that it does
 * not place, below the total that had it there.
 */
export function amend(own: Draft, before: Table): Draft {
  const told = new Set(own.parts.keys());
  const placed = new Set([...own.parts.values()].flat().map(lineKey));
  const below = new Set([...before.parts.values()].flat().map(lineKey));
  const seen = new Set<string>();
  const visit = (line: Line, parent: string | null): void => {
    const key = lineKey(line);
    if (seen.has(key) || own.memoranda.has(key)) return;
    seen.add(key);
    own.lines.add(key);
    if (parent !== null && !placed.has(key)) {
      placed.add(key);
      pushPart(own, parent, line);
    }
    for (const part of before.parts.get(key) ?? []) visit(part, key);
  };
  for (const key of before.lines) if (!below.has(key)) visit(lineOfKey(key), null);
  for (const key of before.opened) if (!told.has(key)) own.opened.add(key);
  for (const key of before.memoranda) if (!own.lines.has(key)) own.memoranda.add(key);
  for (const [key, { total, memoranda }] of before.remainders) {
    if (!own.remainders.has(key)) own.remainders.set(key, { total, memoranda: [...memoranda] });
  }
  return own;
}

/** Keeps of a layout the lines that the edition has entries of, with the totals above them. */
export function restrict(draft: Draft, entryLines: readonly Line[]): Draft {
  const own = new Set(entryLines.map(lineKey));
  const keep = new Set<string>();
  const visit = (key: string, seen: ReadonlySet<string>): boolean => {
    const parts = draft.parts.get(key) ?? [];
    let kept = own.has(key);
    if (!seen.has(key)) {
      const deeper = new Set([...seen, key]);
      for (const part of parts) if (visit(lineKey(part), deeper)) kept = true;
    }
    if (kept) keep.add(key);
    return kept;
  };
  for (const key of draft.lines) visit(key, new Set());
  const parts = new Map<string, Line[]>();
  for (const [key, lines] of draft.parts) {
    const kept = lines.filter((part) => keep.has(lineKey(part)));
    if (keep.has(key) && kept.length > 0) parts.set(key, kept);
  }
  return { ...draft, lines: keep, parts };
}

/**
 * Puts lines that have entries but no place in the layout below the nearest line of their path; a line that merges
 * others takes their place. What stands there as a leaf is opened: it becomes a total, of parts that no table adds up.
 * Where the measure is not one that is summed they stay beside the others.
 */
export function attach(
  draft: Draft,
  entryLines: readonly Line[],
  names: NameTable,
  isSummed: () => boolean,
): void {
  const missing = entryLines.filter(
    (line) => !draft.lines.has(lineKey(line)) && !draft.memoranda.has(lineKey(line)),
  );
  if (missing.length === 0) return;
  const summed = isSummed();
  if (draft.lines.size === 0) {
    const paths = draftOfPaths(missing, summed);
    draft.lines = paths.lines;
    draft.parts = paths.parts;
    return;
  }
  const own = new Set(entryLines.map(lineKey));
  for (const line of missing.sort((a, b) => a.length - b.length || compareText(lineKey(a), lineKey(b)))) {
    draft.lines.add(lineKey(line));
    if (replaceMerged(draft, line, names.mergerParts(line) ?? [], own)) continue;
    if (!summed) continue;
    for (let length = line.length - 1; length >= 0; length--) {
      const above = lineKey(line.slice(0, length));
      if (!draft.lines.has(above)) continue;
      if (!draft.parts.has(above)) draft.opened.add(above);
      pushPart(draft, above, line);
      break;
    }
  }
}

/** A merged line stands where its parts stood, if the edition says nothing of those. */
function replaceMerged(draft: Draft, line: Line, merged: readonly Line[], own: ReadonlySet<string>): boolean {
  const keys = new Set(merged.map(lineKey).filter((key) => draft.lines.has(key)));
  if (keys.size === 0 || [...keys].some((key) => speaksOf(draft, key, own))) return false;
  for (const parts of draft.parts.values()) {
    const at = parts.findIndex((part) => keys.has(lineKey(part)));
    if (at < 0 || ![...keys].every((key) => parts.some((part) => lineKey(part) === key))) continue;
    const kept = parts.filter((part) => !keys.has(lineKey(part)));
    parts.splice(0, parts.length, ...kept.slice(0, at), line, ...kept.slice(at));
    for (const key of keys) remove(draft, key);
    return true;
  }
  return false;
}

function speaksOf(
  draft: Draft,
  key: string,
  own: ReadonlySet<string>,
  seen: ReadonlySet<string> = new Set(),
): boolean {
  if (own.has(key)) return true;
  const deeper = new Set([...seen, key]);
  return (draft.parts.get(key) ?? []).some(
    (part) => !seen.has(lineKey(part)) && speaksOf(draft, lineKey(part), own, deeper),
  );
}

function remove(draft: Draft, key: string): void {
  const parts = draft.parts.get(key) ?? [];
  draft.parts.delete(key);
  draft.lines.delete(key);
  for (const part of parts) remove(draft, lineKey(part));
}

function pushPart(draft: Draft, total: string, part: Line): void {
  const parts = draft.parts.get(total);
  if (parts === undefined) draft.parts.set(total, [part]);
  else parts.push(part);
}

/** Without any layout the paths tell: every prefix is a total of what stands below it, unless the measure is not summed. */
export function draftOfPaths(entryLines: readonly Line[], summed: boolean): Draft {
  if (!summed) return { ...emptyDraft(), lines: new Set(entryLines.map(lineKey)) };
  const lines = new Map<string, Line>();
  for (const line of entryLines) {
    for (let length = 0; length <= line.length; length++) {
      const prefix = line.slice(0, length);
      lines.set(lineKey(prefix), prefix);
    }
  }
  const sorted = [...lines.values()].sort((a, b) => compareText(lineKey(a), lineKey(b)));
  const parts = new Map<string, Line[]>();
  for (const total of sorted) {
    const below = sorted.filter((line) => line.length === total.length + 1 && startsWith(line, total));
    if (below.length > 0) parts.set(lineKey(total), below);
  }
  return { ...emptyDraft(), lines: new Set(lines.keys()), parts };
}
