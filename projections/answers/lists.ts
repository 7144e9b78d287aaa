import { LedgerError, parseUnitOfMeasure, type UnitOfMeasure } from '#amount';
import type { DocumentRegistered, ImportStarted } from '#domain';
import type { EditionLine } from '#ledger';
import type {
  DocumentAnswer,
  EditionAnswer,
  EntriesFilter,
  EntryAnswer,
  Page,
  PageRequest,
  UnitAnswer,
} from '../contract.js';
import type { FrameRow } from '../ledger/model.js';
import { editionLineOfKey } from '../ledger/scope.js';
import { documentAnswer } from './document-answer.js';
import { list } from '../view/editions.js';
import { editionState } from './edition-state.js';
import { notedEntry } from './correction-notes.js';
import { entryAnswer } from './entry-answer.js';
import { unitDefined, type Standpoint } from './surroundings.js';

/** The longest page: more is read page by page. */
export const PAGE_MAX = 1_000;

export function unitsOf(at: Standpoint): UnitAnswer[] {
  const units = new Set<string>();
  for (const row of at.cache.model.notedAll('unit')) if (row.seq <= at.seq) units.add(row.key);
  return [...units].flatMap((unit): UnitAnswer[] => {
    const defined = unitDefined(at, unit);
    if (defined === undefined) return [];
    const slash = unit.lastIndexOf('/');
    return [
      { unit, name: defined.name, kind: defined.kind, parent: slash < 0 ? null : unit.slice(0, slash) },
    ];
  });
}

/** Documents in the order in which they were registered, also those whose import is not complete or was abandoned. */
export function documentsOf(at: Standpoint): DocumentAnswer[] {
  const { model } = at.cache;
  const documents = new Map<string, DocumentRegistered>();
  for (const row of model.notedAll('document')) {
    if (row.seq <= at.seq) documents.set(row.key, model.envelope(row.event).data as DocumentRegistered);
  }
  const states = importStates(at);
  return [...documents.values()].map((document) =>
    documentAnswer(document, states.get(document.sha256) ?? null),
  );
}

/**
 * The sha-256 of the document that a file name, or the beginning of a sha-256, names.
 * @throws LedgerError UNKNOWN_DOCUMENT
 */
export function documentNamed(at: Standpoint, name: string): string {
  const documents = documentsOf(at);
  const named = documents.filter((d) => d.file === name || (name.length >= 8 && d.sha256.startsWith(name)));
  const [only, other] = named;
  if (only !== undefined && other === undefined) return only.sha256;
  const shown = (other === undefined ? documents : named).map((d) => `${d.file} (${d.sha256.slice(0, 8)})`);
  const message =
    other === undefined ? `there is no document "${name}"` : `several documents are called "${name}"`;
  throw new LedgerError('UNKNOWN_DOCUMENT', message, {
    place: { field: 'document' },
    hint: shown.length === 0 ? 'Nothing has been imported.' : `There is ${list(shown)}.`,
  });
}

/** By document: how far its last import has come. */
function importStates(at: Standpoint): Map<string, string> {
  const { model } = at.cache;
  const documents = new Map<string, readonly string[]>();
  const states = new Map<string, string>();
  for (const row of model.notedAll('import')) {
    if (row.seq > at.seq) continue;
    const { type, data } = model.envelope(row.event);
    if (type === 'ImportStarted') documents.set(row.key, (data as ImportStarted).documents);
    const state =
      type === 'ImportStarted' ? 'started' : type === 'ImportCompleted' ? 'complete' : 'abandoned';
    for (const sha256 of documents.get(row.key) ?? []) states.set(sha256, state);
  }
  return states;
}

/** How far an import has come. */
export function importStateOf(
  at: Standpoint,
  importId: string,
): 'unknown' | 'started' | 'completed' | 'abandoned' {
  const row = at.cache.model.noted('import', importId).findLast((r) => r.seq <= at.seq);
  if (row === undefined) return 'unknown';
  const { type } = at.cache.model.envelope(row.event);
  return type === 'ImportStarted' ? 'started' : type === 'ImportCompleted' ? 'completed' : 'abandoned';
}

