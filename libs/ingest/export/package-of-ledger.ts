import { createHash } from 'node:crypto';
import {
  standingEvents,
  upcast,
  type EditionDeclared,
  type EntryData,
  type LandSaleRescinded,
  type LineNamed,
  type PartyCount,
  type UnitDefined,
  type UnitMoved,
} from '#domain';
import { holdingOf, type Holding, type StoredFact } from '../held/holding.js';
import { grouped } from '../data-package/context.js';
import type { PackageRecords } from '../data-package/package.js';
import { addCauses, addTexts } from './cause-lines.js';
import { addContent } from './content-lines.js';
import { pathsText, pathText, PackageLines, textFields } from './lines.js';
import { BY_HAND, isInTable, placeOf, standing, type Standing } from './sources.js';
import { addTable, SignProfiles, type HeldTable } from './table-lines.js';

export interface ExportedPackage {
  readonly records: PackageRecords;
  /** What a package has no words for, and how much of it there is: told, never left out in silence. */
  readonly leftOut: ReadonlyMap<string, number>;
}

/** Events that a package has no words for. */
const WITHOUT_WORDS: ReadonlySet<string> = new Set([
  'EditionOpened',
  'EditionClosed',
  'SourceAdded',
  'LandSaleAgreed',
  'DiscrepancyExplained',
  'DiscrepancyAccepted',
]);

/**
 * What a ledger holds now, as a data package: each document with its tables as they stand after corrections, and what is
 * known from texts or was registered by hand. Importing it into an empty ledger gives the same figures; how they came to
 * be (who corrected what, and when) is in the log and not in a package.
 *
 * @param facts every event that counts, in the order of the log; they are held in memory
 */
export function packageOfLedger(facts: readonly StoredFact[]): ExportedPackage {
  const lines = new PackageLines();
  const current = standingEvents(facts.map((fact): StoredFact => ({ ...fact, ...upcast(fact) }))).map(
    ({ first, data }): StoredFact => ({ ...first, data }),
  );
  const holding = holdingOf(facts);
  const entries = standing(holding);
  const last = lastPrints(holding);
  const names = documentNames(holding, entries, last);
  const documentOf = (sha256: string | undefined): string => names.get(sha256 ?? '') ?? BY_HAND;
  const moved = current.flatMap(({ type, data }) => (type === 'UnitMoved' ? [data as UnitMoved] : []));
  const byHand = moved.some(({ source }) => source === undefined);
  addDocuments(lines, holding, names, last, entries, byHand);
  addDeclarations(lines, current, holding, documentOf);
  const signs = new SignProfiles();
  for (const table of tablesOf(current, holding, entries, documentOf)) addTable(lines, table, signs);
  signs.addTo(lines);
  addCauses(lines, entries, (entry) => documentOf(entry.source?.document), rescindedSales(current));
  const untold = addTexts(lines, entries, (entry) => documentOf(entry.source?.document));
  addContent(lines, current, (source) => documentOf(source?.document));
  const leftOut = new Map<string, number>();
  const leave = (what: string): void => void leftOut.set(what, (leftOut.get(what) ?? 0) + 1);
  for (const { type } of current) if (WITHOUT_WORDS.has(type)) leave(type);
  for (const { data } of untold) leave(`${data.kind} of other units or areas`);
  return { records: lines.records(), leftOut };
}

/** By event: the sale that it rescinded. */
function rescindedSales(facts: readonly StoredFact[]): Map<string, string> {
  return new Map(
    facts.flatMap(({ id, type, data }) =>
      type === 'LandSaleRescinded' ? [[id, (data as LandSaleRescinded).sale]] : [],
    ),
  );
}

/** Of each print the one that has replaced it in the end, by sha-256: all prints of a document are one in a package. */
function lastPrints({ documents }: Holding): Map<string, string> {
  const successors = new Map([...documents].map(([sha256, { data }]) => [data.replaces, sha256]));
  return new Map(
    [...documents.keys()].map((sha256) => {
      const seen = new Set<string>();
      let last = sha256;
      for (
        let next = successors.get(last);
        next !== undefined && !seen.has(next);
        next = successors.get(last)
      ) {
        seen.add(next);
        last = next;
      }
      return [sha256, last];
    }),
  );
}

/** The short id of each document, by the sha-256 of any of its prints: what its own places begin with, else made of the hash. */
function documentNames(
  { documents }: Holding,
  entries: readonly Standing[],
  last: ReadonlyMap<string, string>,
): Map<string, string> {
  const ids = new Map<string, string>();
  for (const { first } of entries) {
    const { source } = first.data;
    const place = placeOf(first.data);
    const print = last.get(source?.document ?? '');
    if (print !== undefined && place !== null && !ids.has(print)) ids.set(print, place.document);
  }
  return new Map(
    [...documents.keys()].map((sha256) => {
      const print = last.get(sha256) ?? sha256;
      return [sha256, ids.get(print) ?? `dokument-${print.slice(0, 12)}`];
    }),
  );
}

