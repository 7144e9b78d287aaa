import { LedgerError, type Place } from '#amount';
import type { SourceCell } from '#ledger';
import { contentText, type ImportPlan, type PlannedEvent } from './import-plan.js';

/** As much of a stored event as says what it is. */
export interface StoredContent {
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: unknown;
}

/** One cell, or one field, of which an import says otherwise than what is stored. */
export interface ChangedContent {
  /** Id of the event, which is the same. */
  readonly event: string;
  readonly type: string;
  readonly place: Place;
  /** As it was printed; null where it was not there. */
  readonly was: string | null;
  /** null where it is there no more. */
  readonly is: string | null;
}

/** What an import would do to a ledger. */
export interface PlanComparison {
  readonly fresh: readonly PlannedEvent[];
  readonly alreadyThere: readonly PlannedEvent[];
  /** Cell by cell: one event may have several. */
  readonly changed: readonly ChangedContent[];
}

/**
 * Holds a plan against what is stored: what is new, what is there already, and where the same event says something
 * else. Nothing is taken for a correction by itself: whether a changed cell is a misread or an erratum somebody decides.
 *
 * @param storedById the stored events of which the plan has the ids
 */
export function compareWithStored(
  plan: Pick<ImportPlan, 'streams'>,
  storedById: { get(id: string): StoredContent | undefined },
): PlanComparison {
  const fresh: PlannedEvent[] = [];
  const alreadyThere: PlannedEvent[] = [];
  const changed: ChangedContent[] = [];
  const files = fileNames(plan);
  for (const event of plan.streams.flatMap(({ events }) => events)) {
    const stored = storedById.get(event.id);
    if (stored === undefined) fresh.push(event);
    else if (sameContent(stored, event)) alreadyThere.push(event);
    else changed.push(...changesOf(stored, event, files));
  }
  return { fresh, alreadyThere, changed };
}

/**
 * @throws LedgerError SAME_ID_OTHER_CONTENT, naming the first cell that is stored with another content, and how many are
 */
export function requireUnchanged({ changed }: Pick<PlanComparison, 'changed'>): void {
  const [first] = changed;
  if (first === undefined) return;
  const more = changed.length === 1 ? '' : `, and ${changed.length - 1} more differ`;
  throw new LedgerError(
    'SAME_ID_OTHER_CONTENT',
    `What is stored says ${quoted(first.was)} and the import ${quoted(first.is)}${more}`,
    {
      place: first.place,
      hint: 'A stored figure is never replaced: register a correction of it. A new print of the document is a document of its own.',
    },
  );
}

function quoted(value: string | null): string {
  return value === null ? 'nothing' : `"${value}"`;
}

function sameContent(stored: StoredContent, event: PlannedEvent): boolean {
  return (
    stored.type === event.type &&
    stored.schemaVersion === event.schemaVersion &&
    contentText(stored.data) === contentText(event.data)
  );
}

type Fields = Readonly<Record<string, unknown>>;

function changesOf(
  stored: StoredContent,
  event: PlannedEvent,
  files: ReadonlyMap<string, string>,
): ChangedContent[] {
  const { id, type } = event;
  const [was, is] = [fieldsOf(stored.data), fieldsOf(event.data)];
  const base = placeOfEvent(is, files);
  const found: ChangedContent[] = [];
  const tell = (place: Place, before: string | null, after: string | null): void => {
    found.push({ event: id, type, place: { ...base, ...place }, was: before, is: after });
  };
  for (const field of new Set([...Object.keys(was), ...Object.keys(is)])) {
    if (contentText([was[field]]) === contentText([is[field]])) continue;
    const [before, after] = [itemsOf(was[field], field), itemsOf(is[field], field)];
    const items = before === null || after === null ? [] : changedItems(before, after);
    for (const { item, was: old, is: now } of items) tell(placeOfItem(item), old, now);
    if (items.length === 0) tell({ field }, words(was[field]), words(is[field]));
  }
  if (found.length === 0) {
    tell({}, `${stored.type} version ${stored.schemaVersion}`, `${type} version ${event.schemaVersion}`);
  }
  return found;
}