export function editionsOf(at: Standpoint, filter: { unit?: string; year?: string }): EditionAnswer[] {
  const { facts } = at;
  const lines = filter.unit === undefined ? facts.editionLines() : facts.editionLinesOf(filter.unit, true);
  return lines
    .filter((line) => filter.year === undefined || line.period === filter.year)
    .flatMap((line) =>
      facts.editions(line).map((edition) => ({
        ...line,
        edition: edition.edition,
        label: edition.label,
        extent: edition.extent,
        status: edition.status,
        known: edition.known,
        open: editionState(at, line, edition.edition) === 'open',
      })),
    );
}

/** What a frame prints its numbers in: as its layouts say, else thousands of kronor. */
export function unitOfFrame(at: Standpoint, line: EditionLine): UnitOfMeasure {
  const [layout] = at.facts.layouts(line);
  return layout === undefined ? 'tkr' : parseUnitOfMeasure(layout.unitOfMeasure);
}

/**
 * Entries frame by frame, in each in the order in which they count; those that were taken out are listed with what took
 * them out. A cursor is the place of an entry in that order.
 */
export function entriesOf(at: Standpoint, filter: EntriesFilter, page: PageRequest): Page<EntryAnswer> {
  const first = Math.min(Math.max(1, Math.trunc(page.first)), PAGE_MAX);
  const after = page.after === undefined ? null : placeOf(page.after);
  const items: { cursor: string; item: EntryAnswer }[] = [];
  for (const frame of at.cache.model.framesFrom(after?.[0] ?? 0)) {
    const line = editionLineOfKey(frame.scope);
    if (!matches(filter, frame, line)) continue;
    for (const row of at.cache.model.entryRows(frame.id)) {
      if (row.seq > at.seq) continue;
      const place = [frame.id, row.seq, row.event, row.n];
      if (after !== null && !isAfter(place, after)) continue;
      const entry = at.cache.model.entry(row.event, row.n);
      if (filter.line !== undefined && !sameLine(at, line, filter.line, at.cache.model.line(row.line)))
        continue;
      if (items.length === first) return { items, hasNext: true };
      const out = row.out !== null && row.out.outSeq <= at.seq ? row.out : null;
      const takenOutBy = out === null ? null : idOf(at, out.outEvent, out.outN);
      items.push({
        cursor: place.join('.'),
        item: notedEntry(at, entryAnswer(entry, unitOfFrame(at, line), { takenOutBy })),
      });
    }
  }
  return { items, hasNext: false };
}

function idOf(at: Standpoint, event: number, n: number): string | null {
  const record = at.cache.model.record(event, n);
  return record.kind === 'correction' ? record.id : null;
}

function matches(filter: EntriesFilter, frame: FrameRow, line: EditionLine): boolean {
  return (
    (filter.unit === undefined || line.unit === filter.unit || line.unit.startsWith(`${filter.unit}/`)) &&
    (filter.area === undefined || line.area === filter.area) &&
    (filter.basis === undefined || line.basis === filter.basis) &&
    (filter.period === undefined || line.period === filter.period) &&
    (filter.edition === undefined || frame.edition === filter.edition) &&
    (filter.measure === undefined || frame.measure === filter.measure)
  );
}

/** By any of its names. */
function sameLine(
  at: Standpoint,
  frame: EditionLine,
  asked: readonly string[],
  printed: readonly string[],
): boolean {
  const names = at.facts.names(frame.unit, frame.area);
  return names.resolve(asked).join('\u001e') === names.resolve(printed).join('\u001e');
}

/** @throws LedgerError WRONG_USAGE */
function placeOf(cursor: string): number[] {
  if (/^\d{1,15}(\.\d{1,15}){3}$/.test(cursor)) return cursor.split('.').map(Number);
  throw new LedgerError('WRONG_USAGE', `"${cursor.slice(0, 60)}" is no cursor of a list of entries`, {
    place: { field: 'after' },
    hint: 'Take the cursor of an item of the page before.',
  });
}

function isAfter(place: readonly number[], after: readonly number[]): boolean {
  for (const [i, number] of place.entries()) {
    const other = after[i] ?? 0;
    if (number !== other) return number > other;
  }
  return false;
}
