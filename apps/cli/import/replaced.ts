import { LedgerError } from '#amount';
import type { DocumentRegistered, LayoutStated } from '#domain';
import type { StoredFact } from '#ingest';
import { sameTitle, type DocumentAnswer } from '#projections';
import type { ImportOptions, ImportProblem } from '../../shared/import-outcome.js';
import type { KnownDocuments } from './known-documents.js';
import type { PlannedInput } from './planned-input.js';

/** Documents of the ledger that the inputs may be another print of: by their title, their case number, or as named. */
export function candidates(
  inputs: readonly PlannedInput[],
  documents: KnownDocuments,
  { replaces, separate }: Pick<ImportOptions, 'replaces' | 'separate'>,
): string[] {
  const found = new Set<string>();
  if (replaces !== undefined) found.add(documentNamed(replaces, documents).sha256);
  for (const input of inputs) {
    if (input.kind !== 'document' || separate === true) continue;
    const { title, decision } = input.facts;
    for (const other of [title, decision.dnr].filter((name) => name !== '').flatMap(documents.called)) {
      if (sameTitle(title, other.title) || (decision.dnr !== '' && decision.dnr === other.dnr))
        found.add(other.sha256);
    }
  }
  return [...found];
}

/** Which print each document replaces, by sha-256; and what must be decided by a person first. */
export function replacedPrints(
  input: PlannedInput,
  facts: readonly StoredFact[],
  documents: KnownDocuments,
  { replaces, separate }: Pick<ImportOptions, 'replaces' | 'separate'>,
): { readonly replaces: ReadonlyMap<string, string>; readonly problems: readonly ImportProblem[] } {
  const stated = statedBy(input);
  if (input.kind !== 'document') return { replaces: stated, problems: [] };
  const [sha256] = input.plan.documents;
  if (sha256 === undefined || separate === true) return { replaces: new Map(), problems: [] };
  if (replaces !== undefined) {
    const older = documentNamed(replaces, documents).sha256;
    return { replaces: older === sha256 ? new Map() : new Map([[sha256, older]]), problems: [] };
  }
  const older = samePrint(input, sha256, facts);
  if (older === undefined) return { replaces: stated, problems: [] };
  const { date } = input.facts.decision;
  if (date !== '' && older.date !== undefined && date < older.date) {
    const message = `${input.name} (${date}) is an older print of ${older.fileName ?? older.title} (${older.date}), which the ledger has`;
    const hint = `Say --separate where it is a document of its own, or --replaces "${older.fileName ?? older.sha256}" where it replaces that one after all.`;
    return {
      replaces: new Map(),
      problems: [{ code: 'OLDER_PRINT', place: { file: input.name }, message, hint }],
    };
  }
  return { replaces: new Map([[sha256, older.sha256]]), problems: [] };
}

function statedBy(input: PlannedInput): Map<string, string> {
  const stated = new Map<string, string>();
  if (input.kind !== 'package' && input.kind !== 'document') return stated;
  for (const event of input.plan.streams.flatMap(({ events }) => events)) {
    if (event.type === 'DocumentRegistered' && event.data.replaces !== undefined)
      stated.set(event.data.sha256, event.data.replaces);
  }
  return stated;
}

/**
 * The latest document of the same municipality, board, kind and year with the same title or the same case number: the
 * print that this one replaces.
 */
function samePrint(
  { facts: own }: PlannedInput & { readonly kind: 'document' },
  sha256: string,
  facts: readonly StoredFact[],
): DocumentRegistered | undefined {
  const registered = new Map<string, DocumentRegistered>();
  const ids = new Map<string, string>();
  for (const { type, data } of facts) {
    if (type === 'DocumentRegistered') {
      const document = data as DocumentRegistered;
      registered.set(document.sha256, document);
    }
    if (type === 'LayoutStated') {
      const { document, table } = data as LayoutStated;
      if (document !== undefined) ids.set(document, table.slice(0, table.indexOf('/')));
    }
  }
  if (registered.has(sha256)) return undefined;
  const replaced = new Set([...registered.values()].map((document) => document.replaces));
  const { title, decision } = own;
  return [...registered.values()].findLast((other) => {
    if (replaced.has(other.sha256) || other.sha256 === sha256) return false;
    // A print that replaces another keeps its tables' names, and what was set apart has a name of its own.
    const id = ids.get(other.sha256) ?? idOfOlder(other, registered, ids);
    if (id !== own.id) return false;
    if (decision.dnr !== '' && other.dnr !== undefined) return decision.dnr === other.dnr;
    return sameTitle(title, other.title);
  });
}

/** A print that changed no layout has none of its own: its tables are those of the print before. */
function idOfOlder(
  document: DocumentRegistered,
  registered: ReadonlyMap<string, DocumentRegistered>,
  ids: ReadonlyMap<string, string>,
): string | undefined {
  const seen = new Set<string>();
  for (let at: DocumentRegistered | undefined = document; at !== undefined && !seen.has(at.sha256);) {
    const id = ids.get(at.sha256);
    if (id !== undefined) return id;
    seen.add(at.sha256);
    at = at.replaces === undefined ? undefined : registered.get(at.replaces);
  }
  return undefined;
}

/**
 * The document that somebody means: by the name of its file, its case number, its title or its sha-256.
 *
 * @throws LedgerError INPUT_INVALID
 */
export function documentNamed(name: string, documents: KnownDocuments): DocumentAnswer {
  const wanted = [
    (document: DocumentAnswer) => document.file === name,
    (document: DocumentAnswer) => name.length >= 8 && document.sha256.startsWith(name.toLowerCase()),
    (document: DocumentAnswer) => document.dnr === name,
    (document: DocumentAnswer) => sameTitle(document.title, name),
  ];
  const called = documents.called(name);
  for (const is of wanted) {
    const found = called.filter(is);
    const [document, ...more] = found.length > 1 ? latestOf(found, documents) : found;
    if (document === undefined) continue;
    if (more.length === 0) return document;
    throw new LedgerError('INPUT_INVALID', `several documents are called "${name}"`, {
      place: { field: 'document' },
      hint: `Name one by its file or its sha-256: ${[document, ...more].map(nameOf).join(', ')}.`,
    });
  }
  const some = documents.some(NAMED_MAX + 1);
  throw new LedgerError('INPUT_INVALID', `the ledger has no document "${name}"`, {
    place: { field: 'document' },
    hint:
      some.length === 0
        ? 'It has none at all: import one first.'
        : `It has ${some.slice(0, NAMED_MAX).map(nameOf).join(', ')}${some.length > NAMED_MAX ? ' …' : ''}.`,
  });
}

/** Those that no later print replaces; all of them where each is replaced. */
function latestOf(found: readonly DocumentAnswer[], documents: KnownDocuments): readonly DocumentAnswer[] {
  const replaced = new Set(
    documents.replacing(found.map(({ sha256 }) => sha256)).map(({ replaces }) => replaces),
  );
  const current = found.filter(({ sha256 }) => !replaced.has(sha256));
  return current.length > 0 ? current : found;
}

const NAMED_MAX = 12;

function nameOf({ file, sha256 }: DocumentAnswer): string {
  return `${file} (${sha256.slice(0, 12)})`;
}
