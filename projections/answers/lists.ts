import { LedgerError, parseUnitOfMeasure, type UnitOfMeasure } from '#amount';
import type { DocumentRegistered, ImportStarted } from '#domain';
import type { EditionLine } from '#ledger';
import type { DocumentAnswer, EditionAnswer, UnitAnswer } from '../contract.js';
import { term } from '../runner/terms.js';
import { documentAnswer } from './document-answer.js';
import { list } from '../view/editions.js';
import { editionState } from './edition-state.js';
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
 * The sha-256 of the document that a file name, the beginning of a sha-256 or a number in the register names.
 * @throws LedgerError UNKNOWN_DOCUMENT
 */
export function documentNamed(at: Standpoint, name: string): string {
  const documents = documentsOf(at);
  const called = calledSo(name);
  const named = documents.filter(({ file, sha256, dnr }) => called(file, sha256, dnr));
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

/**
 * Every document that is or was called so, for several may stand under one number in the register: by sha-256.
 * @throws LedgerError UNKNOWN_DOCUMENT
 */
export function documentsCalled(at: Standpoint, name: string): Set<string> {
  const found = new Set<string>();
  const called = calledSo(name);
  for (const row of at.cache.model.notedAll('document')) {
    if (row.seq > at.seq) continue;
    const { fileName, title, sha256, dnr } = at.cache.model.envelope(row.event).data as DocumentRegistered;
    if (called(fileName ?? title, sha256, dnr ?? null)) found.add(sha256);
  }
  // It is unknown: that is told as it is for one.
  if (found.size === 0) documentNamed(at, name);
  return found;
}

/** Characters of a sha-256 that tell it apart from a name. */
const SHA_CHARACTERS_MIN = 8;

function calledSo(name: string): (file: string, sha256: string, dnr: string | null) => boolean {
  const prefix = name.trim().toLowerCase();
  const number = term('dnr', name);
  return (file, sha256, dnr) =>
    file === name ||
    (prefix.length >= SHA_CHARACTERS_MIN && sha256.startsWith(prefix)) ||
    (dnr !== null && term('dnr', dnr) === number);
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
