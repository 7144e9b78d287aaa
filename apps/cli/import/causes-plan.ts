import {
  editionStream,
  type DocumentRegistered,
  type EditionDeclared,
  type LayoutStated,
  type UnitDefined,
} from '#domain';
import {
  causeLines,
  planCausesFile,
  type ImportPlan,
  type KnownDocument,
  type KnownLedger,
  type StoredFact,
} from '#ingest';
import { documentAnswer, type DocumentAnswer } from '#projections';
import { isLedgerError, LedgerError } from '#amount';
import type { ImportProblem } from '../../shared/import-outcome.js';
import type { Ledger } from '../../shared/ledger.js';
import { knownDocuments, type KnownDocuments } from './known-documents.js';
import { factsAbout } from './ledger-facts.js';
import { problemOf, type PlannedInput } from './planned-input.js';
import { documentNamed } from './replaced.js';

export interface CausesPlan {
  readonly plan: ImportPlan | null;
  readonly facts: readonly StoredFact[];
  readonly skipped: number;
  readonly problems: readonly ImportProblem[];
}

/** A list of causes, held against the documents and editions that the ledger has or that are imported before it. */
export async function causesPlan(
  ledger: Ledger | null,
  { name, rows }: PlannedInput & { readonly kind: 'causes' },
  before: readonly StoredFact[],
): Promise<CausesPlan> {
  const { lines } = causeLines(rows);
  const frames = lines.flatMap(({ to, from }) => [to, ...(from === null ? [] : [{ ...to, ...from }])]);
  const documents = knownDocuments(ledger?.reader ?? null, documentsBefore(before));
  const streams = [...new Set(frames.map(editionStream))].map((stream) => ({ stream, events: [] }));
  const asked = { importId: '', name, documents: [], streams };
  const declared = [...before, ...(ledger === null ? [] : await factsAbout(ledger, [asked], []))];
  const editions = new Map<string, EditionDeclared>();
  for (const { type, data } of declared) {
    if (type !== 'EditionDeclared') continue;
    const edition = data as EditionDeclared;
    const { unit, area, basis, period } = edition;
    editions.set([unit, area, basis, period, edition.edition].join('\u001f'), edition);
  }
  const named = lines.map(({ row }) => (row.values['document'] ?? '').trim()).filter((text) => text !== '');
  const concerned = documentsConcerned(documents, [...new Set(named)], [...editions.values()]);
  const known = await withIds(concerned, ledger, before);
  const { plan, skipped, problems } = planCausesFile(name, rows, {
    documentNamed: (asName) => {
      const { sha256 } = documentNamed(asName, documents);
      const found = known.find((document) => document.sha256 === sha256);
      if (found === undefined) throw new Error(`${asName} is named and not known`);
      return found;
    },
    documents: known,
    unitCalled: unitsIn(ledger, before),
    editions: [...editions.values()],
  });
  const facts =
    plan === null || ledger === null ? before : [...before, ...(await factsAbout(ledger, [plan], []))];
  return {
    plan,
    facts: [...new Map(facts.map((fact) => [fact.id, fact])).values()],
    skipped,
    problems: problems.map(problemOf),
  };
}

function documentsBefore(before: readonly StoredFact[]): DocumentAnswer[] {
  return before.flatMap(({ type, data }) =>
    type === 'DocumentRegistered' ? [documentAnswer(data as DocumentRegistered, null)] : [],
  );
}

/**
 * The first document that there is, those that are named or declare one of the editions, and those that are called as
 * one of these: prints of one document are told apart by their order.
 */
function documentsConcerned(
  documents: KnownDocuments,
  named: readonly string[],
  editions: readonly EditionDeclared[],
): DocumentAnswer[] {
  const found = new Map<string, DocumentAnswer>();
  const add = (one: DocumentAnswer): void => void found.set(one.sha256, one);
  documents.some(1).forEach(add);
  const addPrints = (one: DocumentAnswer): void => {
    documents.called(one.title).forEach(add);
    add(found.get(one.sha256) ?? one);
  };
  for (const name of named) {
    try {
      addPrints(documentNamed(name, documents));
    } catch (error) {
      // It is told with its line.
      if (!isLedgerError(error)) throw error;
    }
  }
  for (const sha256 of new Set(editions.flatMap(({ document }) => document ?? []))) {
    const one = found.has(sha256) ? null : documents.bySha256(sha256);
    if (one !== null) addPrints(one);
  }
  return [...found.values()];
}

/** With the short id that their tables begin with; one without tables goes by the name of its file. */
async function withIds(
  documents: readonly DocumentAnswer[],
  ledger: Ledger | null,
  before: readonly StoredFact[],
): Promise<KnownDocument[]> {
  const ids = new Map<string, string>();
  for (const { sha256 } of documents) {
    const layout = ledger === null ? null : await layoutOf(ledger, sha256);
    if (layout !== null) ids.set(sha256, idOfTable(layout));
  }
  for (const { type, data } of before) {
    const layout = data as LayoutStated;
    if (type === 'LayoutStated' && layout.document !== undefined) ids.set(layout.document, idOfTable(layout));
  }
  const taken = new Set<string>();
  return documents.map(({ sha256, file, title, date, status }) => {
    let id = ids.get(sha256) ?? file.replace(/\.[^.]*$/, '');
    if (taken.has(id)) id = `${id}~${sha256.slice(0, 6)}`;
    taken.add(id);
    return { sha256, id, file, title, date, status };
  });
}

function idOfTable({ table }: LayoutStated): string {
  return table.slice(0, table.indexOf('/'));
}

/** One of the tables of a document, the last that was recorded. */
async function layoutOf({ events }: Ledger, document: string): Promise<LayoutStated | null> {
  let after: string | undefined;
  do {
    const asked = { document, type: 'LayoutStated' };
    const page = await events.events(asked, { first: 1, after, newestFirst: true });
    for (const { item } of page.items) {
      const layout = JSON.parse(item.data) as LayoutStated;
      if (layout.document === document) return layout;
    }
    after = page.hasNext ? (page.endCursor ?? undefined) : undefined;
  } while (after !== undefined);
  return null;
}

function unitsIn(ledger: Ledger | null, before: readonly StoredFact[]): KnownLedger['unitCalled'] {
  const units = new Map<string, UnitDefined>();
  for (const { type, data } of before) {
    if (type === 'UnitDefined') units.set((data as UnitDefined).unit, data as UnitDefined);
  }
  return (unit) => {
    const found = units.get(unit) ?? ledger?.reader.unit(unit);
    if (found !== undefined) return found;
    throw new LedgerError('UNKNOWN_UNIT', `there is no unit "${unit}"`, {
      place: { field: 'unit' },
      hint: units.size === 0 ? 'There is none.' : `It has ${[...units.keys()].join(', ')}.`,
    });
  };
}
