import { bodyCell, isBlank, labelOf, type GridRow } from './assemble-grid.js';
import type { TableDoubt } from './document.js';

/**
 * Takes away rows that only hold a place: rows without a name and without anything in them, groups without a name in
 * which no row has anything, and a row of a group that has nothing and repeats a name that the group has already. A row
 * with a name of its own stays, although its cells are blank: the document names it.
 */
export function withoutPlaceholders(body: readonly GridRow[], doubts: TableDoubt[]): readonly GridRow[] {
  const times = new Map<string, number>();
  for (const row of body) times.set(labelOf(row), (times.get(labelOf(row)) ?? 0) + 1);
  const recurs = (row: GridRow): boolean => labelOf(row) !== '' && (times.get(labelOf(row)) ?? 0) > 1;
  const all = groups(body, (row) => hasNothing(row) && !recurs(row));
  return goingOn(all).flatMap((group) => kept(group, doubts));
}

/** A nameless row within a group, as at the end of a page: what follows has none of the names that the group has. */
function goingOn(all: readonly GridRow[][]): GridRow[][] {
  const joined: GridRow[][] = [];
  for (const group of all) {
    const [head, ...members] = group;
    const last = joined.at(-1);
    const nameless = head !== undefined && hasNothing(head) && labelOf(head) === '';
    const names = new Set(last?.map(labelOf));
    if (nameless && last !== undefined && members.every((row) => !names.has(labelOf(row))))
      last.push(...members);
    else joined.push(group);
  }
  return joined;
}

/** Each begins with the row that names it, or leaves it without a name; the first may have no such row. */
function groups(body: readonly GridRow[], begins: (row: GridRow) => boolean): GridRow[][] {
  const found: GridRow[][] = [];
  for (const row of body) {
    const last = found.at(-1);
    if (last === undefined || begins(row)) found.push([row]);
    else last.push(row);
  }
  return found;
}

function kept(group: readonly GridRow[], doubts: TableDoubt[]): readonly GridRow[] {
  const [head, ...members] = group;
  if (head === undefined) return [];
  if (hasNothing(head) && labelOf(head) === '') {
    if (members.every(hasNothing)) return [];
    doubts.push({
      code: 'GROUP_UNNAMED',
      message: 'A group of rows has figures and no name',
      at: head.at,
    });
    return group;
  }
  const named = new Set<string>();
  return group.filter((row) => {
    const label = labelOf(row);
    if (hasNothing(row) && (label === '' || named.has(label))) return false;
    named.add(label);
    return true;
  });
}

function hasNothing(row: GridRow): boolean {
  return row.cells.every((_, column) => column === 0 || isBlank(bodyCell(row, column)));
}
