import { compareText } from './entry.js';
import { lineKey, type Line, type Reading } from './figure.js';
import { withLine } from './figure.js';
import type { Evaluator } from './value.js';

/** A line of two totals; `side` where it stands in one of them only. */
export interface LinePair {
  readonly line: Line;
  readonly side: 'from' | 'to' | 'both';
}

interface Node {
  readonly line: Line;
  readonly key: string;
  /** null: a leaf. */
  readonly children: readonly Node[] | null;
}

/**
 * Pairs the lines below two totals, by line and never by position. A total that stands on one side only is replaced by
 * its parts; a line that is a leaf on one side and a total on the other is one line. A line that has moved from one
 * part to another opens both, so that it is compared with itself.
 */
export function pairLines(evaluator: Evaluator, from: Reading, to: Reading): LinePair[] {
  const sides = [childrenOf(evaluator, from), childrenOf(evaluator, to)] as const;
  const trees = sides.map(nodesOf) as [Map<string, Node>, Map<string, Node>];
  const common = new Set([...trees[0].keys()].filter((key) => trees[1].has(key)));
  for (;;) {
    const [a, b] = [cut(sides[0], common), cut(sides[1], common)];
    const conflict = conflictOf(a, b, trees, common);
    if (conflict === null) return merge(evaluator, [from, to], [a, b], trees);
    common.delete(conflict);
  }
}

function childrenOf(evaluator: Evaluator, total: Reading, above: ReadonlySet<string> = new Set()): Node[] {
  const composition = evaluator.composition(total);
  if (composition?.kind !== 'total') return [];
  const seen = new Set([...above, lineKey(total.line)]);
  const nodes = composition.parts.flatMap((part): Node[] => {
    const key = lineKey(part.line);
    if (seen.has(key)) return [];
    const isTotal = evaluator.composition(part)?.kind === 'total';
    return [{ line: part.line, key, children: isTotal ? childrenOf(evaluator, part, seen) : null }];
  });
  return grouped(evaluator, total, nodes, seen);
}

/** A line that merges others is a level that the table of its parts does not print. */
function grouped(evaluator: Evaluator, total: Reading, nodes: Node[], above: ReadonlySet<string>): Node[] {
  const mergers = evaluator.facts.names(total.unit, total.area).mergers();
  let list = nodes;
  for (const { line, parts } of [...mergers].sort((a, b) => compareText(lineKey(a.line), lineKey(b.line)))) {
    if (above.has(lineKey(line))) continue;
    const composition = evaluator.composition(withLine(total, line));
    if (composition?.kind !== 'total' || evaluator.table(total).lines.has(lineKey(line))) continue;
    const keys = new Set(parts.map(lineKey));
    const children = list.filter((node) => keys.has(node.key));
    const first = children[0];
    if (first === undefined || children.length < composition.parts.length) continue;
    const node: Node = { line, key: lineKey(line), children };
    list = list.flatMap((other) => (other === first ? [node] : keys.has(other.key) ? [] : [other]));
  }
  return list;
}

function nodesOf(nodes: readonly Node[]): Map<string, Node> {
  const found = new Map<string, Node>();
  const visit = (node: Node): void => {
    if (!found.has(node.key)) found.set(node.key, node);
    node.children?.forEach(visit);
  };
  nodes.forEach(visit);
  return found;
}

/** What is compared on one side: the topmost lines that both sides have, and the leaves of what only this one has. */
interface Cut {
  readonly lines: Map<string, Node>;
  /** Totals opened on the way; what they hold of their own is compared too. */
  readonly opened: Node[];
}

function cut(nodes: readonly Node[], common: ReadonlySet<string>): Cut {
  const lines = new Map<string, Node>();
  const opened: Node[] = [];
  const visit = (node: Node): void => {
    if (common.has(node.key) || node.children === null) {
      lines.set(node.key, node);
      return;
    }
    opened.push(node);
    node.children.forEach(visit);
  };
  nodes.forEach(visit);
  return { lines, opened };
}

/** A common line that one side compares and the other has inside something it compares: what is to be opened, or given up. */
function conflictOf(
  a: Cut,
  b: Cut,
  trees: readonly [Map<string, Node>, Map<string, Node>],
  common: ReadonlySet<string>,
): string | null {
  for (const [mine, other, myTree, tree] of [
    [a, b, trees[0], trees[1]],
    [b, a, trees[1], trees[0]],
  ] as const) {
    for (const key of mine.lines.keys()) {
      if (!common.has(key) || other.lines.has(key)) continue;
      const around = [...other.lines.values()].find((node) => node.key !== key && nodesOf([node]).has(key));
      if (around === undefined) return key;
      // A leaf here that contains the line there cannot be opened: the line is then given up as a pair.
      const leafHere = myTree.get(around.key)?.children === null || tree.get(around.key)?.children === null;
      return leafHere ? key : around.key;
    }
  }
  return null;
}

function merge(
  evaluator: Evaluator,
  readings: readonly [Reading, Reading],
  cuts: readonly [Cut, Cut],
  trees: readonly [Map<string, Node>, Map<string, Node>],
): LinePair[] {
  const [a, b] = cuts;
  const pairs: LinePair[] = [];
  for (const node of a.lines.values())
    pairs.push({ line: node.line, side: b.lines.has(node.key) ? 'both' : 'from' });
  for (const node of b.lines.values())
    if (!a.lines.has(node.key)) pairs.push({ line: node.line, side: 'to' });
  const opened = new Map([...a.opened, ...b.opened].map((node) => [node.key, node]));
  for (const [key, node] of opened) {
    const side = !trees[0].has(key) ? 'to' : !trees[1].has(key) ? 'from' : 'both';
    if (side === 'both' && !(isOpened(a, key) && isOpened(b, key))) continue;
    const rest = readings.map((reading) => {
      const composition = evaluator.composition(withLine(reading, node.line));
      return composition?.kind === 'total' ? composition.unallocated : null;
    });
    const line = rest[0]?.line ?? rest[1]?.line;
    if (line === undefined) continue;
    const valued = rest.some((reading) => reading !== null && (evaluator.value(reading).amount ?? 0n) !== 0n);
    const changed = readings.some(
      (reading) => evaluator.facts.changes(withLine(reading, node.line)).length > 0,
    );
    if (valued || changed) pairs.push({ line, side });
  }
  return pairs;
}

function isOpened(side: Cut, key: string): boolean {
  return side.opened.some((node) => node.key === key);
}
