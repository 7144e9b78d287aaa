import { bestSum, likely, mostly, sumHolds, type GridRow } from './grid.js';
import type { Words } from './groups.js';
import { treeOf, type TreeNode } from './listed-tree.js';
import { moneyRow, type MoneyRow, type MoneyRows } from './money-row.js';
import type { MoneyMeasure, RowWords } from './row-words.js';

/** What is known of a list before its rows are looked at. */
export interface ListAbout {
  /** Of rows that do not say another. */
  readonly measure: MoneyMeasure;
  /** The line that the whole table is part of: `Investeringar årliga anslag`; null where it is the whole. */
  readonly group: string | null;
}

interface Item {
  readonly row: GridRow;
  readonly words: RowWords;
  readonly measure: MoneyMeasure;
  /** Headings within the table that it stands under. */
  readonly section: GridRow | null;
  /** The heading names a measure, and no line. */
  readonly ofMeasure: boolean;
}

const TERMS: readonly MoneyMeasure[] = ['revenue', 'cost', 'outlay', 'sale', 'contribution'];

/** Tables that list projects or kinds of investment, one a row, with their sums above or below them. */
export function listedRows(grid: readonly GridRow[], words: Words, about: ListAbout): MoneyRows {
  const items = itemsOf(grid, words, about.measure);
  const { tops, told } = trees(items);
  const rows = new Map<GridRow, MoneyRow>();
  const base = about.group === null ? [] : [about.group];
  const add = (node: TreeNode, item: Item, above: readonly string[]): void => {
    const own = [...above, node.row.label];
    rows.set(node.row, nodeRow(node, item, own, base));
    for (const child of node.children) add(child, item, own);
  };
  for (const { node, item } of tops) add(node, item, []);
  const isNet = (item: Item): boolean => item.words.measure === 'net' || sumsAllMeasures(item, tops);
  const sums = told.filter((item) => !isNet(item));
  sums.forEach((item, place) => rows.set(item.row, totalRow(item, place, { sums, tops, base })));
  for (const item of told) if (isNet(item)) rows.set(item.row, netRow(item, items, base));
  for (const row of grid) {
    const line = words(row.label).whole ? base : [...base, row.label];
    if (!rows.has(row)) rows.set(row, moneyRow(row, { kind: 'group', line }));
  }
  return { rows: grid.flatMap((row) => rows.get(row) ?? []), unprinted: [], unclear: [] };
}

/** A blank row is a heading where it is set as one; one that names a measure says it of the rows below. */
function itemsOf(grid: readonly GridRow[], words: Words, usual: MoneyMeasure): Item[] {
  const items: Item[] = [];
  const totals = grid.filter((row) => words(row.label).total).length;
  let section: GridRow | null = null;
  let ofMeasure = false;
  let measure = usual;
  for (const [index, row] of grid.entries()) {
    const own = words(row.label);
    const set = row.bold && !isEmptyGroup(grid, index, words);
    const isHeading = row.blank && !own.total && (own.whole || set || row.label.endsWith(':') || totals > 1);
    if (isHeading && own.whole && own.measure !== null) {
      measure = own.measure;
      section = row;
      ofMeasure = true;
    } else if (isHeading) {
      section = row;
      ofMeasure = false;
    } else items.push({ row, words: own, measure: ownMeasure(own, measure, usual), section, ofMeasure });
  }
  return items;
}

/** Among groups that are set in bold and have figures, a blank one with nothing below is one of them, and no heading. */
function isEmptyGroup(grid: readonly GridRow[], index: number, words: Words): boolean {
  const next = grid[index + 1];
  const isAlone = next === undefined || next.bold || words(next.label).total;
  const isGroup = (row: GridRow): boolean => row.bold && !row.blank && !words(row.label).total;
  return isAlone && grid.slice(0, index).some(isGroup);
}

/** `Försäljning av tomter` in a list of outlays is no outlay; `Investeringar årliga anslag` is one in any list. */
function ownMeasure({ measure, total }: RowWords, section: MoneyMeasure, usual: MoneyMeasure): MoneyMeasure {
  if (measure === null || measure === 'net-investment' || measure === 'result') return section;
  if (measure === 'net') return 'net';
  if (measure === 'revenue' && usual !== 'revenue')
    return usual === 'outlay' && !total ? 'contribution' : section;
  if (measure === 'cost' && usual !== 'cost') return section;
  return measure;
}

interface Top {
  readonly node: TreeNode;
  readonly item: Item;
}

/** The lines of each measure and heading as trees, and the rows that say that they sum. */
function trees(items: readonly Item[]): { tops: readonly Top[]; told: readonly Item[] } {
  const told = items.filter(({ words }) => words.total || words.measure === 'net');
  const lines = items.filter((item) => !told.includes(item));
  const tops: Top[] = [];
  for (const run of runsOf(lines, told)) {
    const rows = run.map(({ row }) => row);
    const total = told.filter(({ measure }) => measure === run[0]?.measure);
    const flat = total.length === 0 ? null : total.some((sum) => flatly(sum, rows, lines));
    const itemOf = new Map(run.map((item) => [item.row, item]));
    for (const node of treeOf(rows, flat)) {
      const item = itemOf.get(node.row);
      if (item !== undefined) tops.push({ node, item });
    }
  }
  return { tops, told };
}

