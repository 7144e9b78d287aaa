import type { Place } from '#amount';
import type { EntryData } from '#domain';
import type { Reading } from '#ledger';
import { contentText, type PlannedEvent } from '../import-plan.js';

/** What becomes of one entry, or of one field of a declaration, when an import is recorded. */
export interface Fate {
  /**
   * `new`; `recorded` before; `kept`: somebody corrected it since, and that stands; `corrected`; `withdrawn`: it is
   * there no more; `restated`: a declaration is made once more, otherwise.
   */
  readonly fate: 'new' | 'recorded' | 'kept' | 'corrected' | 'withdrawn' | 'restated';
  /** Of what is corrected, withdrawn or restated: by the same document read otherwise, or by another print of it. */
  readonly correction: 'misread' | 'erratum' | null;
  /** Of the event in the plan. */
  readonly type: string;
  /** Whether it is a number in a table. */
  readonly cell: boolean;
  readonly place: Place;
  readonly reading: Reading | null;
  /** As printed, or the field that differs; null where it was not there. */
  readonly was: string | null;
  /** null where it is there no more. */
  readonly is: string | null;
  /** The entry that the ledger has of it. */
  readonly entry: string | null;
}

/** Documents by the name of their file, as everywhere where a person reads of them. */
export type NameOf = (sha256: string) => string;

export function placeOfEntry({ source, reading }: EntryData, nameOf: NameOf): Place {
  const row = reading.line.length === 0 ? 'Totalt' : reading.line.join(' > ');
  if (source === undefined) return { row };
  const { document, table, column } = source;
  const place = { document: nameOf(document), table };
  return source.row === '' ? { ...place, row } : { ...place, row: source.row, column };
}

export function printedOf(data: EntryData): string {
  return data.source?.printed ?? data.printed?.text ?? amountOf(data);
}

function amountOf(data: EntryData): string {
  if (data.kind === 'statement' && data.relative !== undefined) return `… + ${data.relative.difference}`;
  return data.amount ?? '';
}

/** The printed text where that differs, else the first of what differs. */
export function wordsOfChange(was: EntryData, is: EntryData): { readonly was: string; readonly is: string } {
  if (printedOf(was) !== printedOf(is)) return { was: printedOf(was), is: printedOf(is) };
  const fields = ['amount', 'reading', 'from', 'cause', 'status', 'source'];
  const [a, b] = [was, is].map((data) => data as unknown as Fields) as [Fields, Fields];
  const known = new Set([...Object.keys(a), ...Object.keys(b), ...fields]);
  const order = [...fields, ...[...known].filter((name) => !fields.includes(name) && name !== 'published')];
  const field = order.find((name) => contentText([a[name]]) !== contentText([b[name]])) ?? 'rank';
  return { was: `${field} ${told(a[field])}`, is: `${field} ${told(b[field])}` };
}

function told(value: unknown): string {
  const { line, measure, period, edition } = fieldsOf(value);
  if (Array.isArray(line) && typeof measure === 'string')
    return [line.join(' > ') || 'Totalt', measure, period, edition].join(', ');
  return words(value) ?? '';
}

type Fields = Readonly<Record<string, unknown>>;

/** What a declaration says otherwise than the one that holds: field by field, of a layout row by row. */
export function fieldsChanged(
  held: unknown,
  event: PlannedEvent,
  correction: 'misread' | 'erratum',
  nameOf: NameOf,
): Fate[] {
  const [was, is] = [fieldsOf(held), fieldsOf(event.data)];
  const document = is['document'] ?? is['sha256'];
  const table = is['table'];
  const base: Place = {
    ...(typeof document === 'string' ? { document: nameOf(document) } : {}),
    ...(typeof table === 'string' ? { table } : {}),
  };
  const fates: Fate[] = [];
  const tell = (place: Place, before: string | null, after: string | null): void => {
    const common = { fate: 'restated', correction, type: event.type, cell: false, reading: null } as const;
    fates.push({ ...common, place: { ...base, ...place }, was: before, is: after, entry: null });
  };
  for (const field of new Set([...Object.keys(was), ...Object.keys(is)])) {
    if (field === 'document' || contentText([was[field]]) === contentText([is[field]])) continue;
    if (isMinor(event.type, field, was[field])) continue;
    const items = field === 'rows' ? changedRows(was[field], is[field]) : [];
    for (const { row, was: old, is: now } of items) tell({ row }, old, now);
    if (items.length === 0) tell({ field }, words(was[field]), words(is[field]));
  }
  return fates;
}

/**
 * What changes no figure and no table: it is stated once more, and nobody is asked. More that is known of a document; who
 * judged it; the place of a table, when one is found before it that was not seen at first.
 */
function isMinor(type: string, field: string, was: unknown): boolean {
  if (field === 'judgedBy' || field === 'note') return true;
  if (type === 'LayoutStated') return field === 'rank';
  return type === 'DocumentRegistered' && was === undefined;
}

/** Rows are paired by their labels, so that one new row does not shift all the others. */
function changedRows(
  before: unknown,
  after: unknown,
): { row: string; was: string | null; is: string | null }[] {
  const [old, now] = [byLabel(before), byLabel(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((row) => {
    const [was, is] = [old.get(row), now.get(row)];
    if (contentText([was]) === contentText([is])) return [];
    if (was === undefined || is === undefined)
      return [{ row, was: was === undefined ? null : kindOf(was), is: is === undefined ? null : kindOf(is) }];
    const field = [...new Set(['kind', ...Object.keys(was), ...Object.keys(is)])].find(
      (name) => contentText([was[name]]) !== contentText([is[name]]),
    );
    const [a, b] = [was[field ?? ''], is[field ?? '']].map((value) => words(value) ?? '');
    return field === 'kind'
      ? [{ row, was: a ?? '', is: b ?? '' }]
      : [{ row, was: `${field ?? ''} ${a ?? ''}`, is: `${field ?? ''} ${b ?? ''}` }];
  });
}

function byLabel(rows: unknown): Map<string, Fields> {
  const labelled = new Map<string, Fields>();
  for (const row of Array.isArray(rows) ? rows.map(fieldsOf) : []) {
    const path = Array.isArray(row['path']) && row['path'].length > 0 ? row['path'] : row['line'];
    const label = (Array.isArray(path) ? path.join(' > ') : '') || 'Totalt';
    const key = labelled.has(label) ? `${label} (${words(row['measure']) ?? ''})` : label;
    labelled.set(key, row);
  }
  return labelled;
}

function kindOf(row: Fields): string {
  return words(row['kind']) ?? '';
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function words(value: unknown): string | null {
  if (value === undefined) return null;
  return typeof value === 'string' ? value : contentText(value);
}
