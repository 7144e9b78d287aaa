import type { GridRow } from './grid.js';
import type { MoneyMeasure, RowWords } from './row-words.js';

/** A heading within a table with the rows of measures under it: an activity, a project, or their total. */
export interface Group {
  /** Null where rows of measures stand under no heading: they are of the whole table. */
  readonly header: GridRow | null;
  /** Headings that have headings under them, the outermost first. */
  readonly parents: readonly GridRow[];
  readonly total: boolean;
  readonly rows: readonly GroupRow[];
  /** Its order among the groups. */
  readonly place: number;
}

export interface GroupRow {
  readonly row: GridRow;
  /** Null where the words do not say it. */
  readonly measure: MoneyMeasure | null;
  readonly words: RowWords;
}

export type Words = (label: string) => RowWords;

/** Headings are blank rows, or rows of a sum whose terms follow at once. */
export function groupsOf(grid: readonly GridRow[], words: Words): Group[] {
  const groups: (Omit<Group, 'rows'> & { rows: GroupRow[] })[] = [];
  let parents: GridRow[] = [];
  const times = new Map<string, number>();
  for (const { label } of grid) times.set(label, (times.get(label) ?? 0) + 1);
  grid.forEach((row, index) => {
    const own = words(row.label);
    const next = grid[index + 1];
    if (isHeader(row, own, next, words, times.get(row.label) === 1)) {
      if (next !== undefined && row.blank && next.blank && isName(words(next.label))) {
        parents = [row];
        return;
      }
      const [parent] = parents;
      // Set as its parent is, and not as what stands under that: a heading beside it.
      if (parent !== undefined && row.bold && parent.bold && groups.at(-1)?.header?.bold === false)
        parents = [];
      groups.push({ header: row, parents, total: own.total, rows: [], place: groups.length });
      return;
    }
    const measure = measureIn(own);
    const last = groups.at(-1);
    const ofTable = own.total && measure !== null && last?.total !== true;
    if (last === undefined || ofTable) {
      groups.push({ header: null, parents: [], total: true, rows: [], place: groups.length });
    }
    groups.at(-1)?.rows.push({ row, measure, words: own });
  });
  return groups;
}

function isHeader(
  row: GridRow,
  own: RowWords,
  next: GridRow | undefined,
  words: Words,
  once: boolean,
): boolean {
  // `Försäljning av mark` may be an activity; `Utgift anläggningstillgångar` recurs in every project.
  if (row.blank && once && !own.whole && !own.ofWhich) return true;
  if (!isName(own)) return false;
  if (row.blank) return true;
  const below = next === undefined ? null : words(next.label);
  return below?.whole === true && (below.measure === 'revenue' || below.measure === 'cost');
}

/** The label names a line, or the whole of them. */
function isName({ measure, ofWhich }: RowWords): boolean {
  return measure === null && !ofWhich;
}

function measureIn({ measure, buffer }: RowWords): MoneyMeasure | null {
  return buffer ? 'cost' : measure;
}