function addDocuments(
  lines: PackageLines,
  { documents }: Holding,
  names: ReadonlyMap<string, string>,
  last: ReadonlyMap<string, string>,
  entries: readonly Standing[],
  movedByHand: boolean,
): void {
  for (const [sha256, { data }] of documents) {
    // What stands is what the last print says, whichever print said it first.
    if (last.get(sha256) !== sha256) continue;
    const before = [...last].flatMap(([print, its]) => (its === sha256 && print !== sha256 ? [print] : []));
    const earlier = before.length === 0 ? [] : [`Tidigare tryck: ${before.join(', ')}`];
    lines.add('documents', {
      document: names.get(sha256),
      file: data.fileName ?? data.title,
      title: data.title,
      municipality: data.unit?.split('/')[0],
      board: data.unit,
      kind: data.kind,
      year: data.year,
      through: data.through,
      dnr: data.dnr,
      body: data.body,
      date: data.date,
      paragraph: data.paragraph,
      validity: data.validity,
      status: data.status,
      statusBasis: data.judgedBy === undefined ? 'stated' : 'judged',
      judgedBy: data.judgedBy,
      notParticipating: partiesText(data.notParticipating),
      minutesNotes: partiesText(data.minutesNotes),
      reservations: partiesText(data.reservations),
      sha256: data.sha256,
      note: [...(data.note === undefined ? [] : [data.note]), ...earlier].join('. '),
    });
  }
  if (movedByHand || entries.some(({ data }) => data.source === undefined)) addByHand(lines, entries);
}

/** What was registered by hand has no document: one stands for all of it, named by what it holds. */
function addByHand(lines: PackageLines, entries: readonly Standing[]): void {
  const ids = entries.flatMap(({ data, first }) => (data.source === undefined ? [first.id] : []));
  lines.add('documents', {
    document: BY_HAND,
    file: BY_HAND,
    title: 'Registrerat för hand',
    status: 'adopted',
    statusBasis: 'stated',
    sha256: createHash('sha256').update(ids.join('\n')).digest('hex'),
  });
}

function partiesText(counts: readonly PartyCount[] | undefined): string {
  return (counts ?? []).map(({ party, count }) => `${party} ${count}`).join('; ');
}

function addDeclarations(
  lines: PackageLines,
  facts: readonly StoredFact[],
  { documents, editions, layouts }: Holding,
  documentOf: (sha256: string | undefined) => string,
): void {
  const units = new Map<string, UnitDefined>();
  const named = new Map<string, LineNamed>();
  const moves: UnitMoved[] = [];
  for (const { type, data } of facts) {
    if (type === 'UnitMoved') moves.push(data as UnitMoved);
    if (type === 'UnitDefined') units.set((data as UnitDefined).unit, data as UnitDefined);
    if (type === 'LineNamed') {
      const { unit, area, line } = data as LineNamed;
      named.set([unit, area, ...line].join('\u001f'), data as LineNamed);
    }
  }
  for (const { unit, name, kind } of units.values()) lines.add('units', { unit, name, kind });
  for (const { unit, area, line, is, judgedBy } of named.values()) {
    const sameAs = is.kind === 'alias' ? pathText(is.of) : pathsText(is.parts);
    const basis = judgedBy === undefined ? 'stated' : 'judged';
    lines.add('names', { kind: is.kind, unit, area, line: pathText(line), sameAs, basis, judgedBy });
  }
  for (const move of moves) {
    const { unit, area, line, to, toLine, since, words, judgedBy, source } = move;
    lines.add('moves', {
      document: documentOf(source?.document),
      place: source?.table ?? BY_HAND,
      unit,
      area,
      line: line === undefined ? undefined : pathText(line),
      to,
      toLine: toLine === undefined ? undefined : pathText(toLine),
      since,
      words,
      basis: judgedBy === undefined ? 'stated' : 'judged',
      judgedBy,
      sentence: source?.sentence,
    });
  }
  for (const { data } of editions.values()) {
    const { extent: kind, order, document, ...edition }: EditionDeclared = data;
    // A status that is judged is the document's, and says by whom there.
    const { status, judgedBy } = documents.get(document ?? '')?.data ?? {};
    const own = status === edition.status && judgedBy === edition.judgedBy ? '' : edition.status;
    lines.add('editions', {
      ...textFields(edition),
      status: own,
      kind,
      order: order.join(';'),
      document: documentOf(document),
    });
  }
  for (const { data } of layouts.values()) {
    // A layout that only a text knows stands apart from the tables.
    if (!data.table.includes('/text/')) continue;
    const { unit, area, basis, period, edition, title: note } = data;
    for (const row of data.rows) {
      if (row.kind !== 'total' || row.parts === undefined) continue;
      const line = pathText(row.line);
      const stated = { measure: row.measure, line, parts: pathsText(row.parts), note };
      lines.add('layouts', {
        unit,
        area,
        basis,
        period,
        edition,
        ...stated,
        document: documentOf(data.document),
      });
    }
  }
}

function tablesOf(
  facts: readonly StoredFact[],
  { layouts }: Holding,
  entries: readonly Standing[],
  documentOf: (sha256: string | undefined) => string,
): HeldTable[] {
  const cells = grouped(entries.filter(isInTable), ({ first }) => first.data.source?.table ?? '');
  const stated = grouped([...layouts.values()], ({ data }) => data.table);
  const goals = goalsOfRows(facts);
  return [...cells].map(([id, own]) => ({
    id,
    document: documentOf(own[0]?.first.data.source?.document),
    cells: own,
    layouts: (stated.get(id) ?? []).map(({ data }) => data),
    goals: goals.get(id) ?? new Map<string, string>(),
  }));
}

/** Which goal the rows of a table of indicators belong to. */
function goalsOfRows(facts: readonly StoredFact[]): Map<string, Map<string, string>> {
  const goals = new Map<string, Map<string, string>>();
  for (const { type, data } of facts) {
    if (type !== 'TargetSet' && type !== 'IndicatorMeasured') continue;
    const { goal, lines } = data as { goal?: string; lines: readonly EntryData[] };
    if (goal === undefined) continue;
    for (const { source } of lines) {
      if (source === undefined) continue;
      const rows = goals.get(source.table) ?? new Map<string, string>();
      goals.set(source.table, rows.set(source.row, goal));
    }
  }
  return goals;
}
