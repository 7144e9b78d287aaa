import type { EditionDeclared, LayoutRow, RowFormula } from './declaration.js';
import type { Facts } from './facts.js';
import { CARRYING_BASES, lineKey, startsWith, type EditionLine, type Line } from './figure.js';
import type { NameTable } from './names.js';

/**
 * The table of one measure in one edition: which lines it has and how they add up (*uppställning*).
 *
 * It comes from the layout that states it; else, in an amending edition, from the edition before; else from the nearest
 * edition that has one; else from the paths of the lines themselves. Which lines a known edition without a layout has
 * follows from its entries.
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
  /** Whether the edition is known, so that a line that is not here is absent. */
  readonly known: boolean;
}

const EMPTY: Table = {
  lines: new Set(),
  parts: new Map(),
  memoranda: new Set(),
  remainders: new Map(),
  known: false,
};

interface Draft {
  lines: Set<string>;
  parts: Map<string, Line[]>;
  memoranda: Set<string>;
  remainders: Map<string, { total: Line; memoranda: Line[] }>;
}

export function editionBefore(editions: readonly EditionDeclared[], edition: string): EditionDeclared | null {
  const index = editions.findIndex((e) => e.edition === edition);
  return index > 0 ? (editions[index - 1] ?? null) : null;
}

/** Whether an edition takes over what it does not state from the edition before it. */
export function carries(line: EditionLine, edition: EditionDeclared | undefined): boolean {
  return edition?.extent === 'amending' && CARRYING_BASES.has(line.basis);
}

export function tableOf(facts: Facts, line: EditionLine, edition: string, measure: string): Table {
  const editions = facts.editions(line);
  const index = editions.findIndex((e) => e.edition === edition);
  const declared = editions[index];
  const names = facts.names(line.unit, line.area);
  const entryLines = facts.entryLines(line, edition, measure);
  const known = declared?.known === true;

  const own = draftOfLayouts(facts, line, edition, measure, names);
  if (own !== null) {
    attach(own, entryLines);
    return { ...own, known: true };
  }
  if (carries(line, declared) && index > 0) {
    const before = tableOf(facts, line, (editions[index - 1] as EditionDeclared).edition, measure);
    const draft = copy(before);
    attach(draft, entryLines);
    return { ...draft, known: before.known };
  }
  const nearest = nearestLayout(facts, line, editions, index, measure, names);
  if (nearest === null) {
    if (entryLines.length === 0) return known ? { ...EMPTY, known } : EMPTY;
    return { ...draftOfPaths(entryLines), known };
  }
  const draft = known ? restrict(nearest, entryLines) : nearest;
  attach(draft, entryLines);
  return { ...draft, known };
}

/** The rows that state the edition's layout, else the nearest edition's, of all tables in order. */
export function rowsOf(facts: Facts, line: EditionLine, edition: string): readonly LayoutRow[] {
  const own = facts.layouts(line).filter((layout) => layout.edition === edition);
  if (own.length > 0) return own.flatMap((layout) => layout.rows);
  const editions = facts.editions(line);
  const index = editions.findIndex((e) => e.edition === edition);
  for (const candidate of byNearness(editions, index)) {
    const stated = facts.layouts(line).filter((layout) => layout.edition === candidate.edition);
    if (stated.length > 0) return stated.flatMap((layout) => layout.rows);
  }
  return [];
}

/** The formula of a derived measure on a line, where the layout gives one. */
export function formulaOf(facts: Facts, line: EditionLine, edition: string, at: Line, measure: string): RowFormula | null {
  const names = facts.names(line.unit, line.area);
  const key = lineKey(at);
  for (const row of rowsOf(facts, line, edition)) {
    if (row.formula !== undefined && row.measure === measure && lineKey(names.resolve(row.line)) === key) {
      return row.formula;
    }
  }
  return null;
}

function draftOfLayouts(
  facts: Facts,
  line: EditionLine,
  edition: string,
  measure: string,
  names: NameTable,
): Draft | null {
  const draft: Draft = { lines: new Set(), parts: new Map(), memoranda: new Set(), remainders: new Map() };
  let found = false;
  for (const layout of facts.layouts(line)) {
    if (layout.edition !== edition) continue;
    for (const row of layout.rows) {
      if (row.measure !== measure) continue;
      found = true;
      addRow(draft, row, names);
    }
  }
  return found ? draft : null;
}

