import type { LayoutStated } from '#domain';
import { readingKey, type SourceRank } from '#ledger';
import type { PlannedEvent } from '../import-plan.js';
import { isCell, tableOf, wantedOf, type Wanted } from './entries.js';
import { lastOf, type Holding, type Life } from './holding.js';

/**
 * The events of another print of a document that the ledger has, put into the tables of the print before: they are the
 * same tables, whatever each print calls them, and what is new among them stands in their order.
 */
export function adopted(
  events: readonly PlannedEvent[],
  document: string,
  lives: readonly Life[],
  holding: Holding,
): PlannedEvent[] {
  const cells = wantedOf(events).filter(({ data }) => isCell(data) && data.source?.document === document);
  const held = lives.filter((life) => isCell(lastOf(life).data));
  const [first] = held;
  if (first === undefined) return [...events];
  const tables = tablesOf(events, document, cells, held, holding);
  const rank = first.versions[0].data.rank;
  const prefix = { own: documentId(cells[0]?.data), held: documentId(first.versions[0].data) };
  const tableNow = (table: string): string => tables.get(table) ?? underPrefix(table, prefix);
  return moved(events, document, {
    table: tableNow,
    rank: (own) => ({ ...own, date: rank?.date ?? null, place: underPrefix(own.place, prefix) }),
  });
}

/**
 * The events of a document that is another one than the ledger has under the same short id (the same board, kind and
 * year): its tables get names of their own, so that they are not taken for those.
 */
export function setApart(events: readonly PlannedEvent[], document: string): PlannedEvent[] {
  const first = wantedOf(events).find(({ data }) => isCell(data));
  const own = documentId(first?.data);
  const prefix = { own, held: `${own}~${document.slice(0, 6)}` };
  if (own === '') return [...events];
  return moved(events, document, {
    table: (table) => underPrefix(table, prefix),
    rank: (rank) => ({ ...rank, place: underPrefix(rank.place, prefix) }),
  });
}

interface Move {
  readonly table: (table: string) => string;
  readonly rank: (rank: SourceRank) => SourceRank;
}

/** The events with the tables of the document, and the places of what stands in them, as they are called now. */
function moved(events: readonly PlannedEvent[], document: string, { table, rank }: Move): PlannedEvent[] {
  const move = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(move);
    if (typeof value !== 'object' || value === null) return value;
    const fields = value as Fields;
    const copy = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, move(field)]));
    const { source } = fields;
    if (source?.document !== document) return copy;
    return {
      ...copy,
      source: { ...source, table: table(source.table) },
      ...(fields.rank === undefined ? {} : { rank: rank(fields.rank) }),
    };
  };
  return events.map((event) => {
    if (event.type === 'LayoutStated' && event.data.document === document)
      return { ...event, data: { ...event.data, table: table(event.data.table) } };
    return { ...event, data: move(event.data) } as PlannedEvent;
  });
}

interface Fields {
  readonly [name: string]: unknown;
  readonly source?: { readonly document: string; readonly table: string };
  readonly rank?: SourceRank;
}

/** A place is the document's short id, then table, row and column. */
function documentId(data: Wanted['data'] | undefined): string {
  return (data?.rank?.place ?? '').split('/').slice(0, -3).join('/');
}

function underPrefix(place: string, prefix: { readonly own: string; readonly held: string }): string {
  if (prefix.held === '' || !place.startsWith(`${prefix.own}/`)) return place;
  return prefix.held + place.slice(prefix.own.length);
}

/** Which table of the print before each is: by its name in the document, by its title and unit, by what it states. */
function tablesOf(
  events: readonly PlannedEvent[],
  document: string,
  cells: readonly Wanted[],
  held: readonly Life[],
  holding: Holding,
): Map<string, string> {
  const own = describeTables(
    cells.map(({ data }) => data),
    layoutsOf(events, document),
  );
  const older = describeTables(
    held.map((life) => lastOf(life).data),
    [...holding.layouts.values()].map(({ data }) => data),
  );
  const found = new Map<string, string>();
  const free = new Set(older.keys());
  const take = (likeness: (a: Described, b: Described) => number): void => {
    for (const [table, description] of own) {
      if (found.has(table)) continue;
      let best: { readonly table: string; readonly likeness: number } | null = null;
      for (const candidate of free) {
        const other = older.get(candidate);
        const alike = other === undefined ? 0 : likeness(description, other);
        if (alike > (best?.likeness ?? 0)) best = { table: candidate, likeness: alike };
      }
      if (best === null) continue;
      found.set(table, best.table);
      free.delete(best.table);
    }
  };
  take((a, b) => Number(a.name === b.name));
  take((a, b) => Number(a.title !== '' && a.title === b.title));
  take((a, b) => {
    const shared = [...a.readings].filter((reading) => b.readings.has(reading)).length;
    return 2 * shared >= Math.min(a.readings.size, b.readings.size) ? shared : 0;
  });
  return found;
}

interface Described {
  /** Without the document's short id. */
  readonly name: string;
  /** With the unit and the area. */
  readonly title: string;
  readonly readings: Set<string>;
}

function describeTables(
  cells: readonly Wanted['data'][],
  layouts: readonly LayoutStated[],
): Map<string, Described> {
  const titles = new Map(
    layouts.map(({ table, title, unit, area }) => [table, [unit, area, title].join('\u001f')]),
  );
  const tables = new Map<string, Described>();
  for (const data of cells) {
    const table = tableOf(data);
    let described = tables.get(table);
    if (described === undefined) {
      const prefix = `${documentId(data)}/`;
      const name = table.startsWith(prefix) ? table.slice(prefix.length) : table;
      described = { name, title: titles.get(table) ?? '', readings: new Set() };
      tables.set(table, described);
    }
    described.readings.add(readingKey(data.reading));
  }
  return tables;
}

function layoutsOf(events: readonly PlannedEvent[], document: string): LayoutStated[] {
  return events.flatMap((event) =>
    event.type === 'LayoutStated' && event.data.document === document ? [event.data] : [],
  );
}
