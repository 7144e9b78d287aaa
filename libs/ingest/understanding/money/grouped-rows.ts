import { bestSum, likely, sumHolds, together, UNTOLD, type GridRow } from './grid.js';
import { groupsOf, type Group, type GroupRow, type Words } from './groups.js';
import {
  moneyRow,
  type MoneyRow,
  type MoneyRows,
  type UnclearRow,
  type UnprintedTotal,
} from './money-row.js';
import type { MoneyMeasure } from './row-words.js';

/** What a net is made of, in the order in which it is said. */
const TERMS: readonly MoneyMeasure[] = ['revenue', 'cost', 'outlay', 'sale', 'contribution'];

/** Tables of activities or projects, each with its own rows of measures: `Kommunledning > Intäkt`. */
export function groupedRows(grid: readonly GridRow[], words: Words): MoneyRows {
  const groups = inProjects(groupsOf(grid, words));
  const shared = sharedMeasures(groups);
  const rows: MoneyRow[] = [];
  const unprinted: UnprintedTotal[] = [];
  const unclear: UnclearRow[] = [];
  const outer = new Set<GridRow>();
  for (const group of groups) {
    for (const parent of group.parents) {
      if (outer.has(parent)) continue;
      outer.add(parent);
      rows.push(moneyRow(parent, { kind: 'group', line: [parent.label] }));
    }
    const parts = group.total ? partsOfTotal(group, groups) : [];
    const line = group.total ? lineOfTotal(group, groups, parts) : lineOf(group);
    if (group.header !== null) rows.push(headerRow(group, line));
    for (const [index, each] of group.rows.entries()) {
      const told = rowOf(each, index, { group, line, parts, shared });
      if ('hint' in told) unclear.push(told);
      else rows.push(told);
    }
    unprinted.push(...unprintedOf(group, line, shared, parts));
  }
  return { rows, unprinted, unclear };
}

/** Beside an outlay, an income is what is sold. */
function inProjects(groups: readonly Group[]): readonly Group[] {
  const ofProjects = groups.some(({ rows }) => rows.some(({ measure }) => measure === 'outlay'));
  if (!ofProjects) return groups;
  return groups.map((group) => ({
    ...group,
    rows: group.rows.map((each) =>
      each.measure === 'revenue' ? { ...each, measure: 'sale' as const } : each,
    ),
  }));
}

/** Measures that some group states in several rows: their rows are lines of their own, in every group. */
function sharedMeasures(groups: readonly Group[]): ReadonlySet<MoneyMeasure> {
  const shared = new Set<MoneyMeasure>();
  for (const group of groups) {
    for (const measure of TERMS) if (rowsOf(group, measure).length > 1) shared.add(measure);
  }
  return shared;
}

function rowsOf({ rows }: Group, measure: MoneyMeasure): GroupRow[] {
  return rows.filter((each) => each.measure === measure && !each.words.ofWhich);
}

function pathOf({ header, parents }: Group): string[] {
  return [...parents, ...(header === null ? [] : [header])].map(({ label }) => label);
}

function lineOf(group: Group): string[] {
  return group.header === null ? [] : pathOf(group);
}

function headerRow(group: Group, line: readonly string[]): MoneyRow {
  const { header } = group;
  if (header === null) throw new RangeError('a group without a heading has no row for it');
  const told = { path: pathOf(group), line } as const;
  if (header.blank) return moneyRow(header, { ...told, kind: 'group' });
  return moneyRow(header, { ...told, kind: 'net', measure: 'net', formula: termsOf(group) });
}

interface Around {
  readonly group: Group;
  readonly line: readonly string[];
  readonly parts: readonly Group[];
  readonly shared: ReadonlySet<MoneyMeasure>;
}

function rowOf(each: GroupRow, index: number, around: Around): MoneyRow | UnclearRow {
  const { row, words } = each;
  const { group, line, parts, shared } = around;
  const path = [...pathOf(group), row.label];
  if (words.ofWhich) return ofWhichRow(each, group.rows.slice(0, index), path, line);
  const { measure } = each;
  if (measure === null) return unclearRow(row);
  if (measure === 'net') {
    const formula = termsOf(group);
    return moneyRow(row, { path, kind: formula.length === 0 ? 'leaf' : 'net', line, measure, formula });
  }
  const own = shared.has(measure) && !sumsOthers(each, group) ? [...line, row.label] : line;
  if (group.total) {
    const kind = own.length === 0 ? 'total' : 'subtotal';
    return moneyRow(row, { path, kind, line: own, measure, parts: partRows(each, parts, shared) });
  }
  const others = sumsOthers(each, group) ? othersOf(each, group) : [];
  if (others.length > 0) return moneyRow(row, { path, kind: 'subtotal', line, measure, parts: others });
  const kind = words.buffer || /^buffert/i.test(group.header?.label ?? '') ? 'buffer' : 'leaf';
  return moneyRow(row, { path, kind, line: own, measure });
}

