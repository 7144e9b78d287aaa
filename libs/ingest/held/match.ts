import { contentText } from '../import-plan.js';
import { columnKey, figureKey, isCell, tableOf, type Wanted } from './entries.js';
import { lastOf, type Life } from './holding.js';

export interface Matched {
  readonly pairs: ReadonlyMap<Wanted, Life>;
  /** Entries of the ledger that nothing of the plan is about. */
  readonly gone: readonly Life[];
}

interface Side<T> {
  readonly left: Set<T>;
  readonly data: (item: T) => Wanted['data'];
}

/**
 * Pairs what a plan says with what the ledger holds of the same document or its earlier prints: by figure and cell, by
 * figure in the table, by cell (a column or a row that is read as another one now), and at last a row that stands alone
 * between the same neighbours (a label that was changed). What stands goes before what was taken out.
 */
export function match(wanted: readonly Wanted[], lives: readonly Life[]): Matched {
  const pairs = new Map<Wanted, Life>();
  const plan: Side<Wanted> = { left: new Set(wanted), data: ({ data }) => data };
  const standing = [...lives].sort((a, b) => Number(a.out !== null) - Number(b.out !== null));
  const held: Side<Life> = { left: new Set(standing), data: (life) => lastOf(life).data };
  const pair = (a: Wanted, b: Life): void => {
    pairs.set(a, b);
    plan.left.delete(a);
    held.left.delete(b);
  };
  for (const key of KEYS) pairBy(key, plan, held, pair);
  pairNeighbours(wanted, standing, pairs, plan, held, pair);
  return { pairs, gone: [...held.left] };
}

type Key = (data: Wanted['data']) => string | null;

const cellOf: Key = (data) => {
  const { source, kind } = data;
  return source === undefined || !isCell(data)
    ? null
    : contentText([kind, source.table, source.row, source.column]);
};

const KEYS: readonly Key[] = [
  (data) => contentText([cellOf(data), tableOf(data), figureKey(data)]),
  (data) => contentText([isCell(data), tableOf(data), figureKey(data)]),
  cellOf,
  // A text says it wherever it stands.
  (data) => (isCell(data) ? null : figureKey(data)),
];

function pairBy(
  key: Key,
  plan: Side<Wanted>,
  held: Side<Life>,
  pair: (wanted: Wanted, life: Life) => void,
): void {
  const waiting = new Map<string, Life[]>();
  for (const life of held.left) {
    const name = key(held.data(life));
    if (name === null) continue;
    const list = waiting.get(name);
    if (list === undefined) waiting.set(name, [life]);
    else list.push(life);
  }
  for (const wanted of Array.from(plan.left)) {
    const name = key(wanted.data);
    const life = name === null ? undefined : waiting.get(name)?.shift();
    if (life !== undefined) pair(wanted, life);
  }
}

function pairNeighbours(
  wanted: readonly Wanted[],
  lives: readonly Life[],
  pairs: ReadonlyMap<Wanted, Life>,
  plan: Side<Wanted>,
  held: Side<Life>,
  pair: (wanted: Wanted, life: Life) => void,
): void {
  if (plan.left.size === 0 || held.left.size === 0) return;
  const wantedOf = new Map([...pairs].map(([item, life]) => [life, item]));
  const now = columns(wanted, plan.data);
  const before = columns(
    lives.filter(({ out }) => out === null),
    held.data,
  );
  for (const [column, rows] of now) {
    const old = gaps(before.get(column) ?? [], (life) => wantedOf.get(life));
    const fresh = gaps(rows, (item) => (plan.left.has(item) ? undefined : item));
    for (const [gap, items] of fresh) {
      const [item, ...others] = items;
      const [life, ...otherLives] = old.get(gap) ?? [];
      if (item !== undefined && life !== undefined && others.length + otherLives.length === 0)
        pair(item, life);
    }
  }
}

/** The rows of each column of each table, in their order. */
function columns<T>(items: readonly T[], data: Side<T>['data']): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) {
    if (!isCell(data(item))) continue;
    const key = columnKey(data(item));
    const list = found.get(key);
    if (list === undefined) found.set(key, [item]);
    else list.push(item);
  }
  const place = (item: T): string => data(item).rank?.place ?? '';
  for (const list of found.values()) list.sort((a, b) => (place(a) < place(b) ? -1 : 1));
  return found;
}

/** What stands unpaired after each row that is paired; null is the beginning. */
function gaps<T>(rows: readonly T[], pairOf: (row: T) => Wanted | undefined): Map<Wanted | null, T[]> {
  const found = new Map<Wanted | null, T[]>();
  let after: Wanted | null = null;
  for (const row of rows) {
    const paired = pairOf(row);
    if (paired !== undefined) {
      after = paired;
      continue;
    }
    const list = found.get(after);
    if (list === undefined) found.set(after, [row]);
    else list.push(row);
  }
  return found;
}
