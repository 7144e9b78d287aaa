import { LedgerError } from '#amount';
import type { DocumentRegistered, ImportStarted } from '#domain';
import type { DocumentAnswer, Page, PageRequest } from '../contract.js';
import { eventsSaying, termIndexOf, TERMS_MERGED_MAX, type TermIndex } from '../history/term-index.js';
import { term, TERM_FIELDS, worded } from '../runner/terms.js';
import { list } from '../view/editions.js';
import { documentAnswer } from './document-answer.js';
import { cursorOf, pageSize, placeOfCursor, unknownCursor } from './page.js';
import { documentRegistered, type Standpoint } from './surroundings.js';

/** Documents named where none is called so. */
const NAMED_MAX = 40;

/** Documents in the order in which they were registered, also those whose import is not complete or was abandoned. */
export function documentsPage(at: Standpoint, page: PageRequest): Page<DocumentAnswer> {
  const first = pageSize(page);
  const items: { cursor: string; item: DocumentAnswer }[] = [];
  for (const sha256 of documentsAfter(at, page.after)) {
    if (items.length === first) return { items, hasNext: true };
    const item = documentOf(at, sha256);
    if (item !== null) items.push({ cursor: cursorOf(sha256), item });
  }
  return { items, hasNext: false };
}

/** Those that an import registered that began and did not end. */
export function documentsUnderWay(at: Standpoint): DocumentAnswer[] {
  const { model } = at.cache;
  const found = new Map<string, DocumentAnswer>();
  for (const { event } of model.importsUnderWay()) {
    const { documents } = model.envelope(event).data as ImportStarted;
    for (const sha256 of documents) {
      const document = documentOf(at, sha256);
      if (document?.importState === 'started') found.set(sha256, document);
    }
  }
  return [...found.values()];
}

/** Each once, where it was registered first. */
function* documentsAfter(at: Standpoint, cursor: string | undefined): Generator<string> {
  const { model } = at.cache;
  let low = 1;
  if (cursor !== undefined) {
    const [registered] = model.noted('document', placeOfCursor(cursor));
    if (registered === undefined) throw unknownCursor();
    low = registered.seq + 1;
  }
  const index = termIndexOf(model.database);
  const registering = index.exact(term('type', 'DocumentRegistered'));
  for (const seq of eventsSaying(index, [registering], low, at.seq, false)) {
    const { sha256 } = model.envelope(seq).data as DocumentRegistered;
    if (model.noted('document', sha256)[0]?.seq === seq) yield sha256;
  }
}

export function documentOf(at: Standpoint, sha256: string): DocumentAnswer | null {
  const document = documentRegistered(at, sha256);
  return document === undefined ? null : documentAnswer(document, importStateOfDocument(at, sha256));
}

/** How far its last import has come. */
function importStateOfDocument({ cache: { model }, seq }: Standpoint, sha256: string): string | null {
  const imports = model
    .noted('imported', sha256)
    .filter((row) => row.seq <= seq)
    .map(({ event }) => (model.envelope(event).data as ImportStarted).importId);
  const steps = [...new Set(imports)]
    .flatMap((importId) => model.noted('import', importId))
    .filter((row) => row.seq <= seq);
  if (steps.length === 0) return null;
  const { type } = model.told(Math.max(...steps.map(({ event }) => event)));
  return type === 'ImportStarted' ? 'started' : type === 'ImportCompleted' ? 'complete' : 'abandoned';
}

/**
 * The sha-256 of the document that a file name, the beginning of a sha-256 or a number in the register names.
 * @throws LedgerError UNKNOWN_DOCUMENT
 */
export function documentNamed(at: Standpoint, name: string): string {
  const named = calledSo(at, name)
    .flatMap((sha256) => documentOf(at, sha256) ?? [])
    .filter((document) => isCalled(document, name));
  const [only, other] = named;
  if (only !== undefined && other === undefined) return only.sha256;
  throw unknownDocument(at, name, named);
}

/**
 * Every document that is or was called so, for several may stand under one number in the register: by sha-256.
 * @throws LedgerError UNKNOWN_DOCUMENT
 */
export function documentsCalled(at: Standpoint, name: string): Set<string> {
  const found = new Set(calledSo(at, name));
  if (found.size === 0) throw unknownDocument(at, name, []);
  return found;
}

/** The same words, however they are spaced and in whatever case. */
export function sameTitle(a: string, b: string): boolean {
  return plainTitle(a) === plainTitle(b);
}

function plainTitle(title: string): string {
  return title.normalize('NFC').replaceAll(/\s+/g, ' ').trim().toLowerCase();
}

/**
 * Every document that is called so by then, by the name of its file, the beginning of its sha-256, its number in the
 * register or its title, in the order in which they were registered.
 */
