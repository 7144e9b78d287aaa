import { bestSum, mostly, RunningSum, sumHolds, together, type GridRow, type Held } from './grid.js';

/** A row with the rows that it sums. */
export interface TreeNode {
  readonly row: GridRow;
  readonly children: readonly TreeNode[];
}

/** More children than this has no row of a table that a person reads. */
const CHILDREN_MAX = 60;

/**
 * Which of the rows are sums of rows below them. Said by their setting, where some are set in bold; else by the sums
 * themselves, in most columns. `flat` is what a total says of them: all add up, so none is a sum of others; null where
 * there is none, and then one column alone is no proof.
 */
export function treeOf(rows: readonly GridRow[], flat: boolean | null): TreeNode[] {
  if (flat === true || rows.length < 2) return rows.map(leaf);
  const proof = flat === null ? 2 : 1;
  return treeBySetting(rows, proof) ?? forestOf(rows, proof);
}

function leaf(row: GridRow): TreeNode {
  return { row, children: [] };
}

/** Bold rows above what they sum, or below it. */
function treeBySetting(rows: readonly GridRow[], proof: number): TreeNode[] | null {
  const bold = rows.filter((row) => row.bold);
  if (bold.length === 0 || bold.length === rows.length) return null;
  const above = runsFrom(rows).map(([head, run]) => grouped(head, run, proof));
  const below = runsFrom(rows.toReversed())
    .toReversed()
    .map(([head, run]) => grouped(head, run.toReversed(), proof));
  const best = bestSum([above, below], (nodes) => heldBy(nodes.flat()));
  return best === null || !(mostly(best.held) || best.held.told === 0) ? null : best.candidate.flat();
}

/** Each bold row with the rows that follow until the next one; rows before the first have none. */
function runsFrom(rows: readonly GridRow[]): [GridRow | null, GridRow[]][] {
  const runs: [GridRow | null, GridRow[]][] = [];
  for (const row of rows) {
    if (row.bold) runs.push([row, []]);
    else if (runs.length === 0) runs.push([null, [row]]);
    else runs.at(-1)?.[1].push(row);
  }
  return runs;
}

function grouped(head: GridRow | null, run: readonly GridRow[], proof: number): TreeNode[] {
  const children = forestOf(run, proof);
  return head === null ? children : [{ row: head, children }];
}

function heldBy(nodes: readonly TreeNode[]): Held {
  return together(
    nodes.map(({ row, children }) =>
      sumHolds(
        row,
        children.map((child) => child.row),
      ),
    ),
  );
}

/** From the sums alone. */
function forestOf(rows: readonly GridRow[], proof: number): TreeNode[] {
  const known = new Map<number, { node: TreeNode; next: number }>();
  const at = (index: number): { node: TreeNode; next: number } => {
    const found = known.get(index);
    if (found !== undefined) return found;
    const row = rows[index] as GridRow;
    const children: TreeNode[] = [];
    const candidates: { count: number; next: number; held: Held }[] = [];
    const running = new RunningSum(row);
    let next = index + 1;
    while (next < rows.length && children.length < CHILDREN_MAX) {
      const child = at(next);
      children.push(child.node);
      running.add(child.node.row);
      next = child.next;
      if (children.length > 1) candidates.push({ count: children.length, next, held: running.held() });
    }
    const best = bestSum(candidates, ({ held }) => held);
    const sums = best !== null && best.held.holds >= proof && mostly(best.held);
    const told = sums
      ? { node: { row, children: children.slice(0, best.candidate.count) }, next: best.candidate.next }
      : null;
    const result = told ?? { node: leaf(row), next: index + 1 };
    known.set(index, result);
    return result;
  };
  const nodes: TreeNode[] = [];
  // From the end, so that what a row may sum is known before it is asked.
  for (let index = rows.length - 1; index >= 0; index--) at(index);
  for (let index = 0; index < rows.length;) {
    const { node, next } = at(index);
    nodes.push(node);
    index = next;
  }
  return nodes;
}
