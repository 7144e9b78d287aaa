import { editionStream, type DocumentRegistered, type EditionDeclared, type LayoutStated } from '#domain';
import { causeLines, planCausesFile, type ImportPlan, type KnownDocument, type StoredFact } from '#ingest';
import { documentAnswer, type DocumentAnswer, type UnitAnswer } from '#projections';
import type { ImportProblem } from '../../shared/import-outcome.js';
import type { Ledger } from '../../shared/ledger.js';
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
  const documents = documentsOf(ledger, before);
  const streams = [...new Set(frames.map(editionStream))].map((stream) => ({ stream, events: [] }));
  const named = documents.map(({ sha256 }) => sha256);
  const asked = { importId: '', name, documents: [], streams };
  const declared = [
    ...before,
    ...(ledger === null ? [] : await factsAbout(ledger, [asked], lines.length === 0 ? [] : named)),
  ];
  const known = knownDocuments(documents, declared);
  const editions = new Map<string, EditionDeclared>();
  for (const { type, data } of declared) {
    if (type !== 'EditionDeclared') continue;
    const edition = data as EditionDeclared;
    const { unit, area, basis, period } = edition;
    editions.set([unit, area, basis, period, edition.edition].join('\u001f'), edition);
  }
  const { plan, skipped, problems } = planCausesFile(name, rows, {
    documentNamed: (asName) => {
      const { sha256 } = documentNamed(asName, documents);
      const found = known.find((document) => document.sha256 === sha256);
      if (found === undefined) throw new Error(`${asName} is named and not known`);
      return found;
    },
    documents: known,
    units: unitsOf(ledger, before),
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

function documentsOf(ledger: Ledger | null, before: readonly StoredFact[]): DocumentAnswer[] {
  const documents = new Map<string, DocumentAnswer>();
  for (const document of ledger?.reader.documents() ?? []) documents.set(document.sha256, document);
  for (const { type, data } of before) {
    if (type !== 'DocumentRegistered') continue;
    const document = data as DocumentRegistered;
    documents.set(document.sha256, documentAnswer(document, null));
  }
  return [...documents.values()];
}

/** With the short id that their tables begin with; one without tables goes by the name of its file. */
function knownDocuments(documents: readonly DocumentAnswer[], facts: readonly StoredFact[]): KnownDocument[] {
  const ids = new Map<string, string>();
  for (const { type, data } of facts) {
    if (type !== 'LayoutStated') continue;
    const { document, table } = data as LayoutStated;
    if (document !== undefined) ids.set(document, table.slice(0, table.indexOf('/')));
  }
  const taken = new Set<string>();
  return documents.map(({ sha256, file, title, date, status }) => {
    let id = ids.get(sha256) ?? file.replace(/\.[^.]*$/, '');
    if (taken.has(id)) id = `${id}~${sha256.slice(0, 6)}`;
    taken.add(id);
    return { sha256, id, file, title, date, status };
  });
}

function unitsOf(
  ledger: Ledger | null,
  before: readonly StoredFact[],
): Pick<UnitAnswer, 'unit' | 'name' | 'kind'>[] {
  const units = new Map<string, Pick<UnitAnswer, 'unit' | 'name' | 'kind'>>();
  for (const { unit, name, kind } of ledger?.reader.units() ?? []) units.set(unit, { unit, name, kind });
  for (const { type, data } of before) {
    if (type !== 'UnitDefined') continue;
    const { unit, name, kind } = data as UnitAnswer;
    units.set(unit, { unit, name, kind });
  }
  return [...units.values()];
}