/** Lines of one measure under one heading, with no total between. */
function runsOf(lines: readonly Item[], told: readonly Item[]): Item[][] {
  const runs: Item[][] = [];
  let last: Item | null = null;
  for (const item of lines) {
    const between = told.some(
      ({ row }) => last !== null && row.index > last.row.index && row.index < item.row.index,
    );
    if (last !== null && !between && last.measure === item.measure && last.section === item.section) {
      runs.at(-1)?.push(item);
    } else runs.push([item]);
    last = item;
  }
  return runs;
}

/**
 * The total sums these rows, or all rows of its measure, each by itself: in most columns, or in half of them where it
 * sums no tree of them in more.
 */
function flatly({ row, measure }: Item, rows: readonly GridRow[], lines: readonly Item[]): boolean {
  const all = lines.flatMap((line) => (line.measure === measure ? [line.row] : []));
  const best = bestSum([rows, all], (each) => sumHolds(row, each));
  if (best === null || !likely(best.held)) return false;
  if (mostly(best.held)) return true;
  const tops = treeOf(rows, false).map((node) => node.row);
  return sumHolds(row, tops).holds <= best.held.holds;
}

/** `Utgifter` over a part of the list says what is measured there, and is no line that others are part of. */
function nodeRow(
  { row, children }: TreeNode,
  { measure, section, ofMeasure }: Item,
  own: readonly string[],
  base: readonly string[],
): MoneyRow {
  const parts = children.map((child) => child.row);
  const kind = parts.length > 0 ? 'subtotal' : 'leaf';
  const above = section === null ? [] : [section.label];
  const line = [...base, ...(ofMeasure ? [] : above), ...own];
  return moneyRow(row, { path: [...above, ...own], kind, line, measure, parts });
}

interface Sums {
  readonly sums: readonly Item[];
  readonly tops: readonly Top[];
  readonly base: readonly string[];
}

/** What a total sums, said by where it stands, and by the sums where it may be several. */
function totalRow(item: Item, place: number, { sums, tops, base }: Sums): MoneyRow {
  const { row, measure, section } = item;
  const own = tops.filter((top) => top.item.measure === measure);
  const rowsOf = (some: readonly Top[]): GridRow[] => some.map(({ node }) => node.row);
  const before = own.filter(({ node }) => node.row.index < row.index);
  const after = own.filter(({ node }) => node.row.index > row.index);
  const sameSums = sums.filter((other) => other.measure === measure);
  const lastSum = sums.slice(0, place).findLast((other) => other.measure === measure);
  const since = before.filter(({ node }) => node.row.index > (lastSum?.row.index ?? -1));
  const earlier = sums.slice(0, place).filter((other) => other.measure === measure);
  const inSection = own.filter((top) => section !== null && top.item.section === section);
  const isLast = sameSums.at(-1) === item;
  const ofSums = [...earlier.map((other) => other.row), ...rowsOf(since)];
  const orders =
    isLast && sameSums.length > 1
      ? [ofSums, rowsOf(before), rowsOf(since), rowsOf(inSection), rowsOf(after)]
      : [rowsOf(before.length === 0 ? after : since), rowsOf(before), rowsOf(after), rowsOf(inSection)];
  const candidates = orders.filter((each) => each.length > 0);
  const best = bestSum(candidates, (parts) => sumHolds(row, parts));
  const parts = best === null ? [] : likely(best.held) ? best.candidate : (candidates[0] ?? []);
  const others = own.some((top) => top.item.section !== section);
  const ofOneSection =
    section !== null && others && parts.every((part) => inSection.some(({ node }) => node.row === part));
  const isWhole = parts.length > 0 && isLast && !ofOneSection;
  const path = section === null || (isWhole && others) ? [row.label] : [section.label, row.label];
  const ofSection = section !== null && !item.ofMeasure ? section.label : row.label;
  const line = isWhole ? [...base] : [...base, ofSection];
  return moneyRow(row, { path, kind: line.length === 0 ? 'total' : 'subtotal', line, measure, parts });
}

/** A `Summa` of outlays and contributions is their net. */
function sumsAllMeasures({ row, words, measure }: Item, tops: readonly Top[]): boolean {
  if (!words.bare || tops.every((top) => top.item.measure === measure)) return false;
  const all = sumHolds(
    row,
    tops.map(({ node }) => node.row),
  );
  const own = sumHolds(
    row,
    tops.flatMap(({ node, item }) => (item.measure === measure ? [node.row] : [])),
  );
  return likely(all) && all.holds > own.holds;
}

function netRow(item: Item, items: readonly Item[], base: readonly string[]): MoneyRow {
  const formula = TERMS.filter((measure) => items.some((other) => other.measure === measure));
  return moneyRow(item.row, { kind: 'net', line: base, measure: 'net', formula });
}