function addRow(draft: Draft, row: LayoutRow, names: NameTable): void {
  const at = names.resolve(row.line);
  const key = lineKey(at);
  if (row.breakdown !== undefined) {
    const total = names.resolve(row.breakdown.of);
    draft.memoranda.add(key);
    const remainder = [...draft.remainders.values()].find((r) => lineKey(r.total) === lineKey(total));
    if (row.breakdown.role === 'remainder') {
      draft.remainders.set(key, { total, memoranda: remainder?.memoranda ?? [] });
      draft.remainders.delete(pendingKey(total));
    } else if (remainder !== undefined) remainder.memoranda.push(at);
    // A därav row may stand before its remainder row: it waits under the total's own name.
    else draft.remainders.set(pendingKey(total), { total, memoranda: [at] });
    return;
  }
  draft.lines.add(key);
  if (row.parts !== undefined && row.parts.length > 0 && !draft.parts.has(key)) {
    const parts = row.parts.map((part) => names.resolve(part));
    draft.parts.set(key, parts);
    for (const part of parts) draft.lines.add(lineKey(part));
  }
}

function pendingKey(total: Line): string {
  return `\u0000${lineKey(total)}`;
}

function nearestLayout(
  facts: Facts,
  line: EditionLine,
  editions: readonly EditionDeclared[],
  index: number,
  measure: string,
  names: NameTable,
): Draft | null {
  for (const candidate of byNearness(editions, index)) {
    const draft = draftOfLayouts(facts, line, candidate.edition, measure, names);
    if (draft !== null) return draft;
  }
  return null;
}

/** The other editions, nearest first; of two equally near the earlier. */
function byNearness(editions: readonly EditionDeclared[], index: number): EditionDeclared[] {
  if (index < 0) return [];
  return editions
    .map((edition, i) => ({ edition, distance: Math.abs(i - index), i }))
    .filter(({ i }) => i !== index)
    .sort((a, b) => a.distance - b.distance || a.i - b.i)
    .map(({ edition }) => edition);
}

function copy(table: Table): Draft {
  return {
    lines: new Set(table.lines),
    parts: new Map([...table.parts].map(([key, parts]) => [key, [...parts]])),
    memoranda: new Set(table.memoranda),
    remainders: new Map(
      [...table.remainders].map(([key, r]) => [key, { total: r.total, memoranda: [...r.memoranda] }]),
    ),
  };
}

/** Keeps of a layout the lines that the edition has entries of, with the totals above them. */
function restrict(draft: Draft, entryLines: readonly Line[]): Draft {
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
  return { lines: keep, parts, memoranda: draft.memoranda, remainders: draft.remainders };
}

/** Puts lines that have entries but no place in the layout below the nearest total that contains them by path. */
function attach(draft: Draft, entryLines: readonly Line[]): void {
  const missing = entryLines.filter((line) => !draft.lines.has(lineKey(line)) && !draft.memoranda.has(lineKey(line)));
  if (missing.length === 0) return;
  if (draft.parts.size === 0 && draft.lines.size === 0) {
    const paths = draftOfPaths(missing);
    for (const key of paths.lines) draft.lines.add(key);
    for (const [key, parts] of paths.parts) draft.parts.set(key, parts);
    return;
  }
  for (const line of missing.sort((a, b) => a.length - b.length || (lineKey(a) < lineKey(b) ? -1 : 1))) {
    const key = lineKey(line);
    draft.lines.add(key);
    for (let length = line.length - 1; length >= 0; length--) {
      const parent = draft.parts.get(lineKey(line.slice(0, length)));
      if (parent === undefined) continue;
      parent.push(line);
      break;
    }
  }
}

/** Without any layout the paths tell: every prefix is a total of what stands below it. */
function draftOfPaths(entryLines: readonly Line[]): Draft {
  const lines = new Map<string, Line>();
  for (const line of entryLines) {
    for (let length = 0; length <= line.length; length++) {
      const prefix = line.slice(0, length);
      lines.set(lineKey(prefix), prefix);
    }
  }
  const sorted = [...lines.values()].sort((a, b) => (lineKey(a) < lineKey(b) ? -1 : 1));
  const parts = new Map<string, Line[]>();
  for (const total of sorted) {
    const below = sorted.filter((line) => line.length === total.length + 1 && startsWith(line, total));
    if (below.length > 0) parts.set(lineKey(total), below);
  }
  return { lines: new Set(lines.keys()), parts, memoranda: new Set(), remainders: new Map() };
}