/** The lines of an event, the rows of a layout; null for a field that has no items with a place of their own. */
function itemsOf(value: unknown, field: string): readonly Fields[] | null {
  if (!Array.isArray(value)) return null;
  const items: readonly Fields[] = value.map(fieldsOf);
  if (field === 'moves') return items.flatMap((move) => itemsOf(move['lines'], 'lines') ?? []);
  return field === 'lines' || field === 'rows' ? items : null;
}

/** Items are paired by where they stand, never by position, so that one new row does not shift all the others. */
function changedItems(
  before: readonly Fields[],
  after: readonly Fields[],
): { item: Fields; was: string | null; is: string | null }[] {
  const [old, now] = [byKey(before), byKey(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    const item = is ?? was;
    if (item === undefined || contentText([was]) === contentText([is])) return [];
    return [{ item, ...difference(was, is) }];
  });
}

function byKey(items: readonly Fields[]): Map<string, Fields> {
  const keyed = new Map<string, Fields>();
  for (const item of items) {
    const { table, row, column } = fieldsOf(item['source']);
    const { path, measure } = item;
    const where = row === undefined ? [path, measure] : [table, row, column];
    // Text has no cells: there the figure tells statements apart.
    const figure = row === '' ? [item['line'], measure, item['at']] : [];
    const key = contentText([...where, ...figure].map((part) => part ?? null));
    let unique = key;
    for (let n = 2; keyed.has(unique); n++) unique = `${key} ${n}`;
    keyed.set(unique, item);
  }
  return keyed;
}

/** The printed text where that differs, else the amount, else the first field that does. */
function difference(
  was: Fields | undefined,
  is: Fields | undefined,
): { was: string | null; is: string | null } {
  if (was === undefined || is === undefined) {
    return { was: was === undefined ? null : shown(was), is: is === undefined ? null : shown(is) };
  }
  if (shown(was) !== shown(is)) return { was: shown(was), is: shown(is) };
  const fields = [...new Set(['amount', ...Object.keys(was), ...Object.keys(is)])];
  const field = fields.find((name) => contentText([was[name]]) !== contentText([is[name]])) ?? '';
  return { was: `${field} ${words(was[field]) ?? ''}`, is: `${field} ${words(is[field]) ?? ''}` };
}

function shown(item: Fields): string {
  const { printed } = fieldsOf(item['source']);
  return typeof printed === 'string' ? printed : (words(item['kind']) ?? '');
}

function placeOfItem(item: Fields): Place {
  const { table, row, column } = fieldsOf(item['source']) as Partial<SourceCell>;
  if (row !== undefined && row !== '') return { table, row, column };
  const label = (item['path'] ?? item['line']) as readonly string[] | undefined;
  return { ...(table === undefined ? {} : { table }), row: label?.join(' > ') ?? '' };
}

function placeOfEvent(data: Fields, files: ReadonlyMap<string, string>): Place {
  const [line] = [...(itemsOf(data['lines'], 'lines') ?? []), ...(itemsOf(data['moves'], 'moves') ?? [])];
  const source = fieldsOf(line?.['source']) as Partial<SourceCell>;
  const sha256 = source.document ?? data['document'] ?? data['sha256'];
  const document = typeof sha256 === 'string' ? (files.get(sha256) ?? sha256) : undefined;
  const table = source.table ?? data['table'];
  return {
    ...(document === undefined ? {} : { document }),
    ...(typeof table === 'string' ? { table } : {}),
  };
}

/** Documents by the name of their file, as everywhere where a person reads of them. */
function fileNames(plan: Pick<ImportPlan, 'streams'>): Map<string, string> {
  const files = new Map<string, string>();
  for (const event of plan.streams.flatMap(({ events }) => events)) {
    if (event.type === 'DocumentRegistered')
      files.set(event.data.sha256, event.data.fileName ?? event.data.title);
  }
  return files;
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function words(value: unknown): string | null {
  if (value === undefined) return null;
  return typeof value === 'string' ? value : contentText(value);
}