export function documentsKnownAs(at: Standpoint, name: string): DocumentAnswer[] {
  return inOrder(at, [...calledSo(at, name), ...titled(at, name)]).flatMap((sha256) => {
    const document = documentOf(at, sha256);
    if (document === null) return [];
    return isCalled(document, name) || sameTitle(document.title, name) ? [document] : [];
  });
}

/** Letters that are the same for SQLite's search as for us, in whatever case, and what stands between words. */
const SEARCHED_ALIKE = /^[a-z0-9àáäåæçèéêëíïñóöøúü\s!-/:-@[-`{-~–—§]*$/u;

/** Documents that were ever registered under a title. */
function* titled({ cache: { model }, seq }: Standpoint, title: string): Generator<string> {
  const index = termIndexOf(model.database);
  const registering = [index.exact(term('type', 'DocumentRegistered'))];
  const terms = termsOfTitle(index, title);
  // Where the search may read other letters than we do, or finds too much, each document is looked at.
  const sets = terms === null ? registering : [...registering, terms];
  for (const at of eventsSaying(index, sets, 1, seq, false)) {
    const registered = model.envelope(at).data as DocumentRegistered;
    if (sameTitle(registered.title, title)) yield registered.sha256;
  }
}

function termsOfTitle(index: TermIndex, title: string): number[] | null {
  const words = worded(title).toLowerCase();
  if (!SEARCHED_ALIKE.test(words) || !/[\p{L}\p{N}]/u.test(words)) return null;
  const terms = index.matching(`"${words.replaceAll('"', ' ')}"`, TERM_FIELDS.text, TERMS_MERGED_MAX + 1);
  return terms.length > TERMS_MERGED_MAX ? null : terms;
}

/**
 * Documents that say of themselves that they replace one of some, in the order in which they were registered. Nothing
 * knows them by that: each document is looked at, one at a time.
 */
export function documentsReplacing(at: Standpoint, replaced: ReadonlySet<string>): DocumentAnswer[] {
  const { model } = at.cache;
  const found = new Set<string>();
  const index = termIndexOf(model.database);
  const registering = index.exact(term('type', 'DocumentRegistered'));
  for (const seq of eventsSaying(index, [registering], 1, at.seq, false)) {
    const text = model.dataText(seq);
    if (!text.includes('"replaces"')) continue;
    const { sha256, replaces } = JSON.parse(text) as DocumentRegistered;
    if (replaces !== undefined && replaced.has(replaces)) found.add(sha256);
  }
  return [...found].flatMap((sha256) => {
    const document = documentOf(at, sha256);
    return document !== null && replaced.has(document.replaces ?? '') ? [document] : [];
  });
}

function unknownDocument(at: Standpoint, name: string, named: readonly DocumentAnswer[]): LedgerError {
  const shownOf = (document: DocumentAnswer): string => `${document.file} (${document.sha256.slice(0, 8)})`;
  const message =
    named.length === 0 ? `there is no document "${name}"` : `several documents are called "${name}"`;
  const some =
    named.length > 0 ? named : documentsPage(at, { first: NAMED_MAX }).items.map(({ item }) => item);
  const others = named.length > 0 ? 0 : at.cache.model.countKeys('document') - some.length;
  const shown = some.map(shownOf);
  return new LedgerError('UNKNOWN_DOCUMENT', message, {
    place: { field: 'document' },
    hint:
      shown.length === 0
        ? 'Nothing has been imported.'
        : `There is ${list(shown)}${others > 0 ? ` and ${others} more` : ''}.`,
  });
}

/** Characters of a sha-256 that tell it apart from a name. */
const SHA_CHARACTERS_MIN = 8;

function isCalled({ file, sha256, dnr }: DocumentAnswer, name: string): boolean {
  const prefix = name.trim().toLowerCase();
  if (file === name || (prefix.length >= SHA_CHARACTERS_MIN && sha256.startsWith(prefix))) return true;
  return dnr !== null && term('dnr', dnr) === term('dnr', name);
}

/** Every document that was called so by then, in the order in which they were registered. */
function calledSo(at: Standpoint, name: string): string[] {
  const {
    cache: { model },
    seq,
  } = at;
  const named = [...model.noted('documentName', name), ...model.noted('documentNumber', term('dnr', name))]
    .filter((row) => row.seq <= seq)
    .map(({ event }) => (model.envelope(event).data as DocumentRegistered).sha256);
  const prefix = name.trim().toLowerCase();
  const beginning =
    prefix.length < SHA_CHARACTERS_MIN
      ? []
      : model.notedBetween('document', prefix, `${prefix}\uffff`).filter((row) => row.seq <= seq);
  return inOrder(at, [...named, ...beginning.map(({ key }) => key)]);
}

/** Each once, in the order in which they were registered. */
function inOrder({ cache: { model } }: Standpoint, documents: readonly string[]): string[] {
  const registered = (sha256: string): number => model.noted('document', sha256)[0]?.seq ?? 0;
  return [...new Set(documents)].sort((a, b) => registered(a) - registered(b));
}