/** `varav`: shown beside the row before, and not summed. */
function ofWhichRow(
  { row }: GroupRow,
  before: readonly GroupRow[],
  path: readonly string[],
  line: readonly string[],
): MoneyRow | UnclearRow {
  const measure = before.findLast((each) => each.measure !== null)?.measure ?? null;
  if (measure === null) return unclearRow(row);
  return moneyRow(row, { path, line: [...line, row.label], measure, breakdown: 'därav' });
}

function unclearRow(row: GridRow): UnclearRow {
  return {
    row,
    message: `what "${row.label}" measures is not clear`,
    hint: `rows: { '${row.label}': kostnad }`,
  };
}

/** `Utgift` above or below `Utgift gator` and `Utgift mark`. */
function sumsOthers(each: GroupRow, group: Group): boolean {
  if (!each.words.whole) return false;
  const others = othersOf(each, group);
  return others.length > 0 && likely(sumHolds(each.row, others));
}

function othersOf(each: GroupRow, group: Group): GridRow[] {
  if (each.measure === null) return [];
  return rowsOf(group, each.measure).flatMap(({ row }) => (row === each.row ? [] : [row]));
}

function termsOf(group: Group): MoneyMeasure[] {
  return TERMS.filter((measure) => rowsOf(group, measure).length > 0);
}

/** The groups that a total sums: said by where it stands, and by the sums where it may be several. */
function partsOfTotal(total: Group, groups: readonly Group[]): readonly Group[] {
  const leaves = groups.filter((group) => !group.total);
  const before = leaves.filter(({ place }) => place < total.place);
  const after = leaves.filter(({ place }) => place > total.place);
  if (before.length === 0) return after;
  const totals = groups.filter((group) => group.total);
  const lastBefore = totals.findLast(({ place }) => place < total.place);
  const since = before.filter(({ place }) => place > (lastBefore?.place ?? -1));
  const ofParent = before.filter(
    ({ parents }) => parents[0] !== undefined && parents[0] === total.parents[0],
  );
  const isLast = totals.at(-1) === total;
  const candidates = (isLast ? [before, since, ofParent, after] : [since, ofParent, before, after]).filter(
    (each) => each.length > 0,
  );
  const best = bestSum(candidates, (parts) => held(total, parts));
  const [first = []] = candidates;
  return best === null || !likely(best.held) ? first : best.candidate;
}

function held(total: Group, parts: readonly Group[]): ReturnType<typeof together> {
  const all = total.rows.map((each) => {
    if (each.measure === null || each.measure === 'net') return UNTOLD;
    return sumHolds(each.row, partRows(each, parts, new Set()));
  });
  return together(all);
}

/** Of a measure in several rows, those of the same label. */
function partRows(each: GroupRow, parts: readonly Group[], shared: ReadonlySet<MoneyMeasure>): GridRow[] {
  const { measure, row } = each;
  if (measure === null) return [];
  const key = row.label.toLowerCase();
  return parts.flatMap((group) => {
    const own = rowsOf(group, measure).filter((other) => !sumsOthers(other, group));
    const same = own.filter((other) => other.row.label.toLowerCase() === key);
    return (shared.has(measure) && same.length > 0 ? same : own).map((other) => other.row);
  });
}

function lineOfTotal(total: Group, groups: readonly Group[], parts: readonly Group[]): string[] {
  const leaves = groups.filter((group) => !group.total);
  if (parts.length === leaves.length) return [];
  const [parent] = total.parents;
  if (parent !== undefined && parts.every(({ parents }) => parents[0] === parent)) return [parent.label];
  return total.header === null ? [] : [total.header.label];
}

/** Where a group's measure stands in several rows and never as their sum, the sum is a total that is not printed. */
function unprintedOf(
  group: Group,
  line: readonly string[],
  shared: ReadonlySet<MoneyMeasure>,
  parts: readonly Group[],
): UnprintedTotal[] {
  return [...shared].flatMap((measure) => {
    const own = rowsOf(group, measure);
    if (own.length === 0 || own.some((each) => sumsOthers(each, group))) return [];
    if (group.total) {
      const lines = parts.filter((part) => rowsOf(part, measure).length > 0).map(lineOf);
      return lines.length === 0 ? [] : [{ line, measure, parts: lines }];
    }
    return [{ line, measure, parts: own.map(({ row }) => [...line, row.label]) }];
  });
}
